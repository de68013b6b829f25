"""The ontology has none of the usual pitfalls, each of which is noticed when planted, and a reasoner finds no contradiction."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import owlrl
import pytest
from corpus.content import make
from rdflib import RDFS, Graph, URIRef

from kg.resources import ontology_file

TOOLS = Path(__file__).resolve().parents[1] / "tools"
if not TOOLS.is_dir():
    pytest.skip("tools/ is not part of this copy", allow_module_level=True)
sys.path.insert(0, str(TOOLS))

from check_ontology import CHECKS, every, pitfalls  # noqa: E402 - lies beside the tests, not in the package
from ontology_diagram import diagram  # noqa: E402

JD = "https://w3id.org/jiedao/ontology#"
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
PREFIXES = """@prefix jd: <https://w3id.org/jiedao/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PLANTED = {
    "unconnected (P04)": "jd:Lonely a owl:Class .",
    "inverse, symmetric or transitive by mistake (P05, P25-P29)": "jd:plan a owl:SymmetricProperty .",
    "cycle (P06)": "jd:Statement rdfs:subClassOf jd:Observation .",
    "two concepts in one (P07)": "jd:TownAndTownship a owl:Class .",
    "not described (P08)": 'jd:mute a owl:ObjectProperty ; rdfs:label "mute"@en .',
    "not disjoint (P10)": "jd:A a owl:Class ; rdfs:subClassOf jd:Section . jd:B a owl:Class ; rdfs:subClassOf jd:Section .",
    "no domain or range (P11)": "jd:loose a owl:ObjectProperty .",
    "one label for two (P12, P30, P32)": 'jd:Record a owl:Class ; rdfs:label "report"@en .',
    "several domains or ranges (P19)": "jd:plan rdfs:domain jd:Report .",
    "defined by itself (P20, P24)": 'jd:Report <http://www.w3.org/2004/02/skos/core#definition> "Report."@en .',
    "naming (P22)": "jd:second_plan a owl:ObjectProperty .",
    "not declared (P34, P35)": "jd:plan rdfs:range xsd:date .",
    "ontology metadata (P36, P38, P41)": "<https://w3id.org/other.owl> a owl:Ontology .",
    "not OWL 2 DL": "jd:plan a owl:DatatypeProperty .",
}


def ontology(more: str = "") -> Graph:
    return Graph().parse(ontology_file("jiedao.ttl")).parse(data=PREFIXES + more, format="turtle")


def test_the_ontology_has_no_pitfall() -> None:
    assert [f"{name}: {term}: {why}" for name, term, why in pitfalls(ontology())] == []


def test_every_kind_of_pitfall_is_planted() -> None:
    assert set(PLANTED) == set(CHECKS)


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_pitfall_is_noticed(name: str) -> None:
    assert list(CHECKS[name](ontology(PLANTED[name])))


def contradictions(graph: Graph) -> list[str]:
    """Return what an OWL 2 RL reasoner says against a graph."""
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, improved_datatypes=False).expand(graph)
    return sorted(str(text) for text in graph.objects(None, ERROR))


def test_a_reasoner_finds_the_ontology_with_a_whole_corpus_consistent() -> None:
    assert contradictions(ontology().parse(data=make(), format="turtle")) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "<urn:a> a jd:Report , jd:Passage .",
        "<urn:a> a jd:Report . <urn:b> jd:mention <urn:a> .",
        "<urn:a> jd:status jd:KindPolicy .",
        "<urn:a> a jd:Slogan , jd:Program .",
    ],
)
def test_a_reasoner_notices_a_contradiction(wrong: str) -> None:
    assert contradictions(ontology(wrong))


def test_the_page_has_every_term_and_loads_nothing_from_elsewhere() -> None:
    page = ontology_file("index.html").read_text(encoding="utf-8")
    for term in every(ontology()):
        assert f'id="{term.removeprefix(JD)}"' in page
    assert not re.search(r"<(script|link|img|iframe)\b|@import|url\((?!#)", page)
    anchors, ids = set(re.findall('href="#([^"]+)"', page)), re.findall('id="([^"]+)"', page)
    assert anchors <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_line_of_the_picture_that_the_ontology_does_not_bear_out_is_refused() -> None:
    graph = ontology()
    graph.set((URIRef(JD + "mention"), RDFS.range, URIRef(JD + "Report")))
    with pytest.raises(ValueError, match="not what the ontology says"):
        diagram(graph)
