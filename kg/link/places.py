"""Which place a report is about: candidates of one name compete, evidence and runner-up are kept, doubt stays doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from kg.lexicon import cached
from kg.link import gazetteer
from kg.link.area_scan import ends_with_area
from kg.link.communities import Named, matches, named_communities
from kg.link.evidence import evidence
from kg.link.gazetteer import Division
from kg.link.governments import find_areas, rank_cities
from kg.link.own_places import UNNAMED, government, is_hidden, own_place
from kg.link.place_cues import Cue, cues_for
from kg.model import Evidence, Extraction, Place, PlaceDecision, Report

ENOUGH, MARGIN, SHARE = 2.0, 1.5, 0.25  # a candidate wins from ENOUGH points, this far before the next
CONTRADICTS = 3.0  # points of a city elsewhere that make even a name borne once in the country doubtful
MOST_REASONS, MOST_EVIDENCE = 8, 6


class Candidate(NamedTuple):
    """A place that bears the name, with what speaks for it."""

    division: Division
    cues: tuple[Cue, ...]

    @property
    def points(self) -> float:
        """The sum of the cues."""
        return sum(cue.points for cue in self.cues)


def decide_place(extraction: Extraction) -> PlaceDecision:
    """Return which place the report is about.

    A hidden name (XX街道), an unknown one and one that several places bear without a deciding cue give a place of
    the report's own (id x-HASH), with city and province where the text tells them.
    """
    report = extraction.report
    name = _name_of(report)
    if name is None:
        return government(report)
    if is_hidden(name):
        return own_place(report, name, ("名称被隐去",))
    known = _known_part(name)
    if known is None:
        return own_place(report, name, (f"区划名录中没有“{name}”",))
    return _among(report, known, named_communities(extraction))


def candidates(report: Report, name: str, named: Named) -> list[Candidate]:
    """Return the places called `name`, best first; of one that changed its county only the one of the report's year."""
    divisions = gazetteer.named(name)
    followed = {earlier for division in divisions for earlier in division.earlier if division.stands_in(report.year)}
    rivals = [division for division in divisions if division.id not in followed] or list(divisions)
    found = [Candidate(division, tuple(cues_for(report, name, division, named))) for division in rivals]
    return sorted(found, key=lambda item: (-round(item.points, 6), item.division.id))


def guess_places(extraction: Extraction) -> list[tuple[Place, float, tuple[str, ...]]]:
    """Return sub-districts whose communities the report names, best first, with the share of the named ones and why.

    For the review table only: what a report hides is never asserted.
    """
    report = extraction.report
    named = named_communities(extraction)
    cities = rank_cities(report.clean.text, find_areas(report.clean.text)).winner
    provinces = [cities.code[:2]] if cities else list(gazetteer.provinces())
    found = []
    for province in provinces:
        for identifier in gazetteer.listed(province):
            if cities and gazetteer.city_of(identifier[:6]) != cities.code:
                continue
            shared = matches(named, identifier)
            if len(shared) >= 2:
                found.append((identifier, shared))
    found.sort(key=lambda item: (-len(item[1]), item[0]))
    most = max((len(shared) for _, shared in found), default=1)
    guesses = []
    for identifier, shared in found[:5]:
        division = gazetteer.by_id(identifier)
        if division is not None:
            guesses.append((gazetteer.place_of(division), len(shared) / most, tuple(f"社区“{name}”在其名录" for name in shared)))
    return guesses


def report_fields(decision: PlaceDecision) -> dict[str, str | None]:
    """Return the names of district, city and province of a decision (None: none, or not known)."""
    names: dict[str, str | None] = {"district": None, "city": None, "province": None}
    for place in (*decision.ancestors, decision.place):
        if place.level in names and place.name not in UNNAMED.values():
            names[place.level] = place.name
    return names


def rivals(extraction: Extraction, decision: PlaceDecision) -> list[tuple[Place, float, tuple[str, ...]]]:
    """Return the places that an uncertain decision lies between, best first, each with its points and reasons.

    Of a name that several places bear they are these; else the sub-districts whose communities the report names.
    """
    name = _name_of(extraction.report)
    known = _known_part(name) if name and not decision.place.anonymous else None
    ranked = candidates(extraction.report, known, named_communities(extraction)) if known else []
    found = [(gazetteer.place_of(one.division), one.points, tuple(cue.reason for cue in one.cues[:4])) for one in ranked[:5]]
    return found or guess_places(extraction)


