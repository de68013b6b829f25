"""Statements, passages and mentions as facts."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kg import terms
from kg.forms import Fact, LocalNames, Property, Said, as_term
from kg.graph.entities import QUOTATION, jd, quoted
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
)
from kg.terms import escaped

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
_LABEL, _DERIVED = Property(terms.RDFS_LABEL, "zh"), Property(terms.WAS_DERIVED_FROM, "passage")
_PLACE, _REPORT, _MENTION = (Property(jd(kind), kind) for kind in ("place", "report", "mention"))
_STATUS, _RULE, _YEAR = Property(jd("status"), "jd"), Property(jd("rule"), "text"), Property(jd("year"), "integer")
_INITIATIVE, _ABOUT = Property(jd("initiative"), "initiative"), Property(jd("about"), "initiative")
_LOCALITY, _PARTNER = Property(jd("locality"), "locality"), Property(jd("partner"), "zh")
_HONOUR, _CLAIM, _SCOPE = (Property(jd(local), "zh") for local in ("honour", "claim", "claimScope"))
_RECOGNITION, _LEVEL = Property(jd("recognitionKind"), "jd"), Property(jd("awardLevel"), "jd")
_INDICATOR = Property(terms.name("schema", "variableMeasured"), "indicator")
_VALUE = {kind: Property(terms.name("schema", "value"), kind) for kind in ("integer", "decimal")}
_MOST = {kind: Property(jd("valueMax"), kind) for kind in ("integer", "decimal")}
_UNIT_TEXT, _UNIT = Property(terms.name("schema", "unitText"), "text"), Property(terms.name("qudt", "hasUnit"), "unit")
_MODIFIER, _CHANGE = Property(jd("modifier"), "jd"), Property(jd("change"), "jd")
_VERBATIM, _CHANGE_BASE = Property(jd("verbatim"), "zh"), Property(jd("changeBase"), "zh")
_FROM, _UNTIL = Property(jd("from"), "date"), Property(jd("until"), "date")
_QUOTED = Property(terms.WAS_QUOTED_FROM, "report")
_IN_SECTION, _IN_REPORT, _IN_PASSAGE = (Property(terms.IS_PART_OF, kind) for kind in ("section", "report", "passage"))
_PASSAGE, _WORDS = (jd("Passage"),), (jd("Mention"),)
_PAGE, _RECOGNISED = Property(jd("page"), "integer"), Property(jd("textRecognised"), "boolean")


def statement(item: Statement, names: LocalNames) -> Fact:
    """Return what is said of a statement."""
    said = (*_spine(item, names), *_OWN[type(item)](item, names))
    return names.fact("statement", _CLASSES[type(item)], names[item.id], said)


def _spine(item: Statement, names: LocalNames) -> list[Said]:
    """Return what every statement carries, whatever its kind."""
    said: list[Said] = [
        (_LABEL, escaped(item.label)),
        (_PLACE, names[item.place]),
        (_STATUS, item.status.value.capitalize()),
        (_REPORT, names[item.report]),
        (_RULE, escaped(item.rule)),
    ]
    if item.year is not None:
        said.append((_YEAR, str(item.year)))
    if len(item.evidence) == 1:  # hence nothing to be sorted
        place = item.evidence[0]
        report, passage, span = names[place.report], place.passage, place.span
        said.append((_DERIVED, names.within(report, passage.start, passage.end)))
        said.append((_MENTION, names.within(report, span.start, span.end)))
        return said
    passages = {names.within(names[place.report], place.passage.start, place.passage.end) for place in item.evidence}
    words = {names.within(names[place.report], place.span.start, place.span.end) for place in item.evidence}
    return (
        said
        + [(_DERIVED, key) for key in sorted(passages, key=as_term)]
        + [(_MENTION, key) for key in sorted(words, key=as_term)]
    )


def _observation(item: Observation, names: LocalNames) -> Iterator[Said]:
    kind, digits = terms.numeral(item.value)
    yield _INDICATOR, names[item.indicator]
    yield _VALUE[kind], digits
    yield _UNIT_TEXT, escaped(item.unit)
    yield _MODIFIER, _MODIFIERS[item.modifier]
    yield _VERBATIM, escaped(item.verbatim)
    if item.value_max is not None:
        kind, digits = terms.numeral(item.value_max)
        yield _MOST[kind], digits
    if item.unit_iri:
        yield _UNIT, names[item.unit_iri]
    if item.change:
        yield _CHANGE, _CHANGES[item.change]
    if item.change_base:
        yield _CHANGE_BASE, escaped(item.change_base)
    if item.from_date:
        yield _FROM, escaped(item.from_date)
    if item.until_date:
        yield _UNTIL, escaped(item.until_date)
    if item.initiative:
        yield _INITIATIVE, names[item.initiative]


def _implementation(item: Implementation, names: LocalNames) -> Iterator[Said]:
    yield _INITIATIVE, names[item.initiative]


def _recognition(item: Recognition, names: LocalNames) -> Iterator[Said]:
    yield _HONOUR, escaped(item.name)
    yield _RECOGNITION, _RECOGNITIONS[item.kind]
    if item.level:
        yield _LEVEL, _AWARD_LEVELS.get(item.level, "LevelOther")
    if item.about:
        yield _ABOUT, names[item.about]


def _first(item: FirstClaim, names: LocalNames) -> Iterator[Said]:
    yield _CLAIM, escaped(item.claim)
    if item.scope:
        yield _SCOPE, escaped(item.scope)
    if item.about:
        yield _ABOUT, names[item.about]


def _partnership(item: Partnership, names: LocalNames) -> Iterator[Said]:
    yield _PARTNER, escaped(item.partner)


def _locality_note(item: LocalityNote, names: LocalNames) -> Iterator[Said]:
    yield _LOCALITY, names[item.locality]


_OWN: dict[type[Statement], Callable[[Any, LocalNames], Iterator[Said]]] = {
    Observation: _observation,
    Implementation: _implementation,
    Recognition: _recognition,
    FirstClaim: _first,
    Partnership: _partnership,
    LocalityNote: _locality_note,
}
_CLASSES = {kind: (jd(kind.__name__),) for kind in _OWN}


def passages(report: Report, said: Sequence[Statement], decision: PlaceDecision, names: LocalNames) -> Iterator[Fact]:
    """Yield what is said of the passages of a report: every sentence that a statement or the decision on its place rests on."""
    whole = names[report.id]
    wanted = {place.passage for item in said for place in item.evidence}
    wanted |= {place.passage for place in decision.evidence}
    named = {names.within(whole, span.start, span.end): span for span in wanted}
    return (_passage(report, key, named[key], names) for key in sorted(named, key=as_term))


def _passage(report: Report, key: str, span: Span, names: LocalNames) -> Fact:
    section, page = _section_at(report, span), report.source.page(span.start)
    whole = (_IN_SECTION, names[terms.section(report.id, section)]) if section >= 0 else (_IN_REPORT, names[report.id])
    said: list[Said] = [(_QUOTED, names[report.id]), whole, *zip(QUOTATION, quoted(report.text, span), strict=True)]
    if page is not None:
        said.append((_PAGE, str(page)))
    if page in report.source.recognised:
        said.append((_RECOGNISED, "true"))
    return names.fact("passage", _PASSAGE, key, said)


def _section_at(report: Report, span: Span) -> int:
    """Return the index of the section that a stored span begins in, or -1."""
    if not report.sentences:
        return -1
    clean = bisect_left(report.clean.offsets, span.start)
    return report.sentences[report.sentence_at(clean)].section


def mentions(report: Report, said: Sequence[Statement], names: LocalNames) -> Iterator[Fact]:
    """Yield what is said of the mentions of a report: the words of its statements within their passages."""
    whole = names[report.id]
    spans: dict[str, Span] = {}
    within: dict[str, set[str]] = defaultdict(set)
    for item in said:
        for place in item.evidence:
            key = names.within(whole, place.span.start, place.span.end)
            spans[key] = place.span
            within[key].add(names.within(whole, place.passage.start, place.passage.end))
    for key in sorted(spans, key=as_term):
        form = names.form("mention", _WORDS, (*QUOTATION, *(_IN_PASSAGE for _ in within[key])))
        yield Fact(form, (key, *quoted(report.text, spans[key]), *sorted(within[key], key=as_term)))
