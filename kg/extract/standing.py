"""Whether an initiative runs or is only announced: the part of the report and the words around its mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.lexicon import cached, rules
from kg.model import Part, Report, Status
from kg.text.literals import headed

_CLAUSE_START = re.compile(r"[,。;:!?\n]")
_BEFORE, _NEAR, _BEHIND = 40, 8, 16  # characters looked at around a mention


class _Place(NamedTuple):
    """A mention: whether it stands in the plan, what stands before it in its clause, and behind it in its sentence.

    `new` is where in a plan the last word begins that says that it is not there yet, -1 if there is none.
    """

    planned: bool
    clause: str
    behind: str
    new: int


@cached
def _cues() -> dict[str, re.Pattern[str]]:
    return {name: headed("|".join(words)) for name, words in rules("initiative_status").items()}


def standing(
    report: Report, mentions: Sequence[tuple[int, int]], *, widespread: bool = False
) -> tuple[Status, tuple[Status, ...]]:
    """Return how far a thing is by all its mentions (clean offsets), and by each mention alone.

    By all: PLANNED when every mention only announces, else ACHIEVED. A formulation that is in use everywhere
    (`widespread`) is there already, whatever the plan says, unless the words behind it say that it begins
    (八五普法开局起步).

    By each: ACHIEVED, UNDERWAY or PLANNED. A plan speaks of what is to come; UNDERWAY there is what it says to go
    on, what the report names as done elsewhere and it does not begin anew, and a formulation that is in use
    everywhere.
    """
    places = [_place(report, start, end) for start, end in mentions]
    there = widespread and not all(_cues()["beginning"].match(report.clean.text, end) for _, end in mentions)
    only_announced = not there and all(map(_announces, places))
    return Status.PLANNED if only_announced else Status.ACHIEVED, _one_by_one(places, widespread)


def _one_by_one(places: Sequence[_Place], widespread: bool) -> tuple[Status, ...]:
    plain = [_mentioned(place) for place in places]
    if not any(place.planned for place in places):
        return tuple(status for status, _ in plain)
    there = widespread or any(status is Status.ACHIEVED for status, _ in plain)
    return tuple(
        Status.UNDERWAY if status is Status.PLANNED and there and place.planned and (widespread or not new) else status
        for (status, new), place in zip(plain, places, strict=True)
    )


def _place(report: Report, start: int, end: int) -> _Place:
    sentence = report.sentences[report.sentence_at(start)]
    text = report.clean.text
    clause = _CLAUSE_START.split(text[max(sentence.start, start - _BEFORE) : start])[-1]
    planned = sentence.part is Part.PLAN
    new = _last(_cues()["new"], clause) if planned else -1
    return _Place(planned, clause, text[end : min(sentence.end, end + _BEHIND)], new)


def _mentioned(place: _Place) -> tuple[Status, bool]:
    """Return the status that the words around one mention give, and whether they say that it is new."""
    cues, clause, near = _cues(), place.clause, place.behind[:_NEAR]
    if not place.planned:
        foreseen = cues["foreseen"].search(clause) and not cues["past"].search(clause + near)
        return (Status.PLANNED if foreseen else Status.ACHIEVED), True
    if cues["past"].search(clause):
        return Status.ACHIEVED, False
    if _last(cues["continued"], clause) > place.new or (place.new < 0 and cues["growing"].search(_CLAUSE_START.split(near)[0])):
        return Status.UNDERWAY, False
    return Status.PLANNED, place.new >= 0


def _announces(place: _Place) -> bool:
    cues, clause = _cues(), place.clause
    if not place.planned:
        return bool(cues["announced"].search(clause)) and not cues["done"].search(clause + place.behind)
    if cues["done"].search(clause):
        return False
    return _last(cues["exists"], clause) <= place.new


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Return where the last match of `pattern` in `text` begins, -1 when there is none."""
    last = -1
    for match in pattern.finditer(text):
        last = match.start()
    return last
