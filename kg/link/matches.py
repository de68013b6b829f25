"""The longest stretches that two texts share, from the places where they share a short one."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, groupby
from operator import itemgetter
from typing import NamedTuple

from kg.link.shingles import Places, Texts, by_text

Pair = tuple[int, int]  # indices of two texts, the smaller first
_SHIFT = 32  # a place in one text and a place in another are one number, for there may be millions
_PLACE = (1 << _SHIFT) - 1


class Match(NamedTuple):
    """Equal stretches: `length` letters from `first` in the one text and from `second` in the other."""

    first: int
    second: int
    length: int


def matches(texts: Texts, shared: Mapping[str, Places[int]], length: int) -> Iterator[tuple[Pair, list[Match]]]:
    """Yield each pair of texts with the stretches they share that cannot be made longer and do not overlap.

    Longer ones win; what overlaps a longer one is cut, and kept while `length` letters of it remain.
    """
    seeds: dict[Pair, array[int]] = defaultdict(lambda: array("Q"))
    for places in shared.values():
        for (one, firsts), (other, seconds) in combinations(by_text(places).items(), 2):
            seeds[one, other].extend(a << _SHIFT | b for a in firsts for b in seconds)
    for first, pairs in groupby(sorted(seeds), itemgetter(0)):
        text = texts[first]
        for pair in pairs:
            yield pair, _of_pair(text, texts[pair[1]], seeds.pop(pair), length)


def _of_pair(one: str, other: str, seeds: Iterable[int], length: int) -> list[Match]:
    reached: dict[int, int] = {}  # diagonal -> end of the last match on it
    found: list[Match] = []
    for seed in sorted(seeds):
        first, second = seed >> _SHIFT, seed & _PLACE
        diagonal = second - first
        if first < reached.get(diagonal, 0):
            continue
        match = _extended(one, other, first, second, length)
        reached[diagonal] = match.first + match.length
        found.append(match)
    return _apart(found, length)


def _extended(one: str, other: str, first: int, second: int, length: int) -> Match:
    back = 0
    while first > back and second > back and one[first - back - 1] == other[second - back - 1]:
        back += 1
    end, limit = length, min(len(one) - first, len(other) - second)
    while end < limit and one[first + end] == other[second + end]:
        end += 1
    return Match(first - back, second - back, end + back)


def _apart(found: Sequence[Match], length: int) -> list[Match]:
    """Return the matches that do not overlap one another in either text, longer ones first served."""
    kept: list[Match] = []
    size = max((max(match.first, match.second) + match.length for match in found), default=0)
    taken = bytearray(size), bytearray(size)  # of each text: 1 where one that is kept stands
    for match in sorted(found, key=lambda item: (-item.length, item.first, item.second)):
        ends = (match.first, match.first + match.length), (match.second, match.second + match.length)
        free = all(marks.find(1, *stretch) < 0 for marks, stretch in zip(taken, ends, strict=True))  # of most
        rest = match if free else _rest(match, kept, length)
        if rest is not None:
            kept.append(rest)
            for marks, start in zip(taken, (rest.first, rest.second), strict=True):
                marks[start : start + rest.length] = b"\x01" * rest.length
    return sorted(kept, key=lambda item: (item.first, item.second))


def _rest(match: Match, kept: Iterable[Match], length: int) -> Match | None:
    """Return what is left of a match beside those that are kept; None where that is too short."""
    rest: Match | None = match
    for other in kept:
        rest = rest and _without(rest, other)
        if rest is None or rest.length < length:
            return None
    return rest


def _without(match: Match, other: Match) -> Match | None:
    """Return what is left of a match beside another one: its front or its back; None where it lies within."""
    front, back = 0, match.length
    for start, taken in ((match.first, other.first), (match.second, other.second)):
        end = start + match.length
        if start < taken + other.length and taken < end:
            if taken <= start:
                front = max(front, taken + other.length - start)
            else:
                back = min(back, taken - start)
    return Match(match.first + front, match.second + front, back - front) if front < back else None
