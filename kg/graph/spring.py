"""Positions for many places: a spectral beginning, then springs along the links and repulsion from a sample of the others.

Drawings of networkx compare every two nodes at every step and need minutes for ten thousand; this needs seconds. The
same links give the same positions: the seed is fixed, and rounding hides the last digits, in which machines differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kg.graph.neighbours import Link

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Values = NDArray[np.float64]

_SEED = 20  # any fixed number
_POWERS = 60  # steps of the power iteration
_STEPS = 60  # of the springs
_SAMPLE = 16  # others that push a node at a step
_REACH = 0.85  # of the picture's half width, so that initiatives have room around their places


def positions(count: int, links: Sequence[Link]) -> list[tuple[float, float]]:
    """Return a position within -1..1 for each of `count` places; those with strong links stand near one another."""
    import numpy as np

    if not count:
        return []
    chance = np.random.RandomState(_SEED)  # its stream is frozen; that of newer generators is not
    one = np.array([link.one for link in links], dtype=np.int64)
    other = np.array([link.other for link in links], dtype=np.int64)
    weight = np.array([link.weight for link in links], dtype=np.float64)
    pull = (one, other, weight / weight.max() if len(weight) else weight)
    found = _relaxed(_ranked(_spectral(count, pull, chance)), pull, chance)
    found -= found.mean(axis=0)
    size = np.sqrt((found * found).sum(axis=1)).max()
    return [(float(x), float(y)) for x, y in (found * (_REACH / max(size, 1e-9))).round(4) + 0.0]


def _spectral(count: int, pull: tuple[Any, Any, Values], chance: np.random.RandomState) -> Values:
    """Return two coordinates of each node in which linked nodes are alike: the first directions of the random walk."""
    import numpy as np

    one, other, weight = pull
    degree = np.bincount(one, weight, count) + np.bincount(other, weight, count)
    root = np.sqrt(np.maximum(degree, 1e-9))
    trivial = root / np.sqrt((root * root).sum())
    along = weight / (root[one] * root[other])
    found = chance.standard_normal((2, count))
    for _ in range(_POWERS):
        for row in range(2):
            value = found[row]
            moved = np.bincount(one, along * value[other], count) + np.bincount(other, along * value[one], count)
            value = value + moved  # so that the largest eigenvalue leads, not the one of the largest size
            for before in (trivial, *found[:row]):
                value = value - (value * before).sum() * before
            found[row] = value / max(np.sqrt((value * value).sum()), 1e-12)
    coordinates: Values = (found / root).T
    return coordinates


def _ranked(found: Values) -> Values:
    """Return the coordinates spread evenly over -1..1: spectral ones crowd together."""
    import numpy as np

    even = np.linspace(-1, 1, len(found)) if len(found) > 1 else np.zeros(1)
    result = np.empty_like(found)
    for axis in range(2):
        result[np.argsort(found[:, axis].round(9), kind="stable"), axis] = even
    return result


def _relaxed(found: Values, pull: tuple[Any, Any, Values], chance: np.random.RandomState) -> Values:
    """Return the positions after the springs came to rest, or nearly."""
    import numpy as np

    one, other, weight = pull
    count = len(found)
    ideal = 1.0 / np.sqrt(count)  # the distance at which nodes fill the picture
    degree = np.maximum(np.bincount(one, weight, count) + np.bincount(other, weight, count), 1.0)
    for step in range(_STEPS):
        apart = found[one] - found[other]
        drawn = apart * (weight * np.sqrt((apart * apart).sum(axis=1)) / ideal)[:, None]
        force = np.empty_like(found)
        for axis in range(2):
            force[:, axis] = np.bincount(other, drawn[:, axis], count) - np.bincount(one, drawn[:, axis], count)
        force /= degree[:, None]
        met = chance.randint(0, count, (count, _SAMPLE))
        away = found[:, None, :] - found[met]
        near = np.maximum((away * away).sum(axis=2), (ideal / 10) ** 2)
        force += (away / near[:, :, None]).sum(axis=1) * (ideal * ideal * count / _SAMPLE)
        force -= found * (0.5 * ideal)  # holds together what no link does
        length = np.maximum(np.sqrt((force * force).sum(axis=1)), 1e-12)
        most = 0.2 * (1 - step / _STEPS) ** 2 + 0.002
        found = found + force * (np.minimum(length, most) / length)[:, None]
    return found
