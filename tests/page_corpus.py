"""Made-up graphs for the tests of the page: five places, a hostile one, and one of 500 reports.

They are made without the extractors, so that the page can be tested alone: names are looked up in the
texts, numbers are taken by one crude pattern. What they say is not meant to be right.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from kg.model import (
    Evidence,
    Extraction,
    FirstClaim,
    Graph,
    Head,
    Implementation,
    Indicator,
    Initiative,
    Kind,
    Leftover,
    Locality,
    LocalityNote,
    Observation,
    Partnership,
    Period,
    Place,
    PlaceDecision,
    Recognition,
    Report,
    Section,
    Source,
    Span,
    Statement,
    Status,
)
from kg.text.layout import lay_out

SEEDS = Path(__file__).parents[1] / "seeds"
HOSTILE = '</script><img src=x onerror="window.__hurt=1">\'"&{{7*7}}{%x%} href=javascript:window.__hurt=2 \u2028<!--\U00020bb7'
_NUMBER = re.compile(r"([\u4e00-\u9fff]{2,8})([0-9]+(?:\.[0-9]+)?)(余?)(%|[\u4e00-\u9fff]{1,2})")

_FIVE = (
    ("330802-fushan", "府山街道", "柯城区", "衢州市", "浙江省", 2020, "fushan-quzhou-2020.txt"),
    ("330302-puxieshi", "蒲鞋市街道", "鹿城区", "温州市", "浙江省", 2020, "puxieshi-wenzhou-2020.txt"),
    ("310115-jinyangxincun", "金杨新村街道", "浦东新区", "上海市", "上海市", 2020, "jinyangxincun-shanghai-2020.txt"),
    ("310110-yanjixincun", "延吉新村街道", "杨浦区", "上海市", "上海市", 2021, "yanjixincun-shanghai-2021.txt"),
    ("x-liuzhou", "XX街道", "XX区", "柳州市", "广西壮族自治区", 2020, "anonymous-liuzhou-2020h1.txt"),
)
_EXTRA = (
    "一网统管", "一网通办", "两网融合", "美丽家园", "污水零直排", "三重一大", "一岗双责", "最后一公里", "四风", "垃圾分类",
    "扫黄打非", "全岗通", "社区云", "网格化", "适老化改造", "加装电梯", "群租", "志愿服务", "大数据", "党建引领",
)  # fmt: skip


@dataclass(frozen=True)
class Text:
    """A report to be made: its place, year and text, and the names to be found in it."""

    place: Place
    ancestors: tuple[Place, ...]
    year: int
    file: str
    text: str


@cache
def five_places() -> Graph:
    """Return a graph of the five seeds with quoted phrases as initiatives."""
    texts = []
    for key, name, district, city, province, year, file in _FIVE:
        place, ancestors = _place(key, name, (district, city, province))
        texts.append(Text(place, ancestors, year, file, (SEEDS / file).read_text(encoding="utf-8")))
    names = {quoted for text in texts for quoted in re.findall(r"“([^”]{2,12})”", text.text)} | set(_EXTRA)
    return made_graph(texts, sorted(names))


@cache
def hostile() -> Graph:
    """Return a graph in which every string that can come from a report carries a payload."""
    names = [f"快来{HOSTILE}", f"四平台{HOSTILE}", "=cmd|' /C calc'!A0", "__proto__", "constructor"]
    body = "。\n".join(f"一、{HOSTILE}推进{name}取得成效，{HOSTILE}完成整治违建136处" for name in names)
    texts = []
    for number in range(3):
        place, ancestors = _place(f"x-hostile{number}", f"府山{number}{HOSTILE}", (f"区{HOSTILE}", f"市{HOSTILE}", "省"))
        text = f"{number}{HOSTILE}工作总结\n{body}。\n结尾\U00020bb7\U0001f600{HOSTILE}。\n"
        texts.append(Text(place, ancestors, 2020 + number, f"{HOSTILE}/{number}.txt", text))
    return made_graph(texts, names, title=HOSTILE, note=HOSTILE)


@cache
def many(count: int = 500) -> Graph:
    """Return a graph of `count` short reports with about 900 initiatives, some of them everywhere."""
    heads = (
        "红色",
        "幸福",
        "智慧",
        "邻里",
        "平安",
        "清廉",
        "绿色",
        "数字",
        "阳光",
        "匠心",
        "先锋",
        "和美",
        "睦邻",
        "暖心",
        "惠民",
    )
    tails = ("议事厅", "管家", "工作法", "家园", "行动", "平台", "驿站", "联盟", "一件事", "微网格", "服务站", "攻坚月")
    names = [f"{head}{middle}{tail}" for head in heads for middle in ("", "邻", "云", "心", "里") for tail in tails]
    texts = []
    for number in range(count):
        place, ancestors = _place(
            f"330{number:03}-s{number}", f"第{number}街道", (f"{number % 40}区", f"{number % 12}市", "某省")
        )
        chosen = [names[(number * 7 + k * k * 13) % len(names)] for k in range(12)] + names[number % 9 : number % 9 + 6]
        lines = [f"一、推进“{name}”建设，完成整治{number + k}处，服务居民{number * 3 + k}人次" for k, name in enumerate(chosen)]
        padding = "街道坚持以人民为中心的发展思想，统筹推进各项工作，取得了阶段性成效。" * 120
        texts.append(
            Text(place, ancestors, 2018 + number % 5, f"{number:03}.txt", "工作总结\n" + "。\n".join(lines) + "。\n" + padding)
        )
    return made_graph(texts, names)


def made_graph(texts: list[Text], names: list[str], *, title: str = "", note: str = "") -> Graph:
    """Return a graph in which each name found in a text is an initiative of its place."""
    initiatives = {name: _initiative(number, name, note) for number, name in enumerate(names)}
    indicators: dict[str, Indicator] = {}
    localities: dict[str, Locality] = {}
    statements: list[Statement] = []
    extractions = []
    decisions = {}
    for text in texts:
        report = _report(text, title)
        maker = _Maker(report, text, initiatives, indicators, localities, note)
        statements += maker.statements()
        leftovers = tuple(Leftover(Span(m.start(), m.end()), "ordinal") for m in re.finditer("第[一二三四五]", text.text))
        extractions.append(Extraction(report=report, leftovers=leftovers))
        first = maker.evidence(0, 1)
        runner_up = Place(id="330602-fushan", name=f"府山街道{note}", level="sub_district")
        decisions[report.id] = PlaceDecision(text.place, text.ancestors, (f"标题写明{note}",), (first,), runner_up)
    used = {s.initiative for s in statements if isinstance(s, Implementation)}
    return Graph(
        extractions=tuple(sorted(extractions, key=lambda item: item.report.id)),
        decisions=decisions,
        places=tuple(sorted({p.id: p for t in texts for p in (t.place, *t.ancestors)}.values(), key=lambda p: p.id)),
        initiatives=tuple(sorted((i for i in initiatives.values() if i.id in used), key=lambda i: i.id)),
        indicators=tuple(sorted(indicators.values(), key=lambda i: i.id)),
        localities=tuple(sorted(localities.values(), key=lambda i: i.id)),
        statements=tuple(sorted(statements, key=lambda s: s.id)),
        sources={e.report.id: (e.report.source,) for e in extractions},
    )


def _place(key: str, name: str, above: tuple[str, str, str]) -> tuple[Place, tuple[Place, ...]]:
    levels = ("district", "city", "province")
    ancestors = tuple(
        Place(id="x-" + hashlib.sha256(f"{level}{label}".encode()).hexdigest()[:8], name=label, level=level)
        for level, label in zip(levels, above, strict=True)
    )
    ids = [place.id for place in ancestors]
    place = Place(key, name, "sub_district", ids[0], ids[1], ids[2], "330802006", None, (), name.startswith("XX"))
    return place, ancestors


def _initiative(number: int, name: str, note: str) -> Initiative:
    kind = list(Kind)[number % len(Kind)] if number % 3 else Kind.SLOGAN
    digest = "x" + hashlib.sha256(name.encode()).hexdigest()[:12]
    return Initiative(
        id=digest,
        label=name,
        kind=kind,
        alt_labels=(f"{name}工作{note}",) if number % 4 == 0 else (),
        label_en=f"initiative {number}{note}",
        origin_level="national" if name in _EXTRA[5:9] else "local",
        boilerplate=name in ("三重一大",),
        components=(f"一{note}", "二", "三") if number % 11 == 0 else (),
        family=f"家族{note}" if number % 10 == 0 else None,
        merge_reasons=(f"same name {note}",),
    )


def _report(text: Text, title: str) -> Report:
    report = lay_out(Source(name=text.file, sha256=hashlib.sha256(text.text.encode()).hexdigest()), text.text)
    period = Period(f"{text.year}-01-01", f"{text.year}-12-31")
    head = Head(title=title or f"{text.place.name}{text.year}年工作总结", published=f"{text.year + 1}-01-28", period=period)
    sections = report.sections or (Section("一、", title or "工作", 1, 0, len(report.clean.text), -1, report.sentences[0].part),)
    return Report(report.id, report.source, report.text, report.clean, sections, report.sentences, head)


class _Maker:
    """Makes the statements of one report."""

    def __init__(
        self,
        report: Report,
        text: Text,
        initiatives: dict[str, Initiative],
        indicators: dict[str, Indicator],
        localities: dict[str, Locality],
        note: str,
    ) -> None:
        self.report, self.text, self.note = report, text, note
        self.initiatives = {name: initiative for name, initiative in sorted(initiatives.items()) if name in report.text}
        self.indicators, self.localities = indicators, localities

    def evidence(self, start: int, end: int) -> Evidence:
        """Return the evidence of stored offsets; the passage is the line."""
        text = self.report.text
        left = text.rfind("\n", 0, start) + 1
        right = text.find("\n", end)
        return Evidence(self.report.id, Span(left, right if right > 0 else len(text)), Span(start, end))

    def statements(self) -> list[Statement]:
        """Return every statement of the report."""
        return [*self._implementations(), *self._observations(), *self._others()]

    def _common(self, number: str, label: str, status: Status, evidence: tuple[Evidence, ...]) -> dict[str, object]:
        identity = hashlib.sha256(f"{self.report.id}{number}".encode()).hexdigest()[:16]
        return {
            "id": identity, "place": self.text.place.id, "year": self.text.year, "status": status,
            "report": self.report.id, "rule": "made-up" + self.note, "label": label, "evidence": evidence,
        }  # fmt: skip

    def _implementations(self) -> list[Statement]:
        found: list[Statement] = []
        for name, initiative in self.initiatives.items():
            spans = [(m.start(), m.end()) for m in re.finditer(re.escape(name), self.report.text)]
            status = Status.PLANNED if spans[0][0] > len(self.report.text) * 0.75 else Status.ACHIEVED
            evidence = tuple(self.evidence(*span) for span in spans)
            common = self._common("i" + name, f"{self.text.place.name}：{name}", status, evidence)
            found.append(Implementation(**common, initiative=initiative.id))  # type: ignore[arg-type]
        return found

    def _observations(self) -> list[Statement]:
        found: list[Statement] = []
        for match in _NUMBER.finditer(self.report.text):
            label = match[1] + self.note
            identity = "x" + hashlib.sha256(label.encode()).hexdigest()[:12]
            self.indicators[identity] = Indicator(identity, label, (f"别名{self.note}",))
            status = Status.PLANNED if match.start() > len(self.report.text) * 0.8 else Status.ACHIEVED
            common = self._common(
                f"o{match.start()}", f"{label} {match[2]}{match[4]}", status, (self.evidence(match.start(2), match.end()),)
            )
            found.append(
                Observation(
                    **common,  # type: ignore[arg-type]
                    indicator=identity,
                    value=Decimal(match[2]),
                    unit=match[4] + self.note,
                    modifier="more_than" if match[3] else "exact",
                    initiative=self._near(match.start(), match.end()),
                    verbatim=match[0][len(match[1]) :],
                )
            )
        return found

    def _near(self, start: int, end: int) -> str | None:
        before = self.report.text[max(0, start - 40) : end]
        return next((initiative.id for name, initiative in self.initiatives.items() if name in before), None)

    def _others(self) -> list[Statement]:
        text, note = self.report.text, self.note
        evidence = (self.evidence(len(text) // 3, len(text) // 3 + 6),)
        about = min((initiative.id for initiative in self.initiatives.values()), default=None)
        locality = Locality(f"{self.text.place.id}-l", f"山根社区{note}", "community", self.text.place.id)
        self.localities[locality.id] = locality
        received = self._common("h", f"获得称号{note}", Status.RECEIVED, evidence)
        achieved = self._common("f", f"首个{note}", Status.ACHIEVED, evidence)
        return [
            Recognition(**received, name=f"先进集体{note}", level="municipal", kind="title", about=about),  # type: ignore[arg-type]
            FirstClaim(**achieved, scope=f"全省{note}", claim=f"率全省之先{note}", about=about),  # type: ignore[arg-type]
            Partnership(**{**achieved, "id": achieved["id"] + "p"}, partner=f"附二医{note}"),  # type: ignore[arg-type,operator]
            LocalityNote(**{**achieved, "id": achieved["id"] + "l"}, locality=locality.id),  # type: ignore[arg-type,operator]
        ]
