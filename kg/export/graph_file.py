"""graph.ttl and the identity of the graph: what is said of each report is made once, then put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.export.identity import Identity
from kg.export.turtle import Writer
from kg.forms import Counts, Fact
from kg.model import Extraction, Statement
from kg.model.runs import Blobs, Runs
from kg.terms import Block

_SINGLY = "statement"  # the group whose subjects do not stand report by report
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
        # Statements by their lines: a subject ends with >, so that these are in order where subjects are.
        self._runs: dict[str, Runs[bytes, bytes] | Blobs[bytes]] = {
            name: Runs() if name == _SINGLY else Blobs() for name in groups
        }
        self.counts = Counts()

    def of_report(self, found: Extraction, said: Sequence[Statement]) -> Part:
        """Return what a report brings."""
        counts, written = Counts(), {}
        for name in self._runs:
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
                if name == _SINGLY:
                    self._runs[name].add(lines, turtle)
                else:
                    self._runs[name].add(lines[: lines.index(b" ")], lines, turtle)

    def write(self, path: Path, groups: Groups, dataset: Callable[[Counts], Iterable[Block]]) -> str:
        """Write the file when the round is over, and return the identity of the graph; the caller swaps it in."""
        identity = Identity()
        with path.open("wb") as file:
            file.write(self._writer.prefixes())
            for name, subjects in groups:
                if subjects is None:
                    file.writelines(turtle for _, turtle in self._in_order(name))
                else:
                    file.writelines(self._written(self.counts.passing(subjects), identity))
            file.writelines(self._written(dataset(self.counts), identity))
        return identity.sha256(*((lines for lines, _ in self._in_order(name)) for name in self._runs))

    def _in_order(self, name: str) -> Iterator[tuple[bytes, bytes]]:
        """Yield N-Triples and Turtle of the subjects of a group, in the order of the subjects."""
        for key, values in self._runs[name]:
            lines, turtle = (key, *values) if name == _SINGLY else values
            yield lines, turtle

    def _written(self, subjects: Iterable[Block | Fact], identity: Identity) -> Iterator[bytes]:
        for lines, turtle in map(self._writer.both, subjects):
            identity.add(lines)
            yield turtle
