"""Figures for papers: what is drawn, as plain values; `plot` draws them with matplotlib."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Adoption:
    """One statement of a graph: a place carries out an initiative in a year; `mentions` counts its words."""

    initiative: str  # IRI
    label: str
    slogan: bool
    place: str  # IRI
    place_label: str
    year: int | None
    planned: bool
    mentions: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell of a figure says: a count, and whether all of it is planned only."""

    count: int
    planned: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of initiatives under columns of places or years; `left_out` counts the rows beyond the limit."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[int, int], Cell]
    left_out: int


Adoptions = Sequence[Adoption]


def shared(adoptions: Iterable[Adoption], least: int) -> list[Adoption]:
    """Return the adoptions of initiatives that at least `least` places carry out."""
    adoptions = list(adoptions)
    places = places_of(adoptions)
    return [one for one in adoptions if len(places[one.initiative]) >= least]


def places_of(adoptions: Iterable[Adoption]) -> dict[str, set[str]]:
    """Return for each initiative its places."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in adoptions:
        found[one.initiative].add(one.place)
    return found


def ranked(adoptions: Adoptions) -> list[str]:
    """Return the initiatives, the most widely shared first, then the most often named, then by label."""
    places = places_of(adoptions)
    mentions = Counter[str]()
    labels = {one.initiative: one.label for one in adoptions}
    for one in adoptions:
        mentions[one.initiative] += one.mentions
    return sorted(labels, key=lambda key: (-len(places[key]), -mentions[key], labels[key], key))


def matrix(adoptions: Adoptions, rows: int, columns: int = 60) -> Grid:
    """Return initiatives by places: mentions in each cell; places that share much stand side by side."""
    order = ranked(adoptions)
    chosen = order[:rows]
    places = _side_by_side([one for one in adoptions if one.initiative in set(chosen)])[:columns]
    names = {one.place: one.place_label for one in adoptions}
    counts: defaultdict[tuple[int, int], list[Adoption]] = defaultdict(list)
    row_of, column_of = ({key: at for at, key in enumerate(keys)} for keys in (chosen, places))
    for one in adoptions:
        if one.initiative in row_of and one.place in column_of:
            counts[row_of[one.initiative], column_of[one.place]].append(one)
    cells = {at: Cell(sum(one.mentions for one in here), all(one.planned for one in here)) for at, here in counts.items()}
    return Grid(_labels(adoptions, chosen), tuple(names[place] for place in places), cells, len(order) - len(chosen))


def timeline(adoptions: Adoptions, rows: int) -> Grid:
    """Return initiatives by years: how many places name one in each year; a year that nobody knows stands last."""
    order = ranked(adoptions)
    chosen = order[:rows]
    years = sorted({one.year for one in adoptions}, key=lambda year: (year is None, year or 0))
    row_of, column_of = {key: at for at, key in enumerate(chosen)}, {year: at for at, year in enumerate(years)}
    here: defaultdict[tuple[int, int], list[Adoption]] = defaultdict(list)
    for one in adoptions:
        if one.initiative in row_of:
            here[row_of[one.initiative], column_of[one.year]].append(one)
    cells = {at: Cell(len({one.place for one in some}), all(one.planned for one in some)) for at, some in here.items()}
    names = tuple("年度不详" if year is None else str(year) for year in years)
    return Grid(_labels(adoptions, chosen), names, cells, len(order) - len(chosen))


def _labels(adoptions: Adoptions, keys: Iterable[str]) -> tuple[str, ...]:
    labels = {one.initiative: one.label for one in adoptions}
    return tuple(labels[key] for key in keys)


def _side_by_side(adoptions: Adoptions) -> list[str]:
    """Order places: begin with the one that shares most, always add the one most alike (Jaccard)."""
    sets: defaultdict[str, set[str]] = defaultdict(set)
    for one in adoptions:
        sets[one.place].add(one.initiative)
    rest = sorted(sets, key=lambda place: (-len(sets[place]), place))
    order = rest[:1]
    rest = rest[1:]
    while rest:
        last = sets[order[-1]]
        best = max(range(len(rest)), key=lambda at: (len(last & sets[rest[at]]) / len(last | sets[rest[at]]), -at))
        order.append(rest.pop(best))
    return order
