"""Text -> mentions: every kind of fact that a report states, each with the rule that fired."""

from __future__ import annotations

from kg.extract.corpus import in_order, new_names, spread, with_names
from kg.extract.firsts import find_firsts
from kg.extract.honours import find_honours
from kg.extract.initiatives import find_initiatives
from kg.extract.localities import find_localities
from kg.extract.metrics import find_metrics, link_metrics
from kg.extract.partners import find_partners
from kg.model import Extraction, Report

__all__ = ["extract", "new_names", "spread", "with_names"]


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
        leftovers=in_order(loose_numerals, loose_quotes),
    )
