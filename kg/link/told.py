"""What the reports say, place by place: their statements, and what the statements of one place show only together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from kg.aside import aside
from kg.link.statements import Context, link_statements
from kg.link.years import Adopted, conflicts, fulfilments
from kg.model import Conflict, Extraction, Fulfilment, Initiative, Place, Report, Statement
from kg.model.access import bare, by_id, is_held

if TYPE_CHECKING:
    from kg.model.held_statements import Index

Made = TypeVar("Made")
Reports = Sequence[str]  # of one place, by id
Take = Callable[[str, Sequence[Statement]], None]
_ID = attrgetter("id")


class Known(NamedTuple):
    """What is known of all reports before any statement is made."""

    places: Mapping[str, Place]  # by report id
    of_mention: Mapping[str, Sequence[str]]  # initiative ids by report id, in the order of its mentions
    initiatives: Mapping[str, Initiative]  # by id
    indicators: Mapping[str, str]  # labels by id
    names: Mapping[str, str]  # of places, by id

    def said(self, found: Extraction) -> tuple[Statement, ...]:
        """Return the statements of a report, sorted by id."""
        report = found.report.id
        mine = {index: self.initiatives[key] for index, key in enumerate(self.of_mention.get(report, ()))}
        return link_statements(Context(found, self.places[report], mine, self.indicators))


@dataclass(slots=True)
class Together:
    """What the statements of each place show together, of any number of places."""

    met: list[Fulfilment] = field(default_factory=list)
    at_odds: list[Conflict] = field(default_factory=list)
    adopted: Adopted = field(default_factory=Adopted)

    def add(self, statements: Sequence[Statement], reports: Mapping[str, Report], known: Known) -> None:
        """Take all statements of a place, sorted by id, with the reports that they are from."""
        self.met += fulfilments(statements, reports, known.names)
        self.at_odds += conflicts(statements, known.names, known.indicators)
        self.adopted.add(statements)

    def update(self, other: Together) -> None:
        """Take what was told of other places."""
        self.met += other.met
        self.at_odds += other.at_odds
        self.adopted.update(other.adopted)


def tell(ordered: Sequence[Extraction], known: Known, jobs: int) -> tuple[Sequence[Statement], Together]:
    """Return the statements of the reports, sorted by id, and what they show together.

    Those of a large build are on the disk, put there by `jobs` processes, each of which has some of the places.
    """
    found = by_id(ordered)
    reports: dict[str, list[str]] = defaultdict(list)
    for report, place in known.places.items():
        reports[place.id].append(report)
    places = [reports[place] for place in sorted(reports)]
    if is_held(ordered):
        return _on_the_disk(found, places, known, max(1, min(jobs, len(places))))
    statements: list[Statement] = []
    told = _of_places(found, places, known, lambda report, some: statements.extend(some))
    return tuple(sorted(statements, key=_ID)), told


def _on_the_disk(
    found: Mapping[str, Extraction], places: Sequence[Reports], known: Known, jobs: int
) -> tuple[Sequence[Statement], Together]:
    from kg.model.held_statements import Statements, Written  # no small build needs it

    parts = [Written() for _ in range(jobs)]
    dealt = _dealt(places, jobs, lambda reports: sum(1 + len(known.of_mention.get(report, ())) for report in reports))

    def of_part(number: int) -> tuple[Index, Together]:
        parts[number].clear()
        told = _of_places(found, dealt[number], known, parts[number].add)
        return parts[number].index(), told

    all_told = Together()
    for part, (index, told) in zip(parts, _at_once([partial(of_part, number) for number in range(jobs)]), strict=True):
        part.know(index)
        all_told.update(told)
    return Statements(parts), all_told


def _dealt(places: Sequence[Reports], parts: int, work: Callable[[Reports], int]) -> list[list[Reports]]:
    """Return the places in so many parts with about as much work each: those with the most are dealt first."""
    dealt: list[list[Reports]] = [[] for _ in range(parts)]
    loads = [0] * parts
    for reports in sorted(places, key=work, reverse=True):
        least = loads.index(min(loads))
        dealt[least].append(reports)
        loads[least] += work(reports)
    return dealt


def _of_places(found: Mapping[str, Extraction], places: Sequence[Reports], known: Known, take: Take) -> Together:
    """Return what the reports of each place show; `take` is given the statements of every report."""
    told = Together()
    for reports in places:
        statements: list[Statement] = []
        heads: dict[str, Report] = {}
        for report in reports:
            one = found[report]
            heads[report] = bare(one.report)
            some = known.said(one)
            take(report, some)
            statements += some
        told.add(sorted(statements, key=_ID), heads, known)
    return told


def _at_once(jobs: Sequence[Callable[[], Made]]) -> list[Made]:
    """Do the jobs, each in a process of its own where that can be: the gaps that its short-lived values leave in the memory end with it."""
    with ExitStack() as stack:
        asked = [stack.enter_context(aside(job, wanted=len(jobs) > 1)) for job in jobs]
        return [made() for made in asked]
