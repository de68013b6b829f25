"""The library's front: build a graph in memory, look at its facts, write it, ask it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import pipeline
from kg.extract import extract
from kg.extract.records import Record, record
from kg.model import Graph, Ledger, Source
from kg.store import Table, answer
from kg.terms import cleaned
from kg.text.layout import lay_out

if TYPE_CHECKING:
    import rdflib
    from pyvis.network import Network


@dataclass(frozen=True, slots=True)
class KnowledgeGraph:
    """A built graph: its values in `graph`, what became of the input files in `ledger`."""

    graph: Graph
    ledger: Ledger
    base_iri: str | None = None

    def to_turtle(self) -> str:
        """Return the graph as Turtle, the same text as graph.ttl."""
        return pipeline.to_turtle(self.graph, self.base_iri)

    def to_rdflib(self) -> rdflib.Graph:
        """Return the graph as an rdflib.Graph."""
        import rdflib

        return rdflib.Graph().parse(data=self.to_turtle(), format="turtle")

    def to_pyvis(self) -> Network:
        """Return the drawing of the page as a pyvis.network.Network, for a notebook."""
        from kg.export.pyvis_network import network

        return network(self.graph)

    def records(self) -> list[Record]:
        """Return the facts of each report as dicts with offsets, as `kg extract` prints them."""
        return pipeline.records(pipeline.Built(self.graph, self.ledger))

    def write(self, folder: str | Path) -> list[str]:
        """Write the whole output folder, as `kg build` does, and return the names of its files."""
        return pipeline.write(pipeline.Built(self.graph, self.ledger), Path(folder), base_iri=self.base_iri)

    def query(self, question: str, **parameters: str) -> Table:
        """Answer a canned question by its name, or a SPARQL query given as text."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "graph.ttl"
            path.write_text(self.to_turtle(), encoding="utf-8", newline="\n")
            return answer(question, path, parameters=parameters)


def build(inputs: Sequence[str | Path], **options: Any) -> KnowledgeGraph:
    """Build the files and folders `inputs`; options are those of `kg.pipeline.build` and `base_iri`."""
    base_iri = options.pop("base_iri", None)
    built = pipeline.build(inputs, **options)
    return KnowledgeGraph(built.graph, built.ledger, base_iri)


def extract_text(text: str, name: str = "text") -> Record:
    """Return the facts of one report given as text, with offsets (code points, end excluded) into it.

    What is no character (U+0000, lone surrogates) counts as U+FFFD, as in files.
    """
    return record(extract(lay_out(Source(name=name, sha256=""), cleaned(text))))
