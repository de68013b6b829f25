"""The weights of the character windows around each character of a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kg.extract.sheet import Ints, Sheet


@dataclass(frozen=True, slots=True)
class _Table:
    """Strings of one length as sorted numbers, and for each what it weighs at the offsets of its windows.

    The last row is that of strings without any weight.
    """

    keys: Ints
    rows: Ints
    offsets: tuple[int, ...]


class GramWeights:
    """What each window around a character adds to its score."""

    def __init__(self, windows: Mapping[tuple[int, int], Mapping[str, int]]) -> None:
        """Take, for each window (offset, length), the weights of the strings in it; strings of other lengths never stand there."""
        chars = sorted({char for weights in windows.values() for gram in weights for char in gram})
        self._base = len(chars) + 1
        last = max([ord("9"), *map(ord, chars)])
        self._numbers = np.zeros(last + 2, dtype=np.int64)  # the last one is that of every other character
        for number, char in enumerate(chars, 1):
            self._numbers[ord(char)] = number
        self._numbers[ord("1") : ord("9") + 1] = self._numbers[ord("0")]  # digits are alike
        lengths = sorted({length for _, length in windows})
        self._tables = {length: self._table(length, windows) for length in lengths}

    def _table(self, length: int, windows: Mapping[tuple[int, int], Mapping[str, int]]) -> _Table:
        own = sorted((offset, weights) for (offset, size), weights in windows.items() if size == length)
        grams = sorted({gram for _, weights in own for gram in weights if len(gram) == length})
        keys = self._keys([np.array([self._numbers[ord(gram[at])] for gram in grams], dtype=np.int64) for at in range(length)])
        rows = np.array([*([weights.get(gram, 0) for _, weights in own] for gram in grams), [0] * len(own)], dtype=np.int64)
        return _Table(keys, rows, tuple(offset for offset, _ in own))

    def _keys(self, columns: Sequence[Ints]) -> Ints:
        keys = columns[0]
        for column in columns[1:]:
            keys = keys * self._base + column
        return keys

    def sums(self, sheet: Sheet) -> Ints:
        """Return for each character of the sheet, its outer margins left out, the sum over its windows."""
        numbers = self._numbers[np.minimum(sheet.codes, len(self._numbers) - 1)]
        total = np.zeros(len(sheet.around(numbers, 0)), dtype=np.int64)
        for length, table in self._tables.items():
            size = len(numbers) - length + 1
            keys = self._keys([numbers[at : at + size] for at in range(length)])
            places = np.searchsorted(table.keys, keys)
            places[table.keys[np.minimum(places, len(table.keys) - 1)] != keys] = len(table.keys)
            weights = np.zeros((len(numbers), len(table.offsets)), dtype=np.int64)
            weights[:size] = table.rows[places]
            for column, offset in enumerate(table.offsets):
                total += sheet.around(weights[:, column], offset)
        return total
