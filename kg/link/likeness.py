"""Initiatives with like names: proposals for a reviewer, never a reason to merge."""

from __future__ import annotations

import heapq
import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from kg.link.keys import normal
from kg.model import Initiative

ENOUGH = 0.6  # share of common pairs of characters (Dice) from which two names are like
SHORTEST = 4  # characters of a name that another one holds
_MOST_SHARING = 40  # names that share a pair of characters; a pair that more share tells nothing (社区, 服务)
_ROUNDED = 1e-4  # more than rounding can add to a score
_BUCKETS = 8  # for the hashes of the pieces of each name
_SEVERAL = 2  # or more
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
    items = sorted(initiatives, key=attrgetter("id"))
    keys = [normal(item.label) for item in items]
    sizes = array("I", (len(_pieces(key)) for key in keys))
    same = _same(keys)
    for number, others in _sharing(keys, same):
        one, numerals, least = _Name.of(items[number], keys[number]), _numerals(keys[number]), bar()
        for other, most in others:
            if not _may_be_like(most, sizes[number], sizes[other], least) or _numerals(keys[other]) != numerals:
                continue
            if keys[other] == one.key and same[one.key][0] != number:
                continue  # of many that bear one name each is held against the first alone
            likeness = _compare(one, _Name.of(items[other], keys[other]))
            if likeness and likeness.score >= least:
                yield likeness


def _may_be_like(common: int, one: int, other: int, least: float) -> bool:
    """Tell whether names of so many pieces, with so many in common at the most, may have such a score.

    A name that another one holds has ENOUGH, however long the other one is.
    """
    shorter, bar = min(one, other), least - _ROUNDED
    return 2 * min(common, shorter) >= bar * (one + other) or (bar <= ENOUGH and common >= shorter)


def _pieces(key: str) -> set[str]:
    """Return the pairs of characters that stand side by side."""
    return {key[at : at + 2] for at in range(len(key) - 1)}


class _Name(NamedTuple):
    """An initiative with what its name is compared by."""

    item: Initiative
    key: str
    pieces: set[str]

    @classmethod
    def of(cls, item: Initiative, key: str) -> _Name:
        return cls(item, key, _pieces(key))


def _numerals(key: str) -> str:
    return "".join(_NUMERALS.findall(key))


def _same(keys: Sequence[str]) -> dict[str, list[int]]:
    """Return the numbers of the names that are the same (五张清单 of many places), by key."""
    times = Counter(keys)
    found: dict[str, list[int]] = {}
    for number, key in enumerate(keys):
        if times[key] > 1:
            found.setdefault(key, []).append(number)
    return found


def _sharing(keys: Sequence[str], same: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, Iterable[tuple[int, int]]]]:
    """Yield the number of each name with those of later ones that share a telling piece with it, or are the `same`.

    Each comes with the number of pieces that both may have in common at the most.
    """
    holders = _holders(keys)
    for number, key in enumerate(keys):
        found: Counter[int] = Counter()
        everybody = 0
        for held in filter(None, map(holders.get, _pieces(key))):
            if len(held) > _MOST_SHARING:
                everybody += 1
            else:
                found.update(held[bisect_right(held, number) :])
        bearers = same.get(key, ())
        if len(bearers) <= _MOST_SHARING:
            found.update(dict.fromkeys((other for other in bearers if other > number), 0))
        yield number, [(other, common + everybody) for other, common in found.items()]


def _holders(keys: Sequence[str]) -> dict[str, list[int]]:
    """Return the numbers of the names that have each piece, in order; of too many the first.

    What one name alone has, which is most, is left out (but for a few whose hash another piece has).
    """
    mask = (1 << max(10, (_BUCKETS * len(keys)).bit_length())) - 1
    seen = bytearray(mask + 1)  # by hash: no name has it, one does, or several
    for key in keys:
        for piece in _pieces(key):
            bucket = hash(piece) & mask
            if seen[bucket] < _SEVERAL:
                seen[bucket] += 1
    found: dict[str, list[int]] = {}
    for number, key in enumerate(keys):
        for piece in _pieces(key):
            if seen[hash(piece) & mask] == _SEVERAL:
                held = found.setdefault(piece, [])
                if len(held) <= _MOST_SHARING:  # one too many says that there are too many
                    held.append(number)
    return found


def _compare(one: _Name, other: _Name) -> Likeness | None:
    if one.item.id == other.item.variant_of or other.item.id == one.item.variant_of:
        return None
    key, second, common = one.key, other.key, len(one.pieces & other.pieces)
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
