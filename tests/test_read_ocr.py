"""The text of scanned pages is recognised only if the user asks for it, and is marked wherever it goes."""

from __future__ import annotations

import difflib
import importlib.util
import io
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import made_files as made
import pytest

from kg import pipeline
from kg.__main__ import main
from kg.errors import InputError, MissingExtraError
from kg.export import ledger, tables
from kg.export.page_data import PageData
from kg.model import Source
from kg.read import Content, Options, check_recogniser, limits, recognise
from kg.read.contents import contents_of
from kg.text.clean import fold

SEED = (Path(__file__).resolve().parents[1] / "seeds" / "fushan-quzhou-2020.txt").read_text(encoding="utf-8")
LINES = ["翠苑街道2020年工作总结", "一、城市管理", "全年拆除违法建筑136处，推进“一网统管”平台建设。"]
SCAN = made.pdf("\n".join(LINES), scan=True)
OCR = Options(ocr=True)
DOTS = 200 / 72


def box(text: str, left: float, y: float, size: float = 12.0) -> recognise.Box:
    """Return what a recogniser gives for a line at a place of the page in points."""
    return (text, left * DOTS, (y - size) * DOTS, (left + size * len(text)) * DOTS, y * DOTS)


PAGE = [box(line, 60, 100 + 24 * number) for number, line in enumerate(LINES)]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[recognise.Box]], list[Any]]:
    """Put a recogniser in place that finds the same boxes in every picture; return the pictures it was shown."""

    def put(boxes: list[recognise.Box]) -> list[Any]:
        shown: list[Any] = []
        monkeypatch.setattr(recognise, "recogniser", lambda: lambda picture: shown.append(picture.shape) or boxes)
        return shown

    return put


def content(data: bytes, options: Options = OCR) -> Content:
    (found,) = contents_of(data, "a.pdf", options)
    assert isinstance(found, Content)
    return found


def test_a_scan_is_not_recognised_unasked(reads: Callable[[list[recognise.Box]], list[Any]]) -> None:
    shown = reads(PAGE)
    with pytest.raises(InputError, match="a scan without a text layer") as raised:
        content(SCAN, Options())
    assert "--ocr" in raised.value.remedy
    assert shown == []


def test_a_recognised_page_is_text_that_says_where_it_comes_from(reads: Callable[[list[recognise.Box]], list[Any]]) -> None:
    shown = reads(PAGE)
    found = content(SCAN)
    assert found.text.replace("\n", "") == "".join(LINES)
    assert (found.recognised, found.pages) == ((1,), (0,))
    assert found.note == "text recognised in pictures (OCR), check it, on page 1"
    assert shown == [(2339, 1653, 3)]


def test_pages_with_text_are_not_recognised(reads: Callable[[list[recognise.Box]], list[Any]]) -> None:
    shown = reads(PAGE)
    found = content(made.pdf(SEED))
    assert (shown, found.recognised, found.note) == ([], (), "")


def test_pieces_of_one_height_are_one_line(reads: Callable[[list[recognise.Box]], list[Any]]) -> None:
    reads([box("发布机构", 300, 101), box("翠苑街道办事处", 60, 100), box("全年拆除违法建筑136处", 60, 130)])
    assert content(SCAN).text.replace("\n", "") == "翠苑街道办事处\t发布机构全年拆除违法建筑136处"


def test_a_picture_without_text_stays_a_scan(reads: Callable[[list[recognise.Box]], list[Any]]) -> None:
    reads([])
    with pytest.raises(InputError, match="no text is recognised"):
        content(SCAN)


