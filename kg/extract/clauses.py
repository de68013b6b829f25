"""Clauses: the stretches between commas that honours, firsts, partners and localities are looked for in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.model import Part, Report
from kg.text.words import tag_words

# A comma inside a name in “…” or 《…》 or inside a short bracket does not end the clause. No two branches
# can begin with the same character and both go on, so the scan is linear; the bound keeps text without
# punctuation from making clauses whose every pair of words is looked at.
_CLAUSE = re.compile(r"(?:“[^”“\n]{0,60}”|《[^》《\n]{0,60}》|\([^()\n]{0,30}\)|[^,;:!?。\n]){1,200}")
_NUMBERING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}是|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[.、](?![0-9])|其中|同时|目前)"
)


@dataclass(frozen=True, slots=True)
class Clause:
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


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[tuple[int, str, str], ...]:
    """Return (offset, word, part of speech) of each word of a clause."""
    found = []
    position = 0
    for word, flag in tag_words(text):
        found.append((position, word, flag))
        position += len(word)
    return tuple(found)
