"""What a build tells its user at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.model import Extraction, FirstClaim, Ledger, Observation, Outcome, Recognition, Statement, Status
from kg.pipeline import Built

Line = tuple[str, str]  # problem, note (a problem only with --verbose), detail (with --verbose) or summary; and what is said
_SHOWN = 12


class Tally:
    """How many statements of each type a graph has, and how many plans: a maker of kg.rounds.

    Statements may be on the disk: to count them afterwards would be to read them all once more.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.types: Counter[type[Statement]] = Counter()
        self.planned = 0

    def of_report(self, found: Extraction, said: Sequence[Statement]) -> tuple[Counter[type[Statement]], int]:
        """Return the numbers of one report."""
        planned = sum(isinstance(one, Observation) and one.status is Status.PLANNED for one in said)
        return Counter(map(type, said)), planned

    def take(self, place: str, report: str, piece: tuple[Counter[type[Statement]], int]) -> None:
        """Add the numbers of one report."""
        types, planned = piece
        self.types.update(types)
        self.planned += planned


def messages(built: Built) -> Iterator[Line]:
    """Yield what is to be said of each input file and of each decision without effect."""
    for entry in built.ledger.entries:
        name = " ".join(entry.name.splitlines())  # a line break in a name must not begin a message of its own
        if entry.outcome is Outcome.BUILT:
            said = f"built: {entry.reason}." if entry.reason else f"built as {entry.report}"
            yield ("problem" if entry.reason else "detail", f"{name}: {said}")
        else:
            level = "problem" if entry.outcome is Outcome.QUARANTINED else "note"
            said = f"{name}: {entry.outcome.value}: {entry.reason}. {entry.remedy}"
            yield (level, said.rstrip(". ") + ".")
    for done in built.graph.reviewed:
        if done.stale:
            at = ", ".join(map(str, done.lines))
            yield ("problem", f"decisions, line {at}: {done.ruling.value} {done.subject} has no effect: {done.why}.")


def summary(built: Built, tally: Tally, out: Path, files: int, *, pages: bool) -> Iterator[str]:
    """Yield the summary; `tally` has counted the statements of the build, `files` is how many files were written to `out`."""
    graph, ledger = built.graph, built.ledger
    counts = ", ".join(f"{ledger.count(outcome)} {outcome.value}" for outcome in Outcome)
    shared = sorted(
        (one for one in graph.initiatives if len(one.carried_out_by) > 1 and not one.boilerplate),
        key=lambda one: (-len(one.carried_out_by), one.label),
    )
    yield (f"{len(ledger.entries)} input files: {counts}")
    yield from _skipped(ledger)
    for found in graph.extractions[:_SHOWN]:
        decision = graph.decisions[found.report.id]
        names = dict.fromkeys(place.name for place in (*reversed(decision.ancestors), decision.place))  # 北京市 once
        doubt = "" if decision.certain else "  (place uncertain, see report.html)"
        yield (
            f"  {''.join(names)} {found.report.year or ''}: {len(found.initiatives)} initiatives, {len(found.metrics)} numbers{doubt}"
        )
    if len(graph.extractions) > _SHOWN:
        yield (f"  and {len(graph.extractions) - _SHOWN} more reports, see report.html")
    numbers, honours, firsts = (tally.types[kind] for kind in (Observation, Recognition, FirstClaim))
    yield (
        f"{len(graph.initiatives)} initiatives, {len(shared)} of them shared; {numbers} numbers ({tally.planned} planned), {honours} honours, {firsts} firsts"
    )
    if graph.reviewed:
        stale = sum(done.stale for done in graph.reviewed)
        yield (f"{len(graph.reviewed)} decisions of a reviewer: {len(graph.reviewed) - stale} applied, {stale} stale")
    if shared:
        yield ("shared by most: " + "、".join(f"{one.label} ({len(one.carried_out_by)})" for one in shared[:8]))
    look = f"open {out / 'index.html'}, or ask" if pages else "ask"
    yield (f"{files} files written to {out}: {look}: kg query --list")


def _skipped(ledger: Ledger) -> Iterator[str]:
    names = [entry.name for entry in ledger.entries if entry.outcome is Outcome.SKIPPED]
    if names:
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        yield (f"  skipped: {', '.join(names[:5])}{more} (reasons in report.html, or with --verbose)")
