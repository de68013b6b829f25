"""What only several reports together show: plans met, first adopters, conflicts, copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.link.years import Adopted, conflicts, fulfilments
from kg.model import Conflict, Extraction, Fulfilment, Graph, PlaceDecision, Report
from kg.model.access import bare, by_place, reports_of


def across(graph: Graph) -> Graph:
    """Return the graph with what the statements of its reports show together."""
    reports = {key: bare(report) for key, report in reports_of(graph.extractions).items()}
    places = {place.id: place.name for place in graph.places}
    indicators = {item.id: item.label for item in graph.indicators}
    met: list[Fulfilment] = []
    at_odds: list[Conflict] = []
    order = Adopted()
    for _, statements in by_place(graph.statements, graph.decisions):
        met += fulfilments(statements, reports, places)
        at_odds += conflicts(statements, places, indicators)
        order.add(statements)
    return replace(
        graph,
        fulfilments=tuple(sorted(met, key=lambda item: item.id)),
        conflicts=tuple(sorted(at_odds, key=lambda item: item.id)),
        adoptions=order.made(),
    )


def names_of(extractions: Sequence[Extraction], decisions: Mapping[str, PlaceDecision]) -> dict[str, str]:
    """Return what to call each report, by id."""
    return {key: _name(report, decisions[key].place.name) for key, report in reports_of(extractions).items()}


def _name(report: Report, place: str) -> str:
    return f"{place} {report.year if report.year is not None else '年份不详'} 报告"
