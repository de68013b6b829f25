"""A report in traditional characters gives the facts of the same report in simplified ones; its text stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract import extract
from kg.lexicon import table
from kg.model import Source
from kg.text.clean import clean
from kg.text.layout import lay_out

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def traditional(text: str) -> str:
    return text.translate({ord(row["folded"]): row["form"] for row in table("traditional")})


@pytest.mark.parametrize("name", ["fushan-quzhou-2020", "puxieshi-wenzhou-2020"])
def test_traditional_characters_give_the_same_facts_at_the_same_places(name: str) -> None:
    text = (SEEDS / f"{name}.txt").read_text(encoding="utf-8")
    other = traditional(text)
    assert sum(one != two for one, two in zip(text, other, strict=True)) > 500
    plain, found = extract(lay_out(Source("a.txt", ""), text)), extract(lay_out(Source("a.txt", ""), other))
    assert found.metrics == plain.metrics
    assert found.initiatives == plain.initiatives
    assert found.honours == plain.honours
    assert found.report.text == other


def test_characters_of_simplified_writing_are_not_folded() -> None:
    kept = "".join(map(chr, range(0x4E00, 0x9FA6))).encode("gb2312", "ignore").decode("gb2312")
    assert clean(kept).text == kept
