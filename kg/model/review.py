"""What a person decided about doubtful facts, and what a decision did in a build."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Ruling(StrEnum):
    """What a reviewer may decide."""

    SAME = "same"  # two initiatives are one
    DIFFERENT = "different"  # two initiatives, or two spellings that a rule brought together, are not one
    RENAME = "rename"  # an initiative gets another label
    KIND = "kind"  # an initiative gets another kind
    REJECT = "reject"  # an initiative or a statement is left out
    PLACE = "place"  # a report is about this place


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """One filled row of a decisions file, its cells as the reviewer left them; `line` counts from 1."""

    ruling: Ruling
    subject: str
    candidate: str
    value: str
    report: str
    note: str
    line: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A decision as a build took it; equal rows are one. Nothing here depends on the order of the rows.

    `touched` holds (kind, id) of the entities that are as they are because of it (kinds of IRIs: initiative,
    report), `left_out` the labels of what is not in the graph because of it. A decision that changed nothing
    and settled nothing is `stale`; `why` then says so.
    """

    id: str
    ruling: Ruling
    subject: str
    candidate: str
    value: str
    note: str
    lines: tuple[int, ...]
    touched: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    why: str = ""

    @property
    def stale(self) -> bool:
        """Whether the decision had no effect."""
        return bool(self.why)


@dataclass(frozen=True, slots=True)
class Question:
    """A row of the review table: what to look at, why, and what a decision refers to (`label [id]`)."""

    key: str
    kind: str  # place | kind | conflict | confidence | similar | merge
    subject: str
    candidate: str
    reasons: str
    sentence: str
    report: str
    weight: float = 0.0  # of two questions of a kind the heavier comes first
