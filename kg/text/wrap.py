"""Lines that a page layout broke: where a newline (or a page number) stands inside a sentence."""

from __future__ import annotations

import re
from itertools import pairwise

_ROW = re.compile(r"[^\n]+")
_PAGE = re.compile(r"[ ]{0,40}(?:— ?|- ?){1,2}[0-9]{1,4}(?: ?—| ?-){1,2}[ ]{0,40}")
_INLINE_PAGE = re.compile(r"(?<=[ \n])— ?[0-9]{1,4} ?—(?=[ \n]|$)")
_ENDS = frozenset("。!?;:…")
# What begins a paragraph. One blank before a number is no indent: Word puts it between Chinese and Latin writing.
_STARTS = re.compile(
    r" {2,8}| (?![0-9A-Za-z])|[一二三四五六七八九十]{1,3}[、是]|\(|第[一二三四五六七八九十]{1,3}(?:部分|章|节|,)|[1-9][0-9]?[.、](?![0-9])|[•·*#|—-]"
)
_MIN_ROWS = 12
_SLACK = 8  # columns that a full line may lack: no mark may begin the next line, and first lines are indented
_MAX_WIDTH = 160  # columns; a page is never wider, a paragraph on one line nearly always is


def broken_lines(text: str) -> list[tuple[int, int]]:
    """Return the stretches of `text` (width folded) that a page break or line break put into sentences.

    Lines are taken as broken only in a text where most lines are full to the same width and stop in
    mid-sentence: text copied from a page or PDF. Stretches are in order and do not overlap.
    """
    rows = [(match.start(), match.end()) for match in _ROW.finditer(text) if not match[0].isspace()]
    found = [(match.start(), match.end()) for match in _INLINE_PAGE.finditer(text)]
    full = _full_width(text, rows)
    if full is None:
        return found
    rows = [row for row in rows if not _PAGE.fullmatch(text, *row)]
    joins = [
        (row[0] + len(text[slice(*row)].rstrip()), following[0])
        for row, following in pairwise(rows)
        if _goes_on(text, row, following, full)
    ]
    return _merged(joins, found)


def _merged(joins: list[tuple[int, int]], pages: list[tuple[int, int]]) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    for start, end in sorted(joins + pages):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def _width(text: str) -> int:
    stripped = text.strip()
    return 2 * len(stripped) - len(stripped.encode("ascii", "ignore"))


def _full_width(text: str, rows: list[tuple[int, int]]) -> int | None:
    """Return the width in columns that full lines have; None when the text is not broken into lines."""
    if len(rows) < _MIN_ROWS or len(text) > _MAX_WIDTH * len(rows):
        return None
    widths = sorted(_width(text[start:end]) for start, end in rows)
    longer = widths[len(widths) // 2 :]
    full = (longer[(len(longer) - 1) // 2] + longer[len(longer) // 2]) // 2  # their median; `statistics` is slow to load
    if not 20 <= full <= _MAX_WIDTH or widths[int(len(widths) * 0.98)] > full * 1.25:
        return None
    stops = sum(text[end - 1] not in _ENDS and _width(text[start:end]) >= full - _SLACK for start, end in rows)
    return full if stops >= len(rows) * 0.4 else None


def _goes_on(text: str, row: tuple[int, int], following: tuple[int, int], full: int) -> bool:
    start, end = row
    line = text[start:end].rstrip()
    return line[-1] not in _ENDS and _width(line) >= full - _SLACK and not _STARTS.match(text, following[0])
