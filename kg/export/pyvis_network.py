"""The drawing as a pyvis network: which nodes are drawn, where they stand, and the script that draws them.

Of pyvis only the model and the bundled vis-network are used. Its template loads scripts from the network
and runs text of the reports as HTML, its `add_edge` takes time by the square, its `write_html` fails under
a Chinese locale of Windows: nodes and edges are filled in directly and the page is written by `html`.
"""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from typing import Any

from kg.export import layout
from kg.export.page_data import PageData
from kg.model import Implementation

LIMIT = 300  # nodes that a person can still tell apart; the page says how many there are
_BUNDLED = ("templates", "lib", "vis-9.1.2", "vis-network.min.js")


def vis_script() -> str:
    """Return vis-network 9.1.2 with its licence banner, from the installed pyvis."""
    script = files("pyvis").joinpath(*_BUNDLED).read_text(encoding="utf-8")
    return script.replace("</script", "<\\/script").rstrip() + "\n"


def draw(data: PageData) -> dict[str, Any]:
    """Return the nodes, edges and options of the drawing, as vis-network takes them."""
    from pyvis.network import Network

    shared_by = _drawn(data)
    labels = {f"i{key}": layout.wrapped(data.graph.initiatives[data.index["initiative"][key]].label) for key in shared_by}
    places = sorted({place for group in shared_by.values() for place in group})
    labels |= {f"p{key}": _place_label(data.place_labels[key]) for key in places}
    groups = {f"i{key}": [f"p{place}" for place in group] for key, group in shared_by.items()}
    where = layout.positions(groups, labels)
    network = Network(cdn_resources="in_line")
    network.nodes = [_place_node(data, key, labels, where) for key in places]
    network.nodes += [_initiative_node(data, key, labels, where, len(shared_by[key])) for key in shared_by]
    network.node_ids = [node["id"] for node in network.nodes]
    network.node_map = {node["id"]: node for node in network.nodes}
    network.edges = _edges(data, shared_by)
    network.options = _options()
    nodes, edges, _, _, _, _ = network.get_network_data()
    return {
        "nodes": nodes,
        "edges": edges,
        "options": network.options,
        "limit": LIMIT,
        "fonts": [layout.FONT, layout.PLACE_FONT],
        "pages": [len(places), len(shared_by)],
    }


def _drawn(data: PageData) -> dict[str, tuple[str, ...]]:
    """Return the initiatives that are drawn with their places, the most widely shared first until the page is full."""
    boilerplate = {item.id for item in data.graph.initiatives if item.boilerplate}
    uses = Counter[str]()
    for statement in data.graph.statements:
        if isinstance(statement, Implementation):
            uses[statement.initiative] += len(statement.evidence)
    known = data.index["initiative"]
    ranked = sorted(
        (key for key in data.places_by_initiative if key in known),
        key=lambda key: (
            len(data.places_by_initiative[key]) < 2,
            key in boilerplate,
            -len(data.places_by_initiative[key]),
            -uses[key],
            key,
        ),
    )
    chosen: dict[str, tuple[str, ...]] = {}
    places: dict[str, None] = {}
    for key in ranked:
        kept = _places_kept(data.places_by_initiative[key], places)
        new = [place for place in kept if place not in places]
        if not kept or len(chosen) + len(places) + len(new) + 1 > LIMIT:
            continue
        chosen[key] = kept
        places.update(dict.fromkeys(new))
    return dict(sorted(chosen.items()))


def _places_kept(group: tuple[str, ...], drawn: dict[str, None]) -> tuple[str, ...]:
    """Return the places of an initiative that are drawn: all while there is room, else those that already are."""
    room = LIMIT // 3 - len(drawn)
    fresh = [place for place in group if place not in drawn][: max(room, 0)]
    return tuple(sorted([place for place in group if place in drawn] + fresh))


def _place_label(label: str) -> str:
    name, bracket, above = label.partition("（")
    return f"{layout.wrapped(name)}\n{bracket}{above}" if bracket else layout.wrapped(name)


def _place_node(data: PageData, key: str, labels: dict[str, str], where: dict[str, tuple[int, int]]) -> dict[str, Any]:
    x, y = where[f"p{key}"]
    return {
        "id": f"p{data.index['place'][key]}",
        "label": labels[f"p{key}"],
        "layer": "place",
        "shape": "square",
        "x": x,
        "y": y,
        "size": 15,
    }


def _initiative_node(
    data: PageData, key: str, labels: dict[str, str], where: dict[str, tuple[int, int]], place_count: int
) -> dict[str, Any]:
    x, y = where[f"i{key}"]
    number = data.index["initiative"][key]
    slogan = data.graph.initiatives[number].kind.value == "slogan"
    return {
        "id": f"i{number}",
        "label": labels[f"i{key}"],
        "layer": "slogan" if slogan else "program",
        "shape": "diamond" if slogan else "dot",
        "x": x,
        "y": y,
        "size": layout.node_size(place_count),
    }


def _edges(data: PageData, shared_by: dict[str, tuple[str, ...]]) -> list[dict[str, Any]]:
    place, initiative = data.index["place"], data.index["initiative"]
    return [{"from": f"i{initiative[key]}", "to": f"p{place[one]}"} for key, group in shared_by.items() for one in group]


def _options() -> dict[str, Any]:
    """Options of vis-network: nothing moves, nothing is fetched, straight lines."""
    return {
        "physics": False,
        "layout": {"improvedLayout": False},
        "interaction": {"hover": True, "keyboard": False, "multiselect": False, "tooltipDelay": 0},
        "edges": {"smooth": False, "selectionWidth": 0, "hoverWidth": 0},
        "nodes": {"borderWidth": 1, "labelHighlightBold": False},
    }
