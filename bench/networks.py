"""The network of many places: links, communities and positions, against networkx at a size that it can do.

python bench/networks.py [--places 10000] [--initiatives 50000] [--mentions 2000000]

Made up: mentions fall on initiatives as words do on a text (few are everywhere), half of them within a region, of which
there is one for each 160 places. Times are seconds of processor in one process; the peak is its largest resident size.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from typing import TypeVar

import networkx as nx
import numpy as np

from kg.graph import spring
from kg.graph.large import LINKS, LargeNetwork
from kg.graph.neighbours import Named, strongest_links
from kg.model import Initiative, Kind

Made = TypeVar("Made")
PEER = (1_000, 5_000, 60_000)  # places, initiatives, mentions for networkx


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--places", type=int, default=10_000)
    parser.add_argument("--initiatives", type=int, default=50_000)
    parser.add_argument("--mentions", type=int, default=2_000_000)
    options = parser.parse_args()
    peers(made(*PEER), PEER[0])
    initiatives = made(options.places, options.initiatives, options.mentions)
    distinct = sum(len(item.carried_out_by) for item in initiatives)
    print(
        f"\n{options.places:,} places x {len(initiatives):,} initiatives, {options.mentions:,} mentions ({distinct:,} distinct)"
    )
    before = memory()
    large = timed("links", lambda: LargeNetwork(map(name, range(options.places)), initiatives))
    edges = timed("edges with what is shared", large.edges)
    found = timed("communities (networkx, on the links)", large.communities)
    timed("positions", large.positions)
    print(
        f"{len(edges):,} links, {len(set(found.values())):,} communities; peak {memory():.0f} MiB, of which the input {before:.0f}"
    )


def peers(initiatives: list[Initiative], places: int) -> None:
    """Do the same with networkx and by this package."""
    print(f"{places:,} places x {len(initiatives):,} initiatives, {PEER[2]:,} mentions")
    groups = {item.id: [int(place) for place in item.carried_out_by] for item in initiatives}
    links = timed("links", lambda: strongest_links(Named.by(places, groups.items()), LINKS))
    both: nx.Graph[int | str] = nx.Graph()
    both.add_nodes_from(range(places))
    both.add_edges_from((place, key) for key, group in groups.items() for place in group)
    timed("networkx: weighted_projected_graph", lambda: nx.bipartite.weighted_projected_graph(both, list(range(places))))
    timed("positions", lambda: spring.positions(places, links))
    drawn: nx.Graph[int] = nx.Graph()
    drawn.add_weighted_edges_from((link.one, link.other, link.weight) for link in links)
    timed("networkx: spring_layout", lambda: nx.spring_layout(drawn, seed=1))


def made(places: int, initiatives: int, mentions: int) -> list[Initiative]:
    """Return made-up initiatives with their places."""
    chance = np.random.RandomState(1)
    share = 1 / np.arange(1, initiatives + 1) ** 0.6
    items = chance.choice(initiatives, mentions, p=share / share.sum())
    regions = max(places // 160, 1)
    anywhere = chance.randint(0, places, mentions)
    near = (anywhere // regions) * regions + items % regions
    where = np.where(chance.rand(mentions) < 0.5, np.minimum(near, places - 1), anywhere)
    pairs = np.unique(items.astype(np.int64) * places + where)
    groups = np.split(pairs % places, np.flatnonzero(np.diff(pairs // places)) + 1)
    return [
        Initiative(f"{number:06d}", str(number), Kind.PROJECT, carried_out_by=tuple(map(name, group.tolist())))
        for number, group in enumerate(groups)
    ]


def name(place: int) -> str:
    """Return the id of a place."""
    return f"{place:06d}"


def timed(what: str, work: Callable[[], Made]) -> Made:
    """Do the work and print the seconds of processor that it took."""
    begun = time.process_time()
    result = work()
    print(f"  {what:<40}{time.process_time() - begun:>8.2f} s", flush=True)
    return result


def memory() -> float:
    """Return the peak of the resident size of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
