"""Sentences: cut at 。！？; and line ends, never at ; inside quotation marks or brackets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.model import Part, Section, Sentence

LONGEST = 500
_MARK = re.compile(r"[。!?;…\n“”‘’《》()【】「」『』\[\]〔〕]")
_OPEN, _CLOSE = "“‘《(【「『[〔", "”’》)】」』]〕"
_CLOSERS = re.compile(r"[”’」』)》】\]。!?…]{0,8}")


def split_sentences(
    text: str, sections: Sequence[Section], cuts: Sequence[int], overrides: Sequence[tuple[int, int, Part]]
) -> tuple[Sentence, ...]:
    """Return the sentences of the clean text, each with its section and part.

    `cuts` are further clean offsets (sorted) at which a sentence ends: behind run-in headings.
    `overrides` are stretches (start, end, part), sorted by start, whose part is not that of their
    section: head, furniture, a plan without a heading. The first one that holds a sentence wins.
    """
    pieces = list(_pieces(text, cuts))
    marks = _marks([start for start, _ in pieces], overrides)
    result = []
    section = -1
    for index, (start, end) in enumerate(pieces):
        while section + 1 < len(sections) and sections[section + 1].start <= start:
            section += 1
        holder = section
        while holder >= 0 and sections[holder].end <= start:
            holder = sections[holder].parent
        part = marks.get(index) or (sections[holder].part if holder >= 0 else Part.REVIEW)
        aside = part in (Part.HEAD, Part.FURNITURE)
        result.append(Sentence(start, end, -1 if aside else holder, part))
    return tuple(result)


def _marks(starts: Sequence[int], overrides: Sequence[tuple[int, int, Part]]) -> dict[int, Part]:
    """Return the part of the sentences (by index) that the overrides hold."""
    marks: dict[int, Part] = {}
    for start, end, part in overrides:
        for index in range(bisect_left(starts, start), bisect_left(starts, end)):
            marks.setdefault(index, part)
    return marks


def _pieces(text: str, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield start and end of sentences without blanks around and of at most LONGEST characters."""
    start = 0
    ends = iter([*cuts, len(text) + 1])
    cut = next(ends)
    for stop in [*_stops(text), len(text)]:
        while cut < stop:
            if cut > start:
                yield from _trimmed(text, start, cut)
                start = cut
            cut = next(ends)
        if stop > start:
            yield from _trimmed(text, start, stop)
            start = stop


def _stops(text: str) -> Iterator[int]:
    """Yield the offsets behind sentence ends."""
    depth = 0
    done = 0
    for match in _MARK.finditer(text):
        position = match.start()
        if position < done:
            continue
        mark = match[0]
        if mark in _OPEN:
            depth += 1
        elif mark in _CLOSE:
            depth = max(0, depth - 1)
        elif mark == "\n":
            depth = 0
            yield position + 1
        elif mark == ";" and depth:
            continue
        elif not _inside_word(text, position):
            closers = _CLOSERS.match(text, position + 1)
            done = closers.end() if closers else position + 1
            depth = 0
            yield done


def _inside_word(text: str, position: int) -> bool:
    """A ? or ! inside an address (details?id=1) ends nothing."""
    around = text[position - 1 : position] + text[position + 1 : position + 2]
    return text[position] in "?!;" and len(around) == 2 and around.isascii() and around.isalnum()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start] in " \n":
        start += 1
    while end > start and text[end - 1] in " \n":
        end -= 1
    while end - start > LONGEST:
        cut = text.rfind(",", start + LONGEST // 2, start + LONGEST) + 1 or start + LONGEST
        yield start, cut
        start = cut
    if end > start:
        yield start, end
