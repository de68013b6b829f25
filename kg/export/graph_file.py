"""graph.ttl and the identity of the graph: what is said of each report is made once, then put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.export.identity import Identity
from kg.export.runs import Kept, Runs
from kg.export.turtle import Writer
from kg.model import Extraction, Statement
from kg.terms import Block, Counts, Description

_SINGLY = "statement"  # the group whose subjects do not stand report by report
Groups = Iterable[tuple[str, Iterable[Block] | None]]  # in the order of the file; None: made of the reports


class Part(NamedTuple):
    """What one report brings: of each group first subjects with Turtle and N-Triples, and how much that is."""

    written: Mapping[str, list[tuple[str, bytes, bytes]]]
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
        of_report: Callable[[str, Extraction, Sequence[Statement]], Iterable[Description]],
    ) -> None:
        """Begin with nothing; `groups` are those that are made of the reports."""
        self._of_report = of_report
        self._writer = Writer(base_iri)
        self._runs: dict[str, Runs | Kept] = {name: Runs() if name == _SINGLY else Kept() for name in groups}
        self.counts = Counts()

    def of_report(self, found: Extraction, said: Sequence[Statement]) -> Part:
        """Return what a report brings."""
        counts, written = Counts(), {}
        for name in self._runs:
            described = counts.passing(self._of_report(name, found, said))
            made = [
                (subject, self._writer.turtle(subject, pairs), self._writer.lines(subject, pairs)) for subject, pairs in described
            ]
            together = made if name == _SINGLY else _together(made)
            written[name] = [(subject, turtle.encode(), lines.encode()) for subject, turtle, lines in together]
        return Part(written, counts)

    def take(self, place: str, report: str, piece: Part) -> None:
        """Take what a report brings."""
        self.counts.update(piece.counts)
        for name, items in piece.written.items():
            for item in items:
                self._runs[name].add(*item)

    def write(self, path: Path, groups: Groups, dataset: Callable[[Counts], Iterable[Block]]) -> str:
        """Write the file when the round is over, and return the identity of the graph; the caller swaps it in."""
        identity = Identity()
        with path.open("wb") as file:
            file.write(self._writer.prefixes().encode())
            for name, blocks in groups:
                if blocks is None:
                    file.writelines(turtle for _, (turtle, _) in self._runs[name])
                else:
                    file.writelines(self._written(identity.passing(self.counts.passing(blocks))))
            file.writelines(self._written(identity.passing(dataset(self.counts))))
        return identity.sha256(*((lines for _, (_, lines) in run) for run in self._runs.values()))

    def _written(self, blocks: Iterable[Block]) -> Iterator[bytes]:
        return (self._writer.turtle(subject, pairs).encode() for subject, pairs in blocks)


def _together(made: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    if not made:
        return []
    subjects, turtle, lines = zip(*made, strict=True)
    return [(subjects[0], "".join(turtle), "".join(lines))]
