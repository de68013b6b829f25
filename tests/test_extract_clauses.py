"""Clauses: the words of a part of one are those that it has as a whole."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.clauses import words_of

PIECES = ("建成", "滨江", "路", "社区", "A-23", "5G+", "国家级", "控江", *"、“”(·①_ 〇é%鿿\ud800")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.integers(0, 20), st.integers(0, 20))
def test_the_words_around_a_place_are_those_of_the_whole_clause(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    whole = [word for word in words_of(text) if word[0] < end and word[0] + len(word[1]) > start]
    part = words_of(text, start, end)
    assert [word for word in part if word[0] < end and word[0] + len(word[1]) > start] == whole
    assert set(part) <= set(words_of(text))
