"""Metrics: every number that states a quantity, with what it counts, its status and its period."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.indicators import Memory, Named, name_quantities
from kg.extract.quantities import find_quantities
from kg.extract.status import status_of
from kg.model import InitiativeMention, Leftover, MetricMention, Part, Report, Sentence
from kg.text.periods import PeriodMention, find_periods, governing_period

_NUMERAL = re.compile(r"[0-9一二两三四五六七八九十百千万亿]")
_BOUNDS = re.compile(r"[,;:。!?\n]")
_BASE = re.compile(r"(?:同比|环比|(?:较|比)(?:上年|去年|上年同期|去年同期|年初|上一年|上月|[0-9]{4}年)(?:末|底|同期)?)")


def find_metrics(report: Report) -> tuple[tuple[MetricMention, ...], tuple[Leftover, ...]]:
    """Return the metrics of `report` in order and the numerals that were not made one, with the class of reason."""
    metrics: list[MetricMention] = []
    leftovers: list[Leftover] = []
    memory = Memory()
    last_end = 0
    for sentence in report.sentences:
        if sentence.part in (Part.HEAD, Part.FURNITURE) or not _NUMERAL.search(report.clean.text, sentence.start, sentence.end):
            continue
        if "\n" in report.clean.text[last_end : sentence.start + 1]:
            memory = Memory()
        found, loose = _of_sentence(report, sentence, memory)
        metrics.extend(found)
        leftovers.extend(loose)
        last_end = sentence.end
    return tuple(metrics), tuple(leftovers)


def link_metrics(
    metrics: Sequence[MetricMention], initiatives: Sequence[InitiativeMention], report: Report
) -> tuple[MetricMention, ...]:
    """Return `metrics` with the initiative that each measures, when its clause or governing heading names one."""
    return tuple(metrics)


def _of_sentence(report: Report, sentence: Sentence, memory: Memory) -> tuple[list[MetricMention], list[Leftover]]:
    text = report.clean.text
    periods = find_periods(text, sentence.start, sentence.end, report.year)
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
        period=governing_period(periods, quantity.start, own),
        change=item.change,
        change_base=base[0] if base else None,
        numeral=quantity.numeral,
    )


def _clause(text: str, sentence: Sentence, position: int) -> tuple[int, int]:
    start = max((m.end() for m in _BOUNDS.finditer(text, sentence.start, position)), default=sentence.start)
    end = _BOUNDS.search(text, position, sentence.end)
    return start, end.start() if end else sentence.end
