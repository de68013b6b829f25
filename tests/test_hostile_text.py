"""A report whose name and words are an attack on every sink: built whole, and harmless wherever its text goes."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph
import pytest

ROOT = Path(__file__).resolve().parents[1]
EVIL = "</script><img src=x onerror=alert(1)>"
NAMES = (
    "“家门口”",
    f"“{EVIL}”",
    "“=HYPERLINK(1)”",
    "“@SUM(A1)”",
    "“\x1b[31m红色\x07”",
    "“\u202e倒转\u202c”",
    "“引'号\"与\\反斜\u2028行”",
    "“}}%>{%服务%}”",
    "“<http://evil.example/> . } DROP ALL”",
)
REPORT = (
    "翠苑街道2020年工作总结\n"
    + "".join(f"深入推进{name}服务平台建设，创建{name}品牌，开展活动{n + 3}场。\n" for n, name in enumerate(NAMES))
    + "荣获“<b>全国</b>先进集体”称号。\n"
)
FILES = [f"{EVIL.replace('/', '∕')}.txt", "-rf.txt", "行\n尾.txt", "=1+1.txt", "空 格 ‮.txt"]
_SCRIPT = re.compile(r"<script[^>]*>.*?</script>", re.S)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the output folder of a build of the hostile report, and what was printed."""
    folder = tmp_path_factory.mktemp("hostile")
    reports = folder / "reports"
    reports.mkdir()
    for number, name in enumerate(FILES if os.name != "nt" else ["a.txt"]):
        (reports / name).write_text(f"{REPORT}第{number}份。\n", encoding="utf-8")
    if sys.platform == "linux":
        (reports / os.fsdecode("府山街道.txt".encode("gbk"))).write_text(REPORT, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "kg",
        "build",
        str(reports),
        "--out",
        str(folder / "output"),
        "--verbose",
        "--format",
        "ntriples",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return folder / "output", (done.stdout + done.stderr).decode("utf-8")


@pytest.mark.parametrize(
    ("name", "kind"), [("graph.ttl", pyoxigraph.RdfFormat.TURTLE), ("graph.nt", pyoxigraph.RdfFormat.N_TRIPLES)]
)
def test_the_graph_is_valid_and_says_what_the_report_says(built: tuple[Path, str], name: str, kind: pyoxigraph.RdfFormat) -> None:
    triples = list(pyoxigraph.parse(path=str(built[0] / name), format=kind))
    quoted = {triple.object.value for triple in triples if triple.predicate.value.endswith("#exact")}
    assert any(EVIL in text for text in quoted)
    for text in quoted:
        assert any(
            text in (built[0] / "texts" / path.name).read_text(encoding="utf-8") for path in (built[0] / "texts").iterdir()
        )


@pytest.mark.parametrize("page", ["index.html", "report.html"])
def test_no_page_holds_the_markup_of_a_report(built: tuple[Path, str], page: str) -> None:
    html = (built[0] / page).read_text(encoding="utf-8")
    assert "<img src=x" not in _SCRIPT.sub("", html)
    assert EVIL not in html
    assert "Content-Security-Policy" in html


def test_no_cell_of_a_table_is_a_formula(built: tuple[Path, str]) -> None:
    for path in (built[0] / "tables").glob("*.csv"):
        for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines()):
            assert not [cell for cell in row if re.match(r"[=@\t\r]|[+-](?![0-9.]+$)", cell)], path.name


def test_the_network_and_the_ledger_can_be_read_again(built: tuple[Path, str]) -> None:
    ET.parse(built[0] / "network.graphml")  # noqa: S314 - our own file
    ledger = json.loads((built[0] / "report.json").read_text(encoding="utf-8"))
    found = {entry["name"] for entry in ledger["inputs"]}
    assert (
        ledger["found"] == len(ledger["inputs"]) == sum(ledger[key] for key in ("built", "duplicate", "quarantined", "skipped"))
    )
    assert not [name for name in found if any("\ud800" <= character <= "\udfff" for character in name)]


def test_nothing_printed_steers_a_terminal(built: tuple[Path, str]) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", built[1])


def test_every_file_written_has_a_plain_name(built: tuple[Path, str]) -> None:
    names = [path.relative_to(built[0]).as_posix() for path in built[0].rglob("*")]
    assert not [name for name in names if not re.fullmatch(r"[A-Za-z0-9_./-]+", name)]


def test_the_built_folder_passes_its_own_check(built: tuple[Path, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "verify", str(built[0])], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
