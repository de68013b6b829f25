"""Honours: cases as data, and what holds for any text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import lexicon
from kg.extract import honours
from kg.extract.honours import find_honours
from kg.extract.titles import split_titles
from tests.mention_cases import read_cases, report_of, unmark


@pytest.mark.parametrize("case", read_cases("honours"), ids=lambda case: case["why"])
def test_honours_are_found_with_name_level_and_status(case: dict[str, Any]) -> None:
    report, words = unmark(case["text"])
    found = find_honours(report)
    assert [item.name for item in found] == case["names"]
    assert [item.level or "none" for item in found] == case.get("levels", [])
    assert [item.status.value for item in found] == case.get("status", [])
    if not case.get("loose"):
        assert [item.span.of(report.text) for item in found] == words


def test_a_title_is_sought_in_the_plan_and_received_in_the_review() -> None:
    text = "一、2023年工作总结\n街道获评省级文明街道。\n二、2024年工作计划\n继续获评省级文明街道。\n"
    assert [(item.name, item.status.value) for item in find_honours(report_of(text))] == [
        ("省级文明街道", "received"),
        ("省级文明街道", "sought"),
    ]


def test_in_a_municipality_the_city_gives_provincial_titles() -> None:
    found = find_honours(report_of("上海市某某街道工作总结\n街道获评市级文明小区。\n"))
    assert [item.level for item in found] == ["provincial"]


FRAGMENTS = [
    "荣获",
    "获评",
    "全国",
    "省级",
    "示范",
    "“",
    "”",
    "、",
    "3个",
    "居全省第",
    "一",
    "创建",
    "复评",
    "(",
    ")",
    ",",
    "。",
    "\n",
    "社区",
    "等",
    "在",
    "中",
    "位列",
    "分别",
    "98%",
]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=24).map("".join))
def test_any_text_gives_spans_that_lie_in_it(text: str) -> None:
    report = report_of(text)
    for item in find_honours(report):
        assert item.span.end <= len(text)
        assert item.name.strip()


def test_two_titles_given_by_a_municipality_tell_that_the_report_is_from_there() -> None:
    """A single one may be a prize won elsewhere."""
    opening = "街道工作总结\n" + "街道持续推进各项工作。\n" * 40  # the opening itself does not name the city
    text = opening + "街道被评为上海市文明社区。{}完成市级文明小区预申报。\n"
    levels = [
        {item.name: item.level for item in find_honours(report_of(text.format(more)))}["市级文明小区"]
        for more in ("", "居委会获评上海市先进集体。")
    ]
    assert levels == ["municipal", "provincial"]


TITLE_PIECES = [
    "全国",
    "省级",
    "“",
    "”",
    "文明",
    "先进",
    "单位",
    "集体",
    "示范",
    "街道",
    "、",
    "和",
    "奖",
    "称号",
    "3个",
    "工作",
    "了",
    "验收",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TITLE_PIECES), max_size=9).map("".join), st.sampled_from(lexicon.column("honour_cues", "needs")))
def test_a_title_that_counts_is_one_of_those_that_may(words: str, needs: str) -> None:
    area = words + "验收" if needs == "review" else words
    if any(honours._counts(name, needs, area[start:end]) for start, end, name in split_titles(area)):
        assert honours._may_count(needs, area)
