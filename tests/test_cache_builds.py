"""A build with kept extractions gives what a full build gives, whatever changed since."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import kg.extract
from kg import cache, pipeline
from kg.cache import extractions
from kg.cache.rules import rules_version
from kg.extract import extract as real_extract
from kg.model import Report

REPORTS = {
    "a.txt": "府山街道2020年工作总结\n一、2020年工作总结\n全年拆除违法建筑136处,深化“红管家联盟”,打造“云上议事厅”。\n",
    "b.txt": "蒲鞋市街道2020年工作总结\n一、2020年工作总结\n全年拆除违法建筑 20 处,建成红管家联盟5个,擦亮“小板凳夜话”。\n",
    "c.txt": "石井街道2021年工作总结\n一、2021年工作总结\n依托云上议事厅开展小板凳夜话30场,推进红管家联盟建设。\n",
    "d.txt": "桃源街道2021年工作总结\n一、2021年工作总结\n办好“邻里合伙人”,小板凳夜话常态化,新增停车位200个。\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with three reports."""
    path = tmp_path / "in"
    path.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (path / name).write_text(REPORTS[name], encoding="utf-8")
    return path


@pytest.fixture
def kept(tmp_path: Path, folder: Path) -> Path:
    """Return a cache that a build of the three reports has filled."""
    pipeline.build([folder], cache=tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def extracted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list to which every report that is extracted adds its file name."""
    names: list[str] = []

    def extract(report: Report) -> object:
        names.append(report.source.name)
        return real_extract(report)

    monkeypatch.setattr(kg.extract, "extract", extract)
    return names


def unchanged(folder: Path) -> None:
    """Leave the folder as it is."""


def one_added(folder: Path) -> None:
    """Add a report that puts no known name in marks, and writes one without."""
    (folder / "d.txt").write_text(REPORTS["d.txt"], encoding="utf-8")


def one_changed(folder: Path) -> None:
    """Change a report so that a name is now in marks nowhere."""
    (folder / "b.txt").write_text(REPORTS["b.txt"].replace("“小板凳夜话”", "社区环境"), encoding="utf-8")


def one_removed(folder: Path) -> None:
    """Remove the report from which the others learn a name."""
    (folder / "a.txt").unlink()


def one_renamed(folder: Path) -> None:
    """Move a report to another name and folder."""
    (folder / "sub").mkdir()
    (folder / "a.txt").rename(folder / "sub" / "z.txt")


def other_blanks(folder: Path) -> None:
    """Store a report in other bytes: its text is another, its id is not."""
    (folder / "a.txt").write_bytes(REPORTS["a.txt"].replace("136", " 136 ").encode("gb18030"))


CHANGES = [
    (unchanged, []),
    (one_added, ["d.txt"]),
    (one_changed, ["b.txt"]),
    (one_removed, []),
    (one_renamed, []),
    (other_blanks, ["a.txt"]),
]


def test_the_reports_learn_names_from_each_other(folder: Path) -> None:
    """Otherwise the tests below would not touch the second pass."""
    found = {one.report.source.name: one for one in pipeline.build([folder]).graph.extractions}
    assert {"红管家联盟", "云上议事厅", "小板凳夜话"} <= {item.name for item in found["c.txt"].initiatives}


@pytest.mark.parametrize(("change", "anew"), CHANGES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_build_after_a_change_equals_a_full_build(
    folder: Path, kept: Path, change: Callable[[Path], None], anew: list[str], extracted: list[str]
) -> None:
    change(folder)
    built = pipeline.build([folder], cache=kept)
    assert extracted == anew
    again = pipeline.build([folder], cache=kept)
    full = pipeline.build([folder])
    assert built == full
    assert again == full
    assert pipeline.to_turtle(built.graph) == pipeline.to_turtle(full.graph)
    assert pipeline.records(built) == pipeline.records(full)


def test_files_in_another_order_are_found_again(folder: Path, kept: Path, extracted: list[str]) -> None:
    files = sorted(folder.iterdir(), reverse=True)
    assert pipeline.build(files, cache=kept) == pipeline.build([folder], cache=kept)
    assert extracted == []


def test_two_processes_and_a_cache_give_the_same(folder: Path, tmp_path: Path) -> None:
    cold = pipeline.build([folder], cache=tmp_path / "two", jobs=2)
    warm = pipeline.build([folder], cache=tmp_path / "two", jobs=2)
    assert cold == warm == pipeline.build([folder])


def test_an_unchanged_build_goes_through_no_report_again(folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("gone through again")

    expected = pipeline.build([folder])
    for module, name in ((kg.extract, "extract"), (pipeline, "lay_out"), (extractions, "with_names"), (extractions, "new_names")):
        monkeypatch.setattr(module, name, refuse)
    assert pipeline.build([folder], cache=kept) == expected


@pytest.mark.parametrize("damage", [b"", b"\0" * 500, b'{"metrics": []}'], ids=["emptied", "zeroed", "other content"])
def test_damaged_entries_are_made_anew(folder: Path, kept: Path, damage: bytes, extracted: list[str]) -> None:
    whole = {path: path.read_bytes() for path in kept.iterdir()}
    for path in whole:
        path.write_bytes(damage)
    built = pipeline.build([folder], cache=kept)
    assert sorted(extracted) == ["a.txt", "b.txt", "c.txt"]
    assert built == pipeline.build([folder])
    assert {path: path.read_bytes() for path in kept.iterdir()} == whole


def test_entries_with_a_right_hash_and_a_wrong_content_are_made_anew(folder: Path, kept: Path) -> None:
    whole = {path: path.read_bytes() for path in kept.iterdir()}
    store = cache.folder.Folder(kept)
    for path in whole:
        content = store.read(path.stem)
        assert content is not None
        store.write(path.stem, content.replace(b"[[", b"[[9999,", 1))
    assert pipeline.build([folder], cache=kept) == pipeline.build([folder])
    assert {path: path.read_bytes() for path in kept.iterdir()} == whole


def test_own_tables_are_part_of_the_rules(folder: Path, kept: Path, tmp_path: Path, extracted: list[str]) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "units.tsv").write_text((pipeline.lexicon.BUILT_IN / "units.tsv").read_text(encoding="utf-8"), encoding="utf-8")
    pipeline.build([folder], cache=kept, lexicon_folder=own)
    assert len(extracted) == 3
    pipeline.build([folder], cache=kept, lexicon_folder=own)
    assert len(extracted) == 3
    pipeline.build([folder], cache=kept)
    assert len(extracted) == 3


def test_the_version_of_the_rules_follows_contents_names_and_edges(tmp_path: Path) -> None:
    seen = {rules_version(None)}
    for name, content in (("a.tsv", "x\n"), ("b.tsv", "x\n"), ("b.tsv", "y\n"), ("c.toml", "y\n")):
        (tmp_path / name).write_text(content, encoding="utf-8")
        seen.add(rules_version(tmp_path))
    assert len(seen) == 5
    (tmp_path / "notes.md").write_text("not a table", encoding="utf-8")
    assert rules_version(tmp_path) in seen


def test_the_version_covers_everything_that_an_extraction_runs_through() -> None:
    """A package that kg.extract comes to import must be named there, or an old result would outlive a change."""
    import ast

    from kg.cache import rules

    root = Path(pipeline.__file__).parent
    named = {part.removesuffix(".py") for part in rules._PARTS}
    for part in ("extract", "text", "lexicon", "model"):
        for path in sorted((root / part).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "kg":
                    dotted = [f"{node.module}.{alias.name}".split(".")[1] for alias in node.names]
                    assert set(dotted) <= named, path
