"""Small values made by hand for tests: reports, mentions, decisions, linked graphs."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from kg.link.build import link
from kg.model import (
    CleanText,
    Conflict,
    Extraction,
    FirstMention,
    Fulfilment,
    Graph,
    HonourMention,
    InitiativeMention,
    Kind,
    LocalityMention,
    MetricMention,
    NearDuplicate,
    Occurrence,
    PartnerMention,
    Place,
    PlaceDecision,
    Report,
    ReusedPassage,
    ReviewDecision,
    Reviewed,
    Ruling,
    Source,
    Span,
    Status,
)
from kg.terms import digest
from kg.text.layout import lay_out

FUSHAN = Place("330802-fushan", "府山街道", "sub_district", "330802", "3308", "33", "330802006")
JINYANG = Place("310115-jinyang", "金杨新村街道", "sub_district", "310115", None, "31", "310115012")
YANJI = Place("310110-yanji", "延吉新村街道", "sub_district", "310110", None, "31", "310110015")
QUZHOU = Place("3308", "衢州市", "city", None, None, "33")
KECHENG = Place("330802", "柯城区", "district", None, "3308", "33")
ZHEJIANG = Place("33", "浙江省", "province")
ANCESTORS = {FUSHAN.id: (KECHENG, QUZHOU, ZHEJIANG)}


def report(text: str, name: str = "a.txt") -> Report:
    """Return the report that a text holds."""
    return lay_out(Source(name=name, sha256=digest(text, length=64)), text)


def words(text: str, quote: str, occurrence: int = 1) -> Span:
    """Return the span of a quotation in a text; a quotation that is not there is a fault of the test."""
    start = -1
    for _ in range(occurrence):
        start = text.index(quote, start + 1)
    return Span(start, start + len(quote))


def initiative(
    text: str,
    quote: str,
    name: str | None = None,
    *,
    kind: Kind = Kind.MECHANISM,
    status: Status = Status.ACHIEVED,
    components: Sequence[str] = (),
) -> InitiativeMention:
    """Return the mention of an initiative by the words `quote`."""
    span = words(text, quote)
    return InitiativeMention(span, "test-name", name or quote, kind, status, (span,), tuple(components))


def metric(
    text: str, quote: str, value: str, unit: str, indicator: str, *, status: Status = Status.ACHIEVED, **more: str | None
) -> MetricMention:
    """Return the mention of a number by the words `quote`."""
    span = words(text, quote)
    return MetricMention(span, "test-number", Decimal(value), unit, "exact", indicator, status, **more)  # type: ignore[arg-type]


def decision(place: Place) -> PlaceDecision:
    """Return the decision for a place."""
    return PlaceDecision(place, ANCESTORS.get(place.id, ()), ("正文称本街道为" + place.name,))


def naming(place: Place, *names: str, components: Sequence[str] = (), year: int = 2020) -> tuple[Extraction, PlaceDecision]:
    """Return a report of a place that names some initiatives, each in a sentence of its own."""
    text = f"{place.name}{year}年工作总结\n" + "".join(f"全面推进{name}。\n" for name in names)
    found = tuple(initiative(text, name, components=components) for name in names)
    return Extraction(report(text, f"{place.id}.txt"), initiatives=found), decision(place)


def linked(*pairs: tuple[Extraction, PlaceDecision], rulings: Sequence[ReviewDecision] = ()) -> Graph:
    """Link reports that were made by hand, under the decisions of a reviewer."""
    return link(
        [found for found, _ in pairs],
        {found.report.id: place for found, place in pairs},
        {found.report.id: (found.report.source,) for found, _ in pairs},
        rulings,
    )


def rich() -> Graph:
    """Return a graph with a statement of every kind, two places and a shared initiative."""
    text = (
        "府山街道2020年工作总结和2021年工作思路\n一、加强基层治理\n推进“一网统管”平台建设，拆除违法建筑 136 处，同比增长10%。"
        "全省首创“快来议事”。\n获评省级文明街道，与衢州学院合作，改造荷花社区。\n二、2021年计划\n2021年新增停车位200个。\n"
    )
    found = Extraction(
        report(text, "fushan.txt"),
        metrics=(
            metric(text, "136 处", "136", "处", "拆除违法建筑"),
            metric(text, "10%", "10", "%", "拆除违法建筑", change="increase", change_base="同比"),
            metric(text, "200个", "200", "个", "新增停车位", status=Status.PLANNED, period="2021"),
        ),
        initiatives=(
            initiative(text, "“一网统管”", "一网统管", kind=Kind.PLATFORM, status=Status.UNDERWAY),
            initiative(text, "“快来议事”", "快来议事", components=("议有主体", "议有主题")),
        ),
        honours=(
            HonourMention(words(text, "省级文明街道"), "test-title", "省级文明街道", "provincial", Status.RECEIVED, "title"),
        ),
        firsts=(FirstMention(words(text, "全省首创“快来议事”"), "test-first", "全省", "快来议事"),),
        partners=(PartnerMention(words(text, "衢州学院"), "test-partner", "衢州学院"),),
        localities=(LocalityMention(words(text, "荷花社区"), "test-place", "荷花社区", "community"),),
    )
    return linked((found, decision(FUSHAN)), naming(JINYANG, "一网统管"))


CHOSEN = {"modifier", "change", "kind", "ruling"}  # fields whose strings are our own code's, looked up in tables
MAY_BE_EMPTY = {"why"}  # says that a decision had no effect


def full() -> Graph:
    """Return a graph in which no field that may hold a string is empty, with a value of every kind that a graph can hold."""
    graph = rich()
    one, other = (found.report for found in graph.extractions)
    numbers = tuple(item.id for item in graph.statements)[:2]
    shared = tuple(Occurrence(report.id, Span(0, 9)) for report in (one, other))
    return filled(
        dataclasses.replace(
            graph,
            decisions={
                key: dataclasses.replace(item, ancestors=(QUZHOU, ZHEJIANG), runner_up=YANJI)
                for key, item in graph.decisions.items()
            },
            extractions=tuple(dataclasses.replace(found, report=scanned(found.report)) for found in graph.extractions),
            reviewed=tuple(
                Reviewed(
                    f"{ruling}", ruling, "甲", "乙", "丙", "丁", (1,), (("initiative", graph.initiatives[0].id),), ("戊",), why
                )
                for ruling in Ruling
                for why in ("", "己")
            ),
            fulfilments=(Fulfilment("f", FUSHAN.id, 2021, *numbers, "兑现", Decimal("0.5")),),
            conflicts=(Conflict("c", FUSHAN.id, 2020, graph.indicators[0].id, numbers, "不一"),),
            reused=(ReusedPassage("r", 9, (shared[0], shared[1]), "相同段落"),),
            near_duplicates=(NearDuplicate("n", (one.id, other.id), Decimal("0.9"), "近似"),),
        )
    )


def scanned(report: Report) -> Report:
    """Return the report as one of two recognised pages."""
    return dataclasses.replace(report, source=dataclasses.replace(report.source, pages=(0, 20), recognised=(1, 2)))


def filled(value: Any) -> Any:
    """Return a value of the model in which every field that may hold a string, or several, holds one."""
    if isinstance(value, tuple):
        return tuple(map(filled, value))
    if isinstance(value, dict):
        return {key: filled(one) for key, one in value.items()}
    if not dataclasses.is_dataclass(value) or isinstance(value, type | CleanText):
        return value
    empty = {"str": "甲", "str | None": "甲", "tuple[str, ...]": ("甲", "乙")}
    fields = [one for one in dataclasses.fields(value) if one.init and one.name not in CHOSEN | MAY_BE_EMPTY]
    held = {one.name: getattr(value, one.name) for one in fields}
    return dataclasses.replace(
        value, **{one.name: filled(held[one.name]) or empty.get(str(one.type), held[one.name]) for one in fields}
    )
