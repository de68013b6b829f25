"""What in a report speaks for one candidate among places of the same name; every cue keeps its words' offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.lexicon import cached, rules, table
from kg.link import gazetteer
from kg.link.area_scan import is_free, ordinary_words
from kg.link.communities import Named, matches
from kg.link.gazetteer import Division
from kg.model import Report

PREFIX = {"district": 12.0, "city": 8.0, "province": 5.0}
FULL = {"district": 5.0, "city": 4.0, "province": 1.8}
SHORT = {"district": 3.0, "city": 1.8, "province": 1.0}  # one 上海 or 深圳 alone decides nothing
FRAME = {"district": 2.5, "city": 2.5, "province": 1.5}
IN_HEAD, COMMUNITY, MOST_COMMUNITIES, IN_PATH = 4.0, 1.4, 6, 1.0
NOT_IN_YEAR = -4.0


class Cue(NamedTuple):
    """Points for a candidate, why, and the clean offsets of the words (none for a file path)."""

    points: float
    reason: str
    span: tuple[int, int] | None = None


class Level(NamedTuple):
    """One division above a candidate: `kind` is district, city or province."""

    kind: str
    label: str
    names: tuple[str, ...]  # full names of all years
    shorts: tuple[str, ...]
    characters: str  # one-character names that are certain
    first: str  # first characters of the short forms: only before a word for people


def levels_of(division: Division) -> tuple[Level, ...]:
    """Return the district, city and province above a candidate, with their names of all years."""
    county = division.county
    levels = [_level("district", county), _level("city", gazetteer.city_of(county))]
    if county[:2] not in gazetteer.MUNICIPALITIES:  # there the city has said it already
        levels.append(_level("province", county[:2]))
    return tuple(level for level in levels if level)


def _level(kind: str, code: str | None) -> Level | None:
    rows = gazetteer.areas(code) if code else ()
    if not rows:
        return None
    ordinary, common = ordinary_words(), rules("places")["frame"]["common"]
    shorts = tuple(dict.fromkeys(row.short for row in rows if row.short))
    first = "" if kind == "province" else "".join(dict.fromkeys(short[0] for short in shorts if short[0] not in common))
    return Level(
        kind=kind,
        label=rows[-1].name,
        names=tuple(dict.fromkeys(row.name for row in rows if row.name not in ordinary)),
        shorts=tuple(short for short in shorts if short not in ordinary),
        characters="".join(dict.fromkeys("".join(_abbreviations().get(row.name, "") for row in rows))),
        first=first,
    )


def cues_for(report: Report, name: str, division: Division, named: Named) -> list[Cue]:
    """Return what speaks for `division` as the place called `name` (as written) in the report, strongest first."""
    cues: list[Cue] = []
    levels = levels_of(division)
    for level in levels:
        cues += _level_cues(report, name, level)
    cues += _frame_cues(report.clean.text, levels)
    cues += _community_cues(division, named)
    if not division.stands_in(report.year):
        cues.append(Cue(NOT_IN_YEAR, f"{report.year}年无此名({division.first}-{division.last})"))
    return sorted(cues, key=lambda cue: (-cue.points, cue.reason))


def _level_cues(report: Report, name: str, level: Level) -> Iterator[Cue]:
    text = report.clean.text
    for words, points in ((level.names, FULL), (level.shorts, SHORT)):
        full = words is level.names
        found = [(word, spans) for word in words if (spans := _outside(text, name, find_free(text, word, full=full)))]
        for word, spans in found:
            yield Cue(points[level.kind] * _more(len(spans)), f"{_SAYS[level.kind]}“{word}”×{len(spans)}", spans[0])
            adjoining = next((span for span in spans if text.startswith(name, span[1])), None)
            if adjoining:
                yield Cue(PREFIX[level.kind], f"全称“{word}{name}”", (adjoining[0], adjoining[1] + len(name)))
            yield from _head_cues(report, word, spans)
        if found:
            break  # 温州 within 温州市 is no second cue
    for word in (*level.names, *level.shorts):
        if word in report.source.name:
            yield Cue(IN_PATH, f"文件名有“{word}”")
            break


def _head_cues(report: Report, word: str, spans: list[tuple[int, int]]) -> Iterator[Cue]:
    for label, head in (("标题", report.head.title), ("发布机构", report.head.publisher)):
        if head and word in head:
            yield Cue(IN_HEAD, f"{label}有“{word}”", spans[0])


def _frame_cues(text: str, levels: tuple[Level, ...]) -> Iterator[Cue]:
    """Give the one-character names of what stands above; the same words speak for one level only (返潍: 潍坊 or 潍城)."""
    used: set[tuple[int, int]] = set()
    for level in sorted(levels, key=lambda level: ("city", "district", "province").index(level.kind)):
        for characters, pattern in ((level.characters, _frame()), (level.first, _frame_of_people())):
            hits = [match for match in pattern.finditer(text) if match["name"] in characters and match.span("name") not in used]
            used |= {match.span("name") for match in hits}
            if hits:
                points = FRAME[level.kind] * _more(len(hits))
                yield Cue(points, f"简称“{hits[0][0]}”×{len(hits)}({level.label})", hits[0].span())
                break


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


def _outside(text: str, name: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out what lies within the name of the place itself: 北湖街道 does not name 北湖区."""
    reach = len(name)
    return [(start, end) for start, end in spans if name not in text[max(end - reach, 0) : start + reach]]


def _more(count: int) -> float:
    return 1 + 0.25 * min(count - 1, 4)


_SAYS = {"district": "文中有区县", "city": "文中有城市", "province": "文中有省份"}


@cached
def _abbreviations() -> dict[str, str]:
    rows = [(row["province"], row["characters"]) for row in table("province_abbreviations")]
    rows += [(row["city"], row["characters"]) for row in table("city_abbreviations")]
    return dict(rows)


@cached
def _frame() -> re.Pattern[str]:
    verbs = rules("places")["frame"]["verbs"]
    return re.compile(rf"(?:{verbs})(?:\((?:{verbs})\))?(?P<name>[一-鿿])")


@cached
def _frame_of_people() -> re.Pattern[str]:
    frame = rules("places")["frame"]
    return re.compile(rf"(?:{frame['verbs']})(?:\((?:{frame['verbs']})\))?(?P<name>[一-鿿])[一-鿿]{{0,2}}?(?:{frame['people']})")
