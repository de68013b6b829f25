"""What of each report was not turned into facts: one truth for the page and for the ledger of a build."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.model import Extraction, Graph, Leftover, Statement
from kg.model.access import by_report


class Parted(NamedTuple):
    """The leftovers of a report: those that no fact holds, and those within the words of one."""

    open: tuple[Leftover, ...]
    within: tuple[Leftover, ...]


def parted(graph: Graph) -> Iterator[tuple[Extraction, Parted]]:
    """Yield what was found in each report, and its leftovers."""
    made = by_report(graph.statements)
    return ((found, parted_of(found, made.get(found.report.id, ()))) for found in graph.extractions)


def parted_of(found: Extraction, statements: Iterable[Statement]) -> Parted:
    """Return the leftovers of a report of which `statements` are made.

    A numeral or quoted phrase within the words of a fact (the 一 of 一网统管) is no quantity of its own, and yet was
    not left out: it is told apart from what no fact holds.
    """
    stretches: list[list[int]] = []  # words of facts that touch are one stretch
    for start, end in sorted((proof.span.start, proof.span.end) for item in statements for proof in item.evidence):
        if stretches and start <= stretches[-1][1]:
            stretches[-1][1] = max(stretches[-1][1], end)
        else:
            stretches.append([start, end])
    starts = [start for start, _ in stretches]
    told: tuple[list[Leftover], list[Leftover]] = ([], [])
    for item in found.leftovers:
        at = bisect_right(starts, item.span.start) - 1
        told[at >= 0 and item.span.end <= stretches[at][1]].append(item)
    return Parted(*map(tuple, told))
