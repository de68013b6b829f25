"""Pages of lines -> one text: page numbers and running heads left out, broken lines kept, page starts counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_NUMBER = re.compile("[0-9０-９]{1,4}")
_PAGE_NUMBER = re.compile(
    r"\s{0,40}(?:[-—–·~]{0,3}\s{0,3}#\s{0,3}[-—–·~]{0,3}|第?\s{0,3}#\s{0,3}页?(?:\s{0,3}[,，/／共 ]{0,3}#?\s{0,3}页?)?|#\s{0,3}/\s{0,3}#)\s{0,40}"
)
_FEWEST_PAGES = 3
_EDGE = 2  # lines at the top and at the bottom of a page that may be running heads
_SHARE = 0.6


def joined(pages: Sequence[Sequence[str]]) -> tuple[str, tuple[int, ...]]:
    """Return the text of pages, one line each, and the code point at which each page begins.

    A line at the edge of a page is left out if it is a page number, or stands on most pages with other digits.
    """
    running = _running(pages)
    text, starts = "", []
    pieces: list[str] = []
    length = 0
    for page in pages:
        starts.append(length)
        for line in _body(page, running):
            pieces.append(line)
            length += len(line) + 1
    text = "\n".join(pieces)
    return text, tuple(min(start, len(text)) for start in starts)


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    if len(pages) < _FEWEST_PAGES:
        return frozenset()
    counts = Counter(shape for page in pages for shape in {_shape(line) for line in _edges(page)})
    return frozenset(shape for shape, count in counts.items() if shape and count >= _SHARE * len(pages))


def _edges(page: Sequence[str]) -> list[str]:
    filled = [line for line in page if line.strip()]
    return [*filled[:_EDGE], *filled[-_EDGE:]]


def _body(page: Sequence[str], running: frozenset[str]) -> list[str]:
    filled = [line for line in page if line.strip()]
    while filled and _is_furniture(filled[0], running):
        filled = filled[1:]
    while filled and _is_furniture(filled[-1], running):
        filled = filled[:-1]
    return filled


def _is_furniture(line: str, running: frozenset[str]) -> bool:
    shape = _shape(line)
    return shape in running or _PAGE_NUMBER.fullmatch(shape) is not None


def _shape(line: str) -> str:
    return _NUMBER.sub("#", line.strip())
