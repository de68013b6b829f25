"""The network of many places: the strongest links of each instead of all pairs, communities, positions in seconds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.graph import spring
from kg.graph.neighbours import Link, Named, strongest_links
from kg.model import Edge, Initiative

MANY = 500  # places; above, networkx would take minutes, and what all pairs share fills the memory
LINKS = 20  # of each place
_NAMED = 20  # initiatives that a link names, the rarest first
_SEED = 20  # any fixed number
Positions = dict[str, tuple[float, float]]


class LargeNetwork:
    """The links between places, their communities and positions; places and initiatives are named by their ids."""

    def __init__(self, places: Iterable[str], initiatives: Iterable[Initiative]) -> None:
        """Compute the links; `places` are all that are drawn."""
        self._places = sorted(places)
        numbers = {key: number for number, key in enumerate(self._places)}
        drawn = ((item.id, {numbers[place] for place in item.carried_out_by if place in numbers}) for item in initiatives)
        self._named = Named.by(len(self._places), drawn)
        self._links = strongest_links(self._named, LINKS)

    def edges(self) -> list[Edge]:
        """Return the links as edges, with the rarest initiatives that both places name."""
        named = self._named.of_places()
        ends = [f"place/{key}" for key in self._places]  # each stands at the end of many
        return [self._edge(link, ends, named[link.one] & named[link.other]) for link in self._links]

    def _edge(self, link: Link, ends: Sequence[str], common: set[str]) -> Edge:
        rarest = sorted(common, key=lambda key: (len(self._named.groups[key]), key))[:_NAMED]
        return Edge(ends[link.one], ends[link.other], "shares", round(link.weight, 4), shared=tuple(rarest))

    def communities(self) -> dict[str, int]:
        """Return for each place the number of its community, the largest is 1; places without a link have none."""
        import networkx as nx  # slow to load

        graph: nx.Graph[int] = nx.Graph()
        graph.add_weighted_edges_from((link.one, link.other, link.weight) for link in self._links)
        if not graph:
            return {}
        found = sorted(map(sorted, nx.community.louvain_communities(graph, seed=_SEED)), key=lambda group: (-len(group), group))
        return {self._places[place]: number for number, group in enumerate(found, 1) for place in group}

    def positions(self) -> Positions:
        """Return a position for each place, and for each initiative of several places the middle of theirs."""
        where = spring.positions(len(self._places), self._links)
        found = {f"place/{key}": where[number] for number, key in enumerate(self._places)}
        for key, group in self._named.groups.items():
            found[f"initiative/{key}"] = _middle([where[place] for place in group])
        return found


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return round(x, 4) + 0.0, round(y, 4) + 0.0
