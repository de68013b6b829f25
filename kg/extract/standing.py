"""Whether an initiative runs or is only announced: the part of the report and the words around its mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import cached, rules
from kg.model import Part, Report, Status

_CLAUSE_START = re.compile(r"[,。;:!?\n]")
_BEHIND = 8


@cached
def _cues() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(words)) for name, words in rules("initiative_status").items()}


def status_of(report: Report, mentions: Sequence[tuple[int, int]], *, widespread: bool = False) -> Status:
    """Return PLANNED when every mention (clean offsets) only announces, else ACHIEVED.

    A formulation that is in use everywhere (`widespread`) is there already, whatever the plan says, unless the
    words behind it say that it begins (八五普法开局起步).
    """
    if widespread and not all(_begins(report, end) for _, end in mentions):
        return Status.ACHIEVED
    for start, end in mentions:
        if not _announces(report, start, end):
            return Status.ACHIEVED
    return Status.PLANNED


def statuses_of(report: Report, mentions: Sequence[tuple[int, int]], *, widespread: bool = False) -> tuple[Status, ...]:
    """Return how far the thing is by each mention (clean offsets) alone: ACHIEVED, UNDERWAY or PLANNED.

    A plan speaks of what is to come; UNDERWAY there is what it says to go on, what the report names as done
    elsewhere and it does not begin anew, and a formulation that is in use everywhere (`widespread`).
    """
    plain = [_mentioned(report, start, end) for start, end in mentions]
    there = widespread or any(status is Status.ACHIEVED for status, _ in plain)
    return tuple(
        Status.UNDERWAY if status is Status.PLANNED and there and _may_go_on(report, start, new, widespread) else status
        for (status, new), (start, _) in zip(plain, mentions, strict=True)
    )


def _may_go_on(report: Report, start: int, new: bool, widespread: bool) -> bool:
    return report.sentences[report.sentence_at(start)].part is Part.PLAN and (widespread or not new)


def _mentioned(report: Report, start: int, end: int) -> tuple[Status, bool]:
    """Return the status that the words around one mention give, and whether they say that it is new."""
    sentence = report.sentences[report.sentence_at(start)]
    text, cues = report.clean.text, _cues()
    clause = _CLAUSE_START.split(text[max(sentence.start, start - 40) : start])[-1]
    if sentence.part is not Part.PLAN:
        around = clause + text[end : min(sentence.end, end + _BEHIND)]
        foreseen = cues["foreseen"].search(clause) and not cues["past"].search(around)
        return (Status.PLANNED if foreseen else Status.ACHIEVED), True
    if cues["past"].search(clause):
        return Status.ACHIEVED, False
    new = _last(cues["new"], clause)
    goes_on = _last(cues["continued"], clause)
    behind = _CLAUSE_START.split(text[end : min(sentence.end, end + _BEHIND)])[0]
    if goes_on > new or (new < 0 and cues["growing"].search(behind)):
        return Status.UNDERWAY, False
    return Status.PLANNED, new >= 0


def _announces(report: Report, start: int, end: int) -> bool:
    sentence = report.sentences[report.sentence_at(start)]
    text = report.clean.text
    before = text[max(sentence.start, start - 40) : start]
    clause = _CLAUSE_START.split(before)[-1]
    cues = _cues()
    if sentence.part is not Part.PLAN:
        after = text[end : min(sentence.end, end + 16)]
        return bool(cues["announced"].search(clause)) and not cues["done"].search(clause + after)
    if cues["done"].search(clause):
        return False
    return _last(cues["exists"], clause) <= _last(cues["new"], clause)


def _begins(report: Report, end: int) -> bool:
    return bool(_cues()["beginning"].match(report.clean.text, end))


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Return where the last match of `pattern` in `text` begins, -1 when there is none."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)
