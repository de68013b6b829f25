"""What a report shows by itself (`kg.extract.initiatives.Sight`) as JSON and back, for the pass that brings names in.

A report that others lend new names is gone through again; its quotations, what the tagger makes of its sentences, and
what its names are worth where no lent name stands near stay the same, and are most of that work. What is read back is
not trusted: see `kg.model.codec`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
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


def sight_to_json(sight: Sight, found: Extraction) -> str:
    """Return a sight without its report; of the initiatives of `found`, the groups that they were made of."""
    shown = [list(items) for items in (sight.quoted, sight.loose, sight.tagged)]
    number = {id(item): at for at, item in enumerate(item for items in shown for item in items)}

    def written(group: Group, worth: float) -> list[Any]:
        return [group.name, [number.get(id(item), item) for item in group.surfaces], worth]

    ranks = ranking.load()
    worths = [written(group, worth) for (weights, group), worth in sight.worths.items() if weights is ranks]
    groups = {id(mention): key for key, mention in sight.mentions.items()}
    made = [written(*groups[id(mention)]) if id(mention) in groups else None for mention in found.initiatives]
    return json.dumps([sight.judged, *shown, worths, made], ensure_ascii=False, separators=(",", ":"))


def sight_from_json(line: str, found: Extraction) -> Sight:
    """Return the sight of the report of `found` that `sight_to_json` wrote of both; raises CacheError for anything else."""
    size = len(found.report.clean.text)
    try:
        judged, quoted, loose, tagged, worths, made = json.loads(line)
        quoted, loose, tagged = (_candidates(items, size) for items in (quoted, loose, tagged))
        own = (*quoted, *loose, *tagged)
        ranks = ranking.load()
        return Sight(
            found.report,
            tuple(_judged(pair, size) for pair in judged),
            quoted,
            loose,
            tagged,
            {(ranks, group): worth for group, worth in (_group(one, own, size) for one in worths)},
            dict(_mentions(made, found.initiatives, own, size)),
        )
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


def _group(values: Any, own: Sequence[Candidate], size: int) -> tuple[Group, float]:
    """Return a group, whose surfaces are numbers among `own` or written in full, with its worth."""
    name, surfaces, worth = _checked(values, (str, list, float))
    if not 0 <= worth <= 1:
        raise ValueError("a worth that is no probability")
    if not surfaces or any(type(item) is int and not 0 <= item < len(own) for item in surfaces):
        raise ValueError("a group of unknown surfaces")
    return Group(name, tuple(own[item] if type(item) is int else _candidates([item], size)[0] for item in surfaces)), worth


def _mentions(
    made: Any, initiatives: Sequence[InitiativeMention], own: Sequence[Candidate], size: int
) -> Iterator[tuple[tuple[Group, float], InitiativeMention]]:
    for values, mention in zip(made, initiatives, strict=True):
        if values is not None:
            group, worth = _group(values, own, size)
            if (group.name, round(worth, 3)) != (mention.name, mention.confidence):
                raise ValueError("a group of another initiative")
            yield (group, worth), mention


def _checked(values: Any, kinds: tuple[type, ...]) -> Sequence[Any]:
    if type(values) is not list or tuple(map(type, values)) != kinds:
        raise TypeError(f"{values!r} is not of {', '.join(kind.__name__ for kind in kinds)}")
    return values
