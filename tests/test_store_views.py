"""The views are what their standards ask for, the same in both engines, and say nothing that the graph does not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import parsers
import pyoxigraph
import pytest
import rdflib
from corpus.content import make

from kg import terms
from kg.errors import QueryError
from kg.export.graph_formats import write_graph
from kg.store.views import list_views, view

NAMES = [query.id for query in list_views()]
DATASET = """
<https://example.org/jiedao/id/dataset> a <http://www.w3.org/ns/dcat#Dataset> .
"""
# Conditions of the two standards as queries that must find nothing (RDF Data Cube, section 11.1).
VIOLATIONS = {
    "datacube": {
        "an observation of no or several data sets (IC-1)": """SELECT ?o { { ?o a qb:Observation FILTER NOT EXISTS { ?o qb:dataSet ?d } }
            UNION { ?o a qb:Observation ; qb:dataSet ?d1 , ?d2 FILTER(?d1 != ?d2) } }""",
        "a data set without its one structure (IC-2)": "SELECT ?d { ?d a qb:DataSet FILTER NOT EXISTS { ?d qb:structure ?s } }",
        "a structure without a measure (IC-3)": """SELECT ?s { ?s a qb:DataStructureDefinition
            FILTER NOT EXISTS { ?s qb:component/qb:measure ?m . ?m a qb:MeasureProperty } }""",
        "a dimension without a range (IC-4)": "SELECT ?d { ?d a qb:DimensionProperty FILTER NOT EXISTS { ?d rdfs:range ?r } }",
        "an observation without a dimension (IC-11)": """SELECT ?o { ?o qb:dataSet/qb:structure/qb:component/qb:dimension ?d
            FILTER NOT EXISTS { ?o ?d ?v } }""",
        "two values of a dimension": """SELECT ?o { ?o qb:dataSet/qb:structure/qb:component/qb:dimension ?d ; ?d ?v1 , ?v2
            FILTER(?v1 != ?v2) }""",
        "an observation without a measure (IC-14)": """SELECT ?o { ?o qb:dataSet/qb:structure/qb:component/qb:measure ?m
            FILTER NOT EXISTS { ?o ?m ?v } }""",
    },
    "annotations": {
        "an annotation without one body and one target": """SELECT ?a { ?a a oa:Annotation
            FILTER NOT EXISTS { ?a oa:hasBody ?b ; oa:hasTarget ?t ; oa:motivatedBy ?m } }""",
        "a target without source and selector": """SELECT ?t { ?t a oa:SpecificResource
            FILTER NOT EXISTS { ?t oa:hasSource ?s ; oa:hasSelector ?e } }""",
        "a selector without offsets and words": """SELECT ?e { ?t oa:hasSelector ?e
            FILTER NOT EXISTS { ?e a oa:TextPositionSelector , oa:TextQuoteSelector ; oa:start ?s ; oa:end ?n ; oa:exact ?x } }""",
    },
}
PREFIXES = """PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> """


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "graph.ttl"
    path.write_text(make() + DATASET, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_make_the_same_view(name: str, graph: Path, tmp_path: Path) -> None:
    path = write_graph(tmp_path, "ntriples", view(name, graph), terms.DEFAULT_BASE)
    text = next(query.text for query in list_views() if query.id == name)
    made = rdflib.Graph().parse(graph).query(text).graph
    assert made is not None
    made.serialize(tmp_path / "peer.nt", format="nt11", encoding="utf-8")
    assert numbers_alike(path) == numbers_alike(tmp_path / "peer.nt")


def numbers_alike(path: Path) -> set[parsers.Quad]:
    """Return what a file says with decimals in one form: Oxigraph stores 100.0 as 100."""
    found = parsers.by_oxigraph(path, "ntriples")
    return {
        (*quad[:2], f"{Decimal(quad[2]).normalize():f}" if quad[3].endswith("decimal") else quad[2], *quad[3:]) for quad in found
    }


@pytest.mark.parametrize(("name", "what"), [(name, what) for name, found in VIOLATIONS.items() for what in found])
def test_a_view_keeps_a_condition_of_its_standard(name: str, what: str, graph: Path, tmp_path: Path) -> None:
    path = write_graph(tmp_path, "turtle", view(name, graph), terms.DEFAULT_BASE)
    store = pyoxigraph.Store()
    store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    assert list(store.query(PREFIXES + VIOLATIONS[name][what])) == []


def test_no_two_observations_of_the_cube_are_equal_in_all_dimensions(graph: Path) -> None:
    """IC-12, by comparing keys: as a query it takes the square of the observations."""
    cube = "http://purl.org/linked-data/cube#"
    blocks = dict(view("datacube", graph))
    dimensions = {value for pairs in blocks.values() for name, value in pairs if name == f"<{cube}dimension>"}
    keys = [
        tuple(sorted(pair for pair in pairs if pair[0] in dimensions))
        for pairs in blocks.values()
        if (terms.RDF_TYPE, f"<{cube}Observation>") in pairs
    ]
    assert len(dimensions) == 5
    assert len(keys) > 10
    assert len(set(keys)) == len(keys)


def test_every_mention_of_every_statement_is_an_annotation(graph: Path) -> None:
    pairs = [pair for _, about in view("annotations", graph) for pair in about]
    store = pyoxigraph.Store()
    store.load(path=str(graph), format=pyoxigraph.RdfFormat.TURTLE)
    mentions = sum(1 for _ in store.quads_for_pattern(None, pyoxigraph.NamedNode(terms.JD + "mention"), None, None))
    assert pairs.count((terms.RDF_TYPE, "<http://www.w3.org/ns/oa#Annotation>")) == mentions > 10


def test_an_unknown_view_is_named_with_the_known_ones(graph: Path) -> None:
    with pytest.raises(QueryError, match="annotations, datacube"):
        list(view("cubes", graph))
