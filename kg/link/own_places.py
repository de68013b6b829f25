"""Places that no list gives: hidden and doubtful ones, and reports of a city, county or province."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from kg.lexicon import cached, rules
from kg.link import gazetteer
from kg.link.evidence import evidence
from kg.link.government_levels import level_of
from kg.link.governments import CLEAR, Ranking, Score, find_areas, rank_cities, rank_districts, rank_provinces
from kg.model import Evidence, Place, PlaceDecision, Report

KNOWN = 3.0  # points from which the city of a hidden place is certain
MOST_EVIDENCE = 6
UNNAMED = {
    "province": "未具名省份",
    "city": "未具名城市",
    "district": "未具名区县",
    "sub_district": "未具名街道",
    "town": "未具名镇",
    "township": "未具名乡",
}
_LEVEL_OF_SUFFIX = {"街道": "sub_district", "街": "sub_district", "镇": "town", "乡": "township"}


def is_hidden(name: str) -> bool:
    """Tell whether a name is masked: XX街道, 某镇."""
    return _mask().fullmatch(name) is not None


def own_place(
    report: Report,
    name: str,
    reasons: Iterable[str],
    *,
    city: str | None = None,
    runner_up: Place | None = None,
) -> PlaceDecision:
    """Return the decision for a place that cannot be told: a place of this report alone, city and province if certain.

    `city` is the code of a city already certain; else the names in the text decide. A hidden district (XX区) is
    kept as an anonymous ancestor.
    """
    text = report.clean.text
    hidden = is_hidden(name)
    winner = None
    if city is None:
        winner = rank_cities(text, find_areas(text)).winner
        city = winner.code if winner and winner.points >= KNOWN else None
    district = _hidden_district(report, name, city) if hidden else None
    above = gazetteer.area_place(city, report.year) if city else None
    province = gazetteer.area_place(city[:2], report.year) if city else None
    place = Place(
        id=own_id(report.id),
        name=name,
        level=_level(name),
        district=district.id if district else None,
        city=above.id if above else None,
        province=province.id if province else None,
        anonymous=hidden or name in UNNAMED.values(),
    )
    why = [reason for _, reason in winner.reasons[:3]] if winner and above else []
    return PlaceDecision(
        place=place,
        ancestors=tuple(found for found in (district, above, province) if found),
        reasons=(*reasons, *(f"文中有“{reason}”" for reason in why)),
        evidence=_evidence(report, [_first(report, name), *((span for _, span in winner.spans[:2]) if winner and above else ())]),
        runner_up=runner_up,
        certain=False,
    )


def government(report: Report) -> PlaceDecision:
    """Return the city, county or province whose government the report is of, from the names in its text."""
    text, title = report.clean.text, report.head.title
    hits = find_areas(text)
    cities = rank_cities(text, hits)
    level = level_of(text, title, hits, cities.scores[0].code if cities.leads(CLEAR) else None)
    if level not in ("province", "city", "district"):
        return own_place(report, UNNAMED[level], ("文中没有名称",))
    ranking = cities
    if level == "district":
        ranking = rank_districts(text, hits, title)
    elif level == "province":
        ranking = rank_provinces(text, hits, cities)
    winner = ranking.winner
    place = gazetteer.area_place(winner.code, report.year) if winner else None
    if winner is None or place is None:
        return _unnamed(report, level, ranking, cities.winner or rank_provinces(text, hits, cities).winner)
    return PlaceDecision(
        place=place,
        ancestors=gazetteer.ancestors_of(place, report.year),
        reasons=tuple(reason for _, reason in winner.reasons[:6]),
        evidence=_evidence(report, [span for _, span in winner.spans[:MOST_EVIDENCE]]),
        runner_up=_second(ranking),
    )


def own_id(report: str, what: str = "") -> str:
    """Return the id of a place that only this report knows."""
    return "x-" + hashlib.sha256((report + what).encode()).hexdigest()[:12]


def _unnamed(report: Report, level: str, ranking: Ranking, upper: Score | None) -> PlaceDecision:
    """Return a place of the report's own at `level`: what it may be is in the reasons, above it only what is certain."""
    above = gazetteer.area_place(upper.code, report.year) if upper and level != "province" else None
    if above and above.level == level:
        above = gazetteer.area_place(above.province or "", report.year)
    ancestors = (above, *gazetteer.ancestors_of(above, report.year)) if above else ()
    ids = {place.level: place.id for place in ancestors}
    areas = [(area.name, score.points) for score in ranking.scores[:3] if (area := gazetteer.area(score.code))]
    said = next((name for name, _ in areas if name in (report.head.title or "")), None)
    return PlaceDecision(
        place=Place(
            id=own_id(report.id),
            name=said or UNNAMED[level],
            level=level,
            city=ids.get("city"),
            province=ids.get("province"),
            anonymous=said is None,
        ),
        ancestors=ancestors,
        reasons=("文中线索不足以判定", *(f"{name} {points:.1f}" for name, points in areas)),
        evidence=_evidence(report, [upper.spans[0][1]] if above and upper else []),
        runner_up=gazetteer.area_place(ranking.scores[0].code, report.year) if ranking.scores else None,
        certain=False,
    )


def _second(ranking: Ranking) -> Place | None:
    return gazetteer.area_place(ranking.scores[1].code) if len(ranking.scores) > 1 else None


def _hidden_district(report: Report, name: str, city: str | None) -> Place | None:
    """Return the district that the report hides with the same characters as its own name (XX街道 in XX区)."""
    mask, districts = re.escape(name[0]), rules("places")["mask"]["districts"]
    match = re.search(rf"{mask}{{1,4}}(?:{districts})", report.clean.text)
    if match is None:
        return None
    return Place(
        own_id(report.id, match[0]), match[0], "district", city=city, province=city[:2] if city else None, anonymous=True
    )


def _level(name: str) -> str:
    unnamed = next((level for level, text in UNNAMED.items() if text == name), None)
    return unnamed or next((level for suffix, level in _LEVEL_OF_SUFFIX.items() if name.endswith(suffix)), "other")


def _evidence(report: Report, spans: Sequence[tuple[int, int] | None]) -> tuple[Evidence, ...]:
    kept = list(dict.fromkeys(span for span in spans if span is not None))
    return tuple(evidence(report, report.clean.span(*span)) for span in sorted(kept))


def _first(report: Report, name: str) -> tuple[int, int] | None:
    at = report.clean.text.find(name)
    return (at, at + len(name)) if at >= 0 else None


@cached
def _mask() -> re.Pattern[str]:
    mask = rules("places")["mask"]
    return re.compile(rf"[{re.escape(mask['characters'])}]{{1,4}}[一二三甲乙丙]?(?:{mask['levels']})(?:办事处)?")
