"""What only several reports together show: plans met, first adopters, conflicts, copies."""

from __future__ import annotations

from dataclasses import replace

from kg.link.reuse import text_reuse
from kg.link.years import adoptions, conflicts, fulfilments
from kg.model import Graph, Report


def across(graph: Graph) -> Graph:
    """Return the graph with what its reports show together."""
    reports = {found.report.id: found.report for found in graph.extractions}
    places = {place.id: place.name for place in graph.places}
    indicators = {item.id: item.label for item in graph.indicators}
    names = {key: _name(report, graph) for key, report in reports.items()}
    reused, near = text_reuse(list(reports.values()), names)
    return replace(
        graph,
        fulfilments=fulfilments(graph.statements, reports, places),
        conflicts=conflicts(graph.statements, places, indicators),
        adoptions=adoptions(graph.statements),
        reused=reused,
        near_duplicates=near,
    )


def _name(report: Report, graph: Graph) -> str:
    return f"{graph.decisions[report.id].place.name} {report.year if report.year is not None else '年份不详'} 报告"
