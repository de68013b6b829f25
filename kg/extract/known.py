"""Names known beforehand, found wherever they stand: the longest at each place, numbers with boundaries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.lexicon import Row, cached, table

_SHORT = re.compile("[一二两三四五六七八九十百千万双].")


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
        for at in range(len(text) - 1):
            if at < done or text[at : at + 2] not in starts:
                continue
            for form, name in starts[text[at : at + 2]]:
                if text.startswith(form, at) and _bounded(text, at, at + len(form)):
                    yield Hit(at, at + len(form), name)
                    done = at + len(form)
                    break


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
