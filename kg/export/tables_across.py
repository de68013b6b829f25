"""Tables of what several reports show together: plans and results, conflicts, copies, order of adoption."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.export.cells import Cell
from kg.model import Graph, Indicator, Initiative, Observation, Occurrence, ReusedPassage, Statement
from kg.model.access import is_held, texts_of
from kg.model.by_id import ById
from kg.model.runs import Runs, one_each

if TYPE_CHECKING:
    from kg.model.shelf import Shelf

Table = tuple[str, Sequence[str], Iterable[Sequence[Cell]]]
_HELD = 20_000  # passages in memory


class About(NamedTuple):
    """What these tables say of a report."""

    year: int | None
    file: str


class Quoted:
    """The statements that these tables quote, by id; those of a large graph are on the disk."""

    def __init__(self, graph: Graph) -> None:
        """Begin with none."""
        met = (key for item in graph.fulfilments for key in (item.plan, item.result))
        self._wanted = frozenset((*met, *(key for item in graph.conflicts for key in item.statements)))
        self._at: dict[str, int] = {}
        self._statements: list[Statement] | Shelf[Statement] = _shelf() if is_held(graph.extractions) else []

    def of(self, said: Iterable[Statement]) -> list[Statement]:
        """Return those of some statements that are quoted."""
        return [item for item in said if item.id in self._wanted]

    def add(self, quoted: Iterable[Statement]) -> None:
        """Take statements that are quoted."""
        put = self._statements.append if isinstance(self._statements, list) else self._statements.add
        for item in quoted:
            self._at[item.id] = len(self._statements)
            put(item)

    def __getitem__(self, key: str) -> Statement:
        return self._statements[self._at[key]]


def _shelf() -> Shelf[Statement]:
    from kg.model.shelf import Shelf  # no small build needs it

    return Shelf()


class Lookups(NamedTuple):
    """Of what there may be very many, by id: all tables have the same."""

    initiatives: ById[Initiative]
    indicators: ById[Indicator]

    @classmethod
    def of(cls, graph: Graph) -> Lookups:
        """Return those of a graph."""
        return cls(ById(graph.initiatives), ById(graph.indicators))


def across_tables(graph: Graph, reports: Mapping[str, About], statements: Quoted, lookups: Lookups) -> Iterator[Table]:
    """Yield name, header and rows of each table; `reports` are by id, `statements` those that are quoted."""
    rows = _Rows(graph, reports, statements, lookups)
    yield "fulfilments", _FULFILMENTS, rows.fulfilments()
    yield "conflicts", _CONFLICTS, rows.conflicts()
    yield "reuse", _REUSE, rows.reuse()
    yield "near_duplicates", _NEAR, rows.near_duplicates()
    yield "adoption_order", _ADOPTION, rows.adoption_order()


class _Rows:
    """The rows of one graph."""

    def __init__(self, graph: Graph, reports: Mapping[str, About], statements: Quoted, lookups: Lookups) -> None:
        self.graph = graph
        self.reports = reports
        self.statements = statements
        self.places = {place.id: place.name for place in graph.places}
        self.initiatives, self.indicators = lookups
        self.texts = texts_of(graph.extractions)

    def fulfilments(self) -> Iterator[Sequence[Cell]]:
        """Yield one row for each plan and result."""
        for item in sorted(self.graph.fulfilments, key=lambda one: (one.place, one.year, one.id)):
            plan, result = self.statements[item.plan], self.statements[item.result]
            own = (item.place, self.places[item.place], item.year, self._what(plan), item.ratio)
            yield (*own, *self._said(plan), *self._said(result))

    def conflicts(self) -> Iterator[Sequence[Cell]]:
        """Yield one row for each statement of each conflict."""
        for item in sorted(self.graph.conflicts, key=lambda one: (one.place, one.year, one.id)):
            said = [self.statements[key] for key in item.statements]
            reports = len({statement.report for statement in said})
            own = (item.id, item.place, self.places[item.place], item.year, self.indicators[item.indicator].label, reports)
            for statement in sorted(said, key=lambda one: (one.report, one.evidence[0].span, one.id)):
                yield (*own, statement.status.value, *self._said(statement))

    def reuse(self) -> Iterator[Sequence[Cell]]:
        """Yield one row for each passage that two reports share, longest first."""
        in_order: Runs[tuple[tuple[str, int, int], ...], ReusedPassage] = Runs(_HELD, one_each)
        for item in self.graph.reused:
            in_order.add(tuple(place.key for place in item.occurrences), item)
        longest_first: Runs[tuple[int, str], tuple[Cell, ...]] = Runs(_HELD, one_each)
        for _, (item,) in in_order:  # one text after the other
            said = [cell for place in item.occurrences for cell in self._occurrence(place)]
            longest_first.add((-item.length, item.id), (item.id, item.length, *said))
        for _, (row,) in longest_first:
            yield row

    def near_duplicates(self) -> Iterator[Sequence[Cell]]:
        """Yield one row for each pair of reports of nearly the same text."""
        for item in sorted(self.graph.near_duplicates, key=lambda one: (-one.share, one.id)):
            yield (item.share, *(cell for report in item.reports for cell in (report, self.reports[report].file)))

    def adoption_order(self) -> Iterator[Sequence[Cell]]:
        """Yield one row for each place that took up an initiative; places of the same year have the same rank."""
        for item in self.graph.adoptions:
            years = sorted({year for year, _ in item.order})
            for year, place in item.order:
                own = (item.initiative, self.initiatives[item.initiative].label, years.index(year) + 1)
                yield (*own, year, place, self.places[place])

    def _what(self, item: Statement) -> str:
        if isinstance(item, Observation):
            return self.indicators[item.indicator].label
        named = self.initiatives.get(getattr(item, "initiative", ""))
        return named.label if named else ""

    def _said(self, item: Statement) -> tuple[Cell, ...]:
        number: tuple[Cell, Cell] = (item.value, item.unit) if isinstance(item, Observation) else (None, None)
        place = item.evidence[0]
        return (*number, item.report, place.span.start, place.span.end, place.passage.of(self.texts[place.report]))

    def _occurrence(self, place: Occurrence) -> tuple[Cell, ...]:
        home, year = self.graph.decisions[place.report].place.name, self.reports[place.report].year
        return place.report, home, year, place.span.start, place.span.end, place.span.of(self.texts[place.report])


_SAID = ("value", "unit", "report_id", "start", "end", "sentence")
_PLACE = ("place_id", "place", "year")
_FULFILMENTS = (*_PLACE, "what", "ratio", *(f"plan_{name}" for name in _SAID), *(f"result_{name}" for name in _SAID))
_CONFLICTS = ("conflict_id", *_PLACE, "indicator", "reports", "status", *_SAID)
_OCCURRENCE = ("report_id", "place", "year", "start", "end", "words")
_REUSE = ("passage_id", "length", *(f"{name}_1" for name in _OCCURRENCE), *(f"{name}_2" for name in _OCCURRENCE))
_NEAR = ("share", "report_id_1", "file_1", "report_id_2", "file_2")
_ADOPTION = ("initiative_id", "initiative", "rank", "year", "place_id", "place")
