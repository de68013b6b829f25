"""Text -> mentions: every kind of fact that a report states, each with the rule that fired."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.extract.firsts import find_firsts
from kg.extract.honours import find_honours
from kg.extract.initiatives import find_initiatives, find_initiatives_with
from kg.extract.known import Names
from kg.extract.localities import find_localities
from kg.extract.metrics import find_metrics, link_metrics
from kg.extract.partners import find_partners
from kg.model import Extraction, Leftover, Report

__all__ = ["extract", "known_names", "propagate"]

_SPREADS = frozenset({"quoted"})  # rules that are sure enough for a name to be looked for elsewhere


def extract(report: Report) -> Extraction:
    """Return every mention in `report`, each kind in the order of the text."""
    metrics, loose_numerals = find_metrics(report)
    initiatives, loose_quotes = find_initiatives(report)
    return Extraction(
        report=report,
        metrics=link_metrics(metrics, initiatives, report),
        initiatives=initiatives,
        honours=find_honours(report),
        firsts=find_firsts(report),
        partners=find_partners(report),
        localities=find_localities(report),
        leftovers=_in_order(loose_numerals, loose_quotes),
    )


def known_names(found: Iterable[Extraction]) -> Names:
    """Return the names that reports of a collection put in quotation marks, to be looked for in the others."""
    return Names((item.name, item.name) for one in found for item in one.initiatives if item.rule in _SPREADS)


def propagate(one: Extraction, names: Names) -> Extraction:
    """Return `one` with unquoted uses of names known from other reports of the collection."""
    own = {item.name for item in one.initiatives}
    new = sorted({hit.name for hit in names.find(one.report.clean.text)} - own)
    if not new:
        return one
    initiatives, loose_quotes = find_initiatives_with(one.report, new)
    numerals = (item for item in one.leftovers if item.kind == "numeral")
    return replace(
        one,
        initiatives=initiatives,
        metrics=link_metrics(one.metrics, initiatives, one.report),
        leftovers=_in_order(numerals, loose_quotes),
    )


def _in_order(numerals: Iterable[Leftover], quotes: Iterable[Leftover]) -> tuple[Leftover, ...]:
    marked = (replace(item, kind="quotation") for item in quotes)
    return tuple(sorted((*numerals, *marked), key=lambda item: (item.span, item.kind, item.reason)))
