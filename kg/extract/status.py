"""Status of a number: achieved, planned or standard, from the part of the report and cues of the clause."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.lexicon import cached, table
from kg.model import Part, Status

_Cue = tuple[Callable[[str], re.Match[str] | None], str, Status]


def status_of(text: str, clause: tuple[int, int], number: tuple[int, int], part: Part, turn: Status | None = None) -> Status:
    """Return the status of the number at `number` in the clause `clause` (clean offsets) of a sentence in `part`.

    `turn` is the status that an opening earlier in the paragraph has set (过去一年, … inside a plan).
    """
    before, behind = text[clause[0] : number[0]], text[number[1] : clause[1]]
    for search, where, status in _cues(part, opening=False):
        if search(before if where == "before" else behind):
            return status
    return turn or (Status.PLANNED if part is Part.PLAN else Status.ACHIEVED)


def turn_of(text: str, start: int, end: int, part: Part) -> Status | None:
    """Return the status that the opening of the sentence `text[start:end]` sets for what follows, None without one."""
    opening = text[start : min(end, start + 24)].lstrip()
    for search, _, status in _cues(part, opening=True):
        if search(opening):
            return status
    return None


def _cues(part: Part, *, opening: bool) -> tuple[_Cue, ...]:
    """Return the cues that hold in a part of a report, in order: how to look for each, where, and the status that it sets."""
    return _cues_by_part()[part, opening]


@cached
def _cues_by_part() -> dict[tuple[Part, bool], tuple[_Cue, ...]]:
    rows = [(re.compile(row["cue"]).search, row["where"], Status(row["status"]), row["part"]) for row in table("status_cues")]
    return {
        (part, opening): tuple(
            (search, where, status)
            for search, where, status, only in rows
            if only in ("", part) and (where == "opening") == opening
        )
        for part in Part
        for opening in (True, False)
    }
