"""What a report shows by itself (`kg.extract.initiatives.Sight`) as JSON and back, for the pass that brings names in.

A report that others lend new names is gone through again; its quotations, what the tagger makes of its sentences, and
what its names are worth where no lent name stands near stay the same, and are most of that work. Everything is kept
by columns, which are short and quickly checked: what is read back is not trusted (see `kg.model.codec`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter, lt
from typing import Any

from kg.errors import CacheError
from kg.extract import ranking
from kg.extract.candidates import Candidate, Judged
from kg.extract.grouping import Group
from kg.extract.initiatives import Sight
from kg.extract.quotes import Quotation
from kg.model import Extraction, InitiativeMention

_QUOTATION = (int, int, int, int, str)
_CANDIDATE = (int, int, str, str, float, bool, str, float)
_GROUP = (str, list, float)  # name, numbers of its surfaces, worth
Worth = tuple[Group, float]


def sight_to_json(sight: Sight, found: Extraction) -> str:
    """Return a sight without its report; of the initiatives of `found`, the groups that they were made of."""
    ranks = ranking.load()
    worths = [(group, worth) for (weights, group), worth in sight.worths.items() if weights is ranks]
    groups = {id(mention): key for key, mention in sight.mentions.items()}
    made = [at for at, mention in enumerate(found.initiatives) if id(mention) in groups]
    behind = [groups[id(found.initiatives[at])] for at in made]
    shown: list[Sequence[Candidate]] = [sight.quoted, sight.loose, sight.tagged]
    number = {id(item): at for at, item in enumerate(chain(*shown))}
    shown.append([item for group, _ in (*worths, *behind) for item in group.surfaces if id(item) not in number])
    number = {id(item): at for at, item in enumerate(chain(*shown))}

    def written(some: Sequence[Worth]) -> list[list[Any]]:
        return _columns([(group.name, [number[id(item)] for item in group.surfaces], worth) for group, worth in some], _GROUP)

    judged = [_columns([item for item, _ in sight.judged], _QUOTATION), [reason for _, reason in sight.judged]]
    content = [judged, [_columns(items, _CANDIDATE) for items in shown], written(worths), made, written(behind)]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def sight_from_json(line: str, found: Extraction) -> Sight:
    """Return the sight of the report of `found` that `sight_to_json` wrote of both; raises CacheError for anything else."""
    size = len(found.report.clean.text)
    try:
        (quotations, reasons), shown, worths, made, behind = json.loads(line)
        quoted, loose, tagged, more = (_candidates(columns, size) for columns in shown)
        own = (*quoted, *loose, *tagged, *more)
        ranks = ranking.load()
        return Sight(
            found.report,
            tuple(_judged(quotations, reasons, size)),
            quoted,
            loose,
            tagged,
            {(ranks, group): worth for group, worth in _groups(worths, own)},
            dict(_mentions(made, _groups(behind, own), found.initiatives)),
        )
    except (ValueError, TypeError, IndexError, RecursionError) as error:
        raise CacheError(f"not what was kept: {error}") from error


def _columns(rows: Iterable[Sequence[Any]], kinds: Sequence[type]) -> list[list[Any]]:
    return [list(map(itemgetter(at), rows)) for at in range(len(kinds))]


def _rows(columns: Any, kinds: Sequence[type]) -> Iterator[tuple[Any, ...]]:
    """Return the rows of columns that hold values of the given kinds and are of one length."""
    for column, kind in zip(columns, kinds, strict=True):
        if type(column) is not list or not {*map(type, column)} <= {kind}:
            raise TypeError(f"not a column of {kind.__name__}")
    return zip(*columns, strict=True)


def _judged(quotations: Any, reasons: Sequence[Any], size: int) -> Iterator[Judged]:
    for values, reason in zip(_rows(quotations, _QUOTATION), reasons, strict=True):
        if reason is not None and type(reason) is not str:
            raise TypeError(f"{reason!r} is no reason")
        quotation = Quotation(*values)
        if not 0 <= quotation.start <= quotation.inner <= quotation.outer <= quotation.end <= size:
            raise ValueError("a quotation leaves the text")
        yield quotation, reason


def _candidates(columns: Any, size: int) -> tuple[Candidate, ...]:
    found = tuple(map(Candidate._make, _rows(columns, _CANDIDATE)))
    starts, ends = columns[:2]
    if not all(map(lt, starts, ends)) or min(starts, default=0) < 0 or max(ends, default=0) > size:
        raise ValueError("a candidate leaves the text")
    return found


def _groups(columns: Any, own: Sequence[Candidate]) -> list[Worth]:
    """Return groups, whose surfaces are numbers among `own`, with their worths."""
    rows = _rows(columns, _GROUP)
    _, surfaces, worths = columns
    numbers = list(chain(*surfaces))
    if not {*map(type, numbers)} <= {int} or min(numbers, default=0) < 0 or not all(surfaces):
        raise ValueError("a group of unknown surfaces")
    if not all(0 <= worth <= 1 for worth in worths):
        raise ValueError("a worth that is no probability")
    return [(Group(name, tuple(map(own.__getitem__, some))), worth) for name, some, worth in rows]


def _mentions(
    made: Sequence[Any], groups: Sequence[Worth], initiatives: Sequence[InitiativeMention]
) -> Iterator[tuple[Worth, InitiativeMention]]:
    for at, (group, worth) in zip(made, groups, strict=True):
        mention = initiatives[at]
        if at < 0 or (group.name, round(worth, 3)) != (mention.name, mention.confidence):
            raise ValueError("a group of another initiative")
        yield (group, worth), mention
