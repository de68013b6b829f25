"""One round over the reports of a graph for all that is made of each: none is read from the disk for every table anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any, Protocol, TypeVar

from kg.aside import side_by_side
from kg.model import Extraction, Graph, Statement
from kg.model.access import by_report, reports_of

Piece = TypeVar("Piece")
_TOLD = 100  # times, some


class Maker(Protocol[Piece]):
    """Makes a piece of each report, and takes the pieces."""

    def of_report(self, found: Extraction, said: Sequence[Statement]) -> Piece:
        """Return what is made of a report and its statements, sorted by id; this may run in another process."""

    def take(self, place: str, report: str, piece: Piece) -> None:
        """Take the piece of a report. They come by place and report id: those of one place one after the other."""


def go_round(graph: Graph, makers: Sequence[Maker[Any]], jobs: int = 1, tell: Callable[[int, int], None] | None = None) -> None:
    """Have every maker make its piece of each report, in `jobs` processes and one more, and take it in this one.

    `tell` hears how many reports are done, and of how many.
    """
    said = by_report(graph.statements)
    order = sorted(
        (graph.decisions[report].place.id, report, number) for number, report in enumerate(reports_of(graph.extractions))
    )

    def made(one: tuple[str, str, int]) -> list[Any]:
        found = graph.extractions[one[2]]
        statements = said.get(one[1], ())
        return [maker.of_report(found, statements) for maker in makers]

    step = max(1, len(order) // _TOLD)
    with closing(side_by_side(made, order, jobs)) as made_of_each:
        for done, ((place, report, _), pieces) in enumerate(zip(order, made_of_each, strict=True)):
            if tell and not done % step:
                tell(done, len(order))
            for maker, piece in zip(makers, pieces, strict=True):
                maker.take(place, report, piece)
