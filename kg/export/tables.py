"""Tidy tables as CSV: one row a thing or a fact, every fact with its sentence; they open in Excel as they are."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from kg.export.tables_across import across_tables
from kg.model import Evidence, Graph, Implementation, Initiative, Observation, Place, Recognition, Report, Statement
from kg.model.access import by_place, reports_of

Cell = str | int | Decimal | None
_FORMULA = re.compile(r"[\s\x00]*[=+\-@＝＋－＠\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNFIT = re.compile(f"{_CONTROLS.pattern}|{_SURROGATES.pattern}")
_FACT = ("place_id", "place", "year", "status")
_WHERE = ("report_id", "rule", "words", "start", "end", "sentence")


def write_tables(folder: Path, graph: Graph) -> list[str]:
    """Write every table into `folder` and return the file names.

    UTF-8 with a byte order mark, so that Excel shows Chinese; a cell that a spreadsheet would run as a formula gets
    an apostrophe in front; control characters are left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = _Tables(graph)
    names = []
    for name, header, rows in tables.all():
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write("\ufeff")
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(header)
            writer.writerows([safe(cell) for cell in row] for row in rows)
        names.append(path.name)
    return names


def _digits(value: Decimal) -> str:
    """Return a number in plain digits, without an exponent or idle zeros: 4400000000000, 97.55."""
    return f"{value:.0f}" if value == value.to_integral_value() else f"{value.normalize():f}"


def safe(cell: Cell) -> str:
    """Return the text of a cell that no spreadsheet takes for a formula; plain numbers stay as they are."""
    if cell is None:
        return ""
    text = _digits(cell) if isinstance(cell, Decimal) else str(cell)
    if text[:1].isalnum() and text.isprintable():
        return text  # most cells: no formula begins so, and what is unfit cannot be printed
    if _UNFIT.search(text):
        text = _SURROGATES.sub("\ufffd", _CONTROLS.sub(" ", text))
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def _reading_order(item: Statement) -> tuple[str, int, str, int, int, str]:
    span = item.evidence[0].span
    return item.place, item.year or 0, item.report, span.start, span.end, item.id


