"""Pages of printed lines -> one text: paragraphs put together, running heads and page numbers left out.

A line goes on in the next one if the next one's first word had no room in it, the next one is not indented, and
no larger gap lies between. So a paragraph of the stored text is a paragraph of the document, as in other formats.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.text.patterns import compiled

_NUMBER = re.compile("[0-9０-９]{1,4}")
_PAGE_NUMBER = r"[-—–·~ ]{0,5}#[-—–·~ ]{0,5}|第 ?# ?页(?:[,，/ ]?共 ?# ?页)?|# ?/ ?#"
# What a line cannot be broken in: opening marks, a word or number or one other character, closing marks. Some
# programs do not break at quotation marks and slashes either.
_CORE = r"(?:[!-~]{1,60}|[^\s])[”’)）》】\]}〕」』,，.。、;；:：?？!！%％·…—]{0,4}"
_UNIT = rf"[“‘(（《【\[{{〔「『]{{0,3}}{_CORE}(?:(?:[“”‘’]|(?<=[”’]))[^\s]?{_CORE}|/[!-~]{{1,60}}){{0,2}}"
_SENTENCE_END = frozenset("。！？!?；;：:…")
_FEWEST_PAGES = 3
_EDGE = 2  # lines at the top and at the bottom of a page that may be running heads
_SHARE = 0.6
_FEWEST_LINES = 5  # of a column
_HANGING = frozenset(",，.。、;；:：”’)）")
_SLACK = 1.5  # characters that a full line may lack where indents or gaps show the paragraphs: not all is set flush
_GAP = 1.35  # times the usual distance of lines: a gap between paragraphs


class Row(NamedTuple):
    """A printed line: its left and right edge, its height on the page (growing downward) and its character size."""

    text: str
    left: float
    right: float
    y: float
    size: float


class _Column(NamedTuple):
    """Edges of the lines that begin at about the same place, and the usual distance of two lines."""

    left: float
    right: float
    size: float
    pitch: float
    marked: bool  # whether indents or gaps show where paragraphs begin


def joined(pages: Sequence[Sequence[Row]]) -> tuple[str, tuple[int, ...]]:
    """Return the text of pages, a paragraph a line, and the code point at which each page begins."""
    running = _running(pages)
    kept = [_body(page, running) for page in pages]
    columns = _columns(kept)
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    before: Row | None = None
    for page in kept:
        first = True
        for row in page:
            if before is not None:
                glue = _glue(before, row) if _goes_on(before, row, columns, new_page=first) else "\n"
                pieces.append(glue)
                length += len(glue)
            if first:
                starts.append(length)
                first = False
            pieces.append(row.text)
            length += len(row.text)
            before = row
        if first:  # a page without text begins where the next one does
            starts.append(length)
    return "".join(pieces), tuple(starts)


def _goes_on(row: Row, following: Row, columns: Sequence[_Column], *, new_page: bool) -> bool:
    column = _column_of(row, columns)
    unit = compiled(_UNIT).match(following.text.lstrip())
    if column is None or unit is None or abs(row.size - following.size) > 0.4 * row.size:
        return False
    slack = _SLACK if column.marked else 0.3
    no_room = row.right + (width(unit[0]) + slack) * column.size > column.right
    at_edge = -1.0 <= (following.left - column.left) / column.size <= 0.8
    near = new_page or 0 < following.y - row.y <= _GAP * column.pitch
    ended = not column.marked and row.text[-1] in _SENTENCE_END
    return no_room and at_edge and near and not ended


def _glue(row: Row, following: Row) -> str:
    """Return a blank where one was printed as a line end: between two words or numbers."""
    last, first = row.text[-1], following.text[0]
    return " " if last.isascii() and first.isascii() and last.isalnum() and first.isalnum() else ""


def width(text: str) -> float:
    """Return the width of a text in characters; programs put a little space between Chinese and Latin characters."""
    return sum(0.55 if character.isascii() else 1.0 for character in text) + (0.5 if any(map(str.isascii, text)) else 0.0)


def _columns(pages: Sequence[Sequence[Row]]) -> list[_Column]:
    """Return the columns of text, from left to right, found by where lines begin."""
    rows = sorted((row for page in pages for row in page), key=lambda row: row.left)
    groups: list[list[Row]] = []
    for row in rows:
        if groups and row.left - groups[-1][0].left <= 3.5 * row.size:
            groups[-1].append(row)
        else:
            groups.append([row])
    pitches = _pitches(pages)
    return [_column(group, pitches) for group in groups if len(group) >= min(_FEWEST_LINES, len(rows))]


def _column(group: list[Row], pitches: list[float]) -> _Column:
    from statistics import median  # brings fractions and random numbers along, and most builds read no PDF

    size = median(row.size for row in group)
    lefts = Counter(round(row.left / (0.5 * size)) for row in group)
    often = [place for place, count in lefts.items() if count >= max(2, 0.03 * len(group))]
    left = min(often or lefts) * 0.5 * size
    rights = sorted(row.right - (size if row.text[-1] in _HANGING else 0.0) for row in group)  # a mark may stand in the margin
    pitch = median(pitches) if pitches else 2 * size
    indented = sum(row.left > left + 0.8 * size for row in group)
    gaps = sum(one > _GAP * pitch for one in pitches)
    return _Column(left, rights[int(0.97 * (len(rights) - 1))], size, pitch, indented + gaps >= max(1, 0.03 * len(group)))


def _pitches(pages: Sequence[Sequence[Row]]) -> list[float]:
    steps = (below.y - above.y for page in pages for above, below in pairwise(page))
    return sorted(step for step in steps if step > 0)


def _column_of(row: Row, columns: Sequence[_Column]) -> _Column | None:
    index = bisect_right([column.left - row.size for column in columns], row.left) - 1
    return columns[index] if index >= 0 else None


def _running(pages: Sequence[Sequence[Row]]) -> frozenset[str]:
    """Return the shapes (digits as #) of lines that stand at the edge of most pages."""
    if len(pages) < 2:
        return frozenset()
    counts = Counter(shape for page in pages for shape in {_shape(row) for row in _edges(page)})
    return frozenset(shape for shape, count in counts.items() if shape and count >= _fewest(shape, len(pages)))


def _fewest(shape: str, pages: int) -> float:
    return max(2, _SHARE * pages) if compiled(_PAGE_NUMBER).fullmatch(shape) else max(_FEWEST_PAGES, _SHARE * pages)


def _edges(page: Sequence[Row]) -> Iterator[Row]:
    filled = [row for row in page if row.text.strip()]
    yield from filled[:_EDGE]
    yield from filled[-_EDGE:]


def _body(page: Sequence[Row], running: frozenset[str]) -> list[Row]:
    filled = [row for row in page if row.text.strip()]
    while filled and _shape(filled[0]) in running:
        filled = filled[1:]
    while filled and _shape(filled[-1]) in running:
        filled = filled[:-1]
    return filled


def _shape(row: Row) -> str:
    return _NUMBER.sub("#", row.text.strip())
