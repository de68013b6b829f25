"""Which city, county or province a text is about, from the names in it (reports without a sub-district, hidden names)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log2, sqrt
from typing import NamedTuple

from kg.lexicon import rules
from kg.link import gazetteer
from kg.link.area_scan import AreaHits, areas_of, city_code, scan
from kg.link.government_levels import home_counties, speaker

FULL, SHORT, COUNTY, COUNTY_SHORT, SAID = 3.0, 1.5, 1.5, 0.7, 12.0
LEAST, LEAD = 2.0, 1.4  # a city is certain from this score and this lead over the next
WEAK, CLEAR = 1.5, 2.0  # ... or from this lower score with a clear lead
FAMED = 0.5  # everybody names 北京, 上海, 深圳 once: half a mention is taken off
MUNICIPALITY_AS_PROVINCE = 0.3
OFTEN = 4  # times from which a short form that is also a word counts for a county of the city


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


class Ranking(NamedTuple):
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
    _add_counties_of(text, max(cities, key=lambda code: (cities[code], code), default=None), scores)
    for code, score in scores.items():
        score.points += min(cities.get(gazetteer.city_of(code) or "", 0.0), 8.0) / 2
    _add_speaker(text, scores)
    return _ranking(scores.values())


def find_areas(text: str) -> dict[str, AreaHits]:
    """Return the words for areas in `text` (clean)."""
    return scan(text)


def _add_counties_of(text: str, city: str | None, scores: dict[str, Score]) -> None:
    """Count the counties of the likeliest city by short forms that are words elsewhere (新密, 平安), if used again and again."""
    for code, word, count in home_counties(text, city) if city else ():
        if code not in scores and count >= OFTEN:
            at = text.find(word)
            score = scores.setdefault(code, Score(code))
            score.add(SHORT * sqrt(count), f"{word}×{count}", (at, at + len(word)))


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
        famed = FAMED if hit.word.removesuffix("市") in rules("places")["well_known"]["names"] else 0.0
        return (FULL if hit.full else SHORT) * (sqrt(len(hit.spans)) - famed) / shared
    return (COUNTY if hit.full else COUNTY_SHORT) * (1 + 0.3 * log2(len(hit.spans))) / shared


def _add_speaker(text: str, scores: Mapping[str, Score]) -> None:
    match = speaker(text)
    if match is None or not match[1]:
        return
    for code in areas_of(match[1] + match[2]):
        if city_code(code) in scores or code in scores:
            scores[code if code in scores else city_code(code)].add(SAID, match[0], match.span())


def _ranking(scores: Iterable[Score]) -> Ranking:
    for score in (found := list(scores)):
        score.reasons.sort(key=lambda reason: (-reason[0], reason[1]))
        score.spans.sort(key=lambda span: (-span[0], span[1]))
    return Ranking(tuple(sorted(found, key=lambda score: (-round(score.points, 6), score.code))))
