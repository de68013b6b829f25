"""What of each report was not turned into facts: one truth for the page and for the ledger of a build."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from kg.model import Graph, Leftover


class Parted(NamedTuple):
    """The leftovers of a report: those that no fact holds, and those within the words of one."""

    open: tuple[Leftover, ...]
    within: tuple[Leftover, ...]


def parted(graph: Graph) -> dict[str, Parted]:
    """Return the leftovers of each report by its id.

    A numeral or quoted phrase within the words of a fact (the 一 of 一网统管) is no quantity of its own, and yet was
    not left out: it is told apart from what no fact holds.
    """
    words: dict[str, list[tuple[int, int]]] = {found.report.id: [] for found in graph.extractions if found.leftovers}
    for statement in graph.statements:
        if (own := words.get(statement.report)) is not None:
            own += [(proof.span.start, proof.span.end) for proof in statement.evidence]
    return {found.report.id: _parted(found.leftovers, words.get(found.report.id, [])) for found in graph.extractions}


def _parted(leftovers: tuple[Leftover, ...], words: list[tuple[int, int]]) -> Parted:
    stretches: list[list[int]] = []  # words of facts that touch are one stretch
    for start, end in sorted(words):
        if stretches and start <= stretches[-1][1]:
            stretches[-1][1] = max(stretches[-1][1], end)
        else:
            stretches.append([start, end])
    starts = [start for start, _ in stretches]
    told: tuple[list[Leftover], list[Leftover]] = ([], [])
    for item in leftovers:
        at = bisect_right(starts, item.span.start) - 1
        told[at >= 0 and item.span.end <= stretches[at][1]].append(item)
    return Parted(*map(tuple, told))
