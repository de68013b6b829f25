"""Which city, county or province a text is about, from the names in it (reports without a sub-district, hidden names)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log2, sqrt

from kg.lexicon import cached, rules
from kg.link import gazetteer
from kg.link.area_scan import AreaHits, areas_of, city_code, scan

FULL, SHORT, COUNTY, COUNTY_SHORT, SAID = 3.0, 1.5, 1.5, 0.7, 12.0
LEAST, LEAD = 2.0, 1.4  # a city is certain from this score and this lead over the next
WEAK, CLEAR = 1.5, 2.0  # ... or from this lower score with a clear lead
FAMED = 0.5  # everybody names 北京, 上海, 深圳: their short forms count half
MUNICIPALITY_AS_PROVINCE = 0.3


@dataclass(slots=True)
class Score:
    """What speaks for an area: points, reasons, and the words with their clean offsets, strongest first."""

    code: str
    points: float = 0.0
    reasons: list[tuple[float, str]] = field(default_factory=list)
    spans: list[tuple[float, tuple[int, int]]] = field(default_factory=list)

    def add(self, points: float, reason: str, span: tuple[int, int]) -> None:
        """Count a cue."""
        self.points += points
        self.reasons.append((points, reason))
        self.spans.append((points, span))


@dataclass(frozen=True, slots=True)
class Ranking:
    """Areas of one level, best first."""

    scores: tuple[Score, ...]

    @property
    def winner(self) -> Score | None:
        """The best one, if it is certain."""
        return self.scores[0] if self.leads(LEAD) else None

    def leads(self, lead: float) -> bool:
        """Tell whether the best one is strong enough and has `lead` times the points of the next."""
        if not self.scores or self.scores[0].points < WEAK:
            return False
        second = self.scores[1].points if len(self.scores) > 1 else 0.0
        return self.scores[0].points >= max(lead, CLEAR if self.scores[0].points < LEAST else 0.0) * second


def speaker(text: str) -> tuple[str, str] | None:
    """Return the name before and the level of the government that the report is given for (代表…人民政府)."""
    match = _speaker().search(text[:3000])
    return (match[1], match[2]) if match else None


def level_of(text: str, title: str | None, cities: Ranking) -> str:
    """Return the level of the government that speaks: by 代表…人民政府, by the title, by the words it uses for itself.

    A city also speaks of its province (居全省第一); a province names many cities, none of them far before the others.
    """
    said = speaker(text)
    if said:
        return "district" if said[1] == "市" and _is_county(said[0] + "市") else _LEVEL_OF_SUFFIX[said[1]]
    named = [code for word in _areas_in(title or "") for code in areas_of(word)]
    if named:
        return _level_of_code(max(named, key=len))
    counts = _count_levels(text)
    if counts["city"] * 2 >= counts["province"] or cities.leads(2.0):
        counts["province"] = 0
    if counts["district"] >= max(3, counts["city"]):
        counts["city"] = counts["province"] = 0
    elif counts["district"] < 3:
        counts["district"] = 0
    best = max(counts, key=lambda level: (counts[level], level))
    return best if counts[best] else "city"


def _count_levels(text: str) -> dict[str, int]:
    """Return how often a text uses the words of each level; 全区 is the region's own where 自治区 rules, not 区委."""
    patterns = _levels()
    counts = {level: len(pattern.findall(text)) for level, pattern in patterns.items()}
    region, whole = counts.pop("region"), counts.pop("whole")
    if region > counts["district"] - whole:
        counts["province"] += whole + region
        counts["district"] -= whole
    return counts


def rank_cities(text: str, hits: Mapping[str, AreaHits]) -> Ranking:
    """Return the cities that the names in `text` speak for; counties speak for their city."""
    scores: dict[str, Score] = {}
    for hit in hits.values():
        for city, own in _cities_of(hit):
            score = scores.setdefault(city, Score(city))
            score.add(_weight(hit, own), f"{hit.word}×{len(hit.spans)}", hit.spans[0])
    _add_speaker(text, scores)
    return _ranking(scores.values())


