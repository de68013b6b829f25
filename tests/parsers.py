"""Parsers of three families, each giving the same plain quads, so that what they read can be compared."""

from __future__ import annotations

import json
import shutil
import subprocess
import warnings
from collections.abc import Callable
from pathlib import Path

import pyld
import pyoxigraph
import pytest
import rdflib

Quad = tuple[str, str, str, str, str]  # subject, predicate, value, language or datatype, graph
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
OXIGRAPH = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
RDFLIB = {"turtle": "turtle", "ntriples": "nt11", "nquads": "nquads", "trig": "trig", "jsonld": "json-ld"}


def by_oxigraph(path: Path, form: str) -> set[Quad]:
    """Return what Oxigraph's parser reads."""
    return {_quad(quad) for quad in pyoxigraph.parse(path=str(path), format=OXIGRAPH[form])}


def _quad(quad: pyoxigraph.Quad) -> Quad:
    graph = "" if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) else quad.graph_name.value
    value = quad.object
    kind = "" if isinstance(value, pyoxigraph.NamedNode) else (value.language or value.datatype.value)
    return quad.subject.value, quad.predicate.value, value.value, kind, graph


def by_rdflib(path: Path, form: str) -> set[Quad]:
    """Return what rdflib reads."""
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parsers use what rdflib deprecates
        warnings.simplefilter("ignore", ResourceWarning)
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        dataset = rdflib.Dataset(default_union=False)
        with path.open("rb") as file:
            dataset.parse(file, format=RDFLIB[form])
    default = {"", "None", str(dataset.default_graph.identifier)}
    found = set()
    for subject, predicate, value, graph in dataset.quads():
        kind = "" if isinstance(value, rdflib.URIRef) else str(value.language or value.datatype or XSD_STRING)
        found.add((str(subject), str(predicate), str(value), kind, "" if str(graph) in default else str(graph)))
    return found


def by_raptor(path: Path, form: str) -> set[Quad]:
    """Return what rapper (raptor) reads."""
    return _by_program(["rapper", "-q", "-i", form, "-o", "nquads" if form in {"nquads", "trig"} else "ntriples", str(path)])


def by_serd(path: Path, form: str) -> set[Quad]:
    """Return what serdi (serd) reads."""
    return _by_program(["serdi", "-i", form, "-o", "nquads", str(path)])


def by_pyld(path: Path, form: str) -> set[Quad]:
    """Return what PyLD reads in JSON-LD."""
    document = json.loads(path.read_text(encoding="utf-8"))
    found = pyld.jsonld.to_rdf(document, {"format": "application/n-quads"}).encode()
    return {_quad(quad) for quad in pyoxigraph.parse(input=found, format=pyoxigraph.RdfFormat.N_QUADS)}


def _by_program(command: list[str]) -> set[Quad]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed (Debian: raptor2-utils, serdi)")
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr[:500]
    return {_quad(quad) for quad in pyoxigraph.parse(input=done.stdout, format=pyoxigraph.RdfFormat.N_QUADS)}


PARSERS: dict[str, tuple[Callable[[Path, str], set[Quad]], tuple[str, ...]]] = {
    "oxigraph": (by_oxigraph, ("turtle", "ntriples", "nquads", "trig", "jsonld")),
    "rdflib": (by_rdflib, ("turtle", "ntriples", "nquads", "trig", "jsonld")),
    "pyld": (by_pyld, ("jsonld",)),
    "raptor": (by_raptor, ("turtle", "ntriples", "nquads", "trig")),
    "serd": (by_serd, ("turtle", "ntriples", "nquads", "trig")),
}
PAIRS = [(parser, form) for parser, (_, forms) in PARSERS.items() for form in forms]


def read(path: Path, parser: str, form: str) -> set[Quad]:
    """Return what one of the parsers reads in a file of a form."""
    return PARSERS[parser][0](path, form)
