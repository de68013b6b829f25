"""The shipped list of divisions: names of all years since 2015 with codes, counties, former names and communities.

Loading unpacks sorted lines and nothing more; a name is found by bisection, and only the lines that are asked
for are parsed. `kg/lexicon/gazetteer/README.md` says where the data comes from.
"""

from __future__ import annotations

import gzip
import lzma
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.lexicon import BUILT_IN
from kg.model import Place

FOLDER: Path = BUILT_IN / "gazetteer"
FIRST, LAST = 2015, 2026  # years of the first and the last list
STATISTICS_LAST = 2023  # the statistics bureau's last list: what is in it may stand in later years
MUNICIPALITIES = ("11", "12", "31", "50")
_LEVELS = {"s": "sub_district", "t": "town", "x": "township", "o": "other"}


class Area(NamedTuple):
    """A county, city or province under one of its names; `short` is '' where no short form is safe."""

    code: str
    name: str
    short: str
    first: int
    last: int


class Division(NamedTuple):
    """A sub-district, town or township under one of its names, `name`; `current` is the newest one."""

    name: str
    id: str
    level: str
    first: int
    last: int
    statistical_code: str | None
    civil_affairs_code: str | None
    current: str
    former: tuple[str, ...]  # earlier names in the same county
    earlier: tuple[str, ...]  # ids of the same place in a county that it has left

    @property
    def county(self) -> str:
        """The six-digit code of the county."""
        return self.id[:6]

    def stands_in(self, year: int | None) -> bool:
        """Tell whether a place bore this name in this county in `year` (None: it is not known, so yes)."""
        if year is None:
            return True
        begun = year >= self.first or self.first == FIRST or (self.first == LAST and year > STATISTICS_LAST)
        return begun and (year <= self.last or self.last >= STATISTICS_LAST)


def named(name: str) -> tuple[Division, ...]:
    """Return every division that bears or bore exactly this name, sorted by id."""
    key = name.encode() + b"\t"
    lines = _lines()
    index = bisect_left(lines, key)
    found = []
    while index < len(lines) and lines[index].startswith(key):
        found.append(_division(lines[index]))
        index += 1
    return tuple(sorted(found, key=lambda division: division.id))


def is_known(name: str) -> bool:
    """Tell whether any division bears or bore exactly this name."""
    key = name.encode() + b"\t"
    lines = _lines()
    index = bisect_left(lines, key)
    return index < len(lines) and lines[index].startswith(key)


@cache
def by_id(identifier: str) -> Division | None:
    """Return the division of an id under its newest name."""
    blob = _blob()
    needle = b"\t" + identifier.encode() + b"\t"
    at = blob.find(needle)
    while at >= 0:
        start, end = blob.rfind(b"\n", 0, at) + 1, blob.find(b"\n", at)
        division = _division(blob[start:end])
        if division.name == division.current:
            return division
        at = blob.find(needle, at + 1)
    return None


def by_statistical_code(code: str) -> Division | None:
    """Return the division that bears, or last bore, a nine-digit code of the statistics bureau."""
    cells = (code.encode(), code[6:].encode())
    lines = (line for line in _lines() if line.split(b"\t", 6)[5:6] in ([cells[0]], [cells[1]]))
    found = [division for division in map(_division, lines) if division.statistical_code == code]
    return max(found, key=lambda item: (item.last, item.name == item.current, item.id), default=None)


def listed(province: str) -> Iterable[str]:
    """Return the ids of the sub-districts of a province whose communities are known."""
    return _communities(province).keys()


def communities(division_id: str) -> list[str]:
    """Return the communities (名 without 社区) of a sub-district; [] where none is known."""
    return _communities(division_id[:2]).get(division_id, "").split()


@cache
def _communities(province: str) -> dict[str, str]:
    """Return the names by id, with spaces between them: of all provinces a quarter of what the single names take."""
    path = FOLDER / "communities" / f"{province}.tsv.xz"
    if not path.is_file():
        return {}
    rows = (line.partition("\t") for line in lzma.decompress(path.read_bytes()).decode().splitlines())
    return {identifier: names for identifier, _, names in rows}


def areas(code: str) -> tuple[Area, ...]:
    """Return a county, city or province under all its names, in order of year; () for a code that is none."""
    return _areas(code)


@cache
def _areas(code: str) -> tuple[Area, ...]:
    rows = [line.split("\t") for line in _area_lines().get(code, ())]
    found = [Area(code, name, short, int(first), int(last)) for name, short, first, last in rows]
    return tuple(sorted(found, key=lambda row: (row.first, row.last, row.name)))


