"""The weights of the character windows around each character of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kg.extract.features import PAD
from kg.extract.sheet import Ints, Sheet, codes_of, distinct

_ROOM = 8  # more than the distance of any window


class _Level(NamedTuple):
    """Strings of one length, numbered from one, those that go on first; zero is any other string.

    `behind` has the number of a string at (number of the string without its last character) x (number of characters)
    + (number of that character); `weights` what each weighs at the offsets of its windows. `shorter` is how many
    numbers the strings without their last character have.
    """

    shorter: int
    behind: npt.NDArray[np.unsignedinteger[Any]]
    weights: Ints
    offsets: tuple[int, ...]


class _Grams(NamedTuple):
    """Strings of several windows, one a row: their characters (filled up at the end), sizes, offsets and weights."""

    codes: Ints
    sizes: Ints
    offsets: Ints
    weights: Ints

    def only(self, rows: npt.NDArray[np.bool_]) -> _Grams:
        """Return some of the strings."""
        return _Grams(self.codes[rows], self.sizes[rows], self.offsets[rows], self.weights[rows])


class GramWeights:
    """What each window around a character adds to its score."""

    def __init__(self, windows: Mapping[tuple[int, int], tuple[str, Ints]]) -> None:
        """Take, for each window (offset, length), the strings that may stand in it, one after the other, and what each weighs."""
        grams = _listed(windows)
        chars = distinct(grams.codes.reshape(-1))
        self._base = len(chars) + 1
        last = int(chars.max(initial=ord("9")))
        self._numbers = np.zeros(last + 2, dtype=np.int64)  # the last one is that of every other character
        self._numbers[chars] = np.arange(1, self._base)
        self._numbers[ord("1") : ord("9") + 1] = self._numbers[ord("0")]  # digits are alike
        self._levels: list[_Level] = []
        begun, shorter = np.zeros(len(grams.sizes), dtype=np.int64), 1
        for length in range(1, grams.codes.shape[1] + 1):
            level, begun = self._level(length, shorter, grams, begun)
            longer = grams.sizes > length
            grams, begun = grams.only(longer), begun[longer]
            shorter = 1 + int(begun.max(initial=0))
            self._levels.append(level)

    def _level(self, length: int, shorter: int, grams: _Grams, begun: Ints) -> tuple[_Level, Ints]:
        """Return the level of a length, and the numbers in it of the first characters of `grams`, which are no shorter.

        `begun` are the numbers of what stands before the last one of these characters, all less than `shorter`.
        """
        keys = begun * self._base + self._numbers[grams.codes[:, length - 1]]
        known = distinct(keys)
        places = np.searchsorted(known, keys)
        goes_on = np.zeros(len(known), dtype=bool)
        goes_on[places[grams.sizes > length]] = True
        numbers = np.empty(len(known), dtype=np.int64)
        numbers[np.argsort(~goes_on, kind="stable")] = np.arange(1, len(known) + 1)
        behind = np.zeros(shorter * self._base, dtype=np.min_scalar_type(len(known)))
        behind[known] = numbers
        now: Ints = numbers[places]
        ending = grams.sizes == length
        offsets = distinct(grams.offsets[ending])
        weights = np.zeros((len(known) + 1, len(offsets)), dtype=np.int64)
        weights[now[ending], np.searchsorted(offsets, grams.offsets[ending])] = grams.weights[ending]
        return _Level(shorter, behind, weights, tuple(offsets.tolist())), now

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


def _listed(windows: Mapping[tuple[int, int], tuple[str, Ints]]) -> _Grams:
    """Return all strings of all windows."""
    windows = windows or {(0, 1): ("", np.zeros(0, dtype=np.int64))}  # a model of flags alone has none
    counts = [len(weights) for _, weights in windows.values()]
    sizes = np.repeat([length for _, length in windows], counts)
    codes = np.full((len(sizes), sizes.max(initial=0)), ord(PAD[0]), dtype=np.int64)
    codes[np.arange(codes.shape[1]) < sizes[:, None]] = codes_of("".join([strings for strings, _ in windows.values()]))
    offsets = np.repeat([offset for offset, _ in windows], counts)
    return _Grams(codes, sizes, offsets, np.concatenate([weights for _, weights in windows.values()]))
