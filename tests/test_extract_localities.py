"""Localities: cases as data, and what holds for any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import lexicon
from kg.extract.localities import find_localities
from tests.mention_cases import read_cases, report_of, unmark


@pytest.mark.parametrize("case", read_cases("localities"), ids=lambda case: case["why"])
def test_places_are_found_with_their_kind(case: dict[str, Any]) -> None:
    report, words = unmark(case["text"])
    found = find_localities(report)
    assert [item.span.of(report.text) for item in found] == words
    assert [item.name for item in found] == case["names"]
    assert [item.kind for item in found] == case["kinds"]


def test_a_place_named_twice_is_one_place() -> None:
    report = report_of("走访横河社区。\n横河社区建成花园。\n")
    assert [item.name for item in find_localities(report)] == ["横河社区"]


def test_a_head_noun_of_ones_own_may_be_a_mark(tmp_path: Path) -> None:
    """A mark is a word of its own, and that word ends behind it."""
    (tmp_path / "locality_suffixes.tsv").write_text("suffix\tkind\tleast\topen\n·\tother\t2\tyes\n", encoding="utf-8")
    lexicon.lay_over(tmp_path)
    try:
        assert [item.name for item in find_localities(report_of("走访控江·花园。\n"))] == ["控江·"]
    finally:
        lexicon.lay_over(None)


FRAGMENTS = [
    "横河",
    "社区",
    "小区",
    "路",
    "、",
    "等",
    "罗山",
    "199弄",
    "C",
    "地块",
    "大桥",
    "“",
    "”",
    ",",
    "。",
    "徐汇区",
    "\n",
    "河",
    "至",
]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=24).map("".join))
def test_any_text_gives_places_that_lie_in_it(text: str) -> None:
    for item in find_localities(report_of(text)):
        assert item.span.end <= len(text)
        assert item.name.startswith(item.span.of(text)[:1])
