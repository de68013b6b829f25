"""The shapes refuse what the builder must never write, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from corpus.content import make
from pyshacl import validate
from rdflib import RDFS, Graph, Namespace, URIRef

from kg.resources import ontology_file, ontology_folder

SH = Namespace("http://www.w3.org/ns/shacl#")
EXAMPLES = sorted(ontology_folder().glob("examples/*.ttl"))
VALID = [path for path in EXAMPLES if path.name.startswith("valid-")]
INVALID = [path for path in EXAMPLES if path.name.startswith("invalid-")]


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(ontology_file("shapes.ttl"))


def messages(data: Graph, shapes: Graph) -> set[str]:
    """Return the English messages of the faults that the shapes find."""
    _, report, _ = validate(data, shacl_graph=shapes)
    assert isinstance(report, Graph)
    return {str(text) for text in report.objects(None, SH.resultMessage) if getattr(text, "language", None) == "en"}


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_example_conforms(path: Path, shapes: Graph) -> None:
    assert messages(Graph().parse(path), shapes) == set()


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_example_gives_its_message_and_no_other(path: Path, shapes: Graph) -> None:
    expected = set(re.findall("(?m)^# expect: (.+)$", path.read_text(encoding="utf-8")))
    assert expected
    assert messages(Graph().parse(path), shapes) == expected


def test_the_synthetic_corpus_conforms(shapes: Graph) -> None:
    assert messages(Graph().parse(data=make(), format="turtle"), shapes) == set()


def test_every_rule_has_a_message_in_english_and_chinese(shapes: Graph) -> None:
    ruled = {*shapes.objects(None, SH.property)}
    for shape in ruled:
        languages = sorted(str(text.language) for text in shapes.objects(shape, SH.message))
        assert languages == ["en", "zh"], shapes.value(shape, SH.path)


def test_no_rule_runs_a_query_for_each_node(shapes: Graph) -> None:
    assert (None, SH.sparql, None) not in shapes


def test_every_message_is_shown_by_an_example_or_guards_a_rare_field(shapes: Graph) -> None:
    shown = {text for path in INVALID for text in re.findall("(?m)^# expect: (.+)$", path.read_text(encoding="utf-8"))}
    written = {str(text) for text in shapes.objects(None, SH.message) if getattr(text, "language", None) == "en"}
    assert shown <= written
    assert len(shown) >= 0.7 * len(written)


def test_every_class_of_statements_is_a_target(shapes: Graph) -> None:
    ontology = Graph().parse(ontology_file("jiedao.ttl"))
    kinds = set(ontology.subjects(RDFS.subClassOf, URIRef("https://w3id.org/jiedao/ontology#Statement")))
    assert len(kinds) == 6
    assert kinds <= set(shapes.objects(None, SH.targetClass))