def test_a_file_of_too_many_scanned_pages_is_refused(
    reads: Callable[[list[recognise.Box]], list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = reads(PAGE)
    monkeypatch.setattr("kg.read.pdf.MOST_SCANNED", 0)
    with pytest.raises(InputError, match="scanned pages"):
        content(SCAN)
    assert shown == []


def test_every_fact_of_a_recognised_page_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the graph, on the page, in the table of reports and in the ledger; facts of other pages are not."""
    text = "翠苑街道2020年工作总结\n全年拆除违法建筑136处。\n新增停车位52个。\n"
    second = text.index("新增")
    source = Source("a.pdf", "0" * 64, "application/pdf", pages=(0, second), note="OCR", recognised=(2,))
    monkeypatch.setattr("kg.engine.gather.read_file", lambda file, options: [(source, text)])
    (tmp_path / "a.pdf").write_bytes(b"")
    built = pipeline.build([tmp_path / "a.pdf"])
    turtle = pipeline.to_turtle(built.graph)
    blocks = [block for block in turtle.split("\n\n") if "jd:textRecognised" in block]
    assert [("a jd:Report" in block, "新增停车位52个" in block) for block in sorted(blocks)] == [(False, True), (True, False)]
    assert PageData(built.graph).values["reports"][0]["recognised"] == [second, len(text)]
    assert pipeline.records(built)[0]["report"]["text_recognised_on_pages"] == [2]
    tables.write_tables(tmp_path, built.graph)
    assert (tmp_path / "reports.csv").read_text(encoding="utf-8-sig").rstrip().endswith(",a.pdf,2")
    (entry,) = ledger.content(built.ledger, built.graph, "1", "", [])["inputs"]
    assert entry["reason"] == "OCR"


def test_a_page_has_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    set_to: list[tuple[int, int]] = []
    said: list[bytes] = []
    monkeypatch.setattr(limits, "_sign", [7])
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (limits.SECONDS, 1_000_000))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, pair: set_to.append(pair))
    monkeypatch.setattr("os.write", lambda pipe, data: said.append(data))
    limits.begin_page()
    ((soft, hard),) = set_to
    assert limits.PAGE_SECONDS < soft < hard == 1_000_000
    assert said == [b" "]


def test_without_the_extra_the_command_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"jiedao-kg\[ocr\]"):
        check_recogniser()
    (tmp_path / "a.pdf").write_bytes(SCAN)
    assert main(["build", str(tmp_path / "a.pdf"), "--out", str(tmp_path / "out"), "--no-cache", "--ocr"]) == 1
    assert "pip install 'jiedao-kg[ocr]'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def errors(wanted: str, found: str) -> int:
    """Return how many characters are wrong, missing or too many, full-width marks taken as half-width ones."""
    changes = difflib.SequenceMatcher(None, fold(wanted), fold(found), autojunk=False).get_opcodes()
    return sum(max(end - start, to - at) for kind, start, end, at, to in changes if kind != "equal")


def scanned(text: str, folder: Path) -> bytes:
    """Return a PDF of pictures of the pages that LibreOffice makes of a text, 200 dots to the inch, grey."""
    import pypdfium2

    (folder / "a.txt").write_text(text, encoding="utf-8")
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), str(folder / "a.txt")], check=True, capture_output=True, timeout=600)
    pages = pypdfium2.PdfDocument(folder / "a.pdf")
    pictures = [page.render(scale=DOTS).to_pil().convert("L") for page in pages]
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=200)
    return out.getvalue()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice, which makes the pages, is not installed")
@pytest.mark.skipif(not all(map(importlib.util.find_spec, recognise.NEEDS)), reason="the extra ocr is not installed")
def test_a_scanned_seed_is_read_without_losing_a_number(tmp_path: Path) -> None:
    """Through the process with limits; twice, because the same picture must give the same text."""
    from kg.read import read_bytes

    text = SEED[SEED.index("府山街道作为") :][:600]
    data = scanned(text, tmp_path)
    (first,), (second,) = read_bytes(data, "a.pdf", OCR), read_bytes(data, "a.pdf", OCR)
    assert first == second
    source, read = first
    assert isinstance(source, Source)
    assert source.recognised == tuple(range(1, len(source.pages) + 1))
    wanted, found = "".join(text.split()), "".join(read.split())
    assert errors(wanted, found) <= 0.01 * len(wanted)
    assert not Counter(re.findall("[0-9]+", wanted)) - Counter(re.findall("[0-9]+", found))
