"""Which initiative a number measures: the one its indicator, its clause, its sentence or its heading names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.lexicon import cached, rules
from kg.model import InitiativeMention, MetricMention, Report

_MARKS = re.compile(r"[\s“”‘’\"'《》()]")
_CLAUSE = re.compile(r"[^,;:。!?\n]+")
_ENUMERATED = re.compile("、|以及|等")
_LOOSE = 10  # characters between a name that is what a clause is about and the end of the clause
_NEAR = 5  # characters between a number and the name of what it counts


@dataclass(frozen=True, slots=True)
class _Named:
    """A place where an initiative is named, in clean offsets."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class _Numbers:
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

    The longest name inside the indicator wins, then the nearest one before the number in its clause that is no
    neighbour in a list, then what the sentence is about: the name that ends an earlier clause, until a clause
    without a number turns to something else.
    """
    names = _names(initiatives)
    linker = _Linker(report, _places(initiatives, report), _Numbers(tuple(sorted(_start(item, report) for item in metrics))))
    return tuple(replace(metric, initiative=_in_indicator(metric, names) or linker.governing(metric)) for metric in metrics)


def _names(initiatives: Sequence[InitiativeMention]) -> list[tuple[str, str]]:
    names = {(_plain(item.name), item.name) for item in initiatives if len(_plain(item.name)) >= 3}
    return sorted(names, key=lambda pair: (-len(pair[0]), pair))


def _plain(words: str) -> str:
    return _MARKS.sub("", words)


def _start(metric: MetricMention, report: Report) -> int:
    return bisect_left(report.clean.offsets, metric.span.start)


def _places(initiatives: Sequence[InitiativeMention], report: Report) -> list[_Named]:
    """Return every mention in order; of those that begin at the same place the longest first."""
    offsets = report.clean.offsets
    found = {
        (bisect_left(offsets, span.start), -bisect_left(offsets, span.end), item.name)
        for item in initiatives
        for span in item.surfaces
    }
    return [_Named(start, -end, name) for start, end, name in sorted(found)]


def _in_indicator(metric: MetricMention, names: Sequence[tuple[str, str]]) -> str | None:
    indicator = _plain(metric.indicator)
    return next((name for plain, name in names if plain in indicator), None)


@cached
def _cues() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(words)) for name, words in rules("metric_topics").items()}


class _Linker:
    """Finds what governs a number of one report."""

    def __init__(self, report: Report, places: Sequence[_Named], numbers: _Numbers) -> None:
        self.report, self.text = report, report.clean.text
        self.places, self.numbers = places, numbers
        self.starts = [item.start for item in places]

    def governing(self, metric: MetricMention) -> str | None:
        """Return the initiative that the clause of a number, or an earlier one, is about."""
        at = _start(metric, self.report)
        number = self.report.sentence_at(at)
        clauses = self._clauses(number, at)
        if not clauses:
            return None
        start, _ = clauses[-1]
        own = self._own(start, at)
        return own or self._carried(clauses, at) or self._from_before(number, clauses[0])

    def _clauses(self, number: int, until: int) -> list[tuple[int, int]]:
        """Return the clauses of a sentence that begin before `until`."""
        sentence = self.report.sentences[number]
        spans = (match.span() for match in _CLAUSE.finditer(self.text, sentence.start, sentence.end))
        return [span for span in spans if span[0] <= until]

    def _within(self, start: int, end: int) -> list[_Named]:
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end)
        return [item for item in self.places[first:last] if item.end <= end]

    def _own(self, start: int, at: int) -> str | None:
        """Return the nearest name before the number in its clause, unless a list stands between them."""
        for item in reversed(self._within(start, at)):
            between = self.text[item.end : at]
            if _ENUMERATED.search(between) or self.numbers.between(item.end, at):
                return None
            return item.name
        return None

    def _carried(self, clauses: Sequence[tuple[int, int]], at: int) -> str | None:
        """Return what an earlier clause of the sentence is about, if nothing else was taken up since."""
        summed = _cues()["sums"].match(self.text, clauses[-1][0]) is not None
        for start, end in reversed(clauses[:-1]):
            topic = self._topic(start, end)
            if topic is not None:
                return topic
            if self._turns(start, end, summed):
                return None
        return None

    def _turns(self, start: int, end: int, summed: bool) -> bool:
        """Tell whether a clause turns to something else: another name, or a verb of doing without a number."""
        if self._within(start, end):
            return True
        if summed or self.numbers.between(start, end):
            return False
        return _cues()["takes_up"].match(self.text, start) is not None

    def _topic(self, start: int, end: int) -> str | None:
        """Return the name that a clause ends on, so that what follows is about it."""
        named = self._within(start, end)
        if not named or self.numbers.between(start, end):
            return None
        last = max(named, key=lambda item: (item.end, item.start - item.end))
        lead, tail = self.text[start : last.start], self.text[last.end : end]
        if len(tail) > _LOOSE or _ENUMERATED.search(tail) or lead.endswith("、"):
            return None
        return last.name

    def _from_before(self, number: int, first: tuple[int, int]) -> str | None:
        """Return the topic of the sentence before, where the sentence goes on with 其中, 期间, 累计."""
        if number == 0 or not _cues()["goes_on"].match(self.text, first[0]):
            return None
        before = self._clauses(number - 1, self.report.sentences[number - 1].end)
        for start, end in reversed(before):
            topic = self._topic(start, end)
            if topic is not None:
                return topic
            if self._within(start, end):
                return None
        return None
