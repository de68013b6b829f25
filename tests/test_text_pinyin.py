"""Names are found by their pinyin; the table reads every character in all its ways."""

import pytest

from kg import lexicon
from kg.text.pinyin import readings


@pytest.mark.parametrize("row", [row for row in lexicon.table("pinyin") if row["example"]], ids=lambda row: row["syllable"])
def test_a_character_of_the_example_is_read_so(row):
    assert set(readings(row["example"])[row["syllable"]]) <= set(row["example"])


def test_a_character_with_several_readings_has_them_all():
    assert {"chong", "zhong"} <= set(readings("重庆"))


def test_what_the_table_does_not_know_is_left_out():
    assert readings("ABC 123，") == {}


def test_syllables_are_plain_letters():
    assert all(row["syllable"].isascii() and row["syllable"].isalpha() for row in lexicon.table("pinyin"))
