"""The ontology is complete, consistent, readable by several parsers, and the only source of its terms."""

from __future__ import annotations

import itertools
import math
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pyoxigraph
import pytest
from corpus.content import make
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from kg import model
from kg.resources import ontology_file, ontology_folder, query_files

JD = "https://w3id.org/jiedao/ontology#"
OWN_FILES = sorted([*ontology_folder().glob("*.ttl"), *ontology_folder().glob("examples/*.ttl")])
COLOUR = URIRef(JD + "colour")
STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
BUILT_IN = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", str(RDFS), str(OWL), "http://www.w3.org/2001/XMLSchema#")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ontology_file("jiedao.ttl"))


def own(graph: Graph, kind: URIRef) -> list[URIRef]:
    """Return our own terms of a class, sorted."""
    return sorted(term for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef) and term.startswith(JD))


def all_own(graph: Graph) -> list[URIRef]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, SKOS.Concept, SKOS.ConceptScheme)
    return sorted({term for kind in kinds for term in own(graph, kind)})


@pytest.mark.parametrize("path", OWN_FILES, ids=lambda path: path.name)
def test_oxigraph_and_rdflib_read_the_same_number_of_triples(path: Path) -> None:
    strict = set(pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE))
    assert len(strict) == len(Graph().parse(path)) > 0


