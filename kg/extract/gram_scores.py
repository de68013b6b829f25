"""The weights of the character windows around each character of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kg.extract.sheet import Ints, Sheet

_ROOM = 8  # more than the distance of any window


@dataclass(frozen=True, slots=True)
class _Level:
    """Strings of one length, numbered from one; zero is any other string.

    `behind` has the number of a string at (number of the string without its last character) x (number of characters)
    + (number of that character); `weights` what each weighs at the offsets of its windows.
    """

    behind: Ints
    weights: Ints
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
        self._levels: list[_Level] = []
        shorter = {"": 0}
        for length in range(1, max((length for _, length in windows), default=0) + 1):
            shorter = self._add_level(length, shorter, windows)

    def _add_level(
        self, length: int, shorter: Mapping[str, int], windows: Mapping[tuple[int, int], Mapping[str, int]]
    ) -> dict[str, int]:
        """Number the strings of a length, those that only begin longer ones as well, and return their numbers."""
        found = {gram[:length] for (_, size), weights in windows.items() if size >= length for gram in weights if len(gram) == size}
        numbers = {gram: number for number, gram in enumerate(sorted(found), 1)}
        own = sorted((offset, weights) for (offset, size), weights in windows.items() if size == length)
        behind = np.zeros((len(shorter) + 1) * self._base, dtype=np.int32)
        weights = np.zeros((len(numbers) + 1, len(own)), dtype=np.int64)
        for gram, number in numbers.items():
            behind[shorter[gram[:-1]] * self._base + self._numbers[ord(gram[-1])]] = number
            weights[number] = [known.get(gram, 0) for _, known in own]
        self._levels.append(_Level(behind, weights, tuple(offset for offset, _ in own)))
        return numbers

    def sums(self, sheet: Sheet) -> Ints:
        """Return for each character of the sheet, its outer margins left out, the sum over its windows."""
        numbers = self._numbers[np.minimum(sheet.codes, len(self._numbers) - 1)]
        total = np.zeros(len(numbers) + 2 * _ROOM, dtype=np.int64)
        begun = np.arange(len(numbers))  # where strings that are known so far begin
        known = np.zeros(len(numbers), dtype=np.int64)
        for length, level in enumerate(self._levels):
            inside = begun < len(numbers) - length
            begun, known = begun[inside], known[inside]
            known = level.behind[known * self._base + numbers[begun + length]]
            begun, known = begun[known > 0], known[known > 0]
            weights = level.weights[known]
            for column, offset in enumerate(level.offsets):
                total[begun + (_ROOM - offset)] += weights[:, column]
        return sheet.around(total[_ROOM:-_ROOM], 0)
