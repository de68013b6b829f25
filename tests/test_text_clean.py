"""Clean text: one-to-one folding, blanks taken out, broken lines joined, and the way back to the stored text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text.clean import clean, fold, has_gap

ALPHABET = "街道办１２％，。 \u3000\xa0\t\r\n\ufeff\u200b0aA⺠⼀①²"


@pytest.mark.parametrize(
    ("stored", "wanted"),
    [
        ("服务 1957 人", "服务1957人"),
        ("违建 6.15 万户", "违建6.15万户"),
        ("４．６万人，占５０％", "4.6万人,占50%"),
        ("推进 家门口 提质", "推进家门口提质"),
        ("QQ group 12 34", "QQ group 12 34"),
        ("⺠⽣", "民生"),
        ("面积3.2×10⁴㎡，①", "面积3.2×10⁴㎡,①"),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
    ],
)
def test_width_and_blanks_are_folded(stored: str, wanted: str) -> None:
    assert clean(stored).text == wanted


def test_a_gap_shows_where_blanks_were() -> None:
    text = clean("推进 家门口 提质")
    assert [i for i in range(len(text.text)) if has_gap(text, i)] == [2, 5]


def test_a_quotation_is_found_again_with_its_blanks() -> None:
    stored = "排查 1957 人，整改"
    text = clean(stored)
    start = text.text.index("1957人")
    assert text.span(start, start + 5).of(stored) == "1957 人"


def page(width: int) -> tuple[str, str]:
    """Return a paragraph, and the same one broken into lines of a page with a page number."""
    paragraph = "".join(f"街道开展第{number}类活动，累计服务群众{number * 7}人次，" for number in range(10, 40)) + "群众满意。"
    rows = [paragraph[i : i + width] for i in range(0, len(paragraph), width)]
    return paragraph, "\n\n".join([*rows[:9], "— 1 —", *rows[9:]])


def test_lines_broken_by_a_page_are_joined() -> None:
    paragraph, broken = page(30)
    assert clean(broken).text == fold(paragraph)


def test_a_blank_before_a_number_is_no_indent() -> None:
    paragraph, broken = page(30)
    spaced = re.sub(r"(?<=[^0-9]\n\n)(?=[0-9])", " ", broken)
    assert spaced != broken
    assert clean(spaced).text == fold(paragraph)


def test_short_lines_that_end_are_not_joined() -> None:
    text = "\n".join(f"{number}.开展活动{number}场。" for number in range(1, 30))
    assert clean(text).text == text


def test_headings_of_a_broken_page_stay_on_their_line() -> None:
    _, broken = page(30)
    text = clean("一、2023年工作回顾\n\n" + broken + "\n\n二、2024年工作安排\n\n" + broken).text
    assert [line[:2] for line in text.split("\n") if 0 < len(line) < 15] == ["一、", "二、"]


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=200), st.text(alphabet=ALPHABET, max_size=200)))
def test_every_clean_character_leads_back_to_the_stored_one_that_it_folds(stored: str) -> None:
    text = clean(stored)
    folded = fold(stored)
    assert len(folded) == len(stored)
    assert len(text.offsets) == len(text.text) + 1
    assert text.offsets[-1] == len(stored)
    for position, character in enumerate(text.text):
        origin = folded[text.offsets[position]]
        assert origin == character or (character, origin) == ("\n", "\r")
        span = text.span(position, position + 1)
        assert (span.start, span.end) == (text.offsets[position], text.offsets[position] + 1)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=ALPHABET, min_size=1, max_size=100))
def test_a_clean_text_is_clean_already(stored: str) -> None:
    once = clean(stored).text
    assert clean(once).text == once
