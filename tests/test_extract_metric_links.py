"""Links from a metric to the initiative that it measures."""

from __future__ import annotations

from kg.extract.metrics import find_metrics, link_metrics
from kg.model import InitiativeMention, Kind, Report, Span, Status
from tests.mention_cases import report_of


def named(report: Report, name: str) -> InitiativeMention:
    """Return a mention of `name` with all its places in the report."""
    starts = [at for at in range(len(report.text)) if report.text.startswith(name, at)]
    surfaces = tuple(Span(at, at + len(name)) for at in starts)
    return InitiativeMention(surfaces[0], "case", name, Kind.PROJECT, Status.ACHIEVED, surfaces)


def linked(text: str, *names: str) -> list[str | None]:
    """Return the initiative of each metric of `text`, where `names` are its initiatives."""
    report = report_of(text)
    metrics, _ = find_metrics(report)
    return [item.initiative for item in link_metrics(metrics, [named(report, name) for name in names], report)]


def test_the_name_in_the_indicator_wins() -> None:
    text = "深化百日竞赛,完成“红色管家”示范小区4个。"
    assert linked(text, "百日竞赛", "红色管家") == ["红色管家"]


def test_a_name_before_the_number_in_its_clause_counts() -> None:
    assert linked("通过“一网通办”平台,为居民办理120件。开展“清隐”行动中排查场所186处。", "一网通办", "清隐") == [None, "清隐"]


def test_the_only_name_in_the_heading_governs_what_stands_under_it() -> None:
    text = "2020年工作总结\n一、推进美丽家园建设\n改造老旧小区12个。\n二、其他工作\n新增停车位30个。"
    assert linked(text, "美丽家园建设") == ["美丽家园建设", None]
