"""The weights of all flags of `features.flags` at each character of a sheet, from tables instead of strings.

A flag is a letter for its kind and one value or several; each sort of value is numbered, so that a kind is a
table of weights with as many dimensions as it has values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from kg.extract.columns import Columns, columns_of
from kg.extract.sheet import Ints, Sheet

_KINDS = {  # the values of each kind, with the place that each is looked up at
    "q": (("quote", 0),),
    "Q": (("quote", -1), ("quote", 1)),
    "h": (("noun_end", 0), ("shape", 1)),
    "H": (("noun_start", 0),),
    "g": (("noun_start", 1),),
    "e": (("noun_end", -1), ("shape", 0)),
    "b": (("begins", 0), ("shape", -1)),
    "E": (("ends", 1), ("shape", 1)),
    "n": (("use", 0),),
    "G": (("cover", -2), ("cover", -1), ("cover", 0), ("cover", 1), ("cover", 2)),
    "s": (("shape", -1), ("shape", 0), ("shape", 1)),
    "l": (("left", 0), ("begins", 0)),
    "r": (("right", 0), ("noun_end", 0)),
    "d": (("left", 0), ("right", 0)),
}
_SORTS = {
    "noun_end": "noun",
    "noun_start": "noun",
    "begins": "cue",
    "ends": "cue",
    "left": "steps",
    "right": "steps",
}  # columns whose values are numbered together
_WRITTEN = {"noun": "[-^$]|...", "quote": "[-^$]|...", "use": "-|.."}  # any other value is one character


class _Table(NamedTuple):
    """The weights of one kind of flag; `columns` are those that give its values."""

    columns: tuple[tuple[str, int], ...]
    sizes: tuple[int, ...]
    weights: Ints


class FlagWeights:
    """What the flags of a character add to its score."""

    def __init__(self, known: Mapping[str, int]) -> None:
        """Take the weight of each flag."""
        self._numbers: dict[str, dict[str, int]] = {}  # sort -> value -> number; zero is any other value
        found = {kind: self._numbered(kind, known) for kind in _KINDS}
        self._tables = tuple(self._table(kind, found[kind]) for kind in _KINDS if found[kind])

    def _numbered(self, kind: str, known: Mapping[str, int]) -> dict[tuple[int, ...], int]:
        sorts = [_SORTS.get(column, column) for column, _ in _KINDS[kind]]
        pattern = re.compile("".join(f"({_WRITTEN.get(sort, '.')})" for sort in sorts), re.DOTALL)
        result = {}
        for flag, weight in known.items():
            match = pattern.fullmatch(flag, 1) if flag[0] == kind else None
            if match is not None:
                pairs = zip(sorts, match.groups(), strict=True)
                result[tuple(self._number(sort, value) for sort, value in pairs)] = weight
        return result

    def _number(self, sort: str, value: str) -> int:
        numbers = self._numbers.setdefault(sort, {})
        return numbers.setdefault(value, len(numbers) + 1)

    def _table(self, kind: str, found: Mapping[tuple[int, ...], int]) -> _Table:
        sizes = tuple(len(self._numbers[_SORTS.get(column, column)]) + 1 for column, _ in _KINDS[kind])
        weights = np.zeros(sizes, dtype=np.int64)
        for place, weight in found.items():
            weights[place] = weight
        return _Table(_KINDS[kind], sizes, weights.reshape(-1))

    def sums(self, sheet: Sheet) -> Ints:
        """Return for each character of the sheet, its outer margins left out, the sum over its flags."""
        columns: Columns = columns_of(sheet, self._numbers)
        total = np.zeros(len(sheet.around(sheet.codes, 0)), dtype=np.int64)
        for table in self._tables:
            place: Ints | int = 0
            for (column, offset), size in zip(table.columns, table.sizes, strict=True):
                place = place * size + sheet.around(columns[column], offset)
            total += table.weights[place]
        return total
