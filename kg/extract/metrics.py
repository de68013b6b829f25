"""Metrics: every number that states a quantity, with what it counts, its status and its period."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg.extract.indicators import name_quantities
from kg.extract.memory import Memory, Named
from kg.extract.metric_links import link_metrics
from kg.extract.quantities import find_quantities
from kg.extract.status import status_of, turn_of
from kg.extract.verbs import closing_verbs
from kg.extract.wordlists import pattern
from kg.model import Leftover, MetricMention, Part, Period, Report, Sentence, Status
from kg.text.periods import PeriodMention, find_periods, governing_period

__all__ = ["find_metrics", "link_metrics"]

_NUMERAL = re.compile(r"[0-9一二两三四五六七八九十百千万亿]")
_TIME = re.compile(r"[年月季日十]")
_BOUNDS = re.compile(r"[,;:。!?\n]")
_LONGEST = 1500


@dataclass(slots=True)
class _Reading:
    """What holds at a point of the report: numbers, periods and the status set earlier in the paragraph."""

    memory: Memory = field(default_factory=Memory)
    periods: list[PeriodMention] = field(default_factory=list)
    turn: Status | None = None
    end: int = 0

    def step(self, report: Report, sentence: Sentence) -> None:
        """Go on to `sentence`: a new line ends what a paragraph carries, a full stop ends its periods."""
        text = report.clean.text
        if "\n" in text[self.end : sentence.start + 1]:
            self.memory, self.turn = Memory(), None
        if self.end != sentence.start or text[self.end - 1] != ";":
            self.periods = []
        self.turn = turn_of(text, sentence.start, sentence.end, sentence.part) or self.turn
        self.end = sentence.end

    def plans(self, sentence: Sentence) -> bool:
        """Tell whether `sentence` speaks of the plan's year."""
        return sentence.part is Part.PLAN and self.turn is not Status.ACHIEVED


def find_metrics(report: Report) -> tuple[tuple[MetricMention, ...], tuple[Leftover, ...]]:
    """Return the metrics of `report` in order and the numerals that were not made one, with the class of reason."""
    text = report.clean.text
    metrics: list[MetricMention] = []
    leftovers: list[Leftover] = []
    reading = _Reading()
    for sentence in _bounded(report):
        if sentence.part in (Part.HEAD, Part.FURNITURE):
            continue
        reading.step(report, sentence)
        if not _NUMERAL.search(text, sentence.start, sentence.end):
            continue
        if _TIME.search(text, sentence.start, sentence.end):
            reading.periods += _periods(report, sentence, plan=reading.plans(sentence))
        found, loose = _of_sentence(report, sentence, reading)
        metrics.extend(found)
        leftovers.extend(loose)
    return tuple(metrics), tuple(leftovers)


def _bounded(report: Report) -> Iterator[Sentence]:
    """Yield the sentences; one without stops (a table run together) comes in pieces, so that the time stays linear."""
    for sentence in report.sentences:
        if sentence.end - sentence.start <= _LONGEST:
            yield sentence
            continue
        for start in range(sentence.start, sentence.end, _LONGEST):
            yield replace(sentence, start=start, end=min(start + _LONGEST, sentence.end))


def _of_sentence(report: Report, sentence: Sentence, reading: _Reading) -> tuple[list[MetricMention], list[Leftover]]:
    text, periods = report.clean.text, reading.periods
    quantities, loose = find_quantities(text, sentence.start, sentence.end, periods)
    named = name_quantities(text, sentence.start, sentence.end, quantities, periods, reading.memory)
    metrics = [_mention(report, sentence, item, reading) for item in named if item.indicator]
    rest = [Leftover(report.clean.span(item.start, item.end), item.reason) for item in loose]
    rest += [Leftover(report.clean.span(n.quantity.start, n.quantity.end), "no-indicator") for n in named if not n.indicator]
    return metrics, rest


def _mention(report: Report, sentence: Sentence, item: Named, reading: _Reading) -> MetricMention:
    text, quantity = report.clean.text, item.quantity
    clause = _clause(text, sentence, quantity.start)
    own = report.head.plan_period if reading.plans(sentence) else report.head.period
    base = pattern("change-base").search(text, clause[0], quantity.start) if item.change else None
    return MetricMention(
        span=report.clean.span(quantity.start, quantity.end),
        rule=f"metric.{item.rule}",
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        modifier=quantity.modifier,
        indicator=item.indicator,
        status=status_of(text, clause, (quantity.start, quantity.end), sentence.part, reading.turn),
        period=_period(governing_period(reading.periods, quantity.start, own), own),
        change=item.change,
        change_base=base[0] if base else None,
        numeral=quantity.numeral,
    )


def _period(found: str | None, own: Period | None) -> str | None:
    """Return None for a period that only says from when the report's own year is."""
    return None if found is not None and own is not None and found == f"{own.start}/.." else found


def _periods(report: Report, sentence: Sentence, *, plan: bool) -> list[PeriodMention]:
    text = report.clean.text
    year = report.head.plan_period.year if plan and report.head.plan_period is not None else report.year
    found = find_periods(text, sentence.start, sentence.end, year)
    return [
        one for one in found if not pattern("since").match(text, one.end, sentence.end) and not _attributive(text, sentence, one)
    ]


def _attributive(text: str, sentence: Sentence, period: PeriodMention) -> bool:
    """Tell whether a year is no time of the count: 完成2017-2019年度审计, 是2019年的1.2倍."""
    if period.kind not in ("year", "years"):
        return False
    if text[period.end : period.end + 1] == "的" and text[period.start - 1 : period.start] in "是为于":
        return True
    start, _ = _clause(text, sentence, period.start)
    return bool(closing_verbs(text[start : period.start]))


def _clause(text: str, sentence: Sentence, position: int) -> tuple[int, int]:
    start = max((m.end() for m in _BOUNDS.finditer(text, sentence.start, position)), default=sentence.start)
    end = _BOUNDS.search(text, position, sentence.end)
    return start, end.start() if end else sentence.end
