"""The Turtle writer: valid for strict parsers, the same bytes, whatever text comes in."""

import hashlib
import re
from dataclasses import replace
from decimal import Decimal

import pyoxigraph
import pytest
import rdflib
from factories import full, rich
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies_text import HOSTILE, hostile

from kg import terms
from kg.export.turtle import Writer, ntriples, sorted_ntriples_sha256, to_turtle, write_turtle
from kg.forms import COMMON, Fact, LocalNames, Property
from kg.graph.rdf import blocks, described

BASE = terms.DEFAULT_BASE
PROPERTIES = [Property(f"<https://e.org/100%25s{number}>", kind) for number, kind in enumerate(["zh", "text", "date"])]


def oxigraph(text):
    return set(pyoxigraph.parse(input=text.encode(), format=pyoxigraph.RdfFormat.TURTLE))


def clean(text):
    return re.sub("[\x00\ud800-\udfff\ufffe\uffff]", "\ufffd", text)


def test_the_golden_graph_is_written_byte_for_byte(golden):
    golden("rich.ttl", to_turtle(blocks(rich()), BASE))


def test_two_parsers_read_the_same_triples_as_were_written():
    text = to_turtle(blocks(rich()), BASE)
    lines = sorted(ntriples(blocks(rich())))
    assert sorted(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in oxigraph(text)) == lines
    graph = rdflib.Graph().parse(data=text, format="turtle")
    assert sorted(" ".join(term.n3() for term in triple) + " .\n" for triple in graph) == lines


def test_the_order_of_blocks_changes_no_hash():
    found = list(blocks(rich()))
    expected = hashlib.sha256("".join(sorted(ntriples(found))).encode()).hexdigest()
    assert sorted_ntriples_sha256(found) == sorted_ntriples_sha256(reversed(found)) == expected


@pytest.mark.parametrize("graph", [rich(), full()], ids=["rich", "full"])
def test_facts_are_written_as_their_blocks_are(graph):
    writer = Writer(BASE)
    assert any(isinstance(one, Fact) for one in described(graph))
    for found, one in zip(blocks(graph), described(graph), strict=True):
        assert writer.turtle(one) == writer.turtle(found)
        assert writer.both(one) == writer.both(found)


def test_the_block_of_a_fact_has_the_terms_that_are_made_one_by_one():
    values = {  # of each kind of values one as a fact has it, and its term
        "initiative": ("x1", terms.mint(BASE, "initiative", "x1")),
        "jd": ("Planned", terms.name("jd", "Planned")),
        "unit": ("KiloM", terms.name("unit", "KiloM")),
        "zh": (terms.escaped('“一\n"二"'), terms.zh('“一\n"二"')),
        "text": ("a", terms.text("a")),
        "date": ("2020-01-31", terms.date("2020-01-31")),
        "integer": ("20", terms.integer(20)),
        "decimal": ("2.5", terms.number(Decimal("2.5"))),
        "boolean": ("true", terms.boolean(True)),
    }
    properties = tuple(Property(f"<https://e.org/{kind}>", kind) for kind in values)
    fact = Fact(
        LocalNames(BASE).form("statement", (terms.name("jd", "Observation"),), properties),
        ("s", *(given for given, _ in values.values())),
    )
    pairs = [(f"<https://e.org/{kind}>", term) for kind, (_, term) in values.items()]
    expected = terms.block(terms.mint(BASE, "statement", "s"), [(terms.RDF_TYPE, terms.name("jd", "Observation")), *pairs])
    assert fact.form.block(fact.values) == expected
    assert fact.form.subject(fact.values) == expected[0]


def test_the_longest_usual_name_of_a_report_may_stand_behind_a_prefix():
    writer, names = Writer(BASE), LocalNames(BASE)
    longest = next(name for name in ("a" * length for length in range(200, 0, -1)) if names[name] not in names.unusual)
    passage = names.within(longest, 10**12, 10**12)
    fact = Fact(
        names.form("passage", (terms.name("jd", "Passage"),), (Property(terms.WAS_QUOTED_FROM, "report"),)), (passage, longest)
    )
    assert len(longest) > 1
    assert writer.both(fact) == writer.both(fact.form.block(fact.values))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PROPERTIES), hostile), min_size=1, unique_by=lambda pair: pair[0]))
