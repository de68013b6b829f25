"""What became of every input file: found = built + duplicate + quarantined + skipped."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What happened to an input file."""

    BUILT = "built"
    DUPLICATE = "duplicate"  # the same text as a file before it; counted as one report
    QUARANTINED = "quarantined"  # should have been read and could not be
    SKIPPED = "skipped"  # not a report: hidden, unknown format, the output folder itself


@dataclass(frozen=True, slots=True)
class Entry:
    """One input file, or one report within a file that holds several."""

    name: str
    outcome: Outcome
    report: str | None = None  # report id, for built and duplicate
    reason: str = ""
    remedy: str = ""
    encoding: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every input file with its outcome, sorted by name."""

    entries: tuple[Entry, ...]

    def count(self, outcome: Outcome) -> int:
        """Return how many files ended so."""
        return Counter(entry.outcome for entry in self.entries)[outcome]
