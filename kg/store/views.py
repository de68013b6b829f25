"""The graph in the shape of another vocabulary: the CONSTRUCT queries of ontology/views."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import QueryError
from kg.resources import view_files
from kg.store.engine import load
from kg.store.queries import Query, read_query
from kg.terms import RDF_TYPE, Block, Pair, Term


def list_views() -> list[Query]:
    """Return the views, sorted by id."""
    return [read_query(path) for path in view_files()]


def view(name: str, graph_path: Path) -> Iterator[Block]:
    """Yield the subjects of a view of a graph file, or of the folder of a store, sorted, each with its sorted pairs.

    Raises QueryError for an unknown view or a graph that cannot be loaded.
    """
    known = {query.id: query for query in list_views()}
    if name not in known:
        raise QueryError(f"{name}: no such view. Known: {', '.join(known)}")
    found: dict[Term, set[Pair]] = {}
    triples: Any = load(graph_path).query(known[name].text)
    for triple in triples:
        found.setdefault(str(triple.subject), set()).add((str(triple.predicate), str(triple.object)))
    for subject in sorted(found):
        yield subject, tuple(sorted(found[subject], key=lambda pair: (pair[0] != RDF_TYPE, pair)))
