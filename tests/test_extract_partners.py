"""Partners: cases as data, and what holds for any text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.partners import find_partners
from tests.mention_cases import read_cases, report_of, unmark


@pytest.mark.parametrize("case", read_cases("partners"), ids=lambda case: case["why"])
def test_partners_are_found_by_their_cues(case: dict[str, Any]) -> None:
    report, words = unmark(case["text"])
    assert [item.name for item in find_partners(report)] == words


def test_a_partner_named_twice_is_one_partner() -> None:
    report = report_of("联合同济大学开展调研。\n再次联合同济大学开展培训。\n")
    assert [item.name for item in find_partners(report)] == ["同济大学"]


FRAGMENTS = [
    "与",
    "联合",
    "同济大学",
    "建设银行",
    "等5家单位",
    "签订",
    "合作",
    "共建",
    "、",
    "和",
    "“",
    "”",
    ",",
    "。",
    "引入",
    "公司",
    "\n",
]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=24).map("".join))
def test_any_text_gives_partners_named_in_it(text: str) -> None:
    for item in find_partners(report_of(text)):
        assert item.name == item.span.of(text)
