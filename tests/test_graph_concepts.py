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

names = st.text('甲乙-ab "!\\.\n😀', min_size=1, max_size=4)
labels = st.lists(names, max_size=4).map(tuple)
ids = st.sampled_from(["a", "a-b", "b", "b-", "330802-fushan"])
places = st.lists(ids, max_size=6).map(tuple)
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
    variant_of=ids | names | st.none(),
    carried_out_by=places | labels,
    merge_reasons=labels,
)
adoptions = st.builds(
    Adoption, initiative=st.sampled_from(["x1", "other"]), year=st.just(2020), first=places | labels, order=st.just(())
)


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
    assert isinstance(fact, Fact)
    assert [one for one in fact.values if one in ids] == ["a-b", "a", "b"] * 2
    assert values(fact, "jd:carriedOutBy") == values(fact, "jd:firstAdopter") == expected


@pytest.mark.parametrize("many", [COMMON - 10, COMMON, 300])
def test_an_initiative_of_very_many_places_is_written_as_its_block_is(many):
    item = Initiative("x1", "甲", Kind.PROJECT, carried_out_by=tuple(f"p{number}" for number in range(many)))
    [fact] = described("initiative", initiatives=(item,), adoptions=())
    writer = Writer(terms.DEFAULT_BASE)
    assert writer.both(fact) == writer.both(block(fact))


@settings(max_examples=100, deadline=None)
@given(places, places, labels, labels)
def test_values_of_a_fact_are_each_once_and_in_the_order_of_terms(carried_out_by, first, others, reasons):
    item = Initiative("x1", "甲", Kind.PROJECT, others, carried_out_by=carried_out_by, merge_reasons=reasons)
    [fact] = described("initiative", initiatives=(item,), adoptions=(Adoption("x1", 2020, first, ()),))
    if isinstance(fact, Fact):  # no name is unusual
        assert Writer(terms.DEFAULT_BASE).both(fact) == Writer(terms.DEFAULT_BASE).both(block(fact))
        assert counted(fact) == counted(block(fact))
    else:
        assert "b-" in (*carried_out_by, *first)


def test_unlike_initiatives_with_the_same_properties_keep_their_classes():
    """One graph remembers the forms of all its subjects."""
    items = tuple(
        Initiative(f"x{number}", "甲", kind, carried_out_by=places)
        for number, (kind, places) in enumerate(
            [(Kind.SLOGAN, ("a", "b")), (Kind.PROJECT, ("a", "b")), (Kind.SLOGAN, ("a",)), (Kind.PROJECT, ("a",))]
        )
    )
    found = [values(one, "rdf:type") for one in described("initiative", initiatives=items, adoptions=())]
    told = [{value.rpartition("#")[2].rstrip(">") for value in classes} for classes in found]
    assert told == [
        {"Initiative", "Concept", "Slogan", "SharedInitiative"},
        {"Initiative", "Concept", "Program", "SharedInitiative"},
        {"Initiative", "Concept", "Slogan"},
        {"Initiative", "Concept", "Program"},
    ]
