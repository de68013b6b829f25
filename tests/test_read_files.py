"""Finding input files and reading them: every file is read, or named with its reason and remedy."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path

import made_files as made
import pytest
from forked import said_by_child

from kg.errors import InputError, KgError
from kg.model import Outcome
from kg.read import find_inputs, read_bytes, read_file, reader
from kg.read.registry import Content, Options, known_suffixes

TEXT = "翠苑街道2020年工作总结\n全年开展活动30场。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "reports"
    for name in (
        "b.txt",
        "a.md",
        "sub/c.html",
        "sub/deep/d.txt",
        ".hidden.txt",
        "~$b.docx",
        ".git/e.txt",
        "f.rar",
        "g.xyz",
        "README.md",
        "out/h.txt",
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    return root


def test_a_folder_is_searched_with_all_below_in_order_of_names(folder: Path) -> None:
    files, _ = find_inputs([folder], skip=folder / "out")
    assert [file.name for file in files] == ["a.md", "b.txt", "sub/c.html", "sub/deep/d.txt"]


def test_what_is_not_read_is_named_with_its_reason(folder: Path) -> None:
    _, entries = find_inputs([folder], skip=folder / "out")
    found = {entry.name: (entry.outcome, entry.reason) for entry in entries}
    assert found == {
        ".git/": (Outcome.SKIPPED, "hidden folder"),
        ".hidden.txt": (Outcome.SKIPPED, "hidden file"),
        "README.md": (Outcome.SKIPPED, "a README, not a report"),
        "f.rar": (Outcome.SKIPPED, ".rar is not read"),
        "g.xyz": (Outcome.SKIPPED, "unknown kind of file (.xyz)"),
        "out/": (Outcome.SKIPPED, "the output folder"),
        "~$b.docx": (Outcome.SKIPPED, "the lock of a document that is open in Office"),
    }
    assert all(entry.remedy for entry in entries)


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux do two such names stand in one folder")
def test_files_whose_names_are_shown_alike_have_names_of_their_own(tmp_path: Path) -> None:
    for name in ("café.txt", "cafe\u0301.txt", "\udcff.txt", "\udcfe.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    files, _ = find_inputs([tmp_path])
    assert [file.name for file in files] == ["café.txt", "café (2).txt", "\ufffd.txt", "\ufffd (2).txt"]
    assert len({file.path for file in files}) == 4


def test_every_file_found_is_accounted_for_once(folder: Path) -> None:
    files, entries = find_inputs([folder, str(folder / "*.txt"), folder / "b.txt"])
    names = [file.name for file in files]
    assert sorted(names) == sorted(set(names))
    assert len([name for name in names if name.endswith("b.txt")]) == 1
    assert {entry.name for entry in entries}.isdisjoint(names)


def test_a_missing_path_and_an_empty_pattern_are_quarantined_and_the_rest_is_found(folder: Path) -> None:
    files, entries = find_inputs([folder / "sub", folder / "nothing", str(folder / "*.csv")])
    assert [file.name for file in files] == ["c.html", "deep/d.txt"]
    assert [(entry.outcome, entry.reason) for entry in entries] == [
        (Outcome.QUARANTINED, "does not exist"),
        (Outcome.QUARANTINED, "no file matches this pattern"),
    ]
    assert all(entry.remedy for entry in entries)


def test_a_file_named_by_the_user_is_never_passed_over_in_silence(folder: Path) -> None:
    _, entries = find_inputs([folder / "f.rar"])
    assert [(entry.outcome, entry.remedy) for entry in entries] == [(Outcome.QUARANTINED, "Unpack it first.")]


def test_equal_names_from_two_folders_stay_apart(folder: Path) -> None:
    files, _ = find_inputs([folder, folder / "sub" / "deep", folder / "out"])
    assert len({file.name for file in files}) == len(files)


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links and pipes")
def test_pipes_and_links_out_of_the_folder_are_not_opened(tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    outside = tmp_path / "outside.txt"
    outside.write_text(TEXT, encoding="utf-8")
    (root / "link.txt").symlink_to(outside)
    (root / "dead.txt").symlink_to(tmp_path / "gone")
    os.mkfifo(root / "pipe.txt")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_text(TEXT, encoding="utf-8")
    (root / "linked").symlink_to(tmp_path / "elsewhere")
    files, entries = find_inputs([root])
    assert files == []
    assert sorted(entry.reason for entry in entries) == [
        "a link out of the folder",
        "a link that leads nowhere",
        "a link to a folder",
        "not a regular file",
    ]


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.txt", "the file is empty"),
        (b" \r\n ", "a.txt", "the file is empty"),
        (b"%PDF-1.7 ...", "a.txt", "the PDF is damaged or cut off"),
        (b"PK\x03\x04....", "a.txt", "the file is damaged (broken ZIP structure)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "a.txt", "the file is damaged (broken OLE structure)"),
        (b"\x89PNG\r\n\x1a\n", "a.html", "the file is a PNG picture"),
        (bytes(range(256)) * 20, "a.txt", "the file is binary, not text"),
        (b"minutes of the meeting", "a.txt", "the file holds no Chinese text"),
        ("你好".encode(), "你好.txt", "the file holds fewer than 4 Chinese characters"),
        ("街道事業の実績を報告する。".encode("shift_jis") * 9, "a.txt", "its encoding is not one that is read"),
        ("Отчёт о работе управы района за год".encode("cp1251") * 9, "a.txt", "its encoding is not one that is read"),
    ],
)
def test_a_file_that_is_no_report_is_refused_with_reason_and_remedy(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(InputError) as raised:
        read_bytes(data, name)
    assert raised.value.reason == reason
    assert raised.value.remedy
    assert str(raised.value).startswith(name)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.alone
def test_an_unreadable_file_is_refused_to_a_user_who_is_not_the_superuser() -> None:
    """In a child that gives up being the superuser, if it is."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "a.txt"
        path.write_text(TEXT, encoding="utf-8")
        path.chmod(0)

        def read_as_anybody() -> str:
            if os.geteuid() == 0:
                os.setuid(65534)
            read_file(find_inputs([path])[0][0])
            return "it was read"

        assert said_by_child(read_as_anybody).startswith("a.txt: cannot be opened (Permission denied)")


