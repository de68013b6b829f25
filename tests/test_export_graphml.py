"""GraphML that other programs read, the same bytes every time, whatever the labels hold."""

import io
from dataclasses import replace

import networkx as nx
from factories import rich
from hypothesis import given, settings
from strategies_text import hostile

from kg.export.graphml import graphml, write_graphml
from kg.graph.network import network
from kg.model import Edge, Network, Node


def document(value):
    return "".join(graphml(value))


def test_networkx_reads_nodes_edges_and_attributes_back(tmp_path):
    write_graphml(tmp_path / "network.graphml", network(rich()))
    found = nx.read_graphml(tmp_path / "network.graphml")
    assert found.nodes["initiative/yiwang-tongguan"]["label"] == "一网统管"
    assert found.nodes["initiative/yiwang-tongguan"]["shared"] is True
    assert found.edges["place/330802-fushan", "initiative/yiwang-tongguan"]["years"] == "2020"
    assert found.edges["place/310115-jinyang", "place/330802-fushan"]["common"] == "一网统管"


def test_the_bytes_are_the_same_every_time():
    assert document(network(rich())) == document(network(rich()))


@settings(max_examples=60, deadline=None)
@given(hostile, hostile)
def test_any_label_gives_well_formed_xml(first, second):
    nodes = (Node("place/a", "place", first, "town", 0.0, 0.0, 1), Node("place/b", "place", second, "town", 0.1, 0.1, 1))
    value = Network(nodes, (Edge("place/a", "place/b", "shares", 0.5, shared=(first,)),))
    found = nx.read_graphml(io.BytesIO(document(value).encode()))
    assert set(found) == {"place/a", "place/b"}


def test_an_attribute_with_quotes_and_brackets_is_escaped():
    (node, *_) = network(rich()).nodes
    found = nx.parse_graphml(document(Network((replace(node, id='a"<&b'),), ())))
    assert list(found) == ['a"<&b']
