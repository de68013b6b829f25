"""Metrics: every number that states a quantity, with what it counts, its status and its period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.indicators import name_quantities
from kg.extract.memory import Memory, Named
from kg.extract.metric_links import link_metrics
from kg.extract.quantities import find_quantities
from kg.extract.status import status_of
from kg.extract.verbs import closing_verbs
from kg.model import Leftover, MetricMention, Part, Period, Report, Sentence
from kg.text.periods import PeriodMention, find_periods, governing_period

__all__ = ["find_metrics", "link_metrics"]

_NUMERAL = re.compile(r"[0-9一二两三四五六七八九十百千万亿]")
_SINCE = re.compile(r"[^,。;以]{1,20}以来")  # 2020年改革以来最好位次: not when it was
_TIME = re.compile(r"[年月季日十]")
_BOUNDS = re.compile(r"[,;:。!?\n]")
_LONGEST = 1500
_BASE = re.compile(r"(?:同比|环比|(?:较|比)(?:上年|去年|上年同期|去年同期|年初|上一年|上月|[0-9]{4}年)(?:末|底|同期)?)")


def find_metrics(report: Report) -> tuple[tuple[MetricMention, ...], tuple[Leftover, ...]]:
    """Return the metrics of `report` in order and the numerals that were not made one, with the class of reason."""
    text = report.clean.text
    metrics: list[MetricMention] = []
    leftovers: list[Leftover] = []
    memory = Memory()
    periods: list[PeriodMention] = []
    last_end = 0
    for sentence in _bounded(report):
        if sentence.part in (Part.HEAD, Part.FURNITURE):
            continue
        if "\n" in text[last_end : sentence.start + 1]:
            memory = Memory()
        if last_end != sentence.start or text[last_end - 1] != ";":
            periods = []
        last_end = sentence.end
        if not _NUMERAL.search(text, sentence.start, sentence.end):
            continue
        if _TIME.search(text, sentence.start, sentence.end):
            periods += _periods(report, sentence)
        found, loose = _of_sentence(report, sentence, memory, periods)
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


def _of_sentence(
    report: Report, sentence: Sentence, memory: Memory, periods: Sequence[PeriodMention]
) -> tuple[list[MetricMention], list[Leftover]]:
    text = report.clean.text
    quantities, loose = find_quantities(text, sentence.start, sentence.end, periods)
    named = name_quantities(text, sentence.start, sentence.end, quantities, periods, memory)
    metrics = [_mention(report, sentence, item, periods) for item in named if item.indicator]
    rest = [Leftover(report.clean.span(item.start, item.end), item.reason) for item in loose]
    rest += [Leftover(report.clean.span(n.quantity.start, n.quantity.end), "no-indicator") for n in named if not n.indicator]
    return metrics, rest


def _mention(report: Report, sentence: Sentence, item: Named, periods: Sequence[PeriodMention]) -> MetricMention:
    text, quantity = report.clean.text, item.quantity
    clause = _clause(text, sentence, quantity.start)
    own = report.head.plan_period if sentence.part is Part.PLAN else report.head.period
    base = _BASE.search(text, clause[0], quantity.start) if item.change else None
    return MetricMention(
        span=report.clean.span(quantity.start, quantity.end),
        rule=f"metric.{item.rule}",
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        modifier=quantity.modifier,
        indicator=item.indicator,
        status=status_of(text, clause, (quantity.start, quantity.end), sentence.part),
        period=_period(governing_period(periods, quantity.start, own), own),
        change=item.change,
        change_base=base[0] if base else None,
        numeral=quantity.numeral,
    )


def _period(found: str | None, own: Period | None) -> str | None:
    """Return None for a period that only says from when the report's own year is."""
    return None if found is not None and own is not None and found == f"{own.start}/.." else found


def _periods(report: Report, sentence: Sentence) -> list[PeriodMention]:
    text = report.clean.text
    found = find_periods(text, sentence.start, sentence.end, _year(report, sentence.part))
    return [one for one in found if not _SINCE.match(text, one.end, sentence.end) and not _attributive(text, sentence, one)]


def _attributive(text: str, sentence: Sentence, period: PeriodMention) -> bool:
    """Tell whether a year is no time of the count: 完成2017-2019年度审计, 是2019年的1.2倍."""
    if period.kind not in ("year", "years"):
        return False
    if text[period.end : period.end + 1] == "的" and text[period.start - 1 : period.start] in "是为于":
        return True
    start, _ = _clause(text, sentence, period.start)
    return bool(closing_verbs(text[start : period.start]))


def _year(report: Report, part: Part) -> int | None:
    """Return the year that 今年 means in a part of the report."""
    plan = report.head.plan_period
    return plan.year if part is Part.PLAN and plan is not None else report.year


def _clause(text: str, sentence: Sentence, position: int) -> tuple[int, int]:
    start = max((m.end() for m in _BOUNDS.finditer(text, sentence.start, position)), default=sentence.start)
    end = _BOUNDS.search(text, position, sentence.end)
    return start, end.start() if end else sentence.end
