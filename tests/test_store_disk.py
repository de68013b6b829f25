"""A store on disk holds exactly the graph, replaces an older one as a whole, and is never used for another graph."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import store
from kg.__main__ import main
from kg.errors import QueryError, StoreError
from kg.store.disk import MARK, check_store, check_target, write_store
from kg.store.engine import load

REPORT = "桃源街道2020年工作总结\n一、2020年工作总结\n全年拆除违法建筑136处,持续深化“五水共治”。\n"


def write(path: Path, *values: str) -> Path:
    path.write_text("".join(f'<http://e/s> <http://e/p> "{value}" .\n' for value in values), encoding="utf-8")
    return path


def test_the_store_of_the_seeds_holds_the_triples_of_the_file(seeds_output: Path, tmp_path: Path) -> None:
    graph = seeds_output / "graph.ttl"
    count = write_store(graph, tmp_path / "store")
    loaded = ox.Store()
    loaded.bulk_load(path=str(graph))
    opened = ox.Store.read_only(str(tmp_path / "store"))
    assert set(opened) == set(loaded)
    assert count == len(loaded) > 10_000
    assert store.answer("reports", tmp_path / "store") == store.answer("reports", graph)


def test_a_build_keeps_a_store_that_questions_are_asked_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.txt").write_text(REPORT, encoding="utf-8")
    out, kept = tmp_path / "out", tmp_path / "store"
    build = ["build", str(tmp_path / "in"), "--out", str(out), "--store", str(kept), "--quiet"]
    assert main(build) == 0
    assert main(["query", "reports", "--output", str(out), "--store", str(kept), "--format", "csv"]) == 0
    assert "桃源街道" in capsys.readouterr().out
    (tmp_path / "in" / "two.txt").write_text(REPORT.replace("136", "137"), encoding="utf-8")
    assert main([*build[:4], "--quiet"]) == 0
    assert main(["query", "reports", "--output", str(out), "--store", str(kept)]) == 1
    assert "is the store of another graph" in capsys.readouterr().err
    assert main(build) == 0
    assert main(["query", "reports", "--output", str(out), "--store", str(kept)]) == 0


def test_a_new_store_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    write_store(write(tmp_path / "a.ttl", "1", "2"), folder)
    write_store(write(tmp_path / "b.ttl", "3"), folder)
    assert [quad.object.value for quad in ox.Store.read_only(str(folder))] == ["3"]
    check_store(folder, tmp_path / "b.ttl")
    with pytest.raises(StoreError, match="another graph"):
        check_store(folder, tmp_path / "a.ttl")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ttl", "b.ttl", "store"]


def test_a_store_whose_files_are_gone_is_named_with_the_remedy(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    write_store(write(tmp_path / "a.ttl", "1"), folder)
    for path in folder.glob("*.sst"):
        path.unlink()
    with pytest.raises(QueryError, match="cannot be loaded"):
        load(folder)


def test_a_file_that_cannot_be_loaded_leaves_the_old_store(tmp_path: Path) -> None:
    folder, good, bad = tmp_path / "store", write(tmp_path / "a.ttl", "1"), tmp_path / "bad.ttl"
    write_store(good, folder)
    bad.write_text("<http://e/s> <http://e/p> .", encoding="utf-8")
    with pytest.raises(StoreError, match="unchanged"):
        write_store(bad, folder)
    check_store(folder, good)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ttl", "bad.ttl", "store"]


def test_what_a_killed_run_moved_away_is_put_back(tmp_path: Path) -> None:
    folder, good, bad = tmp_path / "store", write(tmp_path / "a.ttl", "1"), tmp_path / "bad.ttl"
    write_store(good, folder)
    (tmp_path / ".store-old-x").mkdir()
    folder.rename(tmp_path / ".store-old-x" / "store")
    bad.write_text("no turtle", encoding="utf-8")
    with pytest.raises(StoreError):
        write_store(bad, folder)
    check_store(folder, good)


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="no build wrote"):
        check_target(tmp_path / "mine")
    with pytest.raises(StoreError, match="lies in the output folder"):
        check_target(tmp_path / "out" / "store", tmp_path / "out")
    with pytest.raises(StoreError, match="is no folder"):
        check_target(tmp_path / "mine" / "letter.txt")


@pytest.mark.parametrize("mark", [None, "", "[]", "{}", '{"graph_sha256": 1}'])
def test_a_folder_without_a_good_mark_is_no_store(mark: str | None, tmp_path: Path) -> None:
    folder, good = tmp_path / "store", write(tmp_path / "a.ttl", "1")
    write_store(good, folder)
    (folder / MARK).unlink()
    if mark is not None:
        (folder / MARK).write_text(mark, encoding="utf-8")
    with pytest.raises(StoreError, match="kg build"):
        check_store(folder, good)
