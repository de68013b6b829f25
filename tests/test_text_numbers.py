"""Numbers: cases as data, and what holds for any text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text.numbers import find_numerals, parse_han
from tests.mention_cases import read_cases, unmark

PIECES = ["1", "05", ".", ",", "万", "亿", "百", "十", "二", "两", "零", "余", "多", "-", "至", "百分之", "分之", "个", "。"]


@pytest.mark.parametrize("case", read_cases("numbers"), ids=lambda case: case["why"])
def test_numerals_have_their_span_and_value(case: dict[str, Any]) -> None:
    report, words = unmark(case["text"])
    text = report.clean.text
    found = list(find_numerals(text))
    assert [text[one.start : one.end] for one in found] == words
    values = [f"{one.value}..{one.value_max}" if one.value_max is not None else str(one.value) for one in found]
    assert [Decimal(part) for value in values for part in value.split("..")] == [
        Decimal(part) for value in case["values"] for part in value.split("..")
    ]


@given(st.integers(min_value=1, max_value=9999))
def test_a_number_written_in_chinese_reads_back(number: int) -> None:
    assert parse_han(in_han(number)) == number


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_numerals_of_any_text_lie_in_order_and_do_not_overlap(text: str) -> None:
    last = 0
    for one in find_numerals(text):
        assert last <= one.start < one.end <= len(text)
        assert one.value_max is None or one.value_max > one.value
        last = one.end


def in_han(number: int) -> str:
    """Write 1..9999 in Chinese numerals."""
    digits = "零一二三四五六七八九"
    written, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            written += ("零" if gap and written else "") + digits[digit] + name
        gap = digit == 0
    return written
