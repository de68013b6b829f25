"""Ten questions that a scholar asks of the five seeds, each answered in at most three steps (docs/reading-the-pages.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

FIND, CLICK, CHOOSE = "find", "click", "choose"
# (question, start, steps, where the answer stands, what it must hold)
QUESTIONS: tuple[tuple[str, str, tuple[tuple[str, str], ...], str, tuple[str, ...]], ...] = (
    ("which initiatives are shared most widely", "#/network", (), "#panel .widest", ("垃圾分类", "3 个街道")),
    (
        "who names 一网统管, and where does it say so",
        "#/network",
        ((FIND, "一网统管"),),
        "#panel",
        ("金杨新村街道", "延吉新村街道", "一网统管", "字符", "在报告中查看"),
    ),
    (
        "what do 金杨新村 and 延吉新村 have in common",
        "#/network",
        (
            (CLICK, "#menu >> text=矩阵"),
            (CLICK, ".tabs >> text=街道 × 街道"),
            (CLICK, "[aria-label^='延吉新村街道、金杨新村街道']"),
        ),
        "#panel",
        ("一网通办", "美丽家园", "相似度"),
    ),
    (
        "what does 府山街道 run that nobody else names",
        "#/matrix",
        ((FIND, "府山街道"),),
        "#view",
        ("仅见于本街道的举措", "云府山"),
    ),
    (
        "which initiatives are only planned",
        "#/initiatives",
        ((CHOOSE, "status=only"), (CHOOSE, "min=1")),
        "#view",
        ("幸福街道", "计划"),
    ),
    (
        "how much illegal building did 蒲鞋市街道 pull down, in which sentence",
        "#/reports",
        ((FIND, "拆除违法建筑"), (CLICK, ".plotrow >> nth=0")),
        "#panel",
        ("136处", "蒲鞋市街道", "共拆除违法建筑"),
    ),
    ("who is nearest to 府山街道, and why", "#/reports", ((FIND, "府山街道"),), "#view", ("最相近的街道", "污水零直排区")),
    (
        "where does a report claim to be first",
        "#/places",
        ((CLICK, "#view a >> text=蒲鞋市街道"),),
        "#view",
        ("首创", "率全省之先"),
    ),
    (
        "what was read out of a report, and what was left over",
        "#/network",
        ((CLICK, "#menu >> text=报告"), (CLICK, "#view a >> text=蒲鞋市街道2020年")),
        "#view",
        ("未采用", "荣誉", "奋战1161"),
    ),
    (
        "why is this report taken for that place",
        "#/network",
        ((CLICK, "#menu >> text=街道"), (CLICK, "#view a >> text=府山街道"), (CLICK, "summary >> text=为什么认定为该地")),
        "#view",
        ("返衢", "次选"),
    ),
)


def _take(page: Any, kind: str, what: str) -> None:
    if kind == FIND:
        page.keyboard.press("/")
        page.keyboard.type(what)
        page.keyboard.press("Enter")
    elif kind == CLICK:
        page.click(what)
    else:
        name, value = what.split("=")
        page.select_option(f"select[name={name}]", value)
    page.wait_for_timeout(250)


@pytest.mark.parametrize(
    ("question", "start", "steps", "where", "answer"), QUESTIONS, ids=[question[0] for question in QUESTIONS]
)
def test_a_question_is_answered_in_three_steps(
    view: Callable[..., Any], question: str, start: str, steps: tuple[tuple[str, str], ...], where: str, answer: tuple[str, ...]
) -> None:
    """The words of the answer stand where the guide says."""
    assert len(steps) <= 3
    seen = view("seeds", start)
    for kind, what in steps:
        _take(seen.page, kind, what)
    text = seen.page.inner_text(where)
    assert [words for words in answer if words not in text] == []
