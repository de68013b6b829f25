"""Pictures of the graph: places and initiatives, and places joined by what they share."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from operator import attrgetter
from typing import TYPE_CHECKING

from kg.graph.carried import CarriedOut
from kg.graph.large import MANY, LargeNetwork
from kg.model import Edge, Graph, Initiative, Network, Node
from kg.model.by_id import ById
from kg.rounds import go_round

if TYPE_CHECKING:
    import networkx as nx

_SEED = 20  # any fixed number: the same picture on every run
_ITERATIONS = 60
_RING = 14  # up to so many places stand on a ring, with what they share between them: no springs, hence no numpy
_LARGE = 480  # above this a ring of places with their initiatives around them; from 500 on networkx would need scipy
Position = tuple[float, float]
Positions = dict[str, Position]  # by place/ID and initiative/ID
_NOWHERE = (0.0, 0.0)
_EXACT = 1 << 60  # times a number from log 2 on, with its 53 binary digits, is a whole one
_ID = attrgetter("id")


def network(graph: Graph, *, shared_only: bool = False, boilerplate: bool = True) -> Network:
    """Return the network of places and initiatives, and of places that share initiatives.

    `shared_only` leaves out initiatives that one place alone names; `boilerplate=False` leaves out
    formulations that everybody repeats. Positions lie within -1..1, rounded to four places. Of more than MANY places
    each keeps its strongest links alone, and has a community (see kg.graph.large).
    """
    carried = CarriedOut()
    go_round(graph, [carried])
    drawn = Drawing(graph, carried, shared_only=shared_only, boilerplate=boilerplate)
    return Network(tuple(drawn.nodes), tuple(drawn.edges))


class Drawing:
    """The same network of a graph of which it is known who carries out what; nodes and lines are made as they are asked for."""

    def __init__(self, graph: Graph, carried: CarriedOut, *, shared_only: bool = False, boilerplate: bool = True) -> None:
        """Choose what is drawn, and where it stands."""
        self._items = [
            item
            for item in graph.initiatives
            if (boilerplate or not item.boilerplate) and (not shared_only or len(item.carried_out_by) > 1)
        ]
        self._chosen = ById(self._items)
        subjects = {decision.place.id for decision in graph.decisions.values()}  # not the districts and provinces above
        self._places = {place.id: place for place in sorted(graph.places, key=_ID) if place.id in subjects}
        self._carried = carried
        self._shared = [item.id for item in self._items if len(item.carried_out_by) > 1]
        self._communities: Mapping[str, int] = {}
        if len(self._places) > MANY:
            many = LargeNetwork(self._places, self._items)
            self._communities, self._positions = many.communities(), many.positions()
            self._links = many.edges()  # last: they take most of the memory, which the communities need for a moment
        else:
            self._links = _shares(self._items)
            self._positions = self._laid_out()

    def _laid_out(self) -> Positions:
        """Return where the places stand, and the initiatives of several: between their places."""
        if len(self._places) <= _RING:
            return _ringed(_neighbours(self._places, self._links), self._shared, self._chosen)
        return _sprung(self._places, self._shared, self._carried.edges(self._chosen))

    @property
    def nodes(self) -> Iterator[Node]:
        """Yield the places, then shared initiatives, then the others, each by id."""
        degrees = Counter(place for item in self._items for place in item.carried_out_by)
        for key, place in self._places.items():
            where = self._positions[f"place/{key}"]
            yield Node(
                f"place/{key}", "place", place.name, place.level, *where, degrees[key], community=self._communities.get(key)
            )
        for key in self._shared:
            yield _initiative(self._chosen[key], *self._positions.get(f"initiative/{key}", _NOWHERE))
        for key, where in self._fans():
            yield _initiative(self._chosen[key], *where)

    def _fans(self) -> Iterator[tuple[str, Position]]:
        """Yield the initiatives of one place alone, or of none that is drawn, with their positions: in a fan around their place."""
        own: dict[str, list[str]] = defaultdict(list)
        for item in self._items:
            if len(item.carried_out_by) < 2:
                own[item.carried_out_by[0] if item.carried_out_by else ""].append(item.id)
        fans = (
            _fan(self._positions[f"place/{place}"], keys, len(self._places))
            if place in self._places
            else ((key, _NOWHERE) for key in keys)
            for place, keys in own.items()
        )
        return heapq.merge(*fans)

    @property
    def edges(self) -> Iterator[Edge]:
        """Yield the lines from places to initiatives, then the links between places, each by its ends."""
        yield from self._carried.edges(self._chosen)
        yield from sorted(self._links, key=lambda edge: (edge.source, edge.target))


def _initiative(item: Initiative, x: float, y: float) -> Node:
    degree = len(item.carried_out_by)
    return Node(
        f"initiative/{item.id}",
        "initiative",
        item.label,
        item.kind.value,
        x,
        y,
        degree,
        degree > 1,
        item.boilerplate,
        item.origin_level,
    )


def _shares(initiatives: Sequence[Initiative]) -> list[Edge]:
    """Return an edge for each two places with a common initiative, weighted by rarity: what all share says little.

    The initiatives come by id.

    The weight is the sum of the common initiatives' inverse frequencies over that of all that either names. The sums are
    of whole numbers, hence exact in whatever order, and those of all that either names need not be made anew for each pair.
    """
    places = len({place for item in initiatives for place in item.carried_out_by})
    total: Counter[str] = Counter()
    shared: Counter[tuple[str, str]] = Counter()
    common: dict[tuple[str, str], list[str]] = defaultdict(list)
    for item in initiatives:
        rarity = int(math.log(1 + places / max(1, len(item.carried_out_by))) * _EXACT)
        for place in item.carried_out_by:
            total[place] += rarity
        for pair in combinations(sorted(item.carried_out_by), 2):
            common[pair].append(item.id)
            shared[pair] += rarity
    edges = []
    for (first, second), ids in sorted(common.items()):
        both = shared[first, second]
        weight = (both / _EXACT) / ((total[first] + total[second] - both) / _EXACT)
        edges.append(Edge(f"place/{first}", f"place/{second}", "shares", round(weight, 4), shared=tuple(ids)))
    return edges


def _neighbours(places: Iterable[str], edges: Iterable[Edge]) -> list[str]:
    """Return the places in an order in which those that share much are near one another: along the strongest links."""
    links: dict[str, list[str]] = {key: [] for key in sorted(places)}
    parts = {key: {key} for key in links}  # which places hang together
    for edge in sorted((edge for edge in edges if edge.kind == "shares"), key=lambda edge: -edge.weight):
        one, other = edge.source.removeprefix("place/"), edge.target.removeprefix("place/")
        for place in (one, other):
            links.setdefault(place, [])
            parts.setdefault(place, {place})
        if parts[one] is not parts[other]:  # Kruskal's maximum spanning tree; importing networkx takes longer than all else here
            links[one].append(other)
            links[other].append(one)
            parts[one] |= parts[other]
            parts |= dict.fromkeys(parts[other], parts[one])
    order: dict[str, None] = {}
    for start in sorted(links):
        waiting = [start]
        while waiting:
            key = waiting.pop()
            if key not in order:
                order[key] = None
                waiting += reversed(links[key])
    return list(order)


def _ringed(order: Sequence[str], shared: Iterable[str], chosen: Mapping[str, Initiative]) -> Positions:
    """Put places on a circle in the given order, and what the same places share on a spiral around their middle."""
    turns = {key: 2 * math.pi * number / len(order) for number, key in enumerate(order)}
    where = {key: (0.7 * math.cos(turn), 0.7 * math.sin(turn)) for key, turn in turns.items()}
    found = {f"place/{key}": (_rounded(x), _rounded(y)) for key, (x, y) in where.items()}
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key in shared:
        groups[tuple(place for place in chosen[key].carried_out_by if place in where)].append(key)
    for group, keys in sorted(groups.items()):
        ends = [where[place] for place in group] or [(0.0, 0.0)]
        x, y = (math.fsum(values) / len(ends) for values in zip(*ends, strict=True))
        # opposite pairs have the same middle: each turns its spiral a little towards its first place
        lean = 0.1 * len(order) / 14
        towards = turns.get(group[0] if group else "", 0.0)
        centre = (x + lean * math.cos(towards), y + lean * math.sin(towards))
        found.update((f"initiative/{key}", where) for key, where in _fan(centre, keys, len(order) * 2))
    return found


def _sprung(places: Iterable[str], shared: Iterable[str], lines: Iterable[Edge]) -> Positions:
    import networkx as nx  # slow to load

    core: nx.Graph[str] = nx.Graph()
    core.add_nodes_from(f"place/{key}" for key in sorted(places))
    core.add_nodes_from(f"initiative/{key}" for key in shared)
    core.add_edges_from(sorted((edge.source, edge.target) for edge in lines if edge.target in core))
    return _spread(core)


def _spread(core: nx.Graph[str]) -> Positions:
    import networkx as nx

    if len(core) == 0:
        return {}
    start = nx.circular_layout(core, scale=0.7)
    if len(core) > _LARGE:
        found = start
    else:
        found = nx.spring_layout(core, pos=start, seed=_SEED, iterations=_ITERATIONS, scale=0.7, k=2.2 / math.sqrt(len(core)))
    return {key: (_rounded(x), _rounded(y)) for key, (x, y) in sorted(found.items())}


def _fan(centre: Position, keys: Sequence[str], places: int) -> Iterator[tuple[str, Position]]:
    """Yield keys with positions on a spiral around `centre`, evenly spread (golden angle), so that none hides another."""
    reach = 0.3 / math.sqrt(max(places, 1) / 5)
    for number, key in enumerate(keys, 1):
        radius = 0.04 + reach * math.sqrt(number / len(keys))
        angle = number * math.pi * (3 - math.sqrt(5))
        yield key, (_rounded(centre[0] + radius * math.cos(angle)), _rounded(centre[1] + radius * math.sin(angle)))


def _rounded(value: float) -> float:
    """Round, and keep within the picture; rounding hides the last digits, in which machines differ."""
    return round(max(-1.0, min(1.0, float(value))), 4) + 0.0
