"""The reviewer's decisions during a build: what each refers to, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

from kg.errors import DecisionError
from kg.link.keys import normal
from kg.model import ReviewDecision, Reviewed, Ruling
from kg.terms import hashed

_BRACKETED = re.compile(r"(?P<label>(?:.*\S)?)\s*\[(?P<id>[A-Za-z0-9_.-]{1,80})\]")
_ADDRESS = re.compile(r"<?(?:\S{0,500}/)?(?:initiative|statement|report|place)/(?P<id>[A-Za-z0-9_.-]{1,80})>?")
GONE = "nothing in this build answers to it"


class Reference(NamedTuple):
    """What a cell names: `label [id]`, an IRI or its last parts, or a label or id alone (then in `label`)."""

    label: str
    id: str = ""

    @property
    def key(self) -> str:
        """What two cells that mean the same thing have in common."""
        return self.id or (normal(self.label) if self.label else "")

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that may be meant, the likeliest first."""
        return (self.id,) if self.id else (self.label,)


def refer(cell: str) -> Reference:
    """Return what a cell names."""
    address = _ADDRESS.fullmatch(cell)
    if address:
        return Reference("", address["id"])
    bracketed = _BRACKETED.fullmatch(cell)
    return Reference(bracketed["label"], bracketed["id"]) if bracketed else Reference(cell)


def shown(label: str, identifier: str) -> str:
    """Return the cell that names a thing for people and for `refer`."""
    return f"{label} [{identifier}]"


@dataclass(slots=True)
class Entry:
    """A decision with what it has done so far; equal rows are one entry."""

    id: str
    row: ReviewDecision
    subject: Reference
    candidate: Reference  # of different and place: the value where the candidate is empty, and the other way round
    rows: list[ReviewDecision]
    touched: set[tuple[str, str]] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    why: str = GONE

    @property
    def value(self) -> str:
        """The cell `value`."""
        return self.row.value

    @property
    def line(self) -> int:
        """The first line that says so."""
        return min(row.line for row in self.rows)

    def touch(self, kind: str, *ids: str) -> None:
        """Note that entities are as they are because of this decision."""
        self.touched |= {(kind, identifier) for identifier in ids}
        self.why = ""

    def omit(self, label: str, reports: Iterable[str]) -> None:
        """Note that something was left out of some reports."""
        self.left_out.add(label)
        self.touch("report", *reports)

    def fail(self, problem: str) -> NoReturn:
        """Refuse the decision."""
        raise DecisionError(f"decisions, line {self.line}: {problem}")


def contradict(one: Entry, other: Entry, problem: str) -> NoReturn:
    """Refuse two decisions, naming both lines."""
    first, second = sorted((one, other), key=lambda entry: entry.line)
    raise DecisionError(
        f"decisions, lines {first.line} and {second.line}: {problem}. Keep one of {first.row.ruling} and {second.row.ruling}"
        if first.row.ruling is not second.row.ruling
        else f"decisions, lines {first.line} and {second.line}: {problem}. Keep one"
    )


class Journal:
    """All decisions of a build. Its content does not depend on the order of the rows."""

    def __init__(self, rows: Sequence[ReviewDecision]) -> None:
        self._entries: dict[str, Entry] = {}
        for row in rows:
            subject, candidate = refer(row.subject), refer(row.candidate)
            if row.ruling is Ruling.PLACE:
                candidate = refer(row.value or row.candidate)
            elif row.ruling is Ruling.DIFFERENT:
                candidate = refer(row.candidate or row.value)
            said = row.value if row.ruling in (Ruling.RENAME, Ruling.KIND) else ""
            other = candidate.key if row.ruling in (Ruling.SAME, Ruling.DIFFERENT, Ruling.PLACE) else ""
            key = hashed("decision", row.ruling.value, subject.key, other, said)
            self._entries.setdefault(key, Entry(key, row, subject, candidate, [])).rows.append(row)
        for entry in self._entries.values():
            entry.row = min(entry.rows, key=lambda row: (row.subject, row.candidate, row.value, row.note))

    def __bool__(self) -> bool:
        return bool(self._entries)

    def of(self, *rulings: Ruling) -> list[Entry]:
        """Return the decisions of some kinds, sorted by id."""
        return [self._entries[key] for key in sorted(self._entries) if self._entries[key].row.ruling in rulings]

    def outcome(self) -> tuple[Reviewed, ...]:
        """Return what became of each decision, sorted by id."""
        return tuple(
            Reviewed(
                id=entry.id,
                ruling=entry.row.ruling,
                subject=entry.row.subject,
                candidate=entry.row.candidate,
                value=entry.row.value,
                note=" / ".join(sorted({row.note for row in entry.rows if row.note})),
                lines=tuple(sorted(row.line for row in entry.rows)),
                touched=tuple(sorted(entry.touched)),
                left_out=tuple(sorted(entry.left_out)),
                why=entry.why,
            )
            for entry in self.of(*Ruling)
        )
