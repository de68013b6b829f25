"""Every row of the tables that linking reads does what its example says."""

import pytest
from factories import FUSHAN, linked, naming

from kg import lexicon
from kg.link.canonical import canonical
from kg.link.indicators import identify
from kg.link.keys import is_generic, normal, without_ending
from kg.model import Kind
from kg.text.policy_fields import field_of

ENDINGS = lexicon.table("variant_suffixes")


@pytest.mark.parametrize("row", [row for row in ENDINGS if row["effect"] == "same"], ids=lambda row: row["suffix"])
def test_an_ending_of_no_weight_is_dropped(row):
    longer, shorter = row["example"].split(" = ")
    assert longer == shorter + row["suffix"]
    (first, row_of_first), (second, row_of_second) = canonical(longer), canonical(shorter)
    assert row_of_first == row_of_second
    assert row_of_first or first == second


@pytest.mark.parametrize("row", [row for row in ENDINGS if row["effect"] == "variant"], ids=lambda row: row["suffix"])
def test_an_ending_of_some_weight_makes_a_variant(row):
    longer, shorter = row["example"].split(" ~ ")
    assert without_ending(normal(longer), same=False) == (normal(shorter), normal(row["suffix"]))


def test_endings_have_no_other_effect():
    assert {row["effect"] for row in ENDINGS} == {"same", "variant"}


@pytest.mark.parametrize("row", lexicon.table("initiative_generic"), ids=lambda row: row["word"])
def test_a_generic_word_makes_its_example_generic(row):
    example = row["word"] if row["role"] == "plain" else row["example"]
    assert row["word"] in row["example"]
    assert is_generic(normal(example))


@pytest.mark.parametrize(
    "row", [row for row in lexicon.table("indicator_affixes") if " = " in row["example"]], ids=lambda row: row["word"]
)
def test_a_word_in_front_of_an_indicator_is_dropped(row):
    longer, shorter = row["example"].split(" = ")
    assert identify(longer) == identify(shorter)


@pytest.mark.parametrize(
    "row", [row for row in lexicon.table("indicator_affixes") if row["but_not"]], ids=lambda row: row["word"]
)
def test_a_word_that_belongs_to_the_indicator_stays(row):
    for rest in row["but_not"].split("|"):
        assert identify(row["word"] + rest + "家庭数量") != identify(rest + "家庭数量")


@pytest.mark.parametrize("row", lexicon.table("policy_fields"), ids=lambda row: row["word"])
def test_a_heading_with_a_word_has_its_field(row):
    assert row["word"] in row["example"]
    assert field_of(row["example"]) == row["field"]


def test_every_kind_has_its_verb():
    assert {row["kind"] for row in lexicon.table("kind_verbs")} == {kind.value for kind in Kind}
    assert linked(naming(FUSHAN, "云管家")).statements[0].label == "府山街道 2020 实行云管家"


def test_a_spelling_of_the_national_table_that_has_a_row_of_its_own_belongs_to_that_row():
    names = {normal(row["name"]): row["slug"] for row in lexicon.table("national")}
    for row in lexicon.table("national"):
        assert canonical(row["name"])[1] == row
        for alias in filter(str.strip, row["aliases"].split("|")):
            found = canonical(alias)[1]
            assert found is not None
            assert found["slug"] in {row["slug"], names.get(normal(alias))}


def test_no_two_rows_of_the_national_table_have_one_slug():
    slugs = lexicon.column("national", "slug")
    assert len(slugs) == len(set(slugs))


@pytest.mark.parametrize("row", lexicon.table("stock_formulas"), ids=lambda row: row["formula"])
def test_a_stock_formula_stands_in_its_example_and_is_boilerplate(row):
    assert normal(row["formula"]) in normal(row["example"]).replace("的底线", "底线")
    assert linked(naming(FUSHAN, row["formula"])).initiatives[0].boilerplate
