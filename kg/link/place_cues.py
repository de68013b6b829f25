"""What in a report speaks for one candidate among places of the same name; every cue keeps its words' offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.lexicon import cached, rules, table
from kg.link import gazetteer
from kg.link.area_scan import areas_of, is_free
from kg.link.communities import Named, matches
from kg.link.gazetteer import Division
from kg.model import Report

PREFIX = {"district": 12.0, "city": 8.0, "province": 5.0}
FULL = {"district": 5.0, "city": 4.0, "province": 2.0}
SHORT = {"district": 3.0, "city": 3.0, "province": 1.5}
FRAME = {"district": 2.5, "city": 2.5, "province": 1.5}
IN_HEAD, COMMUNITY, MOST_COMMUNITIES, IN_PATH = 4.0, 1.4, 6, 1.0
NOT_IN_YEAR = -4.0


@dataclass(frozen=True, slots=True)
class Cue:
    """Points for a candidate, why, and the clean offsets of the words (none for a file path)."""

    points: float
    reason: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """One division above a candidate: `kind` is district, city or province."""

    kind: str
    code: str
    names: tuple[str, ...]  # full names of all years
    shorts: tuple[str, ...]
    characters: str  # one-character names that are certain
    first: str  # first characters of the short forms: only before a word for people


def levels_of(division: Division) -> tuple[Level, ...]:
    """Return the district, city and province above a candidate, with their names of all years."""
    county = division.county
    codes = (("district", county), ("city", gazetteer.city_of(county)), ("province", county[:2]))
    levels = []
    for kind, code in codes:
        rows = gazetteer.areas().get(code or "", ())
        if code and rows and not any(code == level.code for level in levels):
            names = tuple(dict.fromkeys(row.name for row in rows))
            own = [row.short for row in rows if row.short]
            shorts = tuple(dict.fromkeys(short for short in own if areas_of(short)))
            first = "".join(dict.fromkeys(short[0] for short in own)) if kind != "province" else ""
            levels.append(Level(kind, code, names, shorts, _characters(names), first))
    return tuple(levels)


def cues_for(report: Report, name: str, division: Division, named: Named) -> list[Cue]:
    """Return what speaks for `division` as the place called `name` (as written) in the report, strongest first."""
    cues: list[Cue] = []
    for level in levels_of(division):
        cues += _level_cues(report, name, level)
    cues += _community_cues(division, named)
    if not division.stands_in(report.year):
        cues.append(Cue(NOT_IN_YEAR, f"{report.year}年无此名({division.first}-{division.last})"))
    return sorted(cues, key=lambda cue: (-cue.points, cue.reason))


def _level_cues(report: Report, name: str, level: Level) -> Iterator[Cue]:
    text = report.clean.text
    for words, points in ((level.names, FULL), (level.shorts, SHORT)):
        found = [(word, spans) for word in words if (spans := find_free(text, word, full=words is level.names))]
        for word, spans in found:
            yield Cue(points[level.kind] * _more(len(spans)), f"{_SAYS[level.kind]}“{word}”×{len(spans)}", spans[0])
            adjoining = next((span for span in spans if text.startswith(name, span[1])), None)
            if adjoining:
                yield Cue(PREFIX[level.kind], f"全称“{word}{name}”", (adjoining[0], adjoining[1] + len(name)))
            yield from _head_cues(report, word, spans)
        if found:
            break  # 温州 within 温州市 is no second cue
    yield from _frame_cues(text, level)
    for word in (*level.names, *level.shorts):
        if word in report.source.name:
            yield Cue(IN_PATH, f"文件名有“{word}”")
            break


def _head_cues(report: Report, word: str, spans: list[tuple[int, int]]) -> Iterator[Cue]:
    for label, head in (("标题", report.head.title), ("发布机构", report.head.publisher)):
        if head and word in head:
            yield Cue(IN_HEAD, f"{label}有“{word}”", spans[0])


def _frame_cues(text: str, level: Level) -> Iterator[Cue]:
    for characters, pattern in ((level.characters, _frame()), (level.first, _frame_of_people())):
        hits = [match for match in pattern.finditer(text) if match["name"] in characters]
        if hits:
            points = FRAME[level.kind] * _more(len(hits))
            yield Cue(points, f"简称“{hits[0][0]}”×{len(hits)}({level.names[-1]})", hits[0].span())
            return


def _community_cues(division: Division, named: Named) -> Iterator[Cue]:
    found = matches(named, division.id) if named else []
    for name in found[:MOST_COMMUNITIES]:
        yield Cue(COMMUNITY, f"社区“{name}”在其名录", named[name])


def find_free(text: str, word: str, *, full: bool) -> list[tuple[int, int]]:
    """Return where `text` has `word` for the area itself, not within a road, an estate or another word."""
    spans = []
    at = text.find(word)
    while at >= 0:
        if is_free(text, at, at + len(word), full=full):
            spans.append((at, at + len(word)))
        at = text.find(word, at + len(word))
    return spans


def _more(count: int) -> float:
    return 1 + 0.25 * min(count - 1, 4)


_SAYS = {"district": "文中有区县", "city": "文中有城市", "province": "文中有省份"}


def _characters(names: tuple[str, ...]) -> str:
    known = _abbreviations()
    return "".join(known.get(name, "") for name in names)


@cached
def _abbreviations() -> dict[str, str]:
    rows = [(row["province"], row["characters"]) for row in table("province_abbreviations")]
    rows += [(row["city"], row["characters"]) for row in table("city_abbreviations")]
    return dict(rows)


@cached
def _frame() -> re.Pattern[str]:
    verbs = rules("places")["frame"]["verbs"]
    return re.compile(rf"(?:{verbs})(?:\((?:{verbs})\))?(?P<name>[\u4e00-\u9fff])")


@cached
def _frame_of_people() -> re.Pattern[str]:
    frame = rules("places")["frame"]
    return re.compile(
        rf"(?:{frame['verbs']})(?:\((?:{frame['verbs']})\))?(?P<name>[\u4e00-\u9fff])[\u4e00-\u9fff]{{0,2}}?(?:{frame['people']})"
    )
