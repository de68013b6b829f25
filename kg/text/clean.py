"""Clean text with an offset map: width folded one to one, stray blanks taken out, offsets kept."""

from __future__ import annotations

import re
from array import array

from kg.model import CleanText

# Only one-to-one folds: NFKC would turn 10⁴ into 104 and move every offset behind it.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20, 0x09: 0x20}
_GAP = re.compile("[ \u2002-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")


def fold(text: str) -> str:
    """Return `text` with full-width forms as ASCII; the length does not change."""
    return text.translate(_FOLD)


def clean(text: str) -> CleanText:
    """Return the clean text of `text` and the stored offset of each of its characters.

    A blank stays only between two ASCII words or numbers (`QQ group`, `12 34`): reports write
    `1957 人` and `6.15 万户`, and lost quotation marks leave blanks around names. A gap in the offset
    map shows where one was.
    """
    folded = fold(text)
    pieces: list[str] = []
    offsets = array("I")
    done = 0
    for gap in _GAP.finditer(folded):
        start, end = gap.span()
        keep = _keeps_blank(folded, start, end)
        pieces.append(folded[done:start] + (" " if keep else ""))
        offsets.extend(range(done, start + 1 if keep else start))
        done = end
    pieces.append(folded[done:])
    offsets.extend(range(done, len(folded) + 1))
    return CleanText("".join(pieces), offsets)


def has_gap(text: CleanText, position: int) -> bool:
    """Tell whether blanks were taken out right before the clean character at `position`."""
    return 0 < position < len(text.offsets) and text.offsets[position] - text.offsets[position - 1] > 1


def _keeps_blank(text: str, start: int, end: int) -> bool:
    if start == 0 or end == len(text):
        return False
    before, after = text[start - 1], text[end]
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
