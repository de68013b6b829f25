"""Initiatives with like names: proposals for a reviewer, never a reason to merge."""

from __future__ import annotations

import heapq
import math
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from kg.link.keys import normal
from kg.model import Initiative

ENOUGH = 0.6  # share of common pairs of characters (Dice) from which two names are like
SHORTEST = 4  # characters of a name that another one holds
_MOST_SHARING = 40  # names that share a pair of characters; a pair that more share tells nothing (社区, 服务)
_ROUNDED = 1e-4  # more than rounding can add to a score
_NUMERALS = re.compile("[0-9〇零一二两三四五六七八九十百千]")


class Likeness(NamedTuple):
    """Two initiatives, the one that more places name first, how like they are, and in what."""

    first: Initiative
    second: Initiative
    score: float
    reason: str


class Likest:
    """The likest of many pairs."""

    def __init__(self, most: int) -> None:
        """Hold none; `most` is how many are wanted."""
        self._most, self._found = most, list[Likeness]()
        self._bar = ENOUGH

    def bar(self) -> float:
        """Return the score below which a pair has no place among those that are here already."""
        return self._bar

    def put(self, pairs: Iterable[Likeness]) -> None:
        """Take pairs."""
        for pair in pairs:
            self._found.append(pair)
            if len(self._found) > 2 * self._most:
                self._found = self.found()
                self._bar = self._found[-1].score

    def found(self) -> list[Likeness]:
        """Return the pairs, the likest first."""
        return heapq.nsmallest(self._most, self._found, key=lambda item: (-item.score, item.first.id, item.second.id))


def alike(initiatives: Sequence[Initiative], bar: Callable[[], float] = lambda: ENOUGH) -> Iterator[Likeness]:
    """Yield the pairs with like names, in no order. Names with other numerals in them are not like (三张清单, 五张清单).

    `bar` is asked for each name for the score that matters now: pairs below it may be left out.
    """
    names = {item.id: _Name.of(item) for item in sorted(initiatives, key=attrgetter("id"))}
    bearers: dict[str, list[str]] = {}  # of many that bear one name (五张清单) each is held against the first alone
    for identity, name in names.items():
        bearers.setdefault(name.key, []).append(identity)
    shared = {key: ids for key, ids in bearers.items() if len(ids) > 1}
    del bearers
    for one, others in _sharing(names, shared):
        pieces, least = frozenset(one.pieces), bar()
        fewest, most = _lengths(len(pieces), least)
        for other in others:
            if not fewest <= len(other.pieces) <= most or (one.key == other.key and shared[one.key][0] != one.item.id):
                continue
            likeness = _compare(one, other, len(pieces.intersection(other.pieces)))
            if likeness and likeness.score >= least:
                yield likeness


def _lengths(pieces: int, least: float) -> tuple[float, float]:
    """Return how many pieces a name must have, and may have, for such a score with one of `pieces`.

    Of 2 c / (a + b) c is the smaller one of a and b at the most. But a name that another one holds has ENOUGH, however
    long the other one is.
    """
    score = least - _ROUNDED
    return (pieces * score / (2 - score), pieces * (2 - score) / score) if score > ENOUGH else (0, math.inf)


class _Name(NamedTuple):
    """An initiative with what its name is compared by."""

    item: Initiative
    key: str
    pieces: tuple[str, ...]  # pairs of characters, each once
    numerals: str

    @classmethod
    def of(cls, item: Initiative) -> _Name:
        key = normal(item.label)
        pieces = dict.fromkeys(sys.intern(key[at : at + 2]) for at in range(len(key) - 1))
        return cls(item, key, tuple(pieces), "".join(_NUMERALS.findall(key)))


def _sharing(names: Mapping[str, _Name], shared: Mapping[str, Sequence[str]]) -> Iterator[tuple[_Name, Iterator[_Name]]]:
    """Yield each name, by id, and the later ones that share a telling pair of characters with it, or are equal: `shared`."""
    holders: dict[str, list[str]] = defaultdict(list)
    for identity, name in names.items():
        for piece in name.pieces:
            holders[piece].append(identity)
    for identity, one in names.items():
        lists = (*(holders[piece] for piece in one.pieces), shared.get(one.key, ()))
        others = {other for ids in lists if len(ids) <= _MOST_SHARING for other in ids if other > identity}
        yield one, map(names.__getitem__, others)


def _compare(one: _Name, other: _Name, common: int) -> Likeness | None:
    if one.numerals != other.numerals or one.item.id == other.item.variant_of or other.item.id == one.item.variant_of:
        return None
    key, second = one.key, other.key
    score = 2 * common / max(1, len(one.pieces) + len(other.pieces))
    if score < ENOUGH and key not in second and second not in key:
        return None  # most pairs
    short, long = sorted((key, second), key=len)
    if key == second:
        score, reason = 1.0, "the same name, kept apart by a rule for numbered and generic names"
    elif len(short) >= SHORTEST and short in long:
        reason = f"one name holds the other; {score:.2f} of the pairs of characters are common"
        score = max(score, ENOUGH)
    elif score >= ENOUGH:
        reason = f"{score:.2f} of the pairs of characters are common"
    else:
        return None
    first, then = sorted((one.item, other.item), key=lambda item: (-len(item.carried_out_by), len(item.label), item.id))
    return Likeness(first, then, round(score, 4), reason)
