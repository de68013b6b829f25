"""Where the nodes of the drawing stand: sub-districts on a ring, initiatives between those who share them.

Two layouts, both seeded by nothing but the input and rounded, so that two builds draw the same picture:

* up to 14 places, an anchored map: places stand on an ellipse, initiatives that the same places share form
  one tidy block between them, initiatives of one place form a block outside of it;
* more places: a spring layout of networkx, then labels are pushed apart.

Sizes are those of the drawing at zoom 1. A Chinese character is 1 em wide, so overlaps are known before
a browser has seen the page. Floats are added with fsum, whose result is the same in every version of Python.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from kg.export.labels import FONT, text_width

PLACE_FONT = 17
LINE = 1.25
_RING_LIMIT = 14
_WIDEST = 15  # initiatives that keep their label when a large drawing is seen as a whole, also in labels.js
_ASPECT = 1.45  # a screen is wider than high


@dataclass(slots=True)
class Box:
    """A thing that needs room: its centre and half its width and height; a fixed one is not pushed."""

    x: float
    y: float
    half_width: float
    half_height: float
    fixed: bool = False


def node_size(place_count: int) -> float:
    """Return the radius of an initiative that so many places share."""
    return round(5 + 2.2 * math.pow(place_count, 0.6), 1)


def positions(shared_by: Mapping[str, Sequence[str]], labels: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Return x, y for every place and initiative.

    `shared_by` gives for each initiative its places; `labels` the (wrapped) label of every node. Node names of
    places and initiatives must differ. The result does not depend on the order of the mappings.
    """
    places = sorted({place for group in shared_by.values() for place in group})
    found = _anchored(places, shared_by, labels) if len(places) <= _RING_LIMIT else _sprung(places, shared_by, labels)
    return {key: (round(x), round(y)) for key, (x, y) in sorted(found.items())}


def is_small(shared_by: Mapping[str, Sequence[str]]) -> bool:
    """Return whether the places are few enough for the anchored map, which is drawn in no time."""
    return len({place for group in shared_by.values() for place in group}) <= _RING_LIMIT


def push_apart(boxes: Sequence[Box], rounds: int = 400) -> bool:
    """Move boxes until none overlaps (True), or until the rounds are spent or push them to and fro (False)."""
    for _ in range(rounds):
        moved = False
        before = [(box.x, box.y) for box in boxes]
        sorted_boxes = sorted(boxes, key=lambda box: box.x - box.half_width)
        for position, box in enumerate(sorted_boxes, 1):
            right = box.x + box.half_width
            for other in islice(sorted_boxes, position, None):
                if other.x - other.half_width > right:
                    break
                if abs(other.y - box.y) < box.half_height + other.half_height:  # asked here too: most are well apart
                    moved |= _separate(box, other)
        if not moved:
            return True
        if before == [(box.x, box.y) for box in boxes]:
            return False  # so would every other round
    return False


def _separate(first: Box, second: Box) -> bool:
    over_x = first.half_width + second.half_width - abs(second.x - first.x)
    over_y = first.half_height + second.half_height - abs(second.y - first.y)
    if over_x <= 0.01 or over_y <= 0.01 or (first.fixed and second.fixed):
        return False
    share_first = 0.0 if first.fixed else 1.0 if second.fixed else 0.5
    if over_x < over_y * _ASPECT:
        step = math.copysign(over_x + 0.5, second.x - first.x or 1)
        first.x -= step * share_first
        second.x += step * (1 - share_first)
    else:
        step = math.copysign(over_y + 0.5, second.y - first.y or 1)
        first.y -= step * share_first
        second.y += step * (1 - share_first)
    return True


