"""The weights of the character windows around each character of a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.extract.sheet import Ints, Sheet

_ROOM = 8  # more than the distance of any window


@dataclass(frozen=True, slots=True)
class _Level:
    """Strings of one length, numbered from one, those that go on first; zero is any other string.

    `behind` has the number of a string at (number of the string without its last character) x (number of characters)
    + (number of that character); `weights` what each weighs at the offsets of its windows. `shorter` is how many
    numbers the strings without their last character have.
    """

    shorter: int
    behind: npt.NDArray[np.unsignedinteger[Any]]
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
        longest = max((length for _, length in windows), default=0)
        found = [_beginnings(length, windows) for length in range(longest + 2)]
        numbers = [{"": 0}, *(_numbered(*pair) for pair in pairwise(found[1:]))]
        self._levels = [self._level(length, numbers, windows) for length in range(1, longest + 1)]

    def _level(
        self, length: int, numbers: Sequence[Mapping[str, int]], windows: Mapping[tuple[int, int], Mapping[str, int]]
    ) -> _Level:
        shorter, own = numbers[length - 1], numbers[length]
        rows = 1 + max((shorter[gram[:-1]] for gram in own), default=0)
        behind = np.zeros(rows * self._base, dtype=np.min_scalar_type(len(own)))
        known = sorted((offset, weights) for (offset, size), weights in windows.items() if size == length)
        weights = np.zeros((len(own) + 1, len(known)), dtype=np.int64)
        for gram, number in own.items():
            behind[shorter[gram[:-1]] * self._base + self._numbers[ord(gram[-1])]] = number
            weights[number] = [one.get(gram, 0) for _, one in known]
        return _Level(rows, behind, weights, tuple(offset for offset, _ in known))

    def sums(self, sheet: Sheet) -> Ints:
        """Return for each character of the sheet, its outer margins left out, the sum over its windows."""
        numbers = self._numbers[np.minimum(sheet.codes, len(self._numbers) - 1)]
        total = np.zeros(len(numbers) + 2 * _ROOM, dtype=np.int64)
        begun = np.arange(len(numbers))  # where strings that are known so far begin
        known = np.zeros(len(numbers), dtype=np.int64)
        for length, level in enumerate(self._levels):
            inside = (begun < len(numbers) - length) & (known < level.shorter)
            begun, known = begun[inside], known[inside]
            known = level.behind[known * self._base + numbers[begun + length]].astype(np.int64)
            begun, known = begun[known > 0], known[known > 0]
            weights = level.weights[known]
            for column, offset in enumerate(level.offsets):
                total[begun + (_ROOM - offset)] += weights[:, column]
        return sheet.around(total[_ROOM:-_ROOM], 0)


def _beginnings(length: int, windows: Mapping[tuple[int, int], Mapping[str, int]]) -> set[str]:
    """Return the strings of a length that are known or begin longer ones that are."""
    return {gram[:length] for (_, size), known in windows.items() if size >= length for gram in known if len(gram) == size}


def _numbered(strings: set[str], longer: set[str]) -> dict[str, int]:
    """Number some strings, from one, those first that `longer` ones begin with."""
    going_on = {gram[:-1] for gram in longer}
    in_order = sorted(strings, key=lambda gram: (gram not in going_on, gram))
    return {gram: number for number, gram in enumerate(in_order, 1)}
