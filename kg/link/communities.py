"""Communities that a report names, and the sub-districts whose communities they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from kg.lexicon import cached, rules
from kg.link import gazetteer
from kg.model import CleanText, Extraction

LONGEST = 8
Named = Mapping[str, tuple[int, int]]  # name without 社区 -> clean offsets of its first mention


def named_communities(extraction: Extraction) -> Named:
    """Return what may be a community's name in the report: found localities, and what stands before 社区 or 居委.

    Nothing says where a name begins, so each ending of the characters before 社区 is a candidate: only those
    on the list of a sub-district count.
    """
    text = extraction.report.clean
    found: dict[str, tuple[int, int]] = {}
    for match in _pattern().finditer(text.text):
        _take_endings(found, match["names"], match.start("names"))
    for mention in extraction.localities:
        if mention.kind in ("community", "estate"):
            span = _clean_span(text, mention.span.start, mention.span.end)
            stem = _suffix().sub("", mention.name)
            if len(stem) >= 2:
                found.setdefault(stem, span)
    return found


def matches(named: Named, division_id: str) -> list[str]:
    """Return the communities of a sub-district that are named, in order of their first mention."""
    return sorted((name for name in gazetteer.communities(division_id) if name in named), key=lambda name: (named[name], name))


def _take_endings(found: dict[str, tuple[int, int]], names: str, start: int) -> None:
    position = start
    for name in names.split("、"):
        end = position + len(_suffix().sub("", name))
        for begin in range(max(position, end - LONGEST), end - 1):
            found.setdefault(name[begin - position : end - position], (begin, end))
        position += len(name) + 1


def _clean_span(text: CleanText, start: int, end: int) -> tuple[int, int]:
    first = bisect_left(text.offsets, start)
    return first, max(bisect_left(text.offsets, end), first + 1)


@cached
def _pattern() -> re.Pattern[str]:
    suffix = rules("places")["community"]["suffix"]
    item = "[一-鿿]{2,12}"
    return re.compile(rf"(?P<names>(?:{item}、){{0,12}}{item}?)(?:{suffix})")


@cached
def _suffix() -> re.Pattern[str]:
    return re.compile(f"(?:{rules('places')['community']['suffix']})$")