@dataclass(slots=True)
class _Block:
    """Initiatives with the same places, in centred rows like words on a page: each with the width of its label."""

    places: tuple[str, ...]
    rows: list[list[tuple[str, float]]]  # (initiative, width of its cell)
    row_height: float

    def box(self, x: float, y: float) -> Box:
        width = max(math.fsum(cell for _, cell in row) for row in self.rows)
        return Box(x, y, width / 2 + 10, len(self.rows) * self.row_height / 2 + 8)

    def spread(self, box: Box) -> dict[str, tuple[float, float]]:
        found = {}
        for number, row in enumerate(self.rows):
            x = box.x - math.fsum(cell for _, cell in row) / 2
            y = box.y + (number - (len(self.rows) - 1) / 2) * self.row_height - self.row_height * 0.22
            for key, cell in row:
                found[key] = (x + cell / 2, y)
                x += cell
        return found


def _blocks(shared_by: Mapping[str, Sequence[str]], labels: Mapping[str, str]) -> list[_Block]:
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, group in sorted(shared_by.items()):
        groups[tuple(sorted(group))].append(key)
    return [_block(group, members, labels) for group, members in sorted(groups.items())]


def _block(group: tuple[str, ...], members: list[str], labels: Mapping[str, str]) -> _Block:
    size = 2 * node_size(len(group))
    gap = 16 if len(group) > 1 else 22
    cells = {key: max(size, max(text_width(line) for line in labels[key].split("\n"))) + gap for key in members}
    height = size + max(labels[key].count("\n") + 1 for key in members) * FONT * LINE + gap
    wanted = max(max(cells.values()), math.sqrt(math.fsum(cells.values()) * height * _ASPECT))
    rows: list[list[tuple[str, float]]] = [[]]
    for key in sorted(members, key=lambda key: (cells[key], labels[key], key)):
        if rows[-1] and math.fsum(cell for _, cell in rows[-1]) + cells[key] > wanted + 1:
            rows.append([])
        rows[-1].append((key, cells[key]))
    return _Block(group, rows, height)


def _ring_order(places: Sequence[str], shared_by: Mapping[str, Sequence[str]]) -> list[str]:
    """Put places that share much beside each other: start with the first, always add the most similar, then turn stretches.

    Stretches are turned around while neighbours get more in common by it (2-opt): on made-up sets of 5 to 14 places 5 %
    more than without, 7 % more than along a maximum spanning tree.
    """
    common: defaultdict[tuple[str, str], float] = defaultdict(float)
    for group in shared_by.values():
        for a in group:
            for b in group:
                common[a, b] += 1 / len(group)
    order = [places[0]] if places else []
    while len(order) < len(places):
        rest = [place for place in places if place not in order]
        order.append(max(rest, key=lambda place: (common[order[-1], place], place)))
    while (better := _turned(order, common)) is not None:
        order = better
    return order


def _turned(order: list[str], common: Mapping[tuple[str, str], float]) -> list[str] | None:
    """Return the ring with one stretch turned around so that neighbours have more in common, None where there is none."""
    for first, last in combinations(range(1, len(order)), 2):
        before, behind = order[first - 1], order[(last + 1) % len(order)]
        now = common[before, order[first]] + common[order[last], behind]
        if common[before, order[last]] + common[order[first], behind] > now + 1e-9:
            return order[:first] + order[first : last + 1][::-1] + order[last + 1 :]
    return None


