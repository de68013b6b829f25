"""No text of a report or a lexicon can break an export: hostile strings in every field that reaches a literal or an IRI."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any

import parsers
import pytest
from factories import CHOSEN, MAY_BE_EMPTY, full
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse
from strategies_text import HOSTILE
from test_export_formats import kind

from kg import terms
from kg.commands.export import FORMATS
from kg.errors import InputError
from kg.export.graph_formats import WRITERS, write_graph
from kg.export.named import by_report
from kg.graph.rdf import blocks
from kg.terms import Block

LAYOUT = {"clean"}  # offsets, not text
CLASSES = {
    "Component", "Conflict", "FirstClaim", "Fulfilment", "Implementation", "Indicator", "Initiative", "Locality", "LocalityNote", "Mention",
    "Observation", "Occurrence", "Partnership", "Passage", "Recognition", "Report", "ReusedPassage", "ReviewDecision", "Section",
    "SharedInitiative", "SharedLink", "SubDistrict",
}  # fmt: skip
BASES = st.text("htps:/?#[]@!$&'()*+,;=.%-_~aZ09例> \"\\", max_size=30)
HARD = [*HOSTILE, "> <http://example.org/x", "a b>c", "\u200f\u202bالف\u202c", "\x00", "\ufffe"]
LONG = ["文" * 10_000, '"\\' * 5_000, "> " * 5_000]


def planted(value: Any, change: Callable[[str], str]) -> Any:
    """Return a graph in which every string of every field was changed in the same way, so that references still meet."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return change(value)
    if isinstance(value, tuple):
        return tuple(planted(one, change) for one in value)
    if isinstance(value, dict):
        return {planted(key, change): planted(one, change) for key, one in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [one.name for one in dataclasses.fields(value) if one.init and one.name not in CHOSEN | LAYOUT]
        return dataclasses.replace(value, **{name: planted(getattr(value, name), change) for name in fields})
    return value


def hostile_blocks(hostile: str) -> list[Block]:
    return list(blocks(planted(full(), lambda text: text + hostile)))


def said(found: list[Block], form: str) -> set[parsers.Quad]:
    return {
        (
            terms.plain(subject),
            terms.plain(predicate),
            terms.plain(value),
            kind(value),
            terms.plain(graph) if graph and form in {"nquads", "trig"} else "",
        )
        for graph, (subject, pairs) in by_report(found)
        for predicate, value in pairs
    }


@pytest.mark.parametrize("hostile", HARD, ids=lambda text: ascii(text)[:24])
def test_a_graph_of_hostile_strings_reads_the_same_in_every_form_and_family(hostile: str, tmp_path: Path) -> None:
    found = hostile_blocks(hostile)
    for form in FORMATS:
        path = write_graph(tmp_path, form, found, terms.DEFAULT_BASE)
        for parser, (read, forms) in parsers.PARSERS.items():
            if form in forms and (parser in {"oxigraph", "raptor"} or form in {"ntriples", "turtle", "jsonld"}):
                assert read(path, form) == said(found, form), (parser, form)


def empty_fields(value: Any) -> set[str]:
    """Return the fields of a graph that may hold a string and hold none."""
    if isinstance(value, dict):
        return empty_fields(tuple(value.values()))
    if isinstance(value, tuple):
        return {name for one in value for name in empty_fields(one)}
    if not dataclasses.is_dataclass(value):
        return set()
    fields = [one for one in dataclasses.fields(value) if one.init and one.name not in CHOSEN | LAYOUT | MAY_BE_EMPTY]
    found = {f"{type(value).__name__}.{one.name}" for one in fields if "str" in str(one.type) and not getattr(value, one.name)}
    return found | {name for one in fields for name in empty_fields(getattr(value, one.name))}


def test_the_graph_of_these_tests_has_a_string_in_every_field_and_every_class_of_the_ontology() -> None:
    graph = full()
    assert empty_fields(graph) == set()
    written = {value for _, pairs in blocks(graph) for predicate, value in pairs if predicate == terms.RDF_TYPE}
    assert {terms.plain(value).removeprefix(terms.JD) for value in written} >= CLASSES


@pytest.mark.parametrize("hostile", HARD, ids=lambda text: ascii(text)[:24])
def test_hostile_strings_reach_literals_and_iris_and_stay_what_they_are(hostile: str) -> None:
    found = said(hostile_blocks(hostile), "turtle")
    texts = {value for _, _, value, how, _ in found if how}
    assert sum(text.endswith(terms.cleaned(hostile)) for text in texts) > 50
    for subject, predicate, value, how, _ in found:
        for iri in (subject, predicate, *(() if how else (value,))):
            assert re.fullmatch(r"[!#-;=?-\[\]_a-z~]+", iri), iri


@pytest.mark.parametrize("long", LONG, ids=lambda text: ascii(text)[:12])
@pytest.mark.parametrize(("parser", "form"), parsers.PAIRS)
def test_ten_thousand_characters_are_no_trouble(parser: str, form: str, long: str, tmp_path: Path) -> None:
    one: Block = (
        terms.mint(terms.DEFAULT_BASE, "place", long),
        ((terms.RDFS_LABEL, terms.zh(long)), (terms.RDFS_LABEL, terms.text(long))),
    )
    path = write_graph(tmp_path, form, [one], terms.DEFAULT_BASE)
    assert parsers.read(path, parser, form) == said([one], form)


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(), max_size=60))
def test_a_literal_holds_its_text_but_for_what_is_no_character(text: str) -> None:
    assert terms.plain(terms.zh(text)) == terms.plain(terms.text(text)) == terms.cleaned(text)
    assert len(terms.cleaned(text)) == len(text)  # offsets still count
    assert terms.language(terms.zh(text)) == "zh"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hostile=st.text(st.characters(), max_size=30))
def test_any_string_in_every_field_reads_the_same(hostile: str, tmp_path: Path) -> None:
    found = hostile_blocks(hostile)
    for form in ("turtle", "jsonld"):
        path = write_graph(tmp_path, form, found, terms.DEFAULT_BASE)
        assert parsers.by_oxigraph(path, form) == parsers.by_rdflib(path, form) == said(found, form)


def test_every_form_has_parsers_of_three_families() -> None:
    for form in WRITERS:
        assert sum(form in forms for _, forms in parsers.PARSERS.values()) >= 3


@settings(max_examples=1000, deadline=None)
@given(st.one_of(BASES, BASES.map("https://e.org/".__add__), BASES.map(lambda text: f"https://{text}/")))
def test_a_base_is_refused_or_every_iri_under_it_is_valid(base: str) -> None:
    try:
        terms.check_base(base)
    except InputError:
        return
    iri = terms.plain(terms.mint(base, "place", "甲> <"))
    assert next(iter(parse(f"<{iri}> <{iri}> <{iri}> .", format=RdfFormat.N_TRIPLES))).subject == NamedNode(iri)


@pytest.mark.parametrize(
    ("base", "good"),
    [
        ("https://data.example.org/jiedao/", True),
        ("http://localhost:8080/a/b%20c#", True),
        ("urn:jiedao:", True),
        ("https://example.org/a#b#", False),
        ("https://example.org/%zz/", False),
        ("https://example.org:port/", False),
        ("https://a@b@c/", False),
        ("https://例.org/", False),
        ("https://example.org", False),
        (f"https://example.org/{'a' * 600}/", False),
    ],
)
def test_bases_that_no_iri_can_begin_with_are_refused(base: str, good: bool) -> None:
    if good:
        assert terms.check_base(base) == base
    else:
        with pytest.raises(InputError, match="no base"):
            terms.check_base(base)
