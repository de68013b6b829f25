"""Metrics: what is counted, how it is bounded, and what holds for any text; the cases are data."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.metrics import find_metrics
from kg.extract.status import status_of, turn_of
from kg.lexicon import table
from kg.model import MetricMention, Part
from tests.mention_cases import read_cases, report_of, unmark

PIECES = [
    "完成",
    "对",
    "等",
    "分别",
    "其中",
    "(",
    ")",
    "、",
    ",",
    "。",
    ";",
    "3个",
    "5.6%",
    "两",
    "万元",
    "小区",
    "改造",
    "增长",
    "的",
    "/",
    "“",
    "”",
    "与",
]


def found_in(text: str) -> tuple[tuple[MetricMention, ...], list[str], str]:
    """Return the metrics of a case, the words that it marks, and the text."""
    report, words = unmark(text)
    return find_metrics(report)[0], words, report.text


@pytest.mark.parametrize("case", read_cases("metrics"), ids=lambda case: case["why"])
def test_numbers_say_what_they_count(case: dict[str, Any]) -> None:
    metrics, words, text = found_in(case["text"])
    assert [item.span.of(text) for item in metrics] == words
    assert [item.indicator for item in metrics] == case["indicators"]
    for key, values in {
        "units": [item.unit for item in metrics],
        "modifiers": [item.modifier for item in metrics],
        "changes": [item.change or "" for item in metrics],
        "bases": [item.change_base or "" for item in metrics],
        "periods": [item.period or "" for item in metrics],
    }.items():
        assert key not in case or values == case[key]
    assert "values" not in case or [item.value for item in metrics] == [Decimal(value) for value in case["values"]]


@pytest.mark.parametrize("case", read_cases("status"), ids=lambda case: case["why"])
def test_status_follows_the_part_and_the_words_around(case: dict[str, Any]) -> None:
    report, words = unmark(case["text"])
    text = report.clean.text
    start = text.index(words[0])
    end = start + len(words[0])
    part = Part(case["part"])
    turn = turn_of(text, 0, len(text), part)
    assert (turn is not None) is case.get("opening", False)
    assert status_of(text, (text.rfind(",", 0, start) + 1, len(text) - 1), (start, end), part, turn) == case["status"]


@pytest.mark.parametrize("row", table("measure_stop"), ids=lambda row: row["rule"])
def test_every_stop_row_holds_for_its_example(row: dict[str, str]) -> None:
    report, (numeral,) = unmark(row["example"] + "。")
    spans = [(item.span.start, item.span.end) for item in find_metrics(report)[0]]
    start = report.text.index(numeral)
    assert not any(first <= start < last for first, last in spans)


def test_every_unit_is_read() -> None:
    cued = ("time", "calendar", "age", "score", "voltage")  # these count only with a cue
    rows = [row for row in table("units") if row["kind"] not in cued]
    report = report_of("".join(f"新增设施数量12{row['unit']}。" for row in rows))
    metrics, _ = find_metrics(report)
    factors = [Decimal(row["factor"]) if row["kind"] == "money" else Decimal(1) for row in rows]
    assert [item.value for item in metrics] == [12 * factor for factor in factors]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_any_text_gives_metrics_that_lie_in_it_in_order(text: str) -> None:
    report = report_of(text)
    metrics, leftovers = find_metrics(report)
    last = 0
    for item in metrics:
        assert last <= item.span.start
        assert item.span.of(report.text)
        assert item.indicator
        last = item.span.end
    taken = [(item.span.start, item.span.end) for item in metrics]
    assert not any(first <= one.span.start < end for one in leftovers for first, end in taken)


def test_a_long_line_without_stops_is_read_in_pieces() -> None:
    report = report_of("完成改造3个" * 3_000)
    assert len(find_metrics(report)[0]) > 2_500


@pytest.mark.parametrize("row", table("metric_patterns"), ids=lambda row: row["name"])
def test_every_pattern_holds_for_its_example(row: dict[str, str]) -> None:
    assert re.search(row["pattern"], row["example"])
