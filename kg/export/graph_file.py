"""graph.ttl and the identity of the graph: what is said of each report is made once, then put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.export.identity import Identity
from kg.export.turtle import Writer
from kg.forms import Counts, Fact
from kg.model import Extraction, Statement, runs
from kg.model.runs import Blobs, Runs
from kg.terms import Block

_SINGLY = "statement"  # the group whose subjects do not stand report by report
_Store = Runs[bytes, bytes] | Blobs[bytes]
Groups = Iterable[tuple[str, Iterable[Block | Fact] | None]]  # in the order of the file; None: made of the reports


class Part(NamedTuple):
    """What one report brings: of each group N-Triples and Turtle of its subjects, and how much that is."""

    written: Mapping[str, list[tuple[bytes, bytes]]]
    counts: Counts


class GraphFile:
    """Writes a graph as Turtle: a maker of kg.rounds for what is of one report.

    `of_report` describes the subjects of a group that are of one report and its statements. In all but that of statements the
    addresses of a report's subjects stand together, so that they are put in order as one.
    """

    def __init__(
        self,
        base_iri: str,
        groups: Sequence[str],
        of_report: Callable[[str, Extraction, Sequence[Statement]], Iterable[Block | Fact]],
    ) -> None:
        """Begin with nothing; `groups` are those that are made of the reports."""
        self._of_report = of_report
        self._writer = Writer(base_iri)
        self._lines = {name: _store(name) for name in groups}  # by subject, as the Turtle: where one is read the other is not
        self._turtle = {name: _store(name) for name in groups}
        self.counts = Counts()

    def of_report(self, found: Extraction, said: Sequence[Statement]) -> Part:
        """Return what a report brings."""
        counts, written = Counts(), {}
        for name in self._lines:
            made = list(map(self._writer.both, counts.passing(self._of_report(name, found, said))))
            if made and name != _SINGLY:
                lines, turtle = zip(*made, strict=True)
                made = [(b"".join(lines), b"".join(turtle))]
            written[name] = made
        return Part(written, counts)

    def take(self, place: str, report: str, piece: Part) -> None:
        """Take what a report brings."""
        self.counts.update(piece.counts)
        for name, items in piece.written.items():
            for lines, turtle in items:
                subject = lines[: lines.index(b" ")]  # it ends with >, so that lines are in order where subjects are
                self._lines[name].add(subject, lines)
                self._turtle[name].add(subject, turtle)

    def write(self, path: Path, groups: Groups, dataset: Callable[[Counts], Iterable[Block]]) -> str:
        """Write the file when the round is over, once, and return the identity of the graph; the caller swaps it in."""
        identity = Identity(runs.HELD // 2)
        with path.open("wb") as file:
            file.write(self._writer.prefixes())
            for name, subjects in groups:
                if subjects is None:
                    file.writelines(_in_order(self._turtle.pop(name)))
                else:
                    file.writelines(self._written(self.counts.passing(subjects), identity))
            file.writelines(self._written(dataset(self.counts), identity))
        return identity.sha256(*map(_in_order, self._lines.values()))

    def _written(self, subjects: Iterable[Block | Fact], identity: Identity) -> Iterator[bytes]:
        for lines, turtle in map(self._writer.both, subjects):
            identity.add(lines)
            yield turtle


def _store(name: str) -> _Store:
    """Return room for one of two texts of a group: half of what one alone would have."""
    return Runs(runs.HELD // 2) if name == _SINGLY else Blobs(runs.HELD // 16)


def _in_order(store: _Store) -> Iterator[bytes]:
    return (text for _, (text,) in store)
