"""Names known beforehand, found wherever they stand: the longest at each place, numbers with boundaries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.lexicon import Row, cached, table

_SHORT = re.compile("[一二两三四五六七八九十百千万双].")
_LONG = 1000  # characters from which it pays to look the pairs up


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name at clean offsets `start` to `end` (excluded); `name` is what it is filed under."""

    start: int
    end: int
    name: str


class Names:
    """A set of surface forms, each filed under a name, that can be looked for in a text in one pass."""

    def __init__(self, forms: Iterable[tuple[str, str]]) -> None:
        """Take (surface form, name) pairs; forms of one character are left out."""
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        for form, name in sorted(set(forms), key=lambda pair: (-len(pair[0]), pair)):
            if len(form) > 1:
                self._by_start.setdefault(form[:2], []).append((form, name))

    def find(self, text: str) -> Iterator[Hit]:
        """Yield the hits in `text` from left to right, the longest at each place, none inside another."""
        starts = self._by_start
        done = 0
        for at in self._beginnings(text):
            if at < done:
                continue
            for form, name in starts[text[at : at + 2]]:
                if text.startswith(form, at) and _bounded(text, at, at + len(form)):
                    yield Hit(at, at + len(form), name)
                    done = at + len(form)
                    break

    def _beginnings(self, text: str) -> list[int]:
        """Return in ascending order where the first two characters of a form stand."""
        starts = self._by_start
        if len(text) < _LONG:
            return [at for at in range(len(text) - 1) if text[at : at + 2] in starts]
        places = _pairs(text)
        return sorted(at for two in starts for at in places.get(two, ()))


@lru_cache(maxsize=2)  # a report is gone through for several sets of names in turn
def _pairs(text: str) -> dict[str, list[int]]:
    """Return where each pair of neighbouring characters stands."""
    places: dict[str, list[int]] = {}
    for at in range(len(text) - 1):
        places.setdefault(text[at : at + 2], []).append(at)
    return places


def times(text: str, names: Iterable[str]) -> dict[str, int]:
    """Return how often each of `names` stands in `text`, as str.count has it, in time that grows with the text only."""
    places = _pairs(text)
    result = {}
    for name in names:
        count, done = 0, 0
        for at in places.get(name[:2], ()):
            if at >= done and text.startswith(name, at):
                count, done = count + 1, at + len(name)
        result[name] = count if len(name) > 1 else text.count(name)
    return result


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
