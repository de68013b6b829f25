"""The network as GraphML for Gephi, igraph, Cytoscape; own writer, for the order and the bytes have to be the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape  # the one of xml.sax brings an HTTP client with it
from itertools import takewhile
from pathlib import Path
from typing import Protocol

from kg.model import Edge, Node

_PLAIN = re.compile("[^\x00-\x1f&<>\"'\ud800-\udfff\ufffe\uffff]*").fullmatch  # nearly all that is written
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLANKS = str.maketrans({"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})  # else a parser makes spaces of them
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_KEYS = (
    ("label", "node", "string"),
    ("kind", "node", "string"),
    ("group", "node", "string"),
    ("degree", "node", "int"),
    ("shared", "node", "boolean"),
    ("boilerplate", "node", "boolean"),
    ("origin_level", "node", "string"),
    ("x", "node", "double"),
    ("y", "node", "double"),
    ("relation", "edge", "string"),
    ("weight", "edge", "double"),
    ("years", "edge", "string"),
    ("statuses", "edge", "string"),
    ("common", "edge", "string"),
)
_COMMUNITY = ("community", "node", "int")  # of networks of many places


class Drawn(Protocol):
    """A network whose nodes and edges can be gone through more than once."""

    @property
    def nodes(self) -> Iterable[Node]:
        """Places, then initiatives."""

    @property
    def edges(self) -> Iterable[Edge]:
        """What joins the nodes."""


def graphml(network: Drawn) -> Iterator[str]:
    """Yield the pieces of a GraphML document: places, initiatives, carries_out edges and shares edges.

    Characters that XML cannot hold are left out of labels.
    """
    yield _HEAD
    places = takewhile(lambda node: node.kind == "place", network.nodes)
    keys = (*_KEYS, _COMMUNITY) if any(node.community for node in places) else _KEYS
    for name, target, kind in keys:
        yield f'  <key id="{name}" for="{target}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '  <graph id="network" edgedefault="undirected">\n'
    shared: dict[str, str] = {}  # labels of what edges may name
    for node in network.nodes:
        if node.shared:
            shared[node.id] = node.label
        yield f"    <node id={_attribute(node.id)}>{''.join(_data(_of_node(node)))}</node>\n"
    for number, edge in enumerate(network.edges):
        ends = f"source={_attribute(edge.source)} target={_attribute(edge.target)}"
        yield f'    <edge id="e{number}" {ends}>{"".join(_data(_of_edge(edge, shared)))}</edge>\n'
    yield "  </graph>\n</graphml>\n"


def write_graphml(path: Path, network: Drawn) -> None:
    """Write the network as a GraphML file (UTF-8, line feeds)."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(graphml(network))


def _of_node(node: Node) -> list[tuple[str, str]]:
    return [
        ("label", node.label),
        ("kind", node.kind),
        ("group", node.group),
        ("degree", str(node.degree)),
        ("shared", str(node.shared).lower()),
        ("boilerplate", str(node.boilerplate).lower()),
        ("origin_level", node.origin_level),
        ("x", str(node.x)),
        ("y", str(node.y)),
        ("community", str(node.community or "")),
    ]


def _of_edge(edge: Edge, labels: dict[str, str]) -> list[tuple[str, str]]:
    return [
        ("relation", edge.kind),
        ("weight", str(edge.weight)),
        ("years", " ".join(map(str, edge.years))),
        ("statuses", " ".join(status.value for status in edge.statuses)),
        ("common", " | ".join(labels.get(f"initiative/{key}", key) for key in edge.shared)),
    ]


def _data(values: Iterable[tuple[str, str]]) -> list[str]:
    return [f'<data key="{key}">{value if _PLAIN(value) else _escaped(value)}</data>' for key, value in values if value]


def _escaped(value: str) -> str:
    return escape(_NOT_XML.sub("", value), quote=False)


def _attribute(value: str) -> str:
    if _PLAIN(value):
        return f'"{value}"'
    return '"' + escape(_NOT_XML.sub("", value)).translate(_BLANKS) + '"'
