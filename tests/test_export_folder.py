"""The output folder: swapped in whole, never over somebody else's files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.export.folder import new_folder


def build_into(target: Path, text: str) -> None:
    with new_folder(target) as folder:
        (folder / "graph.ttl").write_text(text, encoding="utf-8")
        (folder / "report.json").write_text(json.dumps({"files": ["graph.ttl", "report.json"]}), encoding="utf-8")


def test_a_build_makes_the_folder(tmp_path: Path) -> None:
    build_into(tmp_path / "deep" / "output", "a")
    assert (tmp_path / "deep" / "output" / "graph.ttl").read_text(encoding="utf-8") == "a"


def test_a_second_build_replaces_the_first_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    build_into(tmp_path / "output", "old")
    build_into(tmp_path / "output", "new")
    assert (tmp_path / "output" / "graph.ttl").read_text(encoding="utf-8") == "new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["output"]


def test_a_build_that_fails_leaves_the_old_content(tmp_path: Path) -> None:
    build_into(tmp_path / "output", "old")
    with pytest.raises(ZeroDivisionError), new_folder(tmp_path / "output") as folder:
        (folder / "graph.ttl").write_text("half", encoding="utf-8")
        raise ZeroDivisionError
    assert (tmp_path / "output" / "graph.ttl").read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["output"]


def test_files_that_a_user_added_are_kept_and_files_of_the_old_build_are_not(tmp_path: Path) -> None:
    with new_folder(tmp_path / "output") as folder:
        (folder / "gone.csv").write_text("x", encoding="utf-8")
        (folder / "report.json").write_text(json.dumps({"files": ["gone.csv", "report.json"]}), encoding="utf-8")
    (tmp_path / "output" / "notes.txt").write_text("mine", encoding="utf-8")
    build_into(tmp_path / "output", "new")
    assert sorted(entry.name for entry in (tmp_path / "output").iterdir()) == ["graph.ttl", "notes.txt", "report.json"]


def test_a_folder_with_files_that_no_build_wrote_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work", encoding="utf-8")
    with pytest.raises(OutputError, match="holds files that no build wrote"), new_folder(tmp_path):
        pytest.fail("work was begun")
    assert (tmp_path / "thesis.docx").exists()


@pytest.mark.parametrize(
    "ledger",
    [b"", b"{", b"\xff", b'{"files"', b'{"files": ', b'{"files": ["a"', b'{"files": 3}', b'{"files": [3]}', b'{"file": ["a"]}'],
)
def test_a_folder_whose_ledger_names_no_files_is_refused(ledger: bytes, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_bytes(ledger)
    with pytest.raises(OutputError, match="holds files that no build wrote"), new_folder(tmp_path):
        pytest.fail("work was begun")


@pytest.mark.parametrize("indent", [None, 1])
def test_of_a_ledger_the_files_alone_are_asked_for(indent: int | None, tmp_path: Path) -> None:
    ledger = {
        "decisions": [{"note": '"files": ["notes.txt"]'}],
        "files": ["gone.csv", "report.json"],
        "reports": [{"files": ["notes.txt"]}],
    }
    with new_folder(tmp_path / "output") as folder:
        (folder / "gone.csv").write_text("x", encoding="utf-8")
        (folder / "report.json").write_text(json.dumps(ledger, indent=indent), encoding="utf-8")
    (tmp_path / "output" / "notes.txt").write_text("mine", encoding="utf-8")
    build_into(tmp_path / "output", "new")
    assert sorted(entry.name for entry in (tmp_path / "output").iterdir()) == ["graph.ttl", "notes.txt", "report.json"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file"), new_folder(tmp_path / "output"):
        pytest.fail("work was begun")


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir(mode=0o500)
    with pytest.raises(OutputError, match="permission denied"), new_folder(tmp_path / "output"):
        pytest.fail("work was begun")


def test_a_build_killed_between_the_two_renames_is_undone_by_the_next_one(tmp_path: Path) -> None:
    build_into(tmp_path / "output", "old")
    aside = tmp_path / ".output-old-x"
    aside.mkdir()
    (tmp_path / "output").rename(aside / "output")
    with pytest.raises(ZeroDivisionError), new_folder(tmp_path / "output"):
        raise ZeroDivisionError
    assert (tmp_path / "output" / "graph.ttl").read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["output"]


def test_what_a_killed_build_left_half_written_is_removed_when_it_is_old(tmp_path: Path) -> None:
    for name, age in ((".output-building-old", 7200), (".output-building-new", 0)):
        (tmp_path / name).mkdir()
        stamp = (tmp_path / name).stat().st_mtime - age
        os.utime(tmp_path / name, (stamp, stamp))
    build_into(tmp_path / "output", "x")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [".output-building-new", "output"]
