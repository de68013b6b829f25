"""A graph in parts is the graph: no triple lost, none cut, no part larger than asked, the same bytes every time."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.__main__ import main
from kg.export.parts import SUMS, write_parts
from kg.graph.reread import blocks
from kg.terms import zh

HOSTILE = st.text(st.characters(codec="utf-8") | st.sampled_from('\n\r\x85\u2028"\\\x1c'), max_size=30)


@given(st.lists(HOSTILE, max_size=30), st.sampled_from(["ntriples", "nquads"]))
def test_the_parts_hold_every_line_in_order(tmp_path_factory: pytest.TempPathFactory, texts: list[str], form: str) -> None:
    folder = tmp_path_factory.mktemp("parts")
    found = [(f"<https://example.org/{number}>", (("<p:q>", zh(one)),)) for number, one in enumerate(texts)]
    paths = write_parts(folder, form, found, 1)
    lines = [line for path in paths for line in gzip.decompress(path.read_bytes()).decode().split("\n")[:-1]]
    assert lines == [f"{subject} {predicate} {value} ." for subject, ((predicate, value),) in found]


def test_no_part_is_larger_than_asked_and_all_are_full(tmp_path: Path) -> None:
    found = [(f"<https://example.org/{number:05d}>", (("<p:q>", zh("字" * 333)),)) for number in range(3000)]
    paths = write_parts(tmp_path, "ntriples", found, 1)
    sizes = [len(gzip.decompress(path.read_bytes())) for path in paths]
    assert [path.name for path in paths] == ["graph-00001.nt.gz", "graph-00002.nt.gz", "graph-00003.nt.gz", "graph-00004.nt.gz"]
    assert all(990_000 < size <= 1_000_000 for size in sizes[:-1])
    sums = dict(reversed(line.split("  ")) for line in (tmp_path / SUMS).read_text().splitlines())
    assert sums == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


@pytest.mark.parametrize("form", ["ntriples", "nquads"])
def test_another_parser_reads_the_graph_from_the_parts(form: str, seeds_output: Path, tmp_path: Path) -> None:
    made = [tmp_path / name for name in ("one", "two")]
    for folder in made:
        assert main(["export", form, "--output", str(seeds_output), "--split", "3", "--to", str(folder)]) == 0
    names = sorted(path.name for path in made[0].iterdir())
    assert len(names) > 2
    assert [(made[0] / name).read_bytes() for name in names] == [(made[1] / name).read_bytes() for name in names]
    store = pyoxigraph.Store()
    for name in names[1:]:
        kind = pyoxigraph.RdfFormat.N_TRIPLES if form == "ntriples" else pyoxigraph.RdfFormat.N_QUADS
        store.bulk_load(gzip.decompress((made[0] / name).read_bytes()), format=kind)
    assert len(store) == sum(len(pairs) for _, pairs in blocks(seeds_output / "graph.ttl"))


REFUSED = [
    ["turtle", "--split", "5", "--to", "{new}"],
    ["ntriples", "--split", "0", "--to", "{new}"],
    ["ntriples", "--split", "5"],
    ["ntriples", "--split", "5", "--to", "{there}"],
]


@pytest.mark.parametrize("options", REFUSED)
def test_what_cannot_be_split_is_refused_and_nothing_is_left(
    options: list[str], seeds_output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    filled = [one.format(new=tmp_path / "new", there=there) for one in options]
    assert main(["export", *filled, "--output", str(seeds_output)]) == 1
    assert "--to" in capsys.readouterr().err
    assert list(tmp_path.rglob("*")) == [there]
