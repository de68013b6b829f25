"""Statements, passages and mentions as blocks of triples."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kg import terms
from kg.graph.entities import Minter, jd, quotation
from kg.model import (
    FirstClaim,
    Implementation,
    LocalityNote,
    Observation,
    Partnership,
    PlaceDecision,
    Recognition,
    Report,
    Span,
    Statement,
    Status,
)
from kg.terms import Description, Pair, Term

_AWARD_LEVELS = {
    "national": "LevelNational",
    "provincial": "LevelProvincial",
    "municipal": "LevelMunicipal",
    "district": "LevelDistrict",
    "subdistrict": "LevelSubDistrict",
    "other": "LevelOther",
}
_MODIFIERS = {"exact": "Exact", "more_than": "MoreThan", "about": "About", "less_than": "LessThan", "range": "Range"}
_CHANGES = {"increase": "Increase", "decrease": "Decrease", "unchanged": "Unchanged"}
_RECOGNITIONS = {"title": "TitleAward", "ranking": "Ranking"}
_TYPE = terms.RDF_TYPE
_PLACE, _YEAR, _STATUS, _REPORT, _RULE, _MENTION = map(jd, ("place", "year", "status", "report", "rule", "mention"))

_STATUSES = {status: jd(status.value.capitalize()) for status in Status}


def statement(item: Statement, mint: Minter) -> Description:
    """Return what is said of a statement."""
    own: Callable[[Any, Minter], Iterator[Pair]] = _OWN[type(item)]
    pairs = [*_spine(item, mint), *own(item, mint)]
    return mint("statement", item.id), pairs if len(item.evidence) == 1 else list(dict.fromkeys(pairs))


def _spine(item: Statement, mint: Minter) -> list[Pair]:
    """Return what every statement carries, whatever its kind."""
    pairs = [
        (_TYPE, jd(type(item).__name__)),
        (terms.RDFS_LABEL, terms.zh(item.label)),
        (_PLACE, mint("place", item.place)),
        (_STATUS, _STATUSES[item.status]),
        (_REPORT, mint("report", item.report)),
        (_RULE, terms.text(item.rule)),
    ]
    if item.year is not None:
        pairs.append((_YEAR, terms.integer(item.year)))
    for place in item.evidence:
        pairs.append((terms.WAS_DERIVED_FROM, mint.passage(place.report, place.passage)))
        pairs.append((_MENTION, mint.mention(place.report, place.span)))
    return pairs


def _observation(item: Observation, mint: Minter) -> Iterator[Pair]:
    yield terms.name("schema", "variableMeasured"), mint("indicator", item.indicator)
    yield terms.name("schema", "value"), terms.number(item.value)
    yield terms.name("schema", "unitText"), terms.text(item.unit)
    yield jd("modifier"), jd(_MODIFIERS[item.modifier])
    yield jd("verbatim"), terms.zh(item.verbatim)
    if item.value_max is not None:
        yield jd("valueMax"), terms.number(item.value_max)
    if item.unit_iri:
        yield terms.name("qudt", "hasUnit"), terms.coded("unit", item.unit_iri)
    if item.change:
        yield jd("change"), jd(_CHANGES[item.change])
    if item.change_base:
        yield jd("changeBase"), terms.zh(item.change_base)
    if item.from_date:
        yield jd("from"), terms.date(item.from_date)
    if item.until_date:
        yield jd("until"), terms.date(item.until_date)
    if item.initiative:
        yield jd("initiative"), mint("initiative", item.initiative)


def _implementation(item: Implementation, mint: Minter) -> Iterator[Pair]:
    yield jd("initiative"), mint("initiative", item.initiative)


def _recognition(item: Recognition, mint: Minter) -> Iterator[Pair]:
    yield jd("honour"), terms.zh(item.name)
    yield jd("recognitionKind"), jd(_RECOGNITIONS[item.kind])
    if item.level:
        yield jd("awardLevel"), jd(_AWARD_LEVELS.get(item.level, "LevelOther"))
    if item.about:
        yield jd("about"), mint("initiative", item.about)


def _first(item: FirstClaim, mint: Minter) -> Iterator[Pair]:
    yield jd("claim"), terms.zh(item.claim)
    if item.scope:
        yield jd("claimScope"), terms.zh(item.scope)
    if item.about:
        yield jd("about"), mint("initiative", item.about)


def _partnership(item: Partnership, mint: Minter) -> Iterator[Pair]:
    yield jd("partner"), terms.zh(item.partner)


def _locality_note(item: LocalityNote, mint: Minter) -> Iterator[Pair]:
    yield jd("locality"), mint("locality", item.locality)


_OWN: dict[type[Statement], Callable[[Any, Minter], Iterator[Pair]]] = {
    Observation: _observation,
    Implementation: _implementation,
    Recognition: _recognition,
    FirstClaim: _first,
    Partnership: _partnership,
    LocalityNote: _locality_note,
}


def passages(report: Report, said: Sequence[Statement], decision: PlaceDecision, mint: Minter) -> list[Description]:
    """Return what is said of the passages of a report: every sentence that a statement or the decision on its place rests on."""
    wanted = {place.passage for item in said for place in item.evidence}
    wanted |= {place.passage for place in decision.evidence}
    return sorted(_passage(report, span, mint) for span in wanted)


def _passage(report: Report, span: Span, mint: Minter) -> Description:
    section = _section_at(report, span)
    whole = mint.section(report.id, section) if section >= 0 else mint("report", report.id)
    pairs = [
        (_TYPE, jd("Passage")),
        (terms.WAS_QUOTED_FROM, mint("report", report.id)),
        (terms.IS_PART_OF, whole),
        *quotation(report.text, span),
    ]
    page = report.source.page(span.start)
    if page is not None:
        pairs.append((jd("page"), terms.integer(page)))
    if page in report.source.recognised:
        pairs.append((jd("textRecognised"), terms.boolean(True)))
    return mint.passage(report.id, span), pairs


def _section_at(report: Report, span: Span) -> int:
    """Return the index of the section that a stored span begins in, or -1."""
    if not report.sentences:
        return -1
    clean = bisect_left(report.clean.offsets, span.start)
    return report.sentences[report.sentence_at(clean)].section


def mentions(report: Report, said: Sequence[Statement], mint: Minter) -> list[Description]:
    """Return what is said of the mentions of a report: the words of its statements within their passages."""
    found: dict[Term, list[Pair]] = {}
    for span, passage in {(place.span, place.passage) for item in said for place in item.evidence}:
        pairs = [(_TYPE, jd("Mention")), (terms.IS_PART_OF, mint.passage(report.id, passage)), *quotation(report.text, span)]
        found.setdefault(mint.mention(report.id, span), []).extend(pairs)
    return [(subject, list(dict.fromkeys(found[subject]))) for subject in sorted(found)]
