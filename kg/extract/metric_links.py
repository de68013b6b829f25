"""Which initiative a number measures: the one its indicator, its clause or its heading names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from kg.model import InitiativeMention, MetricMention, Report, Span

_MARKS = re.compile(r"[\s“”‘’\"'《》()]")
_STOP = re.compile(r"[,;:。!?，；：！？\n]")
_REACH = 60


def link_metrics(
    metrics: Sequence[MetricMention], initiatives: Sequence[InitiativeMention], report: Report
) -> tuple[MetricMention, ...]:
    """Return `metrics` with the name of the initiative that each measures, where one is named.

    The longest name inside the indicator wins, then the nearest one before the number in its clause,
    then the only one in the heading that it stands under.
    """
    names = _names(initiatives)
    surfaces = sorted((span.start, span.end, item.name) for item in initiatives for span in item.surfaces)
    headings = _headings(report, surfaces)
    return tuple(
        replace(metric, initiative=_measured(metric, names, surfaces, report) or headings.get(_section(report, metric.span)))
        for metric in metrics
    )


def _names(initiatives: Sequence[InitiativeMention]) -> list[tuple[str, str]]:
    names = {(_plain(item.name), item.name) for item in initiatives if len(_plain(item.name)) >= 3}
    return sorted(names, key=lambda pair: (-len(pair[0]), pair))


def _plain(words: str) -> str:
    return _MARKS.sub("", words)


def _measured(
    metric: MetricMention, names: Sequence[tuple[str, str]], surfaces: Sequence[tuple[int, int, str]], report: Report
) -> str | None:
    indicator = _plain(metric.indicator)
    for plain, name in names:
        if plain in indicator:
            return name
    start = metric.span.start
    before = report.text[max(0, start - _REACH) : start]
    stops = [match.end() for match in _STOP.finditer(before)]
    clause = start - len(before) + (stops[-1] if stops else 0)
    at = bisect_left(surfaces, (start, 0, "")) - 1
    if at >= 0 and clause <= surfaces[at][0] and surfaces[at][1] <= start:
        return surfaces[at][2]
    return None


def _section(report: Report, span: Span) -> int:
    position = bisect_left(report.clean.offsets, span.start)
    return report.sentences[report.sentence_at(position)].section if report.sentences else -1


def _headings(report: Report, surfaces: Sequence[tuple[int, int, str]]) -> dict[int, str]:
    """Return the initiative that the heading of a section names, when it names exactly one."""
    found: dict[int, str] = {}
    for index, section in enumerate(report.sections):
        last = min(section.start + len(section.number) + len(section.title), len(report.clean.text))
        first, end = report.clean.offsets[section.start], report.clean.offsets[last]
        at = bisect_left(surfaces, (first, 0, ""))
        named: list[str] = []
        while at < len(surfaces) and surfaces[at][0] < end:
            named.append(surfaces[at][2])
            at += 1
        if len(set(named)) == 1:
            found[index] = named[0]
    return found
