"""Firsts: cases as data, and what holds for any text."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.firsts import find_firsts
from tests.mention_cases import read_cases, report_of, unmark


@pytest.mark.parametrize("case", read_cases("firsts"), ids=lambda case: case["why"])
def test_claims_are_found_with_scope_and_matter(case: dict[str, Any]) -> None:
    report, words = unmark(case["text"])
    found = find_firsts(report)
    assert [item.scope or "none" for item in found] == case["scopes"]
    assert len(found) == len(words)
    for item, word, about in zip(found, words, case["about"], strict=True):
        assert word in item.span.of(report.text)
        if not case.get("loose"):
            assert (item.span.of(report.text), item.about) == (word, about)


FRAGMENTS = ["率先", "全省", "首个", "首批", "唯一", "率", "之先", "“", "”", "(", ",", "。", "建成", "公园", "第一", "家", "\n"]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=24).map("".join))
def test_any_text_gives_claims_that_lie_in_one_sentence(text: str) -> None:
    report = report_of(text)
    for item in find_firsts(report):
        assert "。" not in re.sub("“[^“”]*”", "", item.span.of(text))  # a full stop in quotation marks ends no sentence
        assert item.about
