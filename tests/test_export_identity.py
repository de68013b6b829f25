"""The identity of a large graph is that of a small one: the hash of the sorted triples, whatever order they come in."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from factories import rich
from hypothesis import given
from hypothesis import strategies as st

from kg.export.identity import Identity
from kg.export.turtle import sorted_ntriples_sha256
from kg.graph.rdf import blocks
from kg.terms import text

NAMES = st.sampled_from([f"<https://example.org/{name}>" for name in ("a", "a/b", "a-b", "b", "é", "ab")])
VALUES = st.one_of(NAMES, st.text(max_size=4).map(text))
BLOCKS = st.lists(st.tuples(NAMES, st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=4).map(tuple)), max_size=12)


@given(BLOCKS, st.integers(1, 5))
def test_sorting_in_runs_gives_the_hash_of_sorting_at_once(found: list, held: int) -> None:
    with Identity(held) as identity:
        assert list(identity.passing(found)) == found
        assert identity.sha256() == sorted_ntriples_sha256(found)


def test_the_graph_of_a_build_has_one_identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Identity(7) as identity:
        passed = list(identity.passing(blocks(rich())))
        assert identity.sha256() == sorted_ntriples_sha256(passed)
        assert len(passed) > 14
    assert list(tmp_path.iterdir()) == []
