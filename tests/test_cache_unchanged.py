"""A build that would write what is there already keeps it; whatever could change the output leads to a build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg import pipeline
from kg.__main__ import main
from kg.cache.builds import Recipe

REPORTS = {
    "a.txt": "府山街道2020年工作总结\n一、2020年工作总结\n全年拆除违法建筑136处，深化“红管家联盟”。\n",
    "b.txt": "蒲鞋市街道2020年工作总结\n一、2020年工作总结\n全年拆除违法建筑 20 处，建成红管家联盟5个。\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder whose reports in `in` were built into `out`, with a cache in `cache`."""
    (tmp_path / "in").mkdir()
    for name, text in REPORTS.items():
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    assert build(tmp_path) == 0
    return tmp_path


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    """Return the list to which every build that is really made adds a line."""
    made: list[str] = []
    real = pipeline.build

    def counted(*inputs: object, **options: object) -> object:
        made.append("build")
        return real(*inputs, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "build", counted)
    return made


def build(folder: Path, *more: str) -> int:
    return main(["build", str(folder / "in"), "--out", str(folder / "out"), "--cache", str(folder / "cache"), *more])


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "out").rglob("*")) if path.is_file()}


def test_an_unchanged_build_is_not_made_again_and_says_what_it_said(
    folder: Path, builds: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = content(folder)
    first = capsys.readouterr().out
    assert build(folder) == 0
    assert builds == []
    assert content(folder) == before
    said = capsys.readouterr().out
    assert said.startswith(first)
    assert "nothing has changed" in said


def test_files_of_the_user_in_the_output_stay_and_change_nothing(folder: Path, builds: list[str]) -> None:
    (folder / "out" / "notes.txt").write_text("mine", encoding="utf-8")
    assert build(folder) == 0
    assert builds == []
    assert (folder / "out" / "notes.txt").read_text(encoding="utf-8") == "mine"


def report_changed(folder: Path) -> None:
    """Change one number."""
    (folder / "in" / "a.txt").write_text(REPORTS["a.txt"].replace("136", "137"), encoding="utf-8")


def report_added(folder: Path) -> None:
    """Add a report."""
    (folder / "in" / "c.txt").write_text("石井街道2021年工作总结\n推进红管家联盟建设。\n", encoding="utf-8")


def report_removed(folder: Path) -> None:
    """Remove a report."""
    (folder / "in" / "b.txt").unlink()


def report_renamed(folder: Path) -> None:
    """Rename a report: the ledger names its file."""
    (folder / "in" / "b.txt").rename(folder / "in" / "z.txt")


def stray_added(folder: Path) -> None:
    """Add a file that is no report: the ledger accounts for it."""
    (folder / "in" / "picture.png").write_bytes(b"\x89PNG")


def decisions_made(folder: Path) -> None:
    """Make decisions beside the reports."""
    (folder / "in" / "decisions.tsv").write_text("subject\tdecision\n红管家联盟\treject\n", encoding="utf-8")


def output_touched(folder: Path) -> None:
    """Change one character of what the build wrote."""
    table = folder / "out" / "tables" / "metrics.csv"
    table.write_bytes(table.read_bytes().replace(b"136", b"631"))


def output_file_removed(folder: Path) -> None:
    """Remove one file that the build wrote."""
    (folder / "out" / "review.tsv").unlink()


CHANGES = [
    report_changed,
    report_added,
    report_removed,
    report_renamed,
    stray_added,
    decisions_made,
    output_touched,
    output_file_removed,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_any_change_is_built_and_gives_what_a_full_build_gives(
    folder: Path, builds: list[str], change: Callable[[Path], None]
) -> None:
    change(folder)
    assert build(folder) == 0
    assert builds == ["build"]
    kept = content(folder)
    assert main(["build", str(folder / "in"), "--out", str(folder / "out"), "--no-cache"]) == 0
    assert content(folder) == kept


@pytest.mark.parametrize(
    "option", [("--base-iri", "https://data.example/"), ("--format", "ntriples")], ids=lambda option: option[0]
)
def test_another_option_is_another_build(folder: Path, builds: list[str], option: tuple[str, str]) -> None:
    assert build(folder, *option) == 0
    assert builds == ["build"]


def test_a_failure_is_reported_again_and_strict_still_fails(
    folder: Path, builds: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "in" / "broken.txt").write_bytes(b"")
    build(folder)
    capsys.readouterr()
    assert build(folder, "--strict") == 1
    assert builds == ["build"]
    assert "broken.txt: quarantined" in capsys.readouterr().err


def test_the_key_takes_in_the_tables_of_the_user_and_knows_no_standard_input(folder: Path) -> None:
    tables = folder / "tables"
    tables.mkdir()
    plain = Recipe([folder / "in"], folder / "out", tables).key()
    (tables / "national.tsv").write_text("name\n", encoding="utf-8")
    assert plain is not None
    assert Recipe([folder / "in"], folder / "out", tables).key() not in (None, plain)
    assert Recipe(["-"], folder / "out").key() is None