def test_a_file_that_grows_while_it_is_read_is_read_up_to_where_it_was_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hashlib import sha256

    from kg.read import LARGEST

    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    (file,) = find_inputs([path])[0]
    small = path.stat()
    path.write_text(TEXT * 2, encoding="utf-8")  # after its size was asked for, and before it is read
    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", lambda self, **options: small)
        ((source, text),) = read_file(file)
    assert (text, source.sha256) == (TEXT * 2, sha256((TEXT * 2).encode()).hexdigest())
    with path.open("r+b") as stream:
        stream.truncate(LARGEST + 1)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", lambda self, **options: small)
        with pytest.raises(InputError, match="larger than 50 MB"):
            read_file(file)


def test_a_file_that_vanished_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    files, _ = find_inputs([path])
    path.unlink()
    with pytest.raises(InputError, match="cannot be opened"):
        read_file(files[0])


def test_a_text_keeps_its_line_ends_and_loses_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    ((source, text),) = read_file(find_inputs([path])[0][0])
    assert text == TEXT.replace("\n", "\r\n")
    assert (source.name, source.encoding, source.media_type) == ("a.txt", "utf-8", "text/plain")
    assert len(source.sha256) == 64


def test_a_long_plain_text_is_read_in_the_process_with_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.read import files, isolation

    asked: list[str] = []
    other = isolation.isolated
    monkeypatch.setattr(isolation, "isolated", lambda data: asked.append("") or other(data))
    broken = "街道工作总结，推进平台建设，开展活动三十场。\n".encode("gbk") + b"\xff\n"
    for count, wanted in ((100, []), (30_000, [""])):
        ((source, text),) = files.read_bytes(broken * count, "a.txt")
        assert (text.count("街道工作总结"), "repaired" in source.encoding) == (count, True)
        assert asked == wanted


@pytest.mark.parametrize("name", ["a.csv", "b.zip/a.csv"])
def test_a_row_that_is_no_report_stands_in_the_ledger_and_costs_no_other(name: str) -> None:
    data = "标题,正文\n翠苑街道2020年工作总结,全年开展活动30场。\nminutes,of the meeting\n你好,好\n".encode()
    found = read_bytes(made.zipped({"a.csv": data}) if "/" in name else data, name.partition("/")[0])
    assert [item[0].name for item in found if isinstance(item, tuple)] == [f"{name}/2"]
    assert [(item.name, item.outcome, item.reason) for item in found if not isinstance(item, tuple)] == [
        (f"{name}/3", Outcome.QUARANTINED, "the file holds no Chinese text"),
        (f"{name}/4", Outcome.QUARANTINED, "the file holds fewer than 4 Chinese characters"),
    ]
    assert all(item.remedy for item in found if not isinstance(item, tuple))


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (("街" * 5_000_001).encode("gb18030"), "a.txt", "longer than 5 million characters"),
        (("正文\n" + "街道工作\n" * 100_000).encode(), "a.csv", "has more than 100000 rows"),
    ],
)
def test_a_file_that_holds_too_much_is_refused_and_not_cut(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_bytes(data, name)


def test_a_report_behind_a_million_other_characters_is_found() -> None:
    ((_, text),) = read_bytes(b"0" * 1_500_000 + TEXT.encode(), "a.txt")
    assert text.endswith(TEXT)


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode("gb18030"))))
    ((source, text),) = read_file(find_inputs(["-"])[0][0])
    assert (source.name, text) == ("stdin", TEXT)


@pytest.mark.parametrize("front", [b"#!/bin/sh\nexit\n", b"junk in front\r\n", b"\0" * 600])
def test_a_zip_file_with_something_in_front_is_read(front: bytes) -> None:
    for data, name in ((made.zipped({"b.txt": TEXT}), "a.zip"), (made.docx(TEXT), "a.docx"), (made.odt(TEXT), "a.odt")):
        ((_, text),) = read_bytes(front + data, name)
        assert text.strip() == TEXT.strip()


def test_text_that_ends_like_a_zip_file_is_text() -> None:
    ((_, text),) = read_bytes(TEXT.encode() + b"PK\x05\x06" + b"." * 40, "a.txt")
    assert text.startswith(TEXT)


def test_a_page_saved_as_text_is_read_as_a_page() -> None:
    page = "<!DOCTYPE html><html><body><p>翠苑街道2020年工作总结</p><p>全年开展活动30场。</p></body></html>"
    ((source, text),) = read_bytes(page.encode(), "a.txt")
    assert (source.media_type, text) == ("text/html", TEXT.rstrip("\n"))


def test_a_suffix_has_one_reader() -> None:
    def again(data: bytes, name: str, options: Options) -> list[Content]:
        raise AssertionError

    with pytest.raises(KgError, match=r"two readers for \.txt"):
        reader(".txt")(again)
    assert {".txt", ".md", ".html", ".htm"} <= set(known_suffixes())
