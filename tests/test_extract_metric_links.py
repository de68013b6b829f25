"""Links from a metric to the initiative that it measures."""

from __future__ import annotations

from typing import Any

import pytest

from kg.extract.metrics import find_metrics, link_metrics
from kg.model import InitiativeMention, Kind, Report, Span, Status
from tests.mention_cases import read_cases, report_of

CASES = read_cases("metric_links")


def named(report: Report, name: str, kind: Kind = Kind.PROJECT) -> InitiativeMention:
    """Return a mention of `name` with all its places in the report."""
    starts = [at for at in range(len(report.text)) if report.text.startswith(name, at)]
    surfaces = tuple(Span(at, at + len(name)) for at in starts)
    return InitiativeMention(surfaces[0], "case", name, kind, Status.ACHIEVED, surfaces)


def linked(text: str, *names: str) -> list[str | None]:
    """Return the initiative of each metric of `text`, where `names` are its initiatives."""
    report = report_of(text)
    metrics, _ = find_metrics(report)
    return [item.initiative for item in link_metrics(metrics, [named(report, name) for name in names], report)]


def test_the_name_in_the_indicator_wins() -> None:
    text = "深化百日竞赛,完成“红色管家”示范小区4个。"
    assert linked(text, "百日竞赛", "红色管家") == ["红色管家"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_number_is_linked_to_what_governs_it(case: dict[str, Any]) -> None:
    report = report_of(case["text"])
    metrics, _ = find_metrics(report)
    initiatives = [named(report, name, Kind(kind)) for name, kind in case["names"].items()]
    found = [(item.span.of(report.text), item.initiative or "") for item in link_metrics(metrics, initiatives, report)]
    assert found == [tuple(pair) for pair in case["links"]]


def test_the_only_name_in_the_heading_governs_what_stands_under_it() -> None:
    text = "2020年工作总结\n一、推进美丽家园建设\n改造老旧小区12个。\n二、其他工作\n新增停车位30个。"
    assert linked(text, "美丽家园建设") == ["美丽家园建设", None]
