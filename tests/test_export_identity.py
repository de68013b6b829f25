"""The identity of a large graph is that of a small one: the hash of the sorted triples, whatever order they come in."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from factories import rich
from hypothesis import given
from hypothesis import strategies as st

from kg.export.identity import Identity
from kg.export.turtle import sorted_lines, sorted_ntriples_sha256
from kg.graph.rdf import blocks
from kg.model.runs import Blobs, Runs
from kg.terms import text

NAMES = st.sampled_from([f"<https://example.org/{name}>" for name in ("a", "a/b", "a-b", "b", "é", "ab")])
VALUES = st.one_of(NAMES, st.text(max_size=4).map(text))
BLOCKS = st.lists(st.tuples(NAMES, st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=4).map(tuple)), max_size=12)


@pytest.mark.parametrize("made", [Runs, Blobs])
@given(keys=st.lists(st.text(max_size=4), unique=True), held=st.integers(0, 30))
def test_values_come_back_by_their_keys(made: type[Runs | Blobs], keys: list[str], held: int) -> None:
    runs = made(held)
    for key in keys:
        runs.add(key, key.encode("utf-8", "replace"), b"1")
    expected = [(key, (key.encode("utf-8", "replace"), b"1")) for key in sorted(keys)]
    assert list(runs) == list(runs) == expected


@given(BLOCKS, st.integers(1, 500))
def test_sorting_in_runs_gives_the_hash_of_sorting_at_once(found: list, held: int) -> None:
    identity = Identity(held)
    for one in found:
        identity.add("".join(sorted_lines(*one)).encode())
    assert identity.sha256() == sorted_ntriples_sha256(found)


def test_the_graph_of_a_build_has_one_identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    identity = Identity(1_000)
    passed = list(blocks(rich()))
    for one in passed:
        identity.add("".join(sorted_lines(*one)).encode())
    assert identity.sha256() == sorted_ntriples_sha256(passed)
    assert len(passed) > 14
    assert list(tmp_path.iterdir()) == []
