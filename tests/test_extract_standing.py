"""How far a thing is, mention by mention: done, going on, announced."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.standing import standing
from kg.model import Status
from tests.mention_cases import read_cases, report_of

CASES = read_cases("standing")


def places(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text without its marks and where the marked words stand."""
    text, found = "", []
    for piece in marked.split("⟦"):
        inside, mark, outside = piece.partition("⟧")
        if mark:
            found.append((len(text), len(text) + len(inside)))
        text += inside + outside
    return text, found


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_each_mention_has_the_status_of_its_own_words(case: dict[str, Any]) -> None:
    text, spans = places(case["text"])
    report = report_of(text)
    assert report.clean.text == text, "the case is written as the extractor sees it"
    assert [status.value for status in standing(report, spans)[1]] == case["statuses"]


def test_a_formulation_that_is_in_use_everywhere_goes_on_in_a_plan() -> None:
    text, spans = places("一、2020年工作总结\n做好防汛。\n二、2021年工作思路\n实施⟦乡村振兴⟧战略。")
    assert standing(report_of(text), spans, widespread=True)[1] == (Status.UNDERWAY,)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="将已深化探索计划,。\n二、2021年工作思路", min_size=1, max_size=40), st.data())
def test_any_mention_of_any_text_has_a_status(text: str, data: st.DataObject) -> None:
    report = report_of(text)
    length = len(report.clean.text)
    if not length or not report.sentences:
        return
    start = data.draw(st.integers(0, length - 1))
    end = data.draw(st.integers(start + 1, length))
    (found,) = standing(report, [(start, end)])[1]
    assert found in (Status.ACHIEVED, Status.UNDERWAY, Status.PLANNED)
