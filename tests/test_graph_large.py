"""Networks of many places: the strongest links of each, exact, and drawn so that what is linked stands together."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path

import networkx as nx
import pytest
from factories import FUSHAN, JINYANG, YANJI, linked, naming
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.graphml import write_graphml
from kg.graph import large, links, neighbours, network
from kg.graph.entities import Minter
from kg.graph.large import LargeNetwork
from kg.graph.links import shared_links
from kg.graph.neighbours import Link, Named, rarity, strongest_links
from kg.graph.spring import positions
from kg.model import Initiative, Kind
from kg.terms import DEFAULT_BASE, plain

GROUPS = st.lists(st.sets(st.integers(0, 9), min_size=1).map(sorted), max_size=12)


def named(groups: list[list[int]], places: int = 10) -> Named:
    return Named.by(places, ((str(number), group) for number, group in enumerate(groups)))


def by_definition(groups: list[list[int]], places: int, most: int) -> list[Link]:
    """Return what `strongest_links` should: every pair compared, in exact fractions."""
    named = [{number for number, group in enumerate(groups) if place in group} for place in range(places)]
    worth = [rarity(places, len(group)) for group in groups]
    found = {}
    for one, other in combinations(range(places), 2):
        common = sum(worth[number] for number in named[one] & named[other])
        if common:
            found[one, other] = Link(one, other, common, sum(worth[number] for number in named[one] | named[other]))
    kept = set()
    for place in range(places):
        mine = [pair for pair in found if place in pair]
        mine.sort(key=lambda pair: (-Fraction(found[pair].common, found[pair].either), sum(pair) - place))
        kept.update(mine[:most])
    return [found[pair] for pair in sorted(kept)]


@pytest.mark.parametrize("few", [0, 64])
@settings(deadline=None)  # numpy is loaded meanwhile
@given(groups=GROUPS, most=st.integers(1, 4))
def test_the_strongest_links_are_those_of_all_pairs_compared(few: int, groups: list[list[int]], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbours, "FEW", few)
        assert strongest_links(named(groups), most) == by_definition(groups, 10, most)


@settings(deadline=None)  # numpy is loaded meanwhile
@given(GROUPS)
def test_the_order_of_the_initiatives_is_of_no_account(groups: list[list[int]]) -> None:
    assert strongest_links(named(groups), 2) == strongest_links(named(groups[::-1]), 2)


def test_links_grow_with_the_places_and_not_with_their_pairs() -> None:
    assert len(strongest_links(named([list(range(200))] * 3, 200), 5)) <= 200 * 5


def towns(count: int, size: int) -> list[Link]:
    """Return groups of places in which all are linked, each with a weak link to the next group."""
    inside = [(town * size + one, town * size + other) for town in range(count) for one, other in combinations(range(size), 2)]
    between = [(town * size, town * size + size) for town in range(count - 1)]
    return [Link(*pair, 9, 10) for pair in inside] + [Link(*pair, 1, 50) for pair in between]


def test_places_with_strong_links_stand_together_and_the_picture_is_the_same_every_time() -> None:
    found = positions(60, towns(6, 10))
    assert found == positions(60, towns(6, 10))
    assert len(set(found)) == 60
    assert all(abs(x) <= 1 and abs(y) <= 1 for x, y in found)
    near = [math.dist(found[one], found[other]) for one, other in product(range(60), repeat=2) if one // 10 == other // 10]
    far = [math.dist(found[one], found[other]) for one, other in product(range(60), repeat=2) if one // 10 != other // 10]
    assert sum(near) / len(near) < 0.3 * sum(far) / len(far)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_places_without_links_are_drawn_apart(count: int) -> None:
    assert len(set(positions(count, []))) == count


def test_communities_are_numbered_by_size() -> None:
    items = [naming_all(f"n{town}-{number}", *places) for town, places in enumerate(("abcd", "efg")) for number in range(3)]
    assert LargeNetwork("abcdefgh", items).communities() == dict.fromkeys("abcd", 1) | dict.fromkeys("efg", 2)


def naming_all(label: str, *places: str) -> Initiative:
    return Initiative(label, label, Kind.PROJECT, carried_out_by=places)


def test_a_link_names_the_rarest_of_what_both_places_share() -> None:
    everybody = [naming_all(f"all{number}", "a", "b", "c") for number in range(25)]
    edges = LargeNetwork("abc", [*everybody, naming_all("rare", "a", "b")]).edges()
    (edge,) = [one for one in edges if (one.source, one.target) == ("place/a", "place/b")]
    assert edge.shared[0] == "rare"
    assert len(edge.shared) == 20


def test_a_build_of_many_places_keeps_networkx_from_their_pairs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    graph = linked(
        naming(FUSHAN, "云管家", "花园街区", "四敲八访"), naming(JINYANG, "云管家", "花园街区"), naming(YANJI, "一次办好")
    )
    small = network.network(graph)
    monkeypatch.setattr(network, "MANY", 2)
    monkeypatch.setattr(large, "LINKS", 1)
    found = network.network(graph)
    pairs = [[edge for edge in one.edges if edge.kind == "shares"] for one in (small, found)]
    assert pairs[0] == pairs[1]
    assert {node.id for node in small.nodes} == {node.id for node in found.nodes}
    write_graphml(tmp_path / "network.graphml", found)
    read = nx.read_graphml(tmp_path / "network.graphml")
    assert {name: about.get("community") for name, about in read.nodes(data=True) if name.startswith("place/")} == {
        "place/310110-yanji": None,
        "place/310115-jinyang": 1,
        "place/330802-fushan": 1,
    }


def test_the_graph_names_the_strongest_links_with_what_is_common_and_leaves_boilerplate_out() -> None:
    graph = linked(
        naming(FUSHAN, "不忘初心、牢记使命", "云管家", "花园街区"),
        naming(JINYANG, "不忘初心、牢记使命", "云管家", "花园街区", "四敲八访"),
        naming(YANJI, "不忘初心、牢记使命", "一次办好"),
    )
    found = dict(shared_links(graph, Minter(DEFAULT_BASE)))
    (subject,) = found
    assert subject == f"<{DEFAULT_BASE}shared-link/310115-jinyang_330802-fushan>"
    said = {name.rsplit("#", 1)[-1][:-1]: plain(value) for name, value in found[subject]}
    assert (said["commonCount"], said["likeness"], said["label"]) == ("2", "0.5693", "金杨新村街道与府山街道共有2项举措")


def test_links_in_the_graph_are_bounded_by_the_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "LINKS", 1)
    graph = linked(*(naming(place, "云管家", "花园街区") for place in (FUSHAN, JINYANG, YANJI)))
    assert len(list(shared_links(graph, Minter(DEFAULT_BASE)))) == 2