@pytest.mark.parametrize(
    ("tool", "arguments"), [("rapper", ["-q", "-i", "turtle", "-c"]), ("serdi", ["-e", "-i", "turtle", "-o", "ntriples"])]
)
@pytest.mark.parametrize("name", ["jiedao.ttl", "shapes.ttl"])
def test_a_parser_of_another_family_reads_it(tool: str, arguments: list[str], name: str) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed (Debian: raptor2-utils, serdi)")
    done = subprocess.run([tool, *arguments, str(ontology_file(name))], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


def test_every_term_says_what_it_is_in_chinese_and_english(ontology: Graph) -> None:
    for term in all_own(ontology):
        for predicate in (RDFS.label, SKOS.definition, RDFS.comment):
            languages = sorted(str(value.language) for value in ontology.objects(term, predicate))
            assert languages == ["en", "zh"], f"{term} {predicate}"
        assert ontology.value(term, STATUS) is not None, term
        assert ontology.value(term, RDFS.isDefinedBy) is not None, term


def test_every_class_and_concept_has_a_colour_that_is_readable_on_white(ontology: Graph) -> None:
    for term in {*own(ontology, OWL.Class), *own(ontology, SKOS.Concept)}:
        colours = [str(colour) for colour in ontology.objects(term, COLOUR)]
        assert len(colours) == 1, term
        assert re.fullmatch("#[0-9a-f]{6}", colours[0]), term
        assert 1.05 / (luminance(colours[0]) + 0.05) >= 4.5, term


def test_colours_that_stand_side_by_side_differ_for_colour_blind_readers(ontology: Graph) -> None:
    groups = [sorted(ontology.subjects(SKOS.inScheme, scheme)) for scheme in own(ontology, SKOS.ConceptScheme)]
    groups.append([URIRef(JD + name) for name in model_statements()])
    groups.append(sorted(ontology.subjects(RDFS.subClassOf, URIRef(JD + "Place"))))
    for group in groups:
        colours = [str(ontology.value(term, COLOUR)) for term in group]
        for one, other in itertools.combinations(colours, 2):
            assert min(math.dist(a, b) for a, b in zip(views(one), views(other), strict=True)) >= 15, (group, one, other)


def model_statements() -> list[str]:
    return sorted({kind.__name__ for kind in model.Statement.__subclasses__()})


def test_every_statement_of_the_model_is_a_class(ontology: Graph) -> None:
    assert {URIRef(JD + name) for name in model_statements()} == set(ontology.subjects(RDFS.subClassOf, URIRef(JD + "Statement")))


@pytest.mark.parametrize(
    ("scheme", "codes"), [("Statuses", {status.value for status in model.Status}), ("Kinds", {kind.value for kind in model.Kind})]
)
def test_the_notations_of_a_scheme_are_the_codes_of_the_model(ontology: Graph, scheme: str, codes: set[str]) -> None:
    concepts = ontology.subjects(SKOS.inScheme, URIRef(JD + scheme))
    assert {str(ontology.value(concept, SKOS.notation)) for concept in concepts} == codes


def test_domains_and_ranges_are_declared_classes_or_datatypes(ontology: Graph) -> None:
    known = set(ontology.subjects(RDF.type, OWL.Class))
    for predicate in (RDFS.domain, RDFS.range):
        for term, value in ontology.subject_objects(predicate):
            assert value in known or str(value).startswith(BUILT_IN), f"{term} {predicate} {value}"


def test_nothing_in_the_corpus_contradicts_the_ontology(ontology: Graph) -> None:
    """Domains and ranges are applied and superclasses followed; then no node may be in two disjoint classes."""
    graph = Graph().parse(data=make(), format="turtle")
    types = inferred_types(graph, ontology)
    apart = [
        set(ontology.items(ontology.value(axiom, OWL.members))) for axiom in ontology.subjects(RDF.type, OWL.AllDisjointClasses)
    ]
    assert len(apart) == 5
    for node, classes in types.items():
        for members in apart:
            assert len(classes & members) <= 1, f"{node} is in {classes & members}"


def test_a_contradiction_would_be_noticed(ontology: Graph) -> None:
    graph = Graph().parse(data=f"<urn:a> a <{JD}Report> . <urn:b> <{JD}mention> <urn:a> .", format="turtle")
    assert {URIRef(JD + "Report"), URIRef(JD + "Mention")} <= inferred_types(graph, ontology)[URIRef("urn:a")]


def inferred_types(graph: Graph, ontology: Graph) -> dict[URIRef, set[URIRef]]:
    types: dict[URIRef, set[URIRef]] = {}
    found = [(node, kind) for node, kind in graph.subject_objects(RDF.type)]
    for predicate, position in ((RDFS.domain, 0), (RDFS.range, 2)):
        for term, kind in ontology.subject_objects(predicate):
            if isinstance(kind, URIRef) and not str(kind).startswith(BUILT_IN):
                found += [(triple[position], kind) for triple in graph.triples((None, term, None))]
    for node, kind in found:
        types.setdefault(node, set()).update(ontology.transitive_objects(kind, RDFS.subClassOf))
    return types


def test_every_own_term_in_queries_shapes_examples_and_corpus_is_declared(ontology: Graph) -> None:
    declared = {term.removeprefix(JD) for term in all_own(ontology)}
    places = [*query_files(), *OWN_FILES]
    texts = {path.name: path.read_text(encoding="utf-8") for path in places} | {"corpus": make()}
    planted = {"Done", "Higher", "OriginCity", "LevelGalactic"}  # the faults of the invalid examples
    for name, text in texts.items():
        used = set(re.findall(r"(?<![\w:])jd:(\w+)", text))
        unknown = used - declared - (planted if name.startswith("invalid-") else set())
        assert not unknown, f"{name}: {sorted(unknown)}"


def test_every_foreign_term_of_the_corpus_is_declared_too(ontology: Graph) -> None:
    graph = Graph().parse(data=make(), format="turtle")
    used = {*graph.predicates(), *graph.objects(None, RDF.type)}
    assert not {term for term in used if not str(term).startswith(BUILT_IN)} - set(ontology.subjects())


def test_the_version_iri_says_the_version(ontology: Graph) -> None:
    header = URIRef(JD.removesuffix("#"))
    assert str(ontology.value(header, OWL.versionIRI)).endswith("/" + str(ontology.value(header, OWL.versionInfo)))
    assert str(ontology.value(header, URIRef("http://purl.org/dc/terms/license"))).startswith("https://creativecommons.org/")


def test_the_term_tables_are_up_to_date() -> None:
    script = Path(__file__).parents[1] / "tools" / "build_ontology_docs.py"
    if not script.is_file():
        pytest.skip("tools/ is not part of this copy")
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


# Machado, Oliveira & Fernandes 2009, severity 1: how a protanope and a deuteranope see linear RGB.
SIGHT = [
    ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
]


def linear(colour: str) -> list[float]:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]


def luminance(colour: str) -> float:
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def views(colour: str) -> list[tuple[float, float, float]]:
    """Return the CIE Lab values of a colour as seen by three kinds of eyes."""
    return [lab([sum(a * b for a, b in zip(row, linear(colour), strict=True)) for row in matrix]) for matrix in SIGHT]


def lab(rgb: list[float]) -> tuple[float, float, float]:
    r, g, b = (min(1.0, max(0.0, channel)) for channel in rgb)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_the_page_draws_the_classes_in_the_colours_of_the_ontology(ontology: Graph) -> None:
    drawn = tomllib.loads(
        (Path(__file__).resolve().parents[1] / "kg" / "export" / "templates" / "colours.toml").read_text(encoding="utf-8")
    )
    names = {"place": "SubDistrict", "slogan": "Slogan", "program": "Program"}
    for name, (light, _) in drawn.items():
        assert str(ontology.value(URIRef(JD + names.get(name, name)), COLOUR)) == light, name
