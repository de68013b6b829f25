"""Quoted stretches of clean text: paired, nested and broken quotation marks, titles, and blanks left by lost marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from kg.model import CleanText

_MARK = re.compile(r"[“”‘’「」『』《》\"\n]")
_OPEN = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》"}
_CLOSE = {close: mark for mark, close in _OPEN.items()}
_LONGEST = 80
_LONE = re.compile(r"[一-龥0-9A-Za-z+]{2,8}$")
_BARE = re.compile(r"[一-龥]{2,10}")


class Quotation(NamedTuple):
    """A quoted stretch in clean offsets: `start`, `end` with its marks, `inner`, `outer` without them."""

    start: int
    end: int
    inner: int
    outer: int
    mark: str  # the opening mark; "lone": only the closing one is there; "gap": blanks stand for the marks

    def within(self, other: Quotation) -> bool:
        """Tell whether this quotation lies inside `other`."""
        return other.inner <= self.start and self.end <= other.outer


def find_quotations(clean: CleanText) -> tuple[Quotation, ...]:
    """Return every quotation of `clean` in order of start, the outer one before those inside it."""
    found = [*_marked(clean.text), *_gaps(clean)]
    return tuple(sorted(found, key=lambda item: (item.start, -item.end)))


def _marked(text: str) -> Iterator[Quotation]:
    marks = [(match.start(), match[0]) for match in _MARK.finditer(text)]
    stack: list[tuple[int, str]] = []
    for index, (position, mark) in enumerate(marks):
        if mark == "\n":
            stack.clear()
            continue
        role = _role(mark, stack, marks, index)
        if role == "open":
            stack.append((position, mark))
        elif role == "restart":
            stack[-1] = (position, mark)
        else:
            yield from _close(text, position, mark, stack, marks[index - 1][0] if index else -1)


def _role(mark: str, stack: list[tuple[int, str]], marks: list[tuple[int, str]], index: int) -> str:
    """Decide what a mark does; a straight mark alternates, a doubled opening mark may be a mistyped closing one."""
    if mark == '"':
        return "close" if stack and stack[-1][1] == '"' else "open"
    if mark in _CLOSE:
        return "close"
    if not stack or stack[-1][1] != mark:
        return "open"
    following = [later for _, later in marks[index + 1 : index + 3]]
    if following[:1] != [_OPEN[mark]]:
        return "close"
    return "open" if following[1:] == [_OPEN[mark]] else "restart"


def _close(text: str, position: int, mark: str, stack: list[tuple[int, str]], before: int) -> Iterator[Quotation]:
    opening = mark if mark in _OPEN or mark == '"' else _CLOSE[mark]
    while stack and stack[-1][1] != opening:
        stack.pop()
    if stack:
        start, _ = stack.pop()
        if 1 < position - start <= _LONGEST:
            yield Quotation(start, position + 1, start + 1, position, opening)
    elif before >= 0 and text[before] in _CLOSE and opening != "《":
        # “甲”乙”: the opening mark of the second one was lost
        lone = _LONE.fullmatch(text, before + 1, position)
        if lone is not None:
            yield Quotation(before + 1, position + 1, before + 1, position, "lone")


def _gaps(clean: CleanText) -> Iterator[Quotation]:
    """Yield the words between two removed blanks (推进 家门口 提质增能); none where blanks stand everywhere."""
    text, offsets = clean.text, clean.offsets
    if len(text) == 0 or offsets[len(text)] == len(text):
        return
    gaps = [at for at in range(1, len(text)) if offsets[at] - offsets[at - 1] > 1 and _behind_han(text, at)]
    if len(gaps) > 4 + len(text) // 150:
        return
    for start, end in pairwise(gaps):
        if _BARE.fullmatch(text, start, end):
            yield Quotation(start, end, start, end, "gap")


def _behind_han(text: str, at: int) -> bool:
    return "一" <= text[at - 1] <= "龥"
