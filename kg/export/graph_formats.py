"""The forms that a graph can be written in, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from kg.export import jsonld, quads, turtle
from kg.terms import Block

Writer = Callable[[Path, Iterable[Block], str], None]
WRITERS: dict[str, tuple[str, Writer]] = {
    "turtle": ("ttl", turtle.write_turtle),
    "ntriples": ("nt", lambda path, blocks, base_iri: turtle.write_ntriples(path, blocks)),
    "nquads": ("nq", quads.write_nquads),
    "trig": ("trig", quads.write_trig),
    "jsonld": ("jsonld", jsonld.write_jsonld),
}


def write_graph(folder: Path, name: str, blocks: Iterable[Block], base_iri: str) -> Path:
    """Write graph.SUFFIX in the form `name` into a folder and return its path; KeyError for an unknown name."""
    suffix, write = WRITERS[name]
    path = folder / f"graph.{suffix}"
    write(path, blocks, base_iri)
    return path
