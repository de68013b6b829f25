"""Whether an initiative runs or is only announced: the part of the report and the words around its mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import cached, rules
from kg.model import Part, Report, Status

_CLAUSE_START = re.compile(r"[,。;:!?\n]")


@cached
def _cues() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(words)) for name, words in rules("initiative_status").items()}


def status_of(report: Report, mentions: Sequence[tuple[int, int]], *, widespread: bool = False) -> Status:
    """Return PLANNED when every mention (clean offsets) only announces, else ACHIEVED.

    A formulation that is in use everywhere (`widespread`) is there already, whatever the plan says.
    """
    if widespread:
        return Status.ACHIEVED
    for start, end in mentions:
        if not _announces(report, start, end):
            return Status.ACHIEVED
    return Status.PLANNED


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


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Return where the last match of `pattern` in `text` begins, -1 when there is none."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)
