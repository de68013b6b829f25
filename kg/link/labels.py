"""What a statement says, whole, in Chinese: place, year, fact (蒲鞋市街道 2020 拆除违法建筑 136处); and what to call a report."""

from __future__ import annotations

import re

from kg import lexicon
from kg.model import Kind, MetricMention, Status

_BEFORE = {Status.UNDERWAY: "继续", Status.PLANNED: "计划"}
_RECEIVING = {Status.RECEIVED: "获得", Status.SOUGHT: "争创", Status.RENEWED: "复评"}
_CHANGES = {"increase": "增长", "decrease": "下降", "unchanged": "持平"}
_CHANGE_SAID = re.compile("增|减|升|降|涨|跌|提高|回落|下滑|持平|压缩")
_BLANKS = re.compile(r"\s+")


def squeeze(words: str) -> str:
    """Return `words` without blanks and line ends, which inside Chinese text are accidents."""
    return _BLANKS.sub("", words)


def observation(metric: MetricMention, indicator: str, words: str) -> str:
    """Say a metric: 计划新增停车位 200个."""
    said = squeeze(indicator)
    if metric.status is Status.PLANNED and not said.startswith(("计划", "拟", "力争")):
        said = "计划" + said
    if metric.status is Status.STANDARD:
        said = "标准：" + said
    change = _CHANGES.get(metric.change or "", "")
    if change and not _CHANGE_SAID.search(said) and not _CHANGE_SAID.search(words):
        said += (metric.change_base or "") + change
    return f"{said} {squeeze(words)}"


def implementation(label: str, kind: Kind, status: Status) -> str:
    """Say that an initiative is done, goes on or is planned, with the verb of its kind: 计划举办社区文化节."""
    return f"{_BEFORE.get(status, '')}{_verbs()[kind.value]}{label}"


@lexicon.cached
def _verbs() -> dict[str, str]:
    return {row["kind"]: row["verb"] for row in lexicon.table("kind_verbs")}


def recognition(name: str, status: Status) -> str:
    """Say a title or ranking."""
    return f"{_RECEIVING.get(status, '获得')}{squeeze(name)}"


def whole(place: str, year: int | None, fact: str) -> str:
    """Return the label of a statement; a report without a year says 年份不详."""
    return f"{place} {year if year is not None else '年份不详'} {fact}"


def report(place: str, year: int | None) -> str:
    """Return what to call a report: 蒲鞋市街道 2020 报告."""
    return whole(place, year, "报告")
