"""What of each report was not turned into facts: one truth for the page and for the ledger of a build."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
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
    words: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for statement in graph.statements:
        for proof in statement.evidence:
            words[proof.report].append((proof.span.start, proof.span.end))
    return {found.report.id: _parted(found.leftovers, words[found.report.id]) for found in graph.extractions}


def _parted(leftovers: tuple[Leftover, ...], words: list[tuple[int, int]]) -> Parted:
    stretches: list[list[int]] = []  # words of facts that touch are one stretch
    for start, end in sorted(words):
        if stretches and start <= stretches[-1][1]:
            stretches[-1][1] = max(stretches[-1][1], end)
        else:
            stretches.append([start, end])
    starts = [start for start, _ in stretches]

    def is_within(item: Leftover) -> bool:
        at = bisect_right(starts, item.span.start) - 1
        return at >= 0 and item.span.end <= stretches[at][1]

    return Parted(tuple(item for item in leftovers if not is_within(item)), tuple(item for item in leftovers if is_within(item)))
