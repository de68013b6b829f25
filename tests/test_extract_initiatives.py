"""Initiatives: cases as data, and what holds for any text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.components import components_of
from kg.extract.initiatives import family_of, find_initiatives, find_initiatives_with
from tests.mention_cases import read_cases, report_of, unmark


@pytest.mark.parametrize("case", read_cases("initiatives"), ids=lambda case: case["why"])
def test_initiatives_are_found_with_name_kind_and_status(case: dict[str, Any]) -> None:
    report, words = unmark(case["text"])
    found, _ = find_initiatives(report)
    assert [item.name for item in found] == case["names"]
    assert [item.span.of(report.text) for item in found] == words
    if "kinds" in case:
        assert [item.kind.value for item in found] == case["kinds"]
    if "status" in case:
        assert [item.status.value for item in found] == case["status"]


@pytest.mark.parametrize("case", read_cases("components"), ids=lambda case: case["why"])
def test_the_parts_of_a_formula_are_read_from_the_text(case: dict[str, Any]) -> None:
    start = case["text"].index("⟦")
    end = case["text"].index("⟧") - 1
    text = case["text"].replace("⟦", "").replace("⟧", "")
    assert list(components_of(case["name"], text, start, end)) == case["parts"]


def test_every_mention_of_an_initiative_is_kept_with_its_place() -> None:
    report = report_of("街道推出“银杏课堂”。今年银杏课堂开课,“银杏课堂”受到欢迎。")
    found, _ = find_initiatives(report)
    surfaces = [span.of(report.text) for item in found if item.name == "银杏课堂" for span in item.surfaces]
    assert surfaces[0] == "“银杏课堂”"
    assert surfaces[-1] == "“银杏课堂”"


def test_a_quoted_phrase_that_names_nothing_is_left_over_with_its_reason() -> None:
    report = report_of("打通“断头路”,整治“黄赌毒”,两个支部被评为“先进基层党组织”。")
    _, left = find_initiatives(report)
    assert [(item.span.of(report.text), item.reason) for item in left] == [
        ("“断头路”", "rhetoric"),
        ("“黄赌毒”", "problem"),
        ("“先进基层党组织”", "honour"),
    ]


def test_a_name_known_from_another_report_is_found_without_marks() -> None:
    report = report_of("社区依托银杏夜话解决难题。")
    found, _ = find_initiatives_with(report, ["银杏夜话"])
    assert "银杏夜话" in [item.name for item in found]


@pytest.mark.parametrize(("name", "text"), [("133", "服务1330人,走访133名党员。"), ("4+", "实行14+7管理。")])
def test_a_bare_number_known_as_a_name_is_not_looked_for_without_its_marks(name: str, text: str) -> None:
    found, _ = find_initiatives_with(report_of(text), [name])
    assert name not in [item.name for item in found]


def test_blanks_that_stand_for_lost_quotation_marks_frame_a_name() -> None:
    report = report_of("街道推进 邻舍夜话 提质增能,居民参与度不断提高。")
    found, _ = find_initiatives(report)
    assert ("邻舍夜话", "lost-quotes") in [(item.name, item.rule) for item in found]


def test_names_of_one_family_are_told_apart() -> None:
    report = report_of("建设“暖邻里”食堂和“暖邻里”书房,擦亮“暖邻里”品牌。")
    found, _ = find_initiatives(report)
    assert "暖邻里" in [item.name for item in found]
    assert family_of("家门口服务站") == family_of("家门口服务园") == "家门口"
    assert family_of("夕阳乐园") is None


PIECES = [
    "“",
    "”",
    "‘",
    "《",
    "》",
    " ",
    "三",
    "机制",
    "建设",
    "1+8",
    "、",
    ",",
    "。",
    "即",
    "一是",
    "二是",
    "邻里",
    "\n",
    "一网统管",
    "荣获",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_gives_mentions_that_lie_in_it(text: str) -> None:
    report = report_of(text)
    found, left = find_initiatives(report)
    for item in found:
        assert 0 <= item.span.start < item.span.end <= len(text)
        assert item.name
        assert item.span in item.surfaces
        assert 0 < item.confidence <= 1
    for rest in left:
        assert 0 <= rest.span.start < rest.span.end <= len(text)
