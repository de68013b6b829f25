"""The contents of the input files, in their order, put together: each text one report, every file in the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.errors import InputError
from kg.model import Entry, Extraction, Outcome, Report, Source
from kg.read import Found, InputFile, Options, read_file


def contents_of(file: InputFile, options: Options) -> list[Found]:
    """Return the reports of a file with their stored texts; a file that cannot be read is an entry of the ledger."""
    try:
        return read_file(file, options)
    except InputError as error:
        return [Entry(file.name, Outcome.QUARANTINED, None, error.reason, error.remedy)]


@dataclass(slots=True)
class Gathered:
    """What was read so far. The first file that holds a text counts; the later ones are its duplicates."""

    entries: list[Entry]
    reports: dict[str, Report | Extraction] = field(default_factory=dict)  # by report id
    sources: dict[str, tuple[Source, ...]] = field(default_factory=dict)  # report id -> every file that holds it

    def add(self, source: Source, found: Report | Extraction) -> bool:
        """Take a report that was read from `source`; return whether it is a new one."""
        report = found if isinstance(found, Report) else found.report
        first = self.sources.get(report.id)
        self.sources[report.id] = (*(first or ()), source)
        self.reports.setdefault(report.id, found)
        outcome = Outcome.DUPLICATE if first else Outcome.BUILT
        reason = f"the same text as {first[0].name}" if first else source.note
        self.entries.append(Entry(source.name, outcome, report.id, reason, "", source.encoding, source.sha256))
        return not first

    def ledger(self) -> tuple[Entry, ...]:
        """Return the entries in the order of the ledger."""
        return tuple(sorted(self.entries, key=lambda entry: (entry.name, entry.outcome)))

    def in_order(self) -> list[Report | Extraction]:
        """Return the reports by their ids."""
        return [self.reports[key] for key in sorted(self.reports)]
