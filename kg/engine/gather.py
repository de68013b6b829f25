"""The contents of the input files, in their order, put together: each text one report, every file in the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.model import Entry, Extraction, Outcome, Report, Source
from kg.read import Found, InputFile, Options, read_file

if TYPE_CHECKING:
    from kg.model.held import Held

LARGE = 500_000  # characters; fewer are done sooner than other processes have begun


def contents_of(file: InputFile, options: Options) -> list[Found]:
    """Return the reports of a file with their stored texts; a file that cannot be read is an entry of the ledger."""
    try:
        return read_file(file, options)
    except InputError as error:
        return [Entry(file.name, Outcome.QUARANTINED, None, error.reason, error.remedy)]


@dataclass(slots=True)
class Gathered:
    """What was read so far. The first file that holds a text counts; the later ones are its duplicates.

    Reports of up to LARGE characters are in the memory, more than that on the disk: `held`, and `reports` is empty.
    """

    entries: list[Entry]
    reports: dict[str, Report | Extraction] = field(default_factory=dict)  # by report id
    held: Held | None = None
    sources: dict[str, tuple[Source, ...]] = field(default_factory=dict)  # report id -> every file that holds it
    size: int = 0  # characters of text

    def add(self, source: Source, found: Report | Extraction) -> bool:
        """Take a report that was read from `source`; return whether it is a new one."""
        report = found if isinstance(found, Report) else found.report
        new = self.note(source, report.id)
        if new:
            self.size += len(report.text)
            self._take(report.id, found)
        return new

    def note(self, source: Source, report: str) -> bool:
        """Note that a file holds a report; return whether it is the first one."""
        first = self.sources.get(report)
        self.sources[report] = (*(first or ()), source)
        outcome = Outcome.DUPLICATE if first else Outcome.BUILT
        reason = f"the same text as {first[0].name}" if first else source.note
        self.entries.append(Entry(source.name, outcome, report, reason, "", source.encoding, source.sha256))
        return not first

    def _take(self, key: str, found: Report | Extraction) -> None:
        if self.held is None and self.size > LARGE:
            self.held = new_held()
            for one in self.reports.values():
                self.held.put(one)
            self.reports.clear()
        if self.held is None:
            self.reports[key] = found
        else:
            self.held.put(found)

    def ledger(self) -> tuple[Entry, ...]:
        """Return the entries in the order of the ledger."""
        return tuple(sorted(self.entries, key=lambda entry: (entry.name, entry.outcome)))

    def in_order(self) -> list[Report | Extraction]:
        """Return the reports in memory by their ids."""
        return [self.reports[key] for key in sorted(self.reports)]


def new_held() -> Held:
    """Return a place on the disk for reports."""
    from kg.model.held import Held  # no small build needs it

    return Held()
