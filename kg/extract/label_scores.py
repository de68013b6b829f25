"""Weights of the labels B, I and E in one number, so that one addition does the work of three."""

from __future__ import annotations

from math import exp

import numpy as np
import numpy.typing as npt

from kg.extract.sheet import Ints

_BITS = 20
_HALF = 1 << (_BITS - 1)
_FIELD = (1 << _BITS) - 1
_ZERO = _HALF | _HALF << _BITS | _HALF << 2 * _BITS  # each sum starts at half its range, so that it never turns negative


def packed(weights: npt.ArrayLike) -> Ints:
    """Return rows of weights (in hundredths) of B, I and E, one after the other, as one number each; sums of such numbers hold the three sums."""
    b, i, e = np.asarray(weights, dtype=np.int64).reshape(-1, 3).T
    numbers: Ints = b + (i << _BITS) + (e << 2 * _BITS)
    return numbers


def scores(sums: Ints) -> npt.NDArray[np.float64]:
    """Return four rows for O, B, I and E: exp of their weights, of which `sums` has the last three packed; O is one."""
    fields = sums + _ZERO
    weights = np.stack([fields >> shift & _FIELD for shift in (0, _BITS, 2 * _BITS)]) - _HALF
    least = int(weights.min(initial=0))
    values = np.array([exp(weight / 100) for weight in range(least, int(weights.max(initial=0)) + 1)])
    return np.concatenate([np.ones((1, weights.shape[1])), values[weights - least]])
