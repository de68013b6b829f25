"""Which initiative a number measures: the one its indicator, its clause, its sentence or its heading names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import NamedTuple

from kg.lexicon import cached, rules
from kg.model import InitiativeMention, Kind, MetricMention, Report

_MARKS = re.compile(r"[\s“”‘’\"'《》()]")
_CLAUSE = re.compile(r"[^,;:。!?\n]+")
_ENUMERATED = re.compile("、|以及|及|等|和")
_BLANKS = re.compile("[“”‘’]")
_AGENTS = (Kind.PLATFORM, Kind.ORGANISATION)  # do things: what their clause counts is theirs
_WIDE = (Kind.CAMPAIGN, Kind.PLATFORM)  # what follows in the sentence is theirs
_LOOSE = (Kind.MECHANISM, Kind.POLICY, Kind.EVENT, Kind.ORGANISATION, Kind.SLOGAN)  # come before what they do not govern
_LEAD = 3  # characters before the subject of a clause
_BEGIN, _END = itemgetter(0), itemgetter(1)  # of a clause
_TITLES = (Kind.CAMPAIGN, Kind.PLATFORM, Kind.MECHANISM, Kind.PROJECT)  # govern what stands under a heading


class _Named(NamedTuple):
    """A place where an initiative is named, in clean offsets."""

    start: int
    end: int
    name: str
    kind: Kind


class _Numbers(NamedTuple):
    """Where the numbers of a report begin, in clean offsets and in order."""

    starts: tuple[int, ...]

    def between(self, start: int, end: int) -> bool:
        """Tell whether a number begins in a stretch."""
        at = bisect_left(self.starts, start)
        return at < len(self.starts) and self.starts[at] < end


def link_metrics(
    metrics: Sequence[MetricMention], initiatives: Sequence[InitiativeMention], report: Report
) -> tuple[MetricMention, ...]:
    """Return `metrics` with the name of the initiative that each measures, where one is named.

    The longest name inside the indicator wins, then the platform or organisation that does what its clause counts,
    then what the sentence is about (the name that an earlier clause ends on), then the name in the heading: each
    until a clause turns to something else. A neighbour in a list is no topic.
    """
    names = _names(initiatives)
    linker = _Linker(report, _places(initiatives, report), _Numbers(tuple(sorted(_start(item, report) for item in metrics))))
    return tuple(_with_name(metric, _in_indicator(metric, names) or linker.governing(metric)) for metric in metrics)


def _with_name(metric: MetricMention, name: str | None) -> MetricMention:
    return metric if metric.initiative == name else replace(metric, initiative=name)


def _names(initiatives: Sequence[InitiativeMention]) -> dict[str, list[tuple[str, str]]]:
    """Return the names of three characters or more, without marks and as they are, by their first three characters."""
    names: dict[str, list[tuple[str, str]]] = {}
    for plain, name in sorted({(_plain(item.name), item.name) for item in initiatives}):
        if len(plain) >= 3:
            names.setdefault(plain[:3], []).append((plain, name))
    return names


def _plain(words: str) -> str:
    return _MARKS.sub("", words)


def _start(metric: MetricMention, report: Report) -> int:
    return bisect_left(report.clean.offsets, metric.span.start)


def _places(initiatives: Sequence[InitiativeMention], report: Report) -> list[_Named]:
    """Return every mention in order; of those that begin at the same place the longest first."""
    offsets = report.clean.offsets
    found = {
        (bisect_left(offsets, span.start), -bisect_left(offsets, span.end), item.name, item.kind)
        for item in initiatives
        for span in item.surfaces
    }
    return [_Named(start, -end, name, kind) for start, end, name, kind in sorted(found)]


def _in_indicator(metric: MetricMention, names: Mapping[str, Sequence[tuple[str, str]]]) -> str | None:
    """Return the longest name inside the indicator."""
    indicator = _plain(metric.indicator)
    inside = [
        pair
        for at in range(len(indicator) - 2)
        for pair in names.get(indicator[at : at + 3], ())
        if indicator.startswith(pair[0], at)
    ]
    return min(inside, key=lambda pair: (-len(pair[0]), pair))[1] if inside else None


@cached
def _cues() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(words)) for name, words in rules("metric_topics").items()}


class _Linker:
    """Finds what governs a number of one report."""

    def __init__(self, report: Report, places: Sequence[_Named], numbers: _Numbers) -> None:
        self.report, self.text = report, report.clean.text
        self.places, self.numbers = places, numbers
        self.starts = [item.start for item in places]
        self._topics: dict[tuple[int, int], _Named | None] = {}
        self._taking: dict[tuple[int, int], bool] = {}
        self._spans = [match.span() for match in _CLAUSE.finditer(self.text)]

    def governing(self, metric: MetricMention) -> str | None:
        """Return the initiative that the clause of a number, an earlier one or the heading is about."""
        at = _start(metric, self.report)
        number = self.report.sentence_at(at)
        clauses = self._clauses(self.report.sentences[number].start, at)
        if not clauses:
            return None
        own = self._own(clauses[-1][0], at)
        if own is not None:
            return own.name
        words = self.text[clauses[-1][0] : at] + metric.indicator
        topic, turned = self._carried(clauses)
        if topic is not None:
            return topic.name if self._fits(topic, words, metric.change is not None) else None
        return self._titled(number, at, words, turned)

    def _clauses(self, start: int, until: int) -> list[tuple[int, int]]:
        """Return the clauses from `start` on, of the first one what stands behind it, that begin at `until` or before."""
        found = self._spans[bisect_right(self._spans, start, key=_END) : bisect_right(self._spans, until, key=_BEGIN)]
        return [(max(start, found[0][0]), found[0][1]), *found[1:]] if found else []

    def _within(self, start: int, end: int) -> list[_Named]:
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [item for item in self.places[first:last] if item.end <= end]

    def _own(self, start: int, at: int) -> _Named | None:
        """Return the name before the number in its clause that does what is counted."""
        for item in reversed(self._within(start, at)):
            between = self.text[item.end : at]
            counted = self.numbers.between(item.end, at)
            if (
                not between
                or _cues()["during"].match(between)
                or (item.kind in _AGENTS and (counted or not _ENUMERATED.search(between)))
            ):
                return None if self.text[: item.start].endswith("、") else item
        return None

    def _carried(self, clauses: Sequence[tuple[int, int]]) -> tuple[_Named | None, bool]:
        """Return what an earlier clause of the sentence is about, and whether another turned away from it."""
        summed = _cues()["sums"].match(self.text, clauses[-1][0]) is not None
        for start, end in reversed(clauses[:-1]):
            topic = self._topic(start, end) or self._agent(start, end)
            if topic is not None:
                return topic, False
            if self._turns(start, end, summed):
                return None, True
        return None, False

    def _turns(self, start: int, end: int, summed: bool) -> bool:
        """Tell whether a clause turns to something else: another name, or a verb of doing without a number."""
        if self._within(start, end):
            return True
        return not summed and self._takes_up(start, end)

    def _takes_up(self, start: int, end: int) -> bool:
        known = self._taking.get((start, end))
        if known is None:
            known = not self.numbers.between(start, end) and _cues()["takes_up"].match(self.text, start) is not None
            self._taking[start, end] = known
        return known

    def _topic(self, start: int, end: int) -> _Named | None:
        """Return the name that a clause takes up and ends on, so that what follows is about it; many numbers ask."""
        if (start, end) not in self._topics:
            self._topics[start, end] = self._found_topic(start, end)
        return self._topics[start, end]

    def _found_topic(self, start: int, end: int) -> _Named | None:
        named = self._within(start, end)
        if not named or self.numbers.between(start, end):
            return None
        item = max(named, key=lambda one: (one.end, one.start - one.end))
        tail = _BLANKS.sub("", self.text[item.end : end])
        taken = _cues()["takes_up"].search(self.text, start, item.start) or _cues()["by_means"].search(
            self.text, start, item.start
        )
        if taken is None or self.text[item.start - 1] == "、" or not _cues()["head_noun"].fullmatch(tail):
            return None
        return item

    def _agent(self, start: int, end: int) -> _Named | None:
        """Return the organisation or platform that a clause with a number begins with."""
        named = self._within(start, end)
        if not named or named[0].kind not in _AGENTS or named[0].start - start > _LEAD:
            return None
        return named[0] if not _ENUMERATED.match(self.text, named[0].end) and self.numbers.between(named[0].end, end) else None

    def _fits(self, topic: _Named, words: str, changes: bool) -> bool:
        """Tell whether a number with `words` before it is plausibly the topic's; one that `changes` is seldom."""
        clause = _CLAUSE.match(self.text, topic.end)
        if topic.kind in _AGENTS and clause is not None and self.numbers.between(*clause.span()):
            return True
        if topic.kind in _LOOSE or _cues()["aims"].match(words):
            return False
        return (topic.kind in _WIDE and not changes) or bool(_pairs(topic.name) & _pairs(words))

    def _titled(self, number: int, at: int, words: str, turned: bool) -> str | None:
        """Return the only name in the heading that the sentence stands under, if nothing else was taken up since.

        A number whose own words are those of the heading is its number still.
        """
        index = self.report.sentences[number].section
        if index < 0:
            return None
        section = self.report.sections[index]
        last = min(section.start + len(section.number) + len(section.title), len(self.text))
        named = {item.name: item for item in self._within(section.start, last + 1)}
        if len(named) != 1 or next(iter(named.values())).kind not in _TITLES:
            return None
        name = next(iter(named))
        before = self._clauses(last, at - 1)[:-1]
        if any(topic.name != name for topic in (self._topic(*clause) for clause in before) if topic is not None):
            return None
        turned = turned or any(self._takes_up(*clause) for clause in before)
        return None if turned and len(_pairs(name) & _pairs(words)) < 2 else name


def _pairs(words: str) -> set[str]:
    """Return the pairs of neighbouring characters that say what something is about."""
    plain = _plain(words)
    return {plain[at : at + 2] for at in range(len(plain) - 1)} - _cue_pairs()


@cached
def _cue_pairs() -> frozenset[str]:
    return frozenset(rules("metric_topics")["empty"])