def test_any_fact_is_written_as_its_block_is(said):
    base = "https://example.org/100%25s/"
    writer, names = Writer(base), LocalNames(base)
    properties, values = zip(*said, strict=True)
    fact = Fact(names.form("statement", (terms.name("jd", "Observation"),), properties), ("a", *map(terms.escaped, values)))
    assert writer.both(fact) == writer.both(fact.form.block(fact.values))


@pytest.mark.parametrize("many", [2, COMMON - 1, COMMON, COMMON + 1, 300])
def test_a_fact_with_many_values_of_a_property_is_written_as_its_block_is(many):
    writer, names = Writer(BASE), LocalNames(BASE)
    values = sorted((f"a-{number}" for number in range(many)), key=lambda name: name + ">")
    fact = Fact(
        names.form("statement", (terms.name("jd", "Observation"),), (Property(terms.WAS_DERIVED_FROM, "passage"),) * many),
        ("a", *values),
    )
    assert writer.both(fact) == writer.both(fact.form.block(fact.values))
    assert writer.turtle(fact).count(b" , ") == many - 1


@pytest.mark.parametrize("name", ["a b", "举措", "a.", "-", "", "a" * 200])
def test_a_name_that_no_prefix_can_stand_before_is_written_in_full(name):
    graph = rich()
    said = [replace(item, id=name) if item is graph.statements[0] else item for item in graph.statements]
    graph = replace(graph, statements=tuple(sorted(said, key=lambda item: item.id)))
    assert to_turtle(described(graph), BASE) == to_turtle(blocks(graph), BASE)
    assert f"\n{terms.mint(BASE, 'statement', name)} a jd:" in to_turtle(described(graph), BASE)


def test_a_file_holds_what_the_text_says(tmp_path):
    write_turtle(tmp_path / "graph.ttl", blocks(rich()), BASE)
    assert (tmp_path / "graph.ttl").read_bytes() == to_turtle(blocks(rich()), BASE).encode()


def test_all_prefixes_are_bound_and_used_for_short_names():
    text = to_turtle(blocks(rich()), BASE)
    for prefix, address in terms.prefixes(BASE).items():
        assert f"@prefix {prefix}: <{address}> .\n" in text
    assert f"<{terms.JD}" not in text.split("\n\n", 1)[1].replace("void:vocabulary", "").replace(f"<{terms.JD}>", "")


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_literals_come_back_as_they_went_in(value):
    subject = terms.mint(BASE, "place", value)
    pairs = (
        (terms.RDF_TYPE, terms.name("jd", "Place")),
        (terms.RDFS_LABEL, terms.zh(value)),
        (terms.name("jd", "rule"), terms.text(value)),
    )
    text = to_turtle([(subject, pairs)], BASE)
    found = {quad.predicate.value.rsplit("#")[-1]: quad.object for quad in oxigraph(text)}
    assert found["label"].value == found["rule"].value == clean(value)
    assert found["label"].language == "zh"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(hostile, hostile), min_size=1, max_size=4, unique_by=lambda item: terms.mint(BASE, "report", item[0])))
@example([("", "")])
def test_any_text_in_iris_and_literals_gives_triples_that_two_parsers_agree_on(items):
    found = [
        (terms.mint(BASE, "report", key), ((terms.RDFS_LABEL, terms.zh(value)), (terms.name("jd", "rule"), terms.text(key))))
        for key, value in items
    ]
    text = to_turtle(found, BASE)
    first = {(quad.subject.value, quad.predicate.value, quad.object.value) for quad in oxigraph(text)}
    second = {tuple(map(str, triple)) for triple in rdflib.Graph().parse(data=text, format="turtle")}
    assert first == second
    assert {value for _, predicate, value in first if predicate.endswith("label")} == {clean(value) for _, value in items}


@settings(max_examples=60, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=4))
def test_numbers_keep_their_value_in_bare_form(value):
    text = to_turtle([(terms.mint(BASE, "statement", "a"), ((terms.name("schema", "value"), terms.number(value)),))], BASE)
    (quad,) = oxigraph(text)
    assert type(value)(quad.object.value) == value
    assert quad.object.datatype.value in {terms.XSD + "integer", terms.XSD + "decimal"}
    assert '"' not in text
