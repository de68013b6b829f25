"""Status of a number: achieved, planned or standard, from the part of the report and cues of the clause."""

from __future__ import annotations

import re

from kg.lexicon import cached, table
from kg.model import Part, Status


def status_of(text: str, clause: tuple[int, int], number: tuple[int, int], part: Part) -> Status:
    """Return the status of the number at `number` in the clause `clause` (clean offsets) of a sentence in `part`."""
    before = text[clause[0] : number[0]]
    behind = text[number[1] : clause[1]]
    for cue, where, status, only in _cues():
        if only and only != part.value:
            continue
        if cue.search(before if where == "before" else behind if where == "behind" else before + "#" + behind):
            return Status(status)
    return Status.PLANNED if part is Part.PLAN else Status.ACHIEVED


@cached
def _cues() -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    return tuple((re.compile(row["cue"]), row["where"], row["status"], row["part"]) for row in table("status_cues"))
