"""Clauses: the stretches between commas that honours, firsts, partners and localities are looked for in."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.extract.matching import Matcher
from kg.model import Part, Report
from kg.text.literals import required
from kg.text.words import PIECE, tag_words

# A comma inside a name in “…” or 《…》 or inside a short bracket does not end the clause. No two branches
# can begin with the same character and both go on, so the scan is linear; the bound keeps text without
# punctuation from making clauses whose every pair of words is looked at.
_CLAUSE = re.compile(r"(?:“[^”“\n]{0,60}”|《[^》《\n]{0,60}》|\([^()\n]{0,30}\)|[^,;:!?。\n]){1,200}")
_NUMBERING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}是|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[.、](?![0-9])|其中|同时|目前)"
)
_MARK = re.compile(r"[^\w+#&.%-]")  # no part of a word
Words = tuple[tuple[int, str, str], ...]


class Clause(NamedTuple):
    """A clause in clean offsets, end excluded, with its text and the part of the report that it stands in."""

    start: int
    end: int
    text: str
    part: Part
    sentence: int  # index into Report.sentences
    sentence_end: int  # clean offset


def clauses(report: Report) -> Iterator[Clause]:
    """Yield the clauses of `report` in order; page furniture and the head are left out."""
    text = report.clean.text
    for index, sentence in enumerate(report.sentences):
        if sentence.part in (Part.FURNITURE, Part.HEAD):
            continue
        for match in _CLAUSE.finditer(text, sentence.start, sentence.end):
            start = match.start()
            numbering = _NUMBERING.match(text, start, match.end())
            if numbering is not None and numbering.end() < match.end():
                start = numbering.end()
            yield Clause(start, match.end(), text[start : match.end()], sentence.part, index, sentence.end)


class Gate:
    """Picks the clauses in which one of some patterns can match at all, by one pass over the text for all of them."""

    def __init__(self, *patterns: re.Pattern[str]) -> None:
        """Take the patterns; a clause without the words that each match of theirs holds (see `required`) is passed over."""
        words = [required(pattern.pattern) for pattern in patterns]
        self._matcher = Matcher(frozenset().union(*words)) if all(words) else None

    def clauses(self, report: Report, parts: Sequence[Clause]) -> list[Clause]:
        """Return those of `parts`, clauses of `report`, that may hold a match."""
        if self._matcher is None:
            return list(parts)
        starts = [clause.start for clause in parts]
        held = {bisect_right(starts, start) - 1 for _, start, _ in self._matcher.find(report.clean.text)}
        return [parts[at] for at in sorted(held) if at >= 0]


def parts_of(report: Report, parts: Iterable[Clause] | None) -> Sequence[Clause]:
    """Return the clauses of `report`: `parts`, where they are at hand."""
    return tuple(clauses(report) if parts is None else parts)


def words_of(text: str, start: int = 0, end: int | None = None) -> Words:
    """Return (offset, word, part of speech) of the words of a clause that lie between `start` and `end`, and of more.

    These are the words of the shortest stretch around both that begins and ends at a mark: to jieba, the words on either
    side of one have nothing to do with each other, so those that nobody asks for need not be found.
    """
    marks = _marks(text)
    before, behind = bisect_left(marks, start) - 1, bisect_left(marks, len(text) if end is None else end)
    return _words(text, marks[before] + 1 if before >= 0 else 0, marks[behind] if behind < len(marks) else len(text))


@lru_cache(maxsize=4096)
def _marks(text: str) -> tuple[int, ...]:
    """Return where the marks of a clause stand; none are seen in a long one, which is cut elsewhere."""
    return tuple(match.start() for match in _MARK.finditer(text)) if len(text) <= PIECE else ()


@lru_cache(maxsize=4096)
def _words(text: str, start: int, end: int) -> Words:
    found = []
    for word, flag in tag_words(text[start:end]):
        found.append((start, word, flag))
        start += len(word)
    return tuple(found)
