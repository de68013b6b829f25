"""Clean text with an offset map: width folded one to one, stray blanks taken out, offsets kept."""

from __future__ import annotations

import re
from array import array

from kg.lexicon import cached, table
from kg.model import CleanText
from kg.text.wrap import broken_lines

_GAP = re.compile("[ \u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\ufe0e\ufe0f]+|\r(?=\n)")
_JOINT = "\u2060"  # no blank: a number that a line break parted stays one number
_BLANKS = dict.fromkeys([0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_NEWLINES = dict.fromkeys([0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029], "\n")
_PLAIN: set[str] = set()  # characters that were found not to be rare
_FEW = 40  # characters to replace one after the other
_LONE_RETURN = re.compile(r"\r(?!\n)")


def fold(text: str) -> str:
    """Return `text` with full-width forms as ASCII, CJK radicals as what they look like, and simplified characters.

    The length does not change: NFKC would turn 10⁴ into 104 and move every offset behind it.
    """
    if text.isascii():
        return text
    met = "".join(set(text))
    folded = _replaced(text, met, _folds())
    return folded.translate(_simplified()) if _has_rare(_replaced(met, met, _folds())) else folded


def _replaced(text: str, met: str, table: dict[int, str]) -> str:
    """Do what str.translate does with a table whose values are not keys of it: faster for the few that most texts hold.

    `met` has the characters of `text`, each once.
    """
    found = sorted(table.keys() & set(map(ord, met)))
    if len(found) > _FEW or any(ord(table[code]) in table for code in found):
        return text.translate(table)
    for code in found:
        text = text.replace(chr(code), table[code])
    return text


def clean(text: str) -> CleanText:
    """Return the clean text of `text` and the stored offset of each of its characters.

    A blank stays only between two ASCII words or numbers (`QQ group`, `12 34`): reports write
    `1957 人` and `6.15 万户`, and lost quotation marks leave blanks around names. Line breaks that a
    page layout put into sentences go too. A gap in the offset map shows where something was.
    """
    folded = _LONE_RETURN.sub("\n", fold(text))
    folded = _joined(folded, broken_lines(folded))
    pieces: list[str] = []
    offsets = array("I")
    done = 0
    for gap in _GAP.finditer(folded):
        start, end = gap.span()
        pieces.append(folded[done:start])
        offsets.extend(range(done, start))
        if _keeps_blank(folded, start, end):
            pieces.append(" ")
            offsets.append(folded.index(" ", start))
        done = end
    pieces.append(folded[done:])
    offsets.extend(range(done, len(folded) + 1))
    return CleanText("".join(pieces), offsets)


def has_gap(text: CleanText, position: int) -> bool:
    """Tell whether blanks were taken out right before the clean character at `position`."""
    return 0 < position < len(text.offsets) and text.offsets[position] - text.offsets[position - 1] > 1


@cached
def _folds() -> dict[int, str]:
    """Map code points to one character each: full-width forms, radicals, rare blanks and line ends."""
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    look_alikes = {ord(row["form"]): row["folded"] for row in table("folds")}
    return wide | look_alikes | _BLANKS | _NEWLINES


@cached
def _simplified() -> dict[int, str]:
    """Map traditional characters to simplified ones; a large table that few texts need."""
    return {ord(row["form"]): row["folded"] for row in table("traditional")}


def _has_rare(text: str) -> bool:
    """Tell whether `text` has a character not in simplified writing's own set (GB 2312), as all traditional ones are not."""
    new = set(text) - _PLAIN
    rare = {character for character in new if character >= "\u3400" and not character.encode("gb2312", "ignore")}
    _PLAIN.update(new - rare)
    return bool(rare)


def _joined(text: str, stretches: list[tuple[int, int]]) -> str:
    pieces, done = [], 0
    for start, end in stretches:
        pieces += [text[done:start], _JOINT * (end - start)]
        done = end
    return "".join([*pieces, text[done:]])


def _keeps_blank(text: str, start: int, end: int) -> bool:
    if start == 0 or end == len(text) or " " not in text[start:end]:
        return False
    before, after = text[start - 1], text[end]
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
