"""What a report shows by itself (`kg.extract.initiatives.Sight`) as JSON and back, for the pass that brings names in.

A report that others lend new names is gone through again; its quotations and what the tagger makes of its
sentences stay the same, and are most of that work. What is read back is not trusted: see `kg.model.codec`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from kg.errors import CacheError
from kg.extract.candidates import Candidate, Judged
from kg.extract.initiatives import Sight
from kg.extract.quotes import Quotation
from kg.model import Report

_QUOTATION = (int, int, int, int, str)
_CANDIDATE = (int, int, str, str, float, bool, str, float)
_of_quotation = attrgetter(*(field.name for field in fields(Quotation)))


def sight_to_json(sight: Sight) -> str:
    """Return a sight without its report."""
    judged = [[_of_quotation(quotation), reason] for quotation, reason in sight.judged]
    found = [list(items) for items in (sight.quoted, sight.loose, sight.tagged)]
    return json.dumps([judged, *found], ensure_ascii=False, separators=(",", ":"))


def sight_from_json(line: str, report: Report) -> Sight:
    """Return the sight of `report` that `sight_to_json` wrote; raises CacheError if `line` holds anything else."""
    size = len(report.clean.text)
    try:
        judged, *found = json.loads(line)
        quoted, loose, tagged = (_candidates(items, size) for items in found)
        return Sight(report, tuple(_judged(pair, size) for pair in judged), quoted, loose, tagged)
    except (ValueError, TypeError, RecursionError) as error:
        raise CacheError(f"not what was kept: {error}") from error


def _judged(pair: Any, size: int) -> Judged:
    values, reason = pair
    if reason is not None and type(reason) is not str:
        raise TypeError(f"{reason!r} is no reason")
    quotation = Quotation(*_checked(values, _QUOTATION))
    if not 0 <= quotation.start <= quotation.inner <= quotation.outer <= quotation.end <= size:
        raise ValueError("a quotation leaves the text")
    return quotation, reason


def _candidates(items: Iterable[Any], size: int) -> tuple[Candidate, ...]:
    found = tuple(Candidate(*_checked(values, _CANDIDATE)) for values in items)
    if not all(0 <= item.start < item.end <= size for item in found):
        raise ValueError("a candidate leaves the text")
    return found


def _checked(values: Any, kinds: tuple[type, ...]) -> Sequence[Any]:
    if type(values) is not list or tuple(map(type, values)) != kinds:
        raise TypeError(f"{values!r} is not of {', '.join(kind.__name__ for kind in kinds)}")
    return values
