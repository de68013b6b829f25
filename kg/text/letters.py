"""The letters and digits of a text, without blanks and punctuation: what two copies of a passage have in common."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence

from kg.text.clean import fold

_WORDS = re.compile(r"[^\W_]+")
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def letters(text: str, stretches: Sequence[tuple[int, int]] | None = None) -> tuple[str, array[int]]:
    """Return the letters and digits of stored text, width and ASCII case folded, with their stored offsets.

    `stretches` (stored, in order) are the parts to read; all of the text without. `offsets[i]` is the offset of the
    letter `i`; each letter is one character of the text.
    """
    folded = fold(text).translate(_LOWER)
    pieces: list[str] = []
    offsets = array("I")
    for start, end in stretches if stretches is not None else [(0, len(folded))]:
        for word in _WORDS.finditer(folded, start, end):
            pieces.append(word[0])
            offsets.extend(range(word.start(), word.end()))
    return "".join(pieces), offsets