def _anchored(
    places: Sequence[str], shared_by: Mapping[str, Sequence[str]], labels: Mapping[str, str]
) -> dict[str, tuple[float, float]]:
    order = _ring_order(places, shared_by)
    blocks = _blocks(shared_by, labels)
    inner = [block for block in blocks if len(block.places) > 1]
    outer = [block for block in blocks if len(block.places) == 1]
    rooms = [block.box(0, 0) for block in inner]
    radius = max(200.0, math.sqrt(math.fsum(4 * room.half_width * room.half_height for room in rooms)) * 0.55)
    found: dict[str, tuple[float, float]] = {}
    for step in range(48):
        found, settled = _try_ring(order, inner, labels, radius * 1.1 ** (step // 4), pull=(0.9, 0.7, 0.5, 0.3)[step % 4])
        if settled:
            break
    return found | _outside(outer, found)


def _try_ring(
    order: Sequence[str], blocks: Sequence[_Block], labels: Mapping[str, str], radius: float, *, pull: float
) -> tuple[dict[str, tuple[float, float]], bool]:
    anchors: dict[str, tuple[float, float]] = {}
    for number, place in enumerate(order):
        angle = 2 * math.pi * number / len(order) - math.pi / 2
        anchors[place] = (radius * _ASPECT * math.cos(angle), radius * math.sin(angle))
    boxes = [Box(*anchors[place], *_place_room(labels[place]), fixed=True) for place in order]
    movable = []
    for block in blocks:
        x = math.fsum(anchors[place][0] for place in block.places) / len(block.places)
        y = math.fsum(anchors[place][1] for place in block.places) / len(block.places)
        movable.append(block.box(x * pull, y * pull))
    settled = push_apart(boxes + movable, rounds=150)
    found = dict(anchors)
    for block, box in zip(blocks, movable, strict=True):
        found |= block.spread(box)
    inside = all(math.hypot(box.x / (radius * _ASPECT), box.y / radius) <= 1.02 for box in movable)
    return found, settled and inside


def _outside(blocks: Sequence[_Block], found: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Place the blocks of single places on the far side of their place, clear of everything inside."""
    if not blocks:
        return {}
    reach_x = max(abs(x) for x, _ in found.values()) + 120
    reach_y = max(abs(y) for _, y in found.values()) + 90
    core = Box(0, 0, reach_x, reach_y, fixed=True)
    boxes = []
    for block in blocks:
        x, y = found.get(block.places[0], (0.0, 0.0))
        boxes.append(block.box(x * 2.2, y * 2.2 or 1.0))
    push_apart([core, *boxes], rounds=800)
    placed: dict[str, tuple[float, float]] = {}
    for block, box in zip(blocks, boxes, strict=True):
        placed |= block.spread(box)
    return placed


def _place_room(label: str) -> tuple[float, float]:
    width = max(text_width(line, PLACE_FONT) for line in label.split("\n"))
    return max(width, 34) / 2 + 14, 17 + (label.count("\n") + 1) * PLACE_FONT * LINE + 6


def _sprung(
    places: Sequence[str], shared_by: Mapping[str, Sequence[str]], labels: Mapping[str, str]
) -> dict[str, tuple[float, float]]:
    import networkx as nx

    drawing: nx.Graph[str] = nx.Graph()
    drawing.add_nodes_from([*places, *sorted(shared_by)])
    drawing.add_edges_from((key, place) for key, group in sorted(shared_by.items()) for place in sorted(group))
    sprung = nx.spring_layout(drawing, seed=7, iterations=120, k=2.4 / math.sqrt(drawing.number_of_nodes()))
    is_place = set(places)
    keys = sorted(drawing)
    widest = set(sorted(shared_by, key=lambda key: (-len(shared_by[key]), key))[:_WIDEST])
    rooms = [_room(key in is_place, labels[key], len(shared_by.get(key, ())), 2.0 if key in widest else 1.0) for key in keys]
    scale = math.sqrt(math.fsum(4 * width * height for width, height in rooms) / _ASPECT) * 0.9
    boxes = []
    for key, room in zip(keys, rooms, strict=True):
        x, y = (float(value) for value in sprung[key])
        boxes.append(Box(x * scale * _ASPECT, y * scale, *room))
    for _ in range(6):
        if push_apart(boxes, rounds=120):
            break
        for box in boxes:  # still too tight: give everything more room and push again
            box.x *= 1.08
            box.y *= 1.08
    return {key: (box.x, box.y - box.half_height * 0.4) for key, box in zip(keys, boxes, strict=True)}


def _room(is_place: bool, label: str, place_count: int, larger: float) -> tuple[float, float]:
    """Return half the width and height of a node with its label, whose letters are `larger` than usual."""
    if is_place:
        return _place_room(label)
    width = max(2 * node_size(place_count), *(larger * text_width(line) for line in label.split("\n")))
    height = 2 * node_size(place_count) + (label.count("\n") + 1) * larger * FONT * LINE
    return width / 2 + 6, height / 2 + 4
