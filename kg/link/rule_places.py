"""Decisions on places: a reviewer says which place a report is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.link import gazetteer
from kg.link.journal import Entry, Journal, contradict
from kg.model import Extraction, Place, PlaceDecision, Ruling


def rule_places(
    extractions: Sequence[Extraction], decisions: Mapping[str, PlaceDecision], journal: Journal
) -> dict[str, PlaceDecision]:
    """Return the places of the reports, by report id, as the rules and then the reviewer decide.

    Raises DecisionError for a place that the gazetteer does not know, and for two places of one report.
    """
    decided = dict(decisions)
    by_report: dict[str, tuple[Entry, Place]] = {}
    for entry in journal.of(Ruling.PLACE):
        place = _place(entry)
        found = _report(extractions, entry)
        if found is None:
            continue
        report = found.report.id
        if report in by_report and by_report[report][1].id != place.id:
            contradict(by_report[report][0], entry, f"report {report} cannot be about two places")
        by_report[report] = entry, place
        before = decisions[report]
        if before.certain and before.place.id == place.id:
            entry.why = "the report is placed there without it"
            continue
        decided[report] = _decided(found, before, place)
        entry.touch("report", report)
    return decided


def _place(entry: Entry) -> Place:
    for said in entry.candidate.ids:
        place = find_place(said)
        if place is not None:
            return place
    return entry.fail(
        f"{(entry.candidate.id or entry.candidate.label)[:60]!r} is no place. "
        "Give as value an id of the gazetteer (330802-fushan), a statistical code (330802006), or a county or city code"
    )


def find_place(said: str) -> Place | None:
    """Return the place of a gazetteer id, of the code of a county, city or province, or of a 9 or 12-digit statistical code."""
    division = gazetteer.by_id(said) if said.isascii() and not any(sign.isspace() for sign in said) else None
    if division is not None:
        return gazetteer.place_of(division)
    if not (said.isascii() and said.isdigit()):
        return None
    if len(said) == 12 and said.endswith("000"):
        said = said[:9]
    if len(said) == 9:
        division = gazetteer.by_statistical_code(said)
        return gazetteer.place_of(division) if division else None
    return gazetteer.area_place(said) if len(said) in (2, 4, 6) else None


def _report(extractions: Sequence[Extraction], entry: Entry) -> Extraction | None:
    """Return the report that a decision names by id, else by its title or file name if that is one report's alone."""
    for said in (entry.subject.id, entry.subject.label, entry.row.report):
        if not said:
            continue
        named = [found for found in extractions if found.report.id == said]
        named = named or [found for found in extractions if said in (found.report.head.title, found.report.source.name)]
        if len(named) == 1:
            return named[0]
        if named:
            entry.fail(f"{said[:60]!r} is the title of {len(named)} reports. Give the id of one: {named[0].report.id}")
    return None


def _decided(found: Extraction, before: PlaceDecision, place: Place) -> PlaceDecision:
    return PlaceDecision(
        place=place,
        ancestors=gazetteer.ancestors_of(place, found.report.year),
        reasons=(f"审核者判定为{place.name}", *before.reasons),
        evidence=before.evidence,
        runner_up=before.runner_up if before.runner_up and before.runner_up.id != place.id else None,
        inferred=before.place.anonymous,
    )
