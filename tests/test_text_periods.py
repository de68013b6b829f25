"""Time expressions and what they hold for."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.lexicon import table
from kg.model import Period
from kg.text.periods import find_periods, governing_period, year_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "periods.toml").read_text(encoding="utf-8"))


def marked(text: str) -> tuple[str, int, int]:
    start, end = text.index("⟦"), text.index("⟧") - 1
    return text.replace("⟦", "").replace("⟧", ""), start, end


@pytest.mark.parametrize("case", CASES["mention"], ids=lambda case: case["text"])
def test_an_expression_becomes_an_interval(case: dict[str, str]) -> None:
    text, start, end = marked(case["text"])
    found = find_periods(text, 0, len(text), 2020)
    assert [(one.start, one.end, one.iso) for one in found] == [(start, end, case["iso"])]


@pytest.mark.parametrize("case", CASES["nothing"], ids=lambda case: case["text"])
def test_other_numbers_are_no_time(case: dict[str, str]) -> None:
    assert find_periods(case["text"], 0, len(case["text"]), 2020) == []


@pytest.mark.parametrize("case", CASES["governing"], ids=lambda case: case["text"])
def test_a_number_falls_into_the_period_named_before_it(case: dict[str, str]) -> None:
    text, start, _ = marked(case["text"])
    found = find_periods(text, 0, len(text), 2020)
    assert governing_period(found, start, Period("2020-01-01", "2020-12-31")) == (case["iso"] or None)


def test_what_needs_the_report_year_is_left_out_without_one() -> None:
    assert find_periods("上半年办结20件,2019年办结30件", 0, 17, None)[0].iso == "2019"
    assert year_of("去年", None) is None


@pytest.mark.parametrize("row", table("periods"), ids=lambda row: row["rule"])
def test_each_rule_matches_its_own_example(row: dict[str, str]) -> None:
    found = find_periods(row["example"], 0, len(row["example"]), 2020)
    assert [(one.rule, one.end) for one in found] == [(row["rule"], len(row["example"]))]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="0123456789年月日至今截到底上下半季度第前一二三十〇两-—、,今去“”五来以", max_size=80))
def test_any_text_gives_ordered_intervals_inside_it(text: str) -> None:
    found = find_periods(text, 0, len(text), 2020)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for one in found:
        start, _, end = one.iso.partition("/")
        assert not end or ".." in (start, end) or start <= end
