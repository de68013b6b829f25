"""The pictures: places and initiatives, places that share, laid out the same way every time."""

import math
from dataclasses import replace
from itertools import combinations

from factories import FUSHAN, JINYANG, YANJI, linked, naming, rich
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.carried import CarriedOut
from kg.graph.network import _shares, network
from kg.model import Initiative, Kind, Status
from kg.rounds import go_round


def edges(graph, kind):
    return {(edge.source, edge.target): edge for edge in network(graph).edges if edge.kind == kind}


def test_an_adoption_is_an_edge_with_years_statuses_and_statements():
    edge = edges(rich(), "carries_out")["place/330802-fushan", "initiative/yiwang-tongguan"]
    assert (edge.years, edge.statuses, len(edge.statements), edge.weight) == ((2020,), (Status.UNDERWAY,), 1, 1.0)


def test_edges_are_the_same_where_their_statements_are_not_wanted():
    graph = linked(naming(FUSHAN, "云管家", "花园街区"), naming(JINYANG, "云管家"))
    whole, bare = CarriedOut(), CarriedOut(statements=False)
    go_round(graph, [whole, bare])
    everything = {item.id for item in graph.initiatives}
    assert [replace(edge, statements=()) for edge in whole.edges(everything)] == list(bare.edges(everything))


@given(st.lists(st.sets(st.sampled_from("abcdef"), min_size=1), max_size=30))
def test_the_weight_of_a_link_is_that_of_exact_sums(groups):
    initiatives = [
        Initiative(f"x{number:02}", "云管家", Kind.PLATFORM, carried_out_by=tuple(sorted(group)))
        for number, group in enumerate(groups)
    ]
    places = len(set().union(*groups))
    rarity = {item.id: math.log(1 + places / len(item.carried_out_by)) for item in initiatives}
    named = {place: {item.id for item in initiatives if place in item.carried_out_by} for group in groups for place in group}
    expected = {
        (f"place/{one}", f"place/{other}"): round(
            math.fsum(map(rarity.get, common)) / math.fsum(map(rarity.get, named[one] | named[other])), 4
        )
        for one, other in combinations(sorted(named), 2)
        if (common := named[one] & named[other])
    }
    assert {(edge.source, edge.target): edge.weight for edge in _shares(initiatives)} == expected


def test_places_are_joined_by_what_they_share():
    graph = linked(naming(FUSHAN, "云管家", "花园街区"), naming(JINYANG, "云管家"), naming(YANJI, "四敲八访"))
    assert set(edges(graph, "shares")) == {("place/310115-jinyang", "place/330802-fushan")}


def test_what_everybody_names_weighs_less_than_what_two_alone_name():
    common = ["云管家"]
    graph = linked(naming(FUSHAN, *common, "四敲八访"), naming(JINYANG, *common, "四敲八访"), naming(YANJI, *common, "花园街区"))
    found = edges(graph, "shares")
    assert (
        found["place/310115-jinyang", "place/330802-fushan"].weight
        > 2 * found["place/310110-yanji", "place/330802-fushan"].weight
    )


def test_equal_places_have_weight_one():
    graph = linked(naming(FUSHAN, "云管家", "花园街区"), naming(JINYANG, "云管家", "花园街区"))
    assert [edge.weight for edge in edges(graph, "shares").values()] == [1.0]


def test_shared_nodes_come_before_those_of_one_place():
    nodes = [node for node in network(rich()).nodes if node.kind == "initiative"]
    assert [node.shared for node in nodes] == sorted((node.shared for node in nodes), reverse=True)


def test_one_can_leave_out_what_one_place_alone_names_and_what_all_repeat():
    graph = linked(naming(FUSHAN, "不忘初心、牢记使命", "云管家"), naming(JINYANG, "不忘初心、牢记使命", "云管家", "花园街区"))
    labels = {node.label for node in network(graph, shared_only=True, boilerplate=False).nodes if node.kind == "initiative"}
    assert labels == {"云管家"}


def test_districts_and_provinces_are_no_nodes():
    assert {node.label for node in network(rich()).nodes if node.kind == "place"} == {"府山街道", "金杨新村街道"}


def test_the_layout_is_within_bounds_distinct_and_repeatable():
    graph = linked(
        *(
            naming(place, *(f"第{number}号楼微更新" for number in range(start, start + 30)))
            for start, place in ((1, FUSHAN), (20, JINYANG), (40, YANJI))
        )
    )
    first, second = network(graph), network(graph)
    assert first == second
    assert all(-1 <= node.x <= 1 and -1 <= node.y <= 1 for node in first.nodes)
    assert len({(node.x, node.y) for node in first.nodes}) == len(first.nodes)


def test_an_empty_graph_has_an_empty_network():
    assert network(linked()).nodes == ()
