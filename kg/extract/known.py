"""Names known beforehand, found wherever they stand: the longest at each place, numbers with boundaries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from kg.extract.matching import Matcher
from kg.lexicon import Row, cached, table

_SHORT = re.compile("[一二两三四五六七八九十百千万双].")


class Hit(NamedTuple):
    """A known name at clean offsets `start` to `end` (excluded); `name` is what it is filed under."""

    start: int
    end: int
    name: str


class Names:
    """A set of surface forms, each filed under a name, that can be looked for in a text in one pass."""

    def __init__(self, forms: Iterable[tuple[str, str]]) -> None:
        """Take (surface form, name) pairs; forms of one character are left out."""
        self._names: dict[str, str] = {}
        for form, name in sorted(set(forms)):
            if len(form) > 1:
                self._names.setdefault(form, name)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self._names)

    def find(self, text: str) -> Iterator[Hit]:
        """Yield the hits in `text` from left to right, the longest at each place, none inside another."""
        if not self._names:
            return
        words = self._matcher.words
        done = 0
        for start, behind, word in sorted((start, -end, word) for word, start, end in self._matcher.find(text)):
            if start >= done and _bounded(text, start, -behind):
                done = -behind
                yield Hit(start, done, self._names[words[word]])


def times(text: str, names: Iterable[str]) -> dict[str, int]:
    """Return how often each of `names` stands in `text`, as str.count has it, in time that grows with the text only."""
    matcher = Matcher(names)
    count, done = [0] * len(matcher.words), [0] * len(matcher.words)
    for word, start, end in matcher.find(text):
        if start >= done[word]:
            count[word] += 1
            done[word] = end
    return dict(zip(matcher.words, count, strict=True))


def _bounded(text: str, start: int, end: int) -> bool:
    """Tell that neither edge cuts a number or a Latin word: 133 is not in 1330, 4+ not in 14+7."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_sticks(before, text[start]) or _sticks(text[end - 1], after))


def _sticks(left: str, right: str) -> bool:
    """Tell whether two neighbours belong to one number, code or Latin word."""
    code = "+-."
    if not left or not right or not (left.isascii() and right.isascii()):
        return False
    return (left.isalnum() or left in code) and (right.isalnum() or right in code)


@cached
def national() -> dict[str, Row]:
    """Return the row of the national lexicon under each of its names and aliases."""
    rows: dict[str, Row] = {}
    for row in table("national"):
        for form in (row["name"], *row["aliases"].split("|")):
            if form:
                rows.setdefault(form, row)
    return rows


@cached
def national_names() -> Names:
    """Return the national formulations that count wherever they stand, quoted or not.

    An alias of a numeral and one character (八五 of 八五普法) is too short for that: it counts in quotation marks only.
    """
    plain = ((form, row) for form, row in national().items() if row["use"] == "plain")
    return Names((form, form) for form, row in plain if form == row["name"] or not _SHORT.fullmatch(form))
