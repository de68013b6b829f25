"""The longest stretches that two texts share, from the places where they share a short one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.link.shingles import Places, Texts

Pair = tuple[int, int]  # indices of two texts, the smaller first


class Match(NamedTuple):
    """Equal stretches: `length` letters from `first` in the one text and from `second` in the other."""

    first: int
    second: int
    length: int


def matches(texts: Texts, shared: Mapping[str, Places], length: int) -> Iterator[tuple[Pair, list[Match]]]:
    """Yield each pair of texts with the stretches they share that cannot be made longer and do not overlap.

    Longer ones win; what overlaps a longer one is cut, and kept while `length` letters of it remain.
    """
    seeds: dict[Pair, list[tuple[int, int]]] = defaultdict(list)
    for places in shared.values():
        indices = sorted(places)
        for number, one in enumerate(indices):
            for other in indices[number + 1 :]:
                seeds[one, other] += ((a, b) for a in places[one] for b in places[other])
    for pair in sorted(seeds):
        yield pair, _of_pair(texts[pair[0]], texts[pair[1]], seeds.pop(pair), length)


def _of_pair(one: str, other: str, seeds: Iterable[tuple[int, int]], length: int) -> list[Match]:
    reached: dict[int, int] = {}  # diagonal -> end of the last match on it
    found: list[Match] = []
    for first, second in sorted(seeds):
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


def _apart(found: Iterable[Match], length: int) -> list[Match]:
    """Return the matches that do not overlap one another in either text, longer ones first served."""
    kept: list[Match] = []
    for match in sorted(found, key=lambda item: (-item.length, item.first, item.second)):
        rest: Match | None = match
        for other in kept:
            rest = rest and _without(rest, other)
            if rest is None or rest.length < length:
                rest = None
                break
        if rest is not None:
            kept.append(rest)
    return sorted(kept, key=lambda item: (item.first, item.second))


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
