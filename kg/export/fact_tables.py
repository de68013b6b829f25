"""The tables of facts: what the statements of each report bring to them, sorted as a reader would."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.export.cells import BOM, Cell, lines
from kg.export.tables_across import Lookups
from kg.model import Extraction, Graph, Implementation, Observation, Recognition, Statement

_FACT = ("place_id", "place", "year", "status")
_WHERE = ("report_id", "rule", "words", "start", "end", "sentence")
_METRICS = ("indicator_id", "indicator", "value", "value_max", "unit", "modifier", "change", "change_base", "from", "until", "initiative", "verbatim")  # fmt: skip
HEADERS = {
    "adoptions": (*_FACT, "initiative_id", "initiative", "kind", "shared", "mentions", *_WHERE),
    "metrics": (*_FACT, *_METRICS, *_WHERE),
    "honours": (*_FACT, "honour", "level", "kind", "about", *_WHERE),
    "mentions": ("fact", "statement_id", "says", "report_id", "rule", "words", "start", "end", "sentence"),
}
_NEVER: frozenset[int] = frozenset()
_MANY = 1 << 20  # bytes that wait for being written
Rows = Mapping[str, bytes]  # of each table, as CSV


class Facts(NamedTuple):
    """What one report brings: its rows by year, and in which years it names initiatives."""

    rows: Mapping[int, Rows]
    years: frozenset[tuple[str, int]]


class FactTables:
    """Writes the tables of facts: by place, year, report, and where they stand in it. A maker of kg.rounds."""

    def __init__(self, folder: Path, graph: Graph, lookups: Lookups) -> None:
        """Begin the tables in `folder`, which is there."""
        self._years = [_NEVER] * len(graph.initiatives)  # in which each is named, by its number
        self._alike: dict[frozenset[int], frozenset[int]] = {}  # the many that are named in the same years have one value
        self._places = {place.id: place.name for place in graph.places}
        self._initiatives, self._indicators = lookups
        self._paths = {name: folder / f"{name}.csv" for name in HEADERS}
        for name, header in HEADERS.items():
            self._paths[name].write_bytes(BOM + lines([header]))
        self._waiting: dict[str, list[bytes]] = {name: [] for name in HEADERS}
        self._place, self._rows = "", list[tuple[int, str, Rows]]()

    def of_report(self, found: Extraction, said: Sequence[Statement]) -> Facts:
        """Return the rows of a report."""
        text = found.report.text
        years: dict[int, list[Statement]] = defaultdict(list)
        for item in sorted(said, key=_in_text):
            years[item.year or 0].append(item)
        named = ((item.initiative, item.year) for item in said if isinstance(item, Implementation) and item.year is not None)
        rows = {year: {name: lines(table) for name, table in self._tables(some, text)} for year, some in years.items()}
        return Facts(rows, frozenset(named))

    def take(self, place: str, report: str, piece: Facts) -> None:
        """Take the rows of a report; those of the place before are complete when another one comes."""
        if place != self._place:
            self._put_place()
            self._place = place
        self._rows += ((year, report, rows) for year, rows in piece.rows.items())
        for initiative, year in piece.years:
            number = self._initiatives.number(initiative)
            years = self._years[number] | {year}
            self._years[number] = self._alike.setdefault(years, years)

    def years_of(self, initiative: str) -> frozenset[int]:
        """Return the years in which an initiative is named, when the round is over."""
        return self._years[self._initiatives.number(initiative)]

    def finish(self) -> list[str]:
        """Write what is left and return the names of the files."""
        self._put_place()
        self._write()
        return [path.name for path in self._paths.values()]

    def _put_place(self) -> None:
        for _, _, rows in sorted(self._rows, key=lambda one: one[:2]):
            for name, content in rows.items():
                self._waiting[name].append(content)
        self._rows = []
        if sum(map(len, self._waiting["mentions"])) > _MANY:
            self._write()

    def _write(self) -> None:
        for name, path in self._paths.items():
            with path.open("ab") as file:
                file.writelines(self._waiting[name])
            self._waiting[name] = []

    def _tables(self, statements: Sequence[Statement], text: str) -> Iterator[tuple[str, Iterable[Sequence[Cell]]]]:
        yield "adoptions", (self._adoption(item, text) for item in statements if isinstance(item, Implementation))
        yield "metrics", (self._metric(item, text) for item in statements if isinstance(item, Observation))
        yield "honours", (self._honour(item, text) for item in statements if isinstance(item, Recognition))
        yield "mentions", _mentions(statements, text)

    def _fact(self, item: Statement) -> tuple[Cell, ...]:
        return item.place, self._places[item.place], item.year, item.status.value

    def _adoption(self, item: Implementation, text: str) -> Sequence[Cell]:
        initiative = self._initiatives[item.initiative]
        shared = "yes" if len(initiative.carried_out_by) > 1 else "no"
        own = (initiative.id, initiative.label, initiative.kind.value, shared, len(item.evidence))
        return *self._fact(item), *own, *_where(item, text)

    def _metric(self, item: Observation, text: str) -> Sequence[Cell]:
        initiative = self._initiatives.get(item.initiative) if item.initiative else None
        own = (
            item.indicator,
            self._indicators[item.indicator].label,
            item.value,
            item.value_max,
            item.unit,
            item.modifier,
            item.change,
            item.change_base,
            item.from_date,
            item.until_date,
            initiative.label if initiative else None,
            item.verbatim,
        )
        return *self._fact(item), *own, *_where(item, text)

    def _honour(self, item: Recognition, text: str) -> Sequence[Cell]:
        about = self._initiatives.get(item.about) if item.about else None
        own = (item.name, item.level, item.kind, about.label if about else None)
        return *self._fact(item), *own, *_where(item, text)


def _in_text(item: Statement) -> tuple[int, int, str]:
    span = item.evidence[0].span
    return span.start, span.end, item.id


def _mentions(statements: Iterable[Statement], text: str) -> Iterator[Sequence[Cell]]:
    """Yield every stretch of text that a fact rests on, with the fact: the table to check a graph by."""
    for item in statements:
        fact = type(item).__name__, item.id, item.label, item.report, item.rule
        for place in item.evidence:
            span = place.span
            yield *fact, text[span.start : span.end], span.start, span.end, place.passage.of(text)


def _where(item: Statement, text: str) -> tuple[Cell, ...]:
    place = item.evidence[0]
    span = place.span
    return item.report, item.rule, text[span.start : span.end], span.start, span.end, place.passage.of(text)
