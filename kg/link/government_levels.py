"""Which level of government speaks in a report without a sub-district: province, city, county, or a street unnamed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.lexicon import cached, rules
from kg.link import gazetteer
from kg.link.area_scan import AreaHits, areas_of, city_code, scan

SPEECH = 3000  # characters from the beginning in which 代表…人民政府 stands
LEVELS = {
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


def speaker(text: str) -> re.Match[str] | None:
    """Return the match of 代表…人民政府; group 1 is the name before the level, group 2 the level (市, 区)."""
    return _speaker().search(text[:SPEECH])


def level_of(text: str, title: str | None, hits: Mapping[str, AreaHits], city: str | None) -> str:
    """Return the level of the government that speaks.

    In order: the name in 代表…人民政府, the name in the title, the level in 代表…人民政府, the words that it uses for
    itself. `city` is the code of the city that the names speak for clearly: then 全省 is its province (居全省第一).
    """
    said = speaker(text)
    named = areas_of(said[1] + said[2]) if said and said[1] else ()
    named = named or tuple(code for hit in scan(title or "").values() if hit.full for code in hit.codes)
    if named:
        return _level_of_code(max(named, key=len))
    level = LEVELS[said[2]] if said else _level_by_words(text, city)
    return "district" if level == "city" and city and is_of_county_level_city(text, hits, city) else level


def is_of_county_level_city(text: str, hits: Mapping[str, AreaHits], city: str) -> bool:
    """Tell whether a text that says 全市 is of a county-level city within `city`: it names that one far more often."""
    own = sum(len(hit.spans) for hit in hits.values() if any(city_code(code) == city for code in hit.codes if len(code) == 4))
    counts = [count for code, _, count in home_counties(text, city) if gazetteer.areas(code)[-1].name.endswith("市")]
    return max(counts, default=0) >= max(6, 3 * own)


def home_counties(text: str, city: str) -> Iterator[tuple[str, str, int]]:
    """Give (code, short form, how often) of the counties of `city` whose short form the text has anywhere."""
    for code in gazetteer.counties_of(city):
        short = gazetteer.areas(code)[-1].short
        if short and (count := text.count(short)):
            yield code, short, count


def _level_by_words(text: str, city: str | None) -> str:
    counts = {level: len(pattern.findall(text)) for level, pattern in _levels().items()}
    region, whole = counts.pop("region"), counts.pop("whole")
    if region > counts["district"] - whole:  # 全区 is the autonomous region's own
        counts["province"] += whole + region
        counts["district"] -= whole
    if counts["city"] * 2 >= counts["province"] or city:
        counts["province"] = 0  # a province names many cities, none of them far before the others
    if counts["district"] >= max(3, counts["city"]):
        counts["city"] = counts["province"] = 0
    elif counts["district"] < 3:
        counts["district"] = 0
    best = max(counts, key=lambda level: (counts[level], level))
    return best if counts[best] else "city"


def _level_of_code(code: str) -> str:
    if len(code) == 2:
        return "city" if code in gazetteer.MUNICIPALITIES else "province"
    return "city" if len(code) == 4 or gazetteer.city_of(code) == code else "district"


@cached
def _speaker() -> re.Pattern[str]:
    return re.compile(rules("places")["level"]["speaker"])


@cached
def _levels() -> dict[str, re.Pattern[str]]:
    levels = rules("places")["level"]
    return {level: re.compile(pattern) for level, pattern in sorted(levels.items()) if level != "speaker"}