def area_names() -> list[tuple[str, str, str]]:
    """Return (code, name, short form or '') of every county, city and province of all years."""
    rows = ((code, line.split("\t")) for code, lines in _area_lines().items() for line in lines)
    return [(code, cells[0], cells[1]) for code, cells in rows]


@cache
def counties_of(city: str) -> tuple[str, ...]:
    """Return the codes of the counties of a city that stand today; of a municipality all its districts."""
    prefix = city[:2] if city[:2] in MUNICIPALITIES else city
    codes = (code for code in _area_lines() if len(code) == 6 and code.startswith(prefix))
    return tuple(code for code in codes if _areas(code)[-1].last == LAST)


def provinces() -> tuple[str, ...]:
    """Return the codes of the provinces."""
    return tuple(code for code in _area_lines() if len(code) == 2)


@cache
def _area_lines() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in gzip.decompress((FOLDER / "areas.tsv.gz").read_bytes()).decode().splitlines():
        code, _, rest = line.partition("\t")
        found.setdefault(code, []).append(rest)
    return found


def area(code: str, year: int | None = None) -> Area | None:
    """Return the area of a code under its name of `year` (None: the newest), or None where there is none."""
    rows = areas(code)
    if not rows:
        return None
    if year is None:
        return rows[-1]
    return min(rows, key=lambda row: (max(row.first - year, year - row.last, 0), -row.last))


def city_of(county: str) -> str | None:
    """Return the code of the city above a county; of a county-level city without one, its own code."""
    if county[:2] in MUNICIPALITIES:
        return county[:2] + "01"
    if area(county[:4]):
        return county[:4]
    own = area(county)
    return county if own and own.name.endswith(("市", "林区")) else None


def district_of(county: str) -> str | None:
    """Return the code of a county, None where it is no more than its city (东莞市, 天门市)."""
    own, city = area(county), city_of(county)
    above = area(city) if city else None
    return county if own and city != county and (above is None or above.name != own.name) else None


def place_of(division: Division) -> Place:
    """Return the place of a division; the same for each of its names."""
    newest = division if division.name == division.current else by_id(division.id) or division
    moved = [_full_name(earlier) for earlier in newest.earlier]
    return Place(
        id=newest.id,
        name=newest.current,
        level=newest.level,
        district=district_of(newest.county),
        city=city_of(newest.county),
        province=newest.county[:2],
        statistical_code=newest.statistical_code,
        civil_affairs_code=newest.civil_affairs_code,
        former_names=(*newest.former, *(name for name in moved if name)),
    )


def area_place(code: str, year: int | None = None) -> Place | None:
    """Return the county, city or province of a code as a place, under its name of `year`."""
    own = area(code, year)
    if own is None:
        return None
    if len(code) == 2:
        return Place(code, own.name, "province", statistical_code=code)
    if len(code) == 4 or city_of(code) == code:
        return Place(code, own.name, "city", province=code[:2], statistical_code=code)
    return Place(code, own.name, "district", city=city_of(code), province=code[:2], statistical_code=code)


def ancestors_of(place: Place, year: int | None = None) -> tuple[Place, ...]:
    """Return the district, city and province above a place, nearest first."""
    codes = (place.district, place.city, place.province)
    return tuple(above for code in codes if code and (above := area_place(code, year)))


def _full_name(identifier: str) -> str | None:
    """Return a former place as county and name (下城区天水街道)."""
    division = by_id(identifier)
    county = area(identifier[:6], division.last) if division else None
    return f"{county.name}{division.current}" if division and county else None


def forget() -> None:
    """Forget what was read of the list, some 15 MB; it is read anew when it is asked for."""
    for kept in (by_id, _communities, _areas, counties_of, _area_lines, _blob, _lines):
        kept.cache_clear()


@cache
def _blob() -> bytes:
    return gzip.decompress((FOLDER / "divisions.tsv.gz").read_bytes())


@cache
def _lines() -> list[bytes]:
    return _blob().split(b"\n")[:-1]


def _division(line: bytes) -> Division:
    cells = line.decode().split("\t")
    name, identifier, level, first, last, nbs, mca, current, former, earlier = cells + [""] * (10 - len(cells))
    return Division(
        name=name,
        id=identifier,
        level=_LEVELS[level],
        first=int(first or FIRST),
        last=int(last or LAST),
        statistical_code=_code(identifier, nbs),
        civil_affairs_code=_code(identifier, nbs if mca == "=" else mca),
        current=current or name,
        former=tuple(_split(former)),
        earlier=tuple(_split(earlier)),
    )


def _code(identifier: str, tail: str) -> str | None:
    if not tail:
        return None
    return tail if len(tail) == 9 else identifier[:6] + tail


def _split(cell: str) -> Iterator[str]:
    return (part for part in cell.split(";") if part)
