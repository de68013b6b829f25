"""Initiatives and indicators as facts: what is said of them is the same in both ways of writing, whatever they are called."""

from dataclasses import replace

import pytest
from factories import rich
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import terms
from kg.export.turtle import Writer
from kg.forms import COMMON, Counts, Fact
from kg.graph.rdf import Subjects
from kg.model import Adoption, Indicator, Initiative, Kind

names = st.text('甲乙-ab"\\.\n😀', min_size=1, max_size=4)
labels = st.lists(names, max_size=4).map(tuple)
initiatives = st.builds(
    Initiative,
    id=st.just("x1"),
    label=names,
    kind=st.sampled_from(Kind),
    alt_labels=labels,
    label_en=names | st.none(),
    first_year=st.sampled_from([None, 2016]),
    boilerplate=st.booleans(),
    components=labels,
    family=names | st.none(),
    variant_of=names | st.none(),
    carried_out_by=labels,
    merge_reasons=labels,
)
adoptions = st.builds(Adoption, initiative=st.sampled_from(["x1", "other"]), year=st.just(2020), first=labels, order=st.just(()))


def described(group, **changed):
    """Return the facts or blocks of a group, but that of its scheme."""
    made = list(dict(Subjects(replace(rich(), **changed)).groups())[group])
    return [one for one in made if not block(one)[0].endswith("/scheme>")]


def block(one):
    return one.form.block(one.values) if isinstance(one, Fact) else one


def values(one, predicate):
    return [value for found, value in block(one)[1] if found == terms.name(*predicate.split(":"))]


def counted(one):
    counts = Counts()
    counts.add(one)
    return counts.triples, counts.classes


@settings(max_examples=200, deadline=None)
@given(initiatives, adoptions)
def test_any_initiative_is_written_as_its_block_is(item, adoption):
    [fact] = described("initiative", initiatives=(item,), adoptions=(adoption,))
    writer = Writer(terms.DEFAULT_BASE)
    assert writer.both(fact) == writer.both(block(fact))
    assert counted(fact) == counted(block(fact))


@settings(max_examples=100, deadline=None)
@given(names, labels, names | st.none(), labels)
def test_any_indicator_is_written_as_its_block_is(label, others, label_en, reasons):
    [fact] = described("indicator", indicators=(Indicator("x1", label, others, label_en, reasons),))
    writer = Writer(terms.DEFAULT_BASE)
    assert writer.both(fact) == writer.both(block(fact))
    assert counted(fact) == counted(block(fact))


@pytest.mark.parametrize("label", ["一网统管", "e", "f", "e!", "E", 'e"'])
def test_the_english_label_stands_beside_the_chinese_one(label):
    """Also where it is the same, or either comes first."""
    [fact] = described("indicator", indicators=(Indicator("x1", label, label_en="e"),))
    assert values(fact, "skos:prefLabel") == sorted([terms.zh(label), terms.en("e")])
    assert values(fact, "rdfs:label") == [terms.zh(label)]


def test_a_spelling_that_is_told_twice_is_said_once():
    [fact] = described("initiative", initiatives=(Initiative("x1", "甲", Kind.PROJECT, ("丙", "乙", "丙")),))
    assert values(fact, "skos:altLabel") == [terms.zh("丙"), terms.zh("乙")]
    assert counted(fact) == counted(block(fact))


@pytest.mark.parametrize(("places", "shared"), [(("a",), False), (("a", "b"), True), ((), False)])
def test_what_several_places_do_is_a_shared_initiative(places, shared):
    [fact] = described("initiative", initiatives=(Initiative("x1", "甲", Kind.SLOGAN, carried_out_by=places),), adoptions=())
    assert (terms.name("jd", "SharedInitiative") in values(fact, "rdf:type")) is shared
    assert terms.name("jd", "Slogan") in values(fact, "rdf:type")
    assert values(fact, "jd:placeCount") == [terms.integer(len(places))]


def test_places_are_in_the_order_of_their_addresses():
    """In which "a-b" stands before "a>"."""
    ids = ("a", "a-b", "b")
    item = Initiative("x1", "甲", Kind.PROJECT, carried_out_by=ids)
    [fact] = described("initiative", initiatives=(item,), adoptions=(Adoption("x1", 2020, ids, ()),))
    expected = sorted(terms.mint(terms.DEFAULT_BASE, "place", one) for one in ids)
    assert list(fact.values).index("a-b") < list(fact.values).index("a")
    assert values(fact, "jd:carriedOutBy") == values(fact, "jd:firstAdopter") == expected


@pytest.mark.parametrize("many", [COMMON - 10, COMMON, 300])
def test_an_initiative_of_very_many_places_is_written_as_its_block_is(many):
    item = Initiative("x1", "甲", Kind.PROJECT, carried_out_by=tuple(f"p{number}" for number in range(many)))
    [fact] = described("initiative", initiatives=(item,), adoptions=())
    writer = Writer(terms.DEFAULT_BASE)
    assert writer.both(fact) == writer.both(block(fact))
