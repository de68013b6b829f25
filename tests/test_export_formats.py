"""Every form of the graph says the same, whoever reads it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import parsers
import pytest
from factories import rich

from kg import terms
from kg.commands.export import FORMATS
from kg.export.graph_formats import WRITERS, write_graph
from kg.export.jsonld import jsonld
from kg.export.named import by_report
from kg.graph.rdf import blocks
from kg.graph.reread import blocks as reread

BASE = terms.DEFAULT_BASE
QUADS = {"nquads", "trig"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("formats")
    for form in FORMATS:
        write_graph(made, form, blocks(rich()), BASE)
    return made


def expected(form: str) -> set[parsers.Quad]:
    """Return the quads of the graph itself, as it was before anything was written."""
    found = set()
    for graph, (subject, pairs) in by_report(blocks(rich())):
        place = terms.plain(graph) if graph and form in QUADS else ""
        for predicate, value in pairs:
            found.add((terms.plain(subject), terms.plain(predicate), terms.plain(value), kind(value), place))
    return found


def kind(term: str) -> str:
    if term[0] == "<":
        return ""
    return terms.language(term) or (term[term.rindex("<") + 1 : -1] if term[-1] == ">" else parsers.XSD_STRING)


def test_the_command_knows_the_forms_that_there_are() -> None:
    assert tuple(WRITERS) == FORMATS


@pytest.mark.parametrize(("parser", "form"), parsers.PAIRS)
def test_a_parser_reads_from_a_form_what_the_graph_says(parser: str, form: str, folder: Path) -> None:
    path = folder / f"graph.{WRITERS[form][0]}"
    assert parsers.read(path, parser, form) == expected(form)


@pytest.mark.parametrize("form", FORMATS)
def test_a_written_graph_read_back_gives_the_same_bytes_in_every_form(form: str, folder: Path, tmp_path: Path) -> None:
    path = write_graph(tmp_path, form, reread(folder / "graph.ttl"), BASE)
    assert path.read_bytes() == (folder / path.name).read_bytes()


def test_a_report_and_all_that_it_says_is_in_the_graph_called_as_the_report() -> None:
    kinds = ("report", "section", "statement", "passage", "mention", "occurrence")
    for graph, (subject, _) in by_report(blocks(rich())):
        is_part = any(subject.startswith(f"<{BASE}{one}/") for one in kinds)
        assert (graph is not None) == is_part, subject
        if graph:
            assert graph.startswith(f"<{BASE}report/")
        found = re.search(r"(?:report|section|passage|mention)/([0-9a-f]{16})", subject)
        if found:
            assert graph == f"<{BASE}report/{found[1]}>"


def test_the_context_of_a_document_is_that_of_the_ontology_and_reads_like_turtle() -> None:
    document = json.loads("".join(jsonld(blocks(rich()), BASE)))
    node = next(one for one in document["@graph"] if one["id"] == "place:330802-fushan")
    assert node["type"] == "jd:SubDistrict"
    assert node["rdfs:label"] == {"zh": "府山街道"}
    assert node["jd:district"] == "place:330802"
    values = [one["schema:value"] for one in document["@graph"] if one["type"] == "jd:Observation"]
    assert 136 in values


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        ("jd:year", '"007"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("jd:year", '"99999999999999999999"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("jd:year", '"2020"'),
        ("jd:year", "<https://example.org/x>"),
        ("jd:place", '"府山"@zh'),
        ("rdfs:label", '"no language"'),
        ("rdfs:label", "<https://example.org/x>"),
        ("schema:value", '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("schema:value", '"1.0E3"^^<http://www.w3.org/2001/XMLSchema#double>'),
        ("schema:unitText", '"处"@zh'),
        ("jd:from", '"2020"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
        ("jd:boilerplate", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
    ],
)
@pytest.mark.parametrize("parser", ["oxigraph", "rdflib", "pyld"])
def test_a_value_that_the_context_does_not_foresee_keeps_its_meaning(
    parser: str, predicate: str, value: str, tmp_path: Path
) -> None:
    subject, name = f"<{BASE}statement/a>", terms.name(*predicate.split(":"))
    path = write_graph(tmp_path, "jsonld", [(subject, ((name, value), (name, '"b"')))], BASE)
    wanted = {(terms.plain(subject), terms.plain(name), terms.plain(one), kind(one), "") for one in (value, '"b"')}
    assert parsers.read(path, parser, "jsonld") == wanted
