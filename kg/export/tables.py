"""Tidy tables as CSV: one row a thing or a fact, every fact with its sentence; they open in Excel as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.export.cells import BOM, Cell, lines, pieces
from kg.export.fact_tables import Facts, FactTables
from kg.export.tables_across import About, Lookups, Quoted, across_tables
from kg.model import Extraction, Graph, Initiative, Place, Report, Statement
from kg.model.runs import Runs
from kg.rounds import go_round


def write_tables(folder: Path, graph: Graph) -> list[str]:
    """Write every table into `folder` and return the file names.

    UTF-8 with a byte order mark, so that Excel shows Chinese; a cell that a spreadsheet would run as a formula gets
    an apostrophe in front; control characters are left out.
    """
    tables = Tables(folder, graph)
    go_round(graph, [tables])
    return tables.finish()


class Piece(NamedTuple):
    """What one report brings to the tables."""

    facts: Facts
    row: bytes  # of the table of reports
    about: About
    quoted: list[Statement]  # that tables of several reports quote


class Tables:
    """Writes the tables of a graph: a maker of kg.rounds, to be finished when the round is over."""

    def __init__(self, folder: Path, graph: Graph) -> None:
        """Begin the tables in `folder`, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self.graph = folder, graph
        self.places = {place.id: place for place in graph.places}
        self._lookups = Lookups.of(graph)
        self._facts = FactTables(folder, graph, self._lookups)
        self._reports: Runs[str, bytes] = Runs()
        self._about: dict[str, About] = {}
        self._quoted = Quoted(graph)

    def of_report(self, found: Extraction, said: Sequence[Statement]) -> Piece:
        """Return what a report brings."""
        report = found.report
        about = About(report.year, report.source.name)
        return Piece(self._facts.of_report(found, said), lines([self._report(report)]), about, self._quoted.of(said))

    def take(self, place: str, report: str, piece: Piece) -> None:
        """Take what a report brings."""
        self._facts.take(place, report, piece.facts)
        self._reports.add(report, piece.row)
        self._about[report] = piece.about
        self._quoted.add(piece.quoted)

    def finish(self) -> list[str]:
        """Write what is left when the round is over and return the names of all tables."""
        return self.end_facts() + self.write_others()

    def end_facts(self) -> list[str]:
        """Write what is left of the tables of facts, to which the round has added row by row, and return their names."""
        return self._facts.finish()

    def write_others(self) -> list[str]:
        """Write the other tables, each as a whole, and return their names."""
        names: list[str] = []
        tables = [
            ("initiatives", _INITIATIVES, self._initiatives()),
            ("places", _PLACES, self._all_places()),
            *across_tables(self.graph, self._about, self._quoted, self._lookups),
        ]
        for name, header, rows in tables:
            names.append(self._write(name, header, pieces(rows)))
        names.append(self._write("reports", _REPORTS, (row for _, (row,) in self._reports)))
        return names

    def _write(self, name: str, header: Sequence[str], rows: Iterable[bytes]) -> str:
        path = self._folder / f"{name}.csv"
        with path.open("wb") as file:
            file.write(BOM + lines([header]))
            file.writelines(rows)
        return path.name

    def _initiatives(self) -> Iterator[Sequence[Cell]]:
        for item in sorted(self.graph.initiatives, key=lambda one: (-len(one.carried_out_by), one.id)):
            yield self._initiative(item, self._lookups.initiatives.get(item.variant_of or ""))

    def _initiative(self, item: Initiative, variant: Initiative | None) -> Sequence[Cell]:
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
            " ".join(map(str, sorted(self._facts.years_of(item.id)))),
            " | ".join(item.components),
            item.family,
            variant.label if variant else None,
            " | ".join(item.alt_labels),
            " | ".join(item.merge_reasons),
        )

    def _all_places(self) -> Iterator[Sequence[Cell]]:
        decisions = self.graph.decisions.values()
        # a place that only came second for some report is a candidate, not a place of this collection
        roles = {place.id: "above" for decision in decisions for place in decision.ancestors}
        roles |= {decision.place.id: "report" for decision in decisions}
        return (self._place(place, roles.get(place.id, "candidate")) for place in self.graph.places)

    def _place(self, place: Place, role: str) -> Sequence[Cell]:
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
            role,
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
