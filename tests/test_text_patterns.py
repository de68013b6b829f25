"""Patterns: what stands for a Chinese character in them."""

from __future__ import annotations

import pytest

from kg.text.patterns import compiled

ONE = compiled("[一-鿿]")


@pytest.mark.parametrize("character", ["一", "街", "垟", "龥", "鿿", "㙍", "𠮷"])
def test_a_chinese_character_is_one_however_rare_it_is(character: str) -> None:
    assert ONE.fullmatch(character)


@pytest.mark.parametrize("character", "7aZé_αЖ 、。“”()%℃㎡①Ⅲ²〇㈠々のカ\n")
def test_digits_signs_and_letters_of_other_writing_are_none(character: str) -> None:
    assert not ONE.fullmatch(character)


def test_every_character_of_the_common_block_is_one() -> None:
    assert compiled("[一-鿿]+").fullmatch("".join(map(chr, range(0x4E00, 0xA000))))
