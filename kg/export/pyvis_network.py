"""The drawing as a pyvis network: which nodes are drawn, where they stand, and the script that draws them.

Nodes, edges and options have the form that pyvis and vis-network take, and vis-network is the one that pyvis
brings. The template of pyvis is not used: it loads scripts from the network, runs text of the reports as HTML,
and its `write_html` fails under a Chinese locale of Windows. Nor is its Python imported to write the page: that
takes longer than the page. `network` gives the drawing as a pyvis.network.Network to those who want one.
"""

from __future__ import annotations

from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.export import layout
from kg.export.labels import FONT, glossed, wrapped
from kg.export.page_data import PageData
from kg.model import Graph, Implementation

if TYPE_CHECKING:
    from pyvis.network import Network

LIMIT = 150  # nodes that a person can still tell apart; the page says how many there are
_BUNDLED = ("templates", "lib", "vis-9.1.2", "vis-network.min.js")


def vis_script() -> str:
    """Return vis-network 9.1.2 with its licence banner, from the installed pyvis, whose code is not run for it."""
    found = find_spec("pyvis")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("pyvis is not installed: pip install 'pyvis>=0.3.2'")
    path = Path(found.submodule_search_locations[0]).joinpath(*_BUNDLED)
    return path.read_text(encoding="utf-8").replace("</script", "<\\/script").rstrip() + "\n"


def network(graph: Graph) -> Network:
    """Return the drawing of the page as a pyvis network, for instance to alter it in a notebook.

    Labels are text of the reports: pyvis' own page shows a `title` that holds "href" as HTML, so none is set.
    """
    from pyvis.network import Network  # slow to load

    drawing = draw(PageData(graph))
    made = Network(cdn_resources="in_line", height="750px", width="100%")
    made.nodes = drawing["nodes"]
    made.edges = drawing["edges"]
    made.node_ids = [node["id"] for node in made.nodes]
    made.node_map = {node["id"]: node for node in made.nodes}
    made.options = drawing["options"]
    return made


def draw(data: PageData) -> dict[str, Any]:
    """Return the nodes, edges and options of the drawing, as pyvis and vis-network take them."""
    shared_by = _drawn(data)
    labels = {f"i{key}": wrapped(data.graph.initiatives[data.index["initiative"][key]].label) for key in shared_by}
    places = sorted({place for group in shared_by.values() for place in group})
    labels |= {f"p{key}": _place_label(data.place_labels[key]) for key in places}
    groups = {f"i{key}": [f"p{place}" for place in group] for key, group in shared_by.items()}
    where = layout.positions(groups, labels)
    english = _english(data, labels, groups)
    keys = [*(f"p{key}" for key in places), *groups]
    nodes = [_place_node(data, key, labels, where) for key in places]
    nodes += [_initiative_node(data, key, labels, where, len(shared_by[key])) for key in shared_by]
    return {
        "nodes": nodes,
        "english": {node["id"]: english[key] for key, node in zip(keys, nodes, strict=True) if key in english},
        "edges": _edges(data, shared_by),
        "options": _options(),
        "limit": LIMIT,
        "fonts": [FONT, layout.PLACE_FONT],
        "pages": [len(places), len(shared_by)],
    }


def _english(data: PageData, labels: dict[str, str], groups: dict[str, list[str]]) -> dict[str, list[Any]]:
    """Return label, x and y of the English drawing by node, whose labels have a gloss and need more room.

    Of a drawing too large for a second layout only the labels that differ are returned.
    """
    items = {f"i{key}": data.graph.initiatives[number] for key, number in data.index["initiative"].items()}
    longer = {key: glossed(label, gloss) for key, label in labels.items() if key in items and (gloss := items[key].label_en)}
    if not layout.is_small(groups):
        return {key: [label] for key, label in longer.items()}
    where = layout.positions(groups, labels | longer)
    return {key: [label, *where[key]] for key, label in (labels | longer).items()}


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
    return f"{wrapped(name)}\n{bracket}{above}" if bracket else wrapped(name)


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
