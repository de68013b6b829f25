"""N-Quads and TriG with one graph per report; shared things stay in the default graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.export.named import by_report
from kg.export.turtle import turtle
from kg.terms import Block, Term


def nquads(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the lines of an N-Quads document, block by block, in the order of the blocks."""
    for graph, (subject, pairs) in by_report(blocks):
        place = f" {graph}" if graph else ""
        yield "".join(f"{subject} {predicate} {value}{place} .\n" for predicate, value in pairs)


def trig(blocks: Iterable[Block], base_iri: str) -> Iterator[str]:
    """Yield the pieces of a TriG document: the default graph, then each report's graph, sorted.

    Keeps all blocks in memory, for those of a report do not come together; N-Quads does not.
    """
    graphs: dict[Term, list[Block]] = {}
    shared: list[Block] = []
    for graph, one in by_report(blocks):
        (graphs.setdefault(graph, []) if graph else shared).append(one)
    yield from turtle(shared, base_iri)
    for graph in sorted(graphs):
        yield f"\n{graph} {{\n"
        yield from _without_prefixes(turtle(graphs[graph], base_iri))
        yield "}\n"


def _without_prefixes(pieces: Iterator[str]) -> Iterator[str]:
    next(pieces)
    return pieces


def write_nquads(path: Path, blocks: Iterable[Block], base_iri: str) -> None:
    """Write an N-Quads file (UTF-8, line feeds) line by line."""
    _write(path, nquads(blocks))


def write_trig(path: Path, blocks: Iterable[Block], base_iri: str) -> None:
    """Write a TriG file (UTF-8, line feeds)."""
    _write(path, trig(blocks, base_iri))


def _write(path: Path, pieces: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)