def rank_provinces(text: str, hits: Mapping[str, AreaHits], cities: Ranking) -> Ranking:
    """Return the provinces: named themselves, or by many of their cities and counties."""
    scores: dict[str, Score] = {}
    for hit in hits.values():
        for code in hit.codes:
            if len(code) == 2:
                base = (FULL if hit.full else SHORT) * (MUNICIPALITY_AS_PROVINCE if code in gazetteer.MUNICIPALITIES else 1.0)
                score = scores.setdefault(code, Score(code))
                score.add(base * sqrt(len(hit.spans)), f"{hit.word}×{len(hit.spans)}", hit.spans[0])
    for city in cities.scores:
        score = scores.setdefault(city.code[:2], Score(city.code[:2]))
        area = gazetteer.area(city.code)
        score.add(min(city.points, 3.0) / 3, area.name if area else city.code, city.spans[0][1])
    _add_speaker(text, scores)
    return _ranking(scores.values())


def rank_districts(text: str, hits: Mapping[str, AreaHits], title: str | None) -> Ranking:
    """Return the counties that `text` may be the report of: those it names, helped by their city."""
    cities = {score.code: score.points for score in rank_cities(text, hits).scores}
    scores: dict[str, Score] = {}
    for hit in hits.values():
        base = FULL if hit.full else SHORT
        for code in (code for code in hit.codes if len(code) == 6):
            score = scores.setdefault(code, Score(code))
            bonus = SAID if title and hit.word in title else 0.0
            score.add(base * sqrt(len(hit.spans)) + bonus, f"{hit.word}×{len(hit.spans)}", hit.spans[0])
    for code, score in scores.items():
        score.points += min(cities.get(gazetteer.city_of(code) or "", 0.0), 8.0) / 2
    _add_speaker(text, scores)
    return _ranking(scores.values())


def find_areas(text: str) -> dict[str, AreaHits]:
    """Return the words for areas in `text` (clean)."""
    return scan(text)


def _cities_of(hit: AreaHits) -> list[tuple[str, bool]]:
    """Return the cities that a word speaks for, each with whether it is the city's own name."""
    own = sorted(
        {city_code(code) for code in hit.codes if len(code) == 4 or (code[:2] in gazetteer.MUNICIPALITIES and len(code) == 2)}
    )
    if own:
        return [(code, True) for code in own]
    cities = {gazetteer.city_of(code) for code in hit.codes if len(code) == 6}
    return [(code, code in hit.codes) for code in sorted(city for city in cities if city)]


def _weight(hit: AreaHits, own: bool) -> float:
    shared = len({code[:4] for code in hit.codes if len(code) > 2}) or 1
    if own:
        famed = FAMED if hit.word in rules("places")["well_known"]["names"] else 1.0
        return famed * (FULL if hit.full else SHORT) * sqrt(len(hit.spans)) / shared
    return (COUNTY if hit.full else COUNTY_SHORT) * (1 + 0.3 * log2(len(hit.spans))) / shared


def _add_speaker(text: str, scores: Mapping[str, Score]) -> None:
    match = _speaker().search(text[:3000])
    if not match or not match[1]:
        return
    for code in areas_of(match[1] + match[2]):
        if city_code(code) in scores or code in scores:
            scores[code if code in scores else city_code(code)].add(SAID, match[0], match.span())


def _ranking(scores: Iterable[Score]) -> Ranking:
    for score in (found := list(scores)):
        score.reasons.sort(key=lambda reason: (-reason[0], reason[1]))
        score.spans.sort(key=lambda span: (-span[0], span[1]))
    return Ranking(tuple(sorted(found, key=lambda score: (-round(score.points, 6), score.code))))


_LEVEL_OF_SUFFIX = {
    "省": "province",
    "自治区": "province",
    "市": "city",
    "州": "city",
    "盟": "city",
    "区": "district",
    "县": "district",
    "旗": "district",
    "镇": "town",
    "乡": "township",
}


def _is_county(name: str) -> bool:
    codes = areas_of(name)
    return bool(codes) and all(len(code) == 6 and gazetteer.city_of(code) != code for code in codes)


def _level_of_code(code: str) -> str:
    if len(code) == 2:
        return "city" if code in gazetteer.MUNICIPALITIES else "province"
    return "city" if len(code) == 4 or gazetteer.city_of(code) == code else "district"


def _areas_in(title: str) -> list[str]:
    return [hit.word for hit in scan(title).values() if hit.full]


@cached
def _speaker() -> re.Pattern[str]:
    return re.compile(rules("places")["level"]["speaker"])


@cached
def _levels() -> dict[str, re.Pattern[str]]:
    levels = rules("places")["level"]
    return {level: re.compile(levels[level]) for level in ("province", "city", "district", "sub_district", "town", "township", "region", "whole")}