class _Tables:
    """The rows of each table of one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.places = {place.id: place for place in graph.places}
        self.initiatives = {item.id: item for item in graph.initiatives}
        self.indicators = {item.id: item for item in graph.indicators}
        self.reports = reports_of(graph.extractions)
        decisions = graph.decisions.values()
        # a place that only came second for some report is a candidate, not a place of this collection
        self.roles = {place.id: "above" for decision in decisions for place in decision.ancestors}
        self.roles |= {decision.place.id: "report" for decision in decisions}

    def all(self) -> Iterator[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]:
        """Yield name, header and rows of every table."""
        yield "initiatives", _INITIATIVES, self._initiatives()
        yield "adoptions", (*_FACT, "initiative_id", "initiative", "kind", "shared", "mentions", *_WHERE), self._adoptions()
        yield "metrics", (*_FACT, *_METRICS, *_WHERE), self._metrics()
        yield "places", _PLACES, (self._place(place) for place in self.graph.places)
        yield "reports", _REPORTS, (self._report(report) for report in self.reports.values())
        yield "honours", (*_FACT, "honour", "level", "kind", "about", *_WHERE), self._honours()
        yield "mentions", _MENTIONS, self._mentions()
        yield from across_tables(self.graph)

    @property
    def _statements(self) -> Iterator[Statement]:
        """The statements as a reader would sort them: place, year, and where they stand in the text."""
        for _, statements in by_place(self.graph.statements, self.graph.decisions):
            yield from sorted(statements, key=_reading_order)

    def _fact(self, item: Statement) -> tuple[Cell, ...]:
        return item.place, self.places[item.place].name, item.year, item.status.value

    def _where(self, item: Statement) -> tuple[Cell, ...]:
        return item.report, item.rule, *self._words(item.evidence[0])

    def _words(self, place: Evidence) -> tuple[Cell, ...]:
        text = self.reports[place.report].text
        return place.span.of(text), place.span.start, place.span.end, place.passage.of(text)

    def _initiatives(self) -> Iterator[Sequence[Cell]]:
        years: dict[str, set[int]] = defaultdict(set)
        for item in self.graph.statements:
            if isinstance(item, Implementation) and item.year is not None:
                years[item.initiative].add(item.year)
        for initiative in sorted(self.graph.initiatives, key=lambda one: (-len(one.carried_out_by), one.id)):
            yield self._initiative(initiative, sorted(years[initiative.id]))

    def _initiative(self, item: Initiative, years: Sequence[int]) -> Sequence[Cell]:
        variant = self.initiatives.get(item.variant_of or "")
        return (
            item.id,
            item.label,
            item.label_en,
            item.kind.value,
            item.origin_level,
            item.first_year,
            "yes" if item.boilerplate else "no",
            len(item.carried_out_by),
            " | ".join(self.places[key].name for key in item.carried_out_by),
            " ".join(map(str, years)),
            " | ".join(item.components),
            item.family,
            variant.label if variant else None,
            " | ".join(item.alt_labels),
            " | ".join(item.merge_reasons),
        )

    def _adoptions(self) -> Iterator[Sequence[Cell]]:
        for item in self._statements:
            if isinstance(item, Implementation):
                initiative = self.initiatives[item.initiative]
                shared = "yes" if len(initiative.carried_out_by) > 1 else "no"
                own = (initiative.id, initiative.label, initiative.kind.value, shared, len(item.evidence))
                yield (*self._fact(item), *own, *self._where(item))

    def _metrics(self) -> Iterator[Sequence[Cell]]:
        for item in self._statements:
            if isinstance(item, Observation):
                initiative = self.initiatives.get(item.initiative or "")
                own = (
                    item.indicator,
                    self.indicators[item.indicator].label,
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
                yield (*self._fact(item), *own, *self._where(item))

    def _place(self, place: Place) -> Sequence[Cell]:
        above = [self.places[key].name if key in self.places else key for key in (place.district, place.city, place.province)]
        codes = (place.statistical_code, place.civil_affairs_code)
        return (
            place.id,
            place.name,
            place.level,
            *above,
            *codes,
            " | ".join(place.former_names),
            "yes" if place.anonymous else "no",
            self.roles.get(place.id, "candidate"),
        )

    def _report(self, report: Report) -> Sequence[Cell]:
        head, decision = report.head, self.graph.decisions[report.id]
        period = (head.period.start, head.period.end) if head.period else (None, None)
        plan = (head.plan_period.start, head.plan_period.end) if head.plan_period else (None, None)
        files = " | ".join(source.name for source in self.graph.sources.get(report.id, (report.source,)))
        place = (decision.place.id, decision.place.name, "yes" if decision.certain else "no", " | ".join(decision.reasons))
        said = (head.title, head.publisher, head.published, head.index_number, head.document_number)
        recognised = " ".join(map(str, report.source.recognised))
        return report.id, *place, report.year, *said, *period, *plan, len(report.text), files, recognised

    def _honours(self) -> Iterator[Sequence[Cell]]:
        for item in self._statements:
            if isinstance(item, Recognition):
                about = self.initiatives.get(item.about or "")
                own = (item.name, item.level, item.kind, about.label if about else None)
                yield (*self._fact(item), *own, *self._where(item))

    def _mentions(self) -> Iterator[Sequence[Cell]]:
        """Yield every stretch of text that a fact rests on, with the fact: the table to check a graph by."""
        for item in self._statements:
            for place in item.evidence:
                yield type(item).__name__, item.id, item.label, item.report, item.rule, *self._words(place)


_INITIATIVES = (
    "initiative_id",
    "initiative",
    "label_en",
    "kind",
    "origin_level",
    "first_year",
    "boilerplate",
    "place_count",
    "places",
    "years",
    "components",
    "family",
    "variant_of",
    "other_spellings",
    "merge_reasons",
)
_METRICS = (
    "indicator_id",
    "indicator",
    "value",
    "value_max",
    "unit",
    "modifier",
    "change",
    "change_base",
    "from",
    "until",
    "initiative",
    "verbatim",
)
_PLACES = (
    "place_id",
    "place",
    "level",
    "district",
    "city",
    "province",
    "statistical_code",
    "civil_affairs_code",
    "former_names",
    "anonymous",
    "role",
)
_REPORTS = (
    "report_id",
    "place_id",
    "place",
    "place_certain",
    "place_reasons",
    "year",
    "title",
    "publisher",
    "published",
    "index_number",
    "document_number",
    "period_start",
    "period_end",
    "plan_start",
    "plan_end",
    "characters",
    "files",
    "pages_from_ocr",
)
_MENTIONS = ("fact", "statement_id", "says", "report_id", "rule", "words", "start", "end", "sentence")
