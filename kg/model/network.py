"""The graph as a picture: places and initiatives with their positions, and the lines between them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.text import Status


@dataclass(frozen=True, slots=True)
class Node:
    """A place or an initiative in a picture; `x`, `y` are its laid-out position within -1..1."""

    id: str  # place/ID or initiative/ID: the local part of its IRI
    kind: str  # place | initiative
    label: str
    group: str  # level of a place, kind of an initiative
    x: float
    y: float
    degree: int  # initiatives of the place, places of the initiative
    shared: bool = False  # an initiative that two places or more name
    boilerplate: bool = False
    origin_level: str = ""
    community: int | None = None  # of a place in a network of many; 1 is the largest


@dataclass(frozen=True, slots=True)
class Edge:
    """A line in a picture, `source` before `target` in node order.

    `carries_out` leads from a place to an initiative; `weight` counts mentions. `shares` joins two places;
    `weight` is their Jaccard index over initiatives weighted by rarity, `shared` the initiatives' ids.
    """

    source: str
    target: str
    kind: str  # carries_out | shares
    weight: float
    years: tuple[int, ...] = ()
    statuses: tuple[Status, ...] = ()
    statements: tuple[str, ...] = ()  # statement ids, for carries_out
    shared: tuple[str, ...] = ()  # initiative ids, for shares


@dataclass(frozen=True, slots=True)
class Network:
    """The graph as a picture: nodes and edges sorted, positions computed once and rounded."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
