"""Status of a number: achieved, planned or standard, from the part of the report and cues of the clause."""

from __future__ import annotations

import re

from kg.lexicon import cached, table
from kg.model import Part, Status


def status_of(text: str, clause: tuple[int, int], number: tuple[int, int], part: Part, turn: Status | None = None) -> Status:
    """Return the status of the number at `number` in the clause `clause` (clean offsets) of a sentence in `part`.

    `turn` is the status that an opening earlier in the paragraph has set (过去一年, … inside a plan).
    """
    around = {"before": text[clause[0] : number[0]], "behind": text[number[1] : clause[1]]}
    for cue, where, status, only in _cues():
        if where in around and only in ("", part.value) and cue.search(around[where]):
            return Status(status)
    return turn or (Status.PLANNED if part is Part.PLAN else Status.ACHIEVED)


def turn_of(text: str, start: int, end: int, part: Part) -> Status | None:
    """Return the status that the opening of the sentence `text[start:end]` sets for what follows, None without one."""
    opening = text[start : min(end, start + 24)].lstrip()
    for cue, where, status, only in _cues():
        if where == "opening" and only in ("", part.value) and cue.search(opening):
            return Status(status)
    return None


@cached
def _cues() -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    return tuple((re.compile(row["cue"]), row["where"], row["status"], row["part"]) for row in table("status_cues"))
