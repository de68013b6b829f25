"""Everything that is written, with one hostile string in every field, read back by a parser that shares nothing with the writer."""

from __future__ import annotations

import csv
import functools
import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyoxigraph
from factories import full, rich
from lxml import etree
from selectolax.lexbor import LexborHTMLParser
from test_export_hostile import planted, said

from kg import terms
from kg.export.graphml import graphml
from kg.export.html import page
from kg.export.jsonld import jsonld
from kg.export.ledger import Reports, content, write
from kg.export.quads import nquads, trig
from kg.export.review import write_review
from kg.export.review_page import review_page
from kg.export.tables import write_tables
from kg.export.turtle import ntriples, turtle
from kg.graph.network import network
from kg.graph.rdf import blocks
from kg.link.review import questions
from kg.model import Entry, Graph, Ledger, Outcome
from kg.rounds import go_round
from kg.terms import Block

BASE = terms.DEFAULT_BASE
HARMLESS = "文"
FORMS: dict[str, tuple[Callable[[list[Block]], Iterable[str]], pyoxigraph.RdfFormat]] = {
    "turtle": (lambda found: turtle(found, BASE), pyoxigraph.RdfFormat.TURTLE),
    "ntriples": (ntriples, pyoxigraph.RdfFormat.N_TRIPLES),
    "nquads": (nquads, pyoxigraph.RdfFormat.N_QUADS),
    "trig": (lambda found: trig(found, BASE), pyoxigraph.RdfFormat.TRIG),
    "jsonld": (lambda found: jsonld(found, BASE), pyoxigraph.RdfFormat.JSON_LD),
}
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?%?")
_DATA = ("application/json",)


graphs = functools.cache(lambda make: make())


def hostile_graph(hostile: str, make: Callable[[], Graph] = rich) -> Graph:
    """Return a graph with a string behind every string of it; in `rich` what is referred to is there."""
    graph: Graph = planted(graphs(make), lambda text: text + hostile)
    return graph


def written(pieces: Iterable[str]) -> bytes:
    return "".join(pieces).encode("utf-8")


def rdf(form: str) -> Callable[[str], None]:
    """Return the trial of a form of RDF: Oxigraph reads in it what the graph says."""
    write_form, kind = FORMS[form]

    def run(hostile: str) -> None:
        found = list(blocks(hostile_graph(hostile, full)))
        quads = set()
        for quad in pyoxigraph.parse(input=written(write_form(found)), format=kind):
            value = quad.object
            graph = "" if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) else quad.graph_name.value
            how = "" if isinstance(value, pyoxigraph.NamedNode) else (value.language or value.datatype.value)
            quads.add((quad.subject.value, quad.predicate.value, value.value, how, graph))
        assert quads == said(found, form)

    return run


def table_rows(graph: Graph) -> dict[str, list[list[str]]]:
    """Return the rows of every table, as Python's reader of CSV has them, and of review.tsv."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_tables(folder, graph)
        write_review(folder / "review.tsv", questions(graph))
        rows = {}
        for path in sorted(folder.iterdir()):
            separator = "\t" if path.suffix == ".tsv" else ","
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows[path.name] = list(csv.reader(file, delimiter=separator, strict=separator == ","))
        return rows


@functools.cache
def harmless_rows() -> dict[str, int]:
    return {name: len(rows) for name, rows in table_rows(hostile_graph(HARMLESS)).items()}


def tables(hostile: str) -> None:
    """Each table has its rows and columns, and no cell that a spreadsheet would run."""
    found = table_rows(hostile_graph(hostile))
    assert {name: len(rows) for name, rows in found.items()} == harmless_rows()
    for name, rows in found.items():
        assert {len(row) for row in rows} == {len(rows[0])}, name
        for cell in (cell for row in rows for cell in row):
            assert not _FORMULA.match(cell) or _NUMBER.fullmatch(cell), (name, cell)


def graph_markup(hostile: str) -> None:
    """GraphML is XML, with a node for each of the network and their labels."""
    drawn = network(hostile_graph(hostile))
    root = etree.fromstring(written(graphml(drawn)), etree.XMLParser(resolve_entities=False, huge_tree=True))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert len(list(root.iter(f"{space}node"))) == len(drawn.nodes)
    assert len(list(root.iter(f"{space}edge"))) == len(drawn.edges)
    assert {node.get("id") for node in root.iter(f"{space}node")} >= {
        edge.get(end) for edge in root.iter(f"{space}edge") for end in ("source", "target")
    }


def pages(graph: Graph, ledger: Ledger) -> dict[str, str]:
    """Return the three pages of a build."""
    with tempfile.TemporaryDirectory() as temporary:
        reports = Reports(graph)
        go_round(graph, [reports])
        write(Path(temporary), content(ledger, graph, "0", "0" * 64, ["graph.ttl"]), reports)
        account = (Path(temporary) / "report.html").read_text(encoding="utf-8")
        json.loads((Path(temporary) / "report.json").read_text(encoding="utf-8"))
    return {
        "index.html": page(graph, ledger=ledger),
        "review.html": review_page(questions(graph), graph.reviewed),
        "report.html": account,
    }


def made_of(html: str) -> tuple[set[tuple[str, tuple[str, ...]]], list[str]]:
    """Return the elements of a page with the names of their attributes, and the hashes of what may run; data must be JSON."""
    elements, programs = set(), []
    for node in LexborHTMLParser(html).css("*"):
        elements.add((node.tag, tuple(sorted(node.attributes))))
        assert not any(name.startswith("on") for name in node.attributes)
        assert not str(node.attributes.get("href") or "").lower().startswith(("javascript:", "data:", "http:"))
        if node.tag in ("script", "style"):
            text = node.text()
            if node.attributes.get("type") in _DATA:
                json.loads(text)
            else:
                programs.append(hashlib.sha256(text.encode()).hexdigest())
    return elements, programs


def hostile_ledger(hostile: str) -> Ledger:
    entries = [
        Entry(f"a{hostile}.txt", outcome, None, f"reason{hostile}", f"remedy{hostile}", f"utf-8{hostile}")
        for outcome in Outcome
        if outcome not in (Outcome.BUILT, Outcome.DUPLICATE)
    ]
    return Ledger(tuple(entries))


@functools.cache
def harmless_pages() -> dict[str, tuple[set[tuple[str, tuple[str, ...]]], list[str]]]:
    return {name: made_of(html) for name, html in pages(hostile_graph(HARMLESS), hostile_ledger(HARMLESS)).items()}


def markup(hostile: str) -> None:
    """A page of hostile text has the elements and the programs of a harmless one, and JSON for its data."""
    for name, html in pages(hostile_graph(hostile), hostile_ledger(hostile)).items():
        elements, programs = made_of(html)
        known, same = harmless_pages()[name]
        assert elements <= known, (name, elements - known)
        assert programs == same, name


SINKS: dict[str, Callable[[str], Any]] = {
    **{form: rdf(form) for form in FORMS},
    "CSV": tables,
    "GraphML": graph_markup,
    "HTML": markup,
}
