"""Which places share the most: the strongest links of each, from places x initiatives as a sparse matrix, block by block.

Places that share anything at all are most pairs of a large collection, and more than a machine holds; of each place
its strongest links are kept. Rarities are whole numbers, so that sums are exact and the result does not depend on
the order of addition, the machine or the library.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

UNIT = 1_000_000  # rarities count in millionths
FEW = 64  # places that are compared pair by pair


class Link(NamedTuple):
    """Two places, `one` before `other`: the rarities of what both name, and of what either names, in millionths."""

    one: int
    other: int
    common: int
    either: int

    @property
    def weight(self) -> float:
        """Their Jaccard index over initiatives weighted by rarity."""
        return self.common / self.either


def rarity(places: int, named_by: int) -> int:
    """Return the rarity, in millionths, of what `named_by` of all `places` name: what everybody names says little."""
    return round(UNIT * math.log(1 + places / named_by))


class Named(NamedTuple):
    """Which places (numbers from 0) name which initiatives; most initiatives are those of one place, and only counted."""

    groups: dict[str, list[int]]  # the places of each that several name, sorted
    alone: list[int]  # for each place, how many initiatives it alone names

    @classmethod
    def by(cls, places: int, named: Iterable[tuple[str, Collection[int]]]) -> Named:
        """Take initiatives with the numbers of their places."""
        groups, alone = dict[str, list[int]](), [0] * places
        for key, group in named:
            if len(group) > 1:
                groups[key] = sorted(group)
            for place in group if len(group) == 1 else ():
                alone[place] += 1
        return cls(groups, alone)

    def of_places(self) -> list[set[str]]:
        """Return for each place the initiatives that it shares with others."""
        found: list[set[str]] = [set() for _ in self.alone]
        for key, group in self.groups.items():
            for place in group:
                found[place].add(key)
        return found


def strongest_links(named: Named, most: int) -> list[Link]:
    """Return the strongest links of each place, `most` of each at the most, sorted.

    A link is kept if it is one of the strongest of either place; of equal ones those to the places of lower numbers.
    """
    groups, places = named.groups, len(named.alone)
    own = [count * rarity(places, 1) for count in named.alone]
    if places <= FEW:
        return _compared(list(groups.values()), own, most)
    import numpy as np

    postings = [np.asarray(group, dtype=np.int64) for group in groups.values()]
    worth = [rarity(places, len(group)) for group in postings]
    names: list[list[int]] = [[] for _ in range(places)]
    for number, group in enumerate(groups.values()):
        for place in group:
            names[place].append(number)
    total = np.array(
        [sum((worth[number] for number in mine), alone) for mine, alone in zip(names, own, strict=True)], dtype=np.int64
    )
    kept: dict[tuple[int, int], Link] = {}
    for place, mine in enumerate(names):
        for other, common in _strongest(place, [(postings[number], worth[number]) for number in mine], total, most):
            one, two = (place, other) if place < other else (other, place)
            kept[one, two] = Link(one, two, common, int(total[place] + total[other]) - common)
    return [kept[pair] for pair in sorted(kept)]


def _compared(groups: Sequence[Sequence[int]], own: Sequence[int], most: int) -> list[Link]:
    """Do the same for a few places, pair by pair: loading numpy would take longer."""
    total, places = list(own), len(own)
    common: Counter[tuple[int, int]] = Counter()
    for group in groups:
        worth = rarity(places, len(group))
        for place in group:
            total[place] += worth
        for pair in combinations(group, 2):
            common[pair] += worth
    links = [Link(*pair, shared, total[pair[0]] + total[pair[1]] - shared) for pair, shared in common.items()]
    kept: set[Link] = set()
    for place in range(places):
        mine = [link for link in links if place in (link.one, link.other)]
        kept.update(sorted(mine, key=lambda link: (-link.weight, link.one + link.other))[:most])
    return sorted(kept)


def _strongest(place: int, named: Sequence[tuple[Numbers, int]], total: Numbers, most: int) -> Iterator[tuple[int, int]]:
    """Yield the places that share the most with `place`, each with the rarities of what both name."""
    import numpy as np

    if not named:
        return
    others = np.concatenate([group for group, _ in named])
    weights = np.repeat([float(worth) for _, worth in named], [len(group) for group, _ in named])
    common = np.bincount(others, weights, len(total))  # whole numbers below 2**53: exact
    common[place] = 0
    found = np.flatnonzero(common)
    likeness = common[found] / (total[found] + total[place] - common[found])
    if len(found) > most:
        least = np.partition(likeness, -most)[-most]
        chosen = likeness >= least
        found, likeness = found[chosen], likeness[chosen]
    order = np.lexsort((found, -likeness))[:most]
    for other in found[order].tolist():
        yield other, int(common[other])
