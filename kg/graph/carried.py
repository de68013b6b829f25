"""Which place carries out which initiative, when and how far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from kg.model import Edge, Extraction, Implementation, Statement, Status
from kg.model.runs import Runs

_HELD = 10_000  # lines in memory


class Carrying(NamedTuple):
    """How a place carries out an initiative: as an Edge has it."""

    weight: int
    years: tuple[int, ...]
    statuses: tuple[Status, ...]
    statements: tuple[str, ...] = ()


class CarriedOut:
    """Which place carries out which initiative, when and how far: a maker of kg.rounds."""

    def __init__(self, *, statements: bool = True) -> None:
        """Begin with no lines; they say which statements they are drawn from if `statements` are wanted."""
        self._statements = statements
        self._kept: Runs[str, dict[str, Carrying]] = Runs(_HELD, lambda place, lines: len(lines[0]))  # by place
        self._place, self._lines = "", dict[str, Carrying]()  # of the place whose reports come now, by initiative

    def of_report(self, found: Extraction, said: Sequence[Statement]) -> dict[str, Carrying]:
        """Return the line of each initiative that a report names."""
        groups: dict[str, list[Implementation]] = defaultdict(list)
        for statement in said:
            if isinstance(statement, Implementation):
                groups[statement.initiative].append(statement)
        return {
            initiative: Carrying(
                weight=sum(len(item.evidence) for item in items),
                years=tuple(sorted({item.year for item in items if item.year is not None})),
                statuses=_in_order([item.status for item in items]),
                statements=tuple(item.id for item in items) if self._statements else (),
            )
            for initiative, items in groups.items()
        }

    def take(self, place: str, report: str, piece: dict[str, Carrying]) -> None:
        """Take the lines of a report; those of the place before are complete when another one comes."""
        if place != self._place:
            self._put_place()
            self._place = place
        for initiative, line in piece.items():
            self._lines[initiative] = _joined(self._lines[initiative], line) if initiative in self._lines else line

    def _put_place(self) -> None:
        if self._lines:
            self._kept.add(self._place, self._lines)
            self._lines = {}

    def edges(self, chosen: Container[str]) -> Iterator[Edge]:
        """Yield the lines of the chosen initiatives, sorted by place and initiative."""
        self._put_place()
        for place, (lines,) in self._kept:
            source = f"place/{place}"
            for key, line in sorted(lines.items()):
                if key in chosen:
                    target = f"initiative/{key}"
                    yield Edge(source, target, "carries_out", float(line.weight), line.years, line.statuses, line.statements)


def _joined(one: Carrying, other: Carrying) -> Carrying:
    """Return the line of what two reports of a place say of an initiative."""
    return Carrying(
        one.weight + other.weight,
        tuple(sorted({*one.years, *other.years})),
        _in_order([*one.statuses, *other.statuses]),
        tuple(sorted((*one.statements, *other.statements))),
    )


def _in_order(statuses: Sequence[Status]) -> tuple[Status, ...]:
    """Return each status once, in the order of the class."""
    return (statuses[0],) if len(statuses) == 1 else tuple(status for status in Status if status in statuses)