def full_name(place: Place) -> str:
    """Return the name of a place with those of the places above it (浙江省衢州市柯城区府山街道)."""
    return "".join(dict.fromkeys(above.name for above in reversed(gazetteer.ancestors_of(place)))) + place.name


def _name_of(report: Report) -> str | None:
    """Return the name as written: from the head, else the longest known name in title or publisher."""
    head = report.head
    if head.sub_district:
        longer = (head.sub_district + suffix for suffix in ("街道", "镇", "乡"))  # 北镇街道, not 北镇
        said = f"{head.title}\n{head.publisher}"
        return next((name for name in longer if name in said and gazetteer.is_known(name)), head.sub_district)
    for text in (head.title or "", head.publisher or ""):
        for match in _level_word().finditer(text):
            for start in range(max(match.end() - 12, 0), match.start()):
                name = text[start : match.end()]
                if gazetteer.is_known(name) and text[start - 1 : start] not in ("“", "‘", "《"):
                    return name
    return None


def _known_part(name: str) -> str | None:
    """Return the name without the divisions above it, where the list has it; 新村街道 is no part of 金杨新村街道."""
    name = re.sub(r"(?<=街)道?办事处$", "道", name)
    for variant in (name, f"{name}道" if name.endswith("街") else name, name.removesuffix("办事处")):
        for start in range(len(variant) - 1):
            if gazetteer.is_known(variant[start:]) and (start == 0 or ends_with_area(variant[:start])):
                return variant[start:]
    return None


def _among(report: Report, name: str, named: Named) -> PlaceDecision:
    ranked = candidates(report, name, named)
    best, runner_up = ranked[0], ranked[1] if len(ranked) > 1 else None
    second = runner_up.points if runner_up else 0.0
    if runner_up is None:
        return _only_one(report, name, best)
    if best.points >= ENOUGH and best.points - second >= max(MARGIN, SHARE * best.points):
        return _chosen(report, best, runner_up)
    same_city = {gazetteer.city_of(item.division.county) for item in ranked if item.points >= best.points - MARGIN}
    reasons = (f"“{name}”有{len(ranked)}处, 文中线索不足以判定", *_reasons(best.cues))
    city = next(iter(same_city)) if len(same_city) == 1 and best.points >= ENOUGH else None
    return own_place(report, name, reasons, city=city, runner_up=gazetteer.place_of(best.division))


def _only_one(report: Report, name: str, best: Candidate) -> PlaceDecision:
    if not any(cue.points > 0 for cue in best.cues):
        if not any(name in (text or "") for text in (report.head.title, report.head.publisher)):
            return own_place(report, name, (f"“{name}”只在正文中出现, 无其他线索",), runner_up=gazetteer.place_of(best.division))
        elsewhere = rank_cities(report.clean.text, find_areas(report.clean.text)).winner
        if elsewhere and elsewhere.points >= CONTRADICTS:
            reasons = (f"全国名录中仅一处“{name}”, 但文中所述城市不同", *(why for _, why in elsewhere.reasons[:3]))
            return own_place(report, name, reasons, runner_up=gazetteer.place_of(best.division))
    return _chosen(report, best, None, f"全国名录中仅一处“{name}”")


def _chosen(report: Report, best: Candidate, runner_up: Candidate | None, first: str | None = None) -> PlaceDecision:
    place = gazetteer.place_of(best.division)
    return PlaceDecision(
        place=place,
        ancestors=gazetteer.ancestors_of(place, report.year),
        reasons=(*((first,) if first else ()), *_reasons(best.cues)),
        evidence=_evidence(report, [cue.span for cue in best.cues if cue.points > 0])
        or _evidence(report, [_first(report, best.division.name)]),
        runner_up=gazetteer.place_of(runner_up.division) if runner_up else None,
    )


def _reasons(cues: Iterable[Cue]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cue.reason for cue in cues))[:MOST_REASONS]


def _evidence(report: Report, spans: Iterable[tuple[int, int] | None]) -> tuple[Evidence, ...]:
    kept = list(dict.fromkeys(span for span in spans if span is not None))[:MOST_EVIDENCE]
    return tuple(evidence(report, report.clean.span(*span)) for span in sorted(kept))


def _first(report: Report, name: str) -> tuple[int, int] | None:
    at = report.clean.text.find(name)
    return (at, at + len(name)) if at >= 0 else None


@cached
def _level_word() -> re.Pattern[str]:
    return re.compile("街道|镇|乡|街")
