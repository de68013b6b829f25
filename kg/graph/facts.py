"""Statements, passages and mentions as facts."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

from kg import terms
from kg.forms import Fact, LocalNames, Property, Said, as_term
from kg.graph.entities import QUOTATION, jd, quoted
from kg.model import (
    Evidence,
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
_SPINE = _LABEL, _PLACE, _STATUS, _REPORT, _RULE
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
_IN_PASSAGE = Property(terms.IS_PART_OF, "passage")
_IN_SECTION, _IN_REPORT = ((_QUOTED, Property(terms.IS_PART_OF, kind), *QUOTATION) for kind in ("section", "report"))
_PASSAGE, _WORDS = (jd("Passage"),), (jd("Mention"),)
_PAGE, _RECOGNISED = Property(jd("page"), "integer"), Property(jd("textRecognised"), "boolean")


def statement(item: Statement, names: LocalNames) -> Fact:
    """Return what is said of a statement."""
    said = _spine(item, names)
    _OWN[type(item)](item, names, said)
    return names.fact("statement", _CLASSES[type(item)], names[item.id], said)


def _spine(item: Statement, names: LocalNames) -> Said:
    """Return what every statement carries, whatever its kind."""
    report = names[item.report]
    said = Said(_SPINE, (escaped(item.label), names[item.place], item.status.value.capitalize(), report, escaped(item.rule)))
    if item.year is not None:
        said.add(_YEAR, str(item.year))
    if len(item.evidence) == 1:  # hence nothing to be sorted
        said.add(_DERIVED, _passage_name(item.evidence[0], names))
        said.add(_MENTION, _mention_name(item.evidence[0], names))
    else:
        said.add_each(_DERIVED, (_passage_name(place, names) for place in item.evidence), as_term)
        said.add_each(_MENTION, (_mention_name(place, names) for place in item.evidence), as_term)
    return said


def _passage_name(place: Evidence, names: LocalNames) -> str:
    return names.within(names[place.report], place.passage.start, place.passage.end)


def _mention_name(place: Evidence, names: LocalNames) -> str:
    return names.within(names[place.report], place.span.start, place.span.end)


def _observation(item: Observation, names: LocalNames, said: Said) -> None:
    kind, digits = terms.numeral(item.value)
    said.add(_INDICATOR, names[item.indicator])
    said.add(_VALUE[kind], digits)
    said.add(_UNIT_TEXT, escaped(item.unit))
    said.add(_MODIFIER, _MODIFIERS[item.modifier])
    said.add(_VERBATIM, escaped(item.verbatim))
    if item.value_max is not None:
        kind, digits = terms.numeral(item.value_max)
        said.add(_MOST[kind], digits)
    if item.unit_iri:
        said.add(_UNIT, names[item.unit_iri])
    if item.change:
        said.add(_CHANGE, _CHANGES[item.change])
    if item.change_base:
        said.add(_CHANGE_BASE, escaped(item.change_base))
    if item.from_date:
        said.add(_FROM, escaped(item.from_date))
    if item.until_date:
        said.add(_UNTIL, escaped(item.until_date))
    if item.initiative:
        said.add(_INITIATIVE, names[item.initiative])


def _implementation(item: Implementation, names: LocalNames, said: Said) -> None:
    said.add(_INITIATIVE, names[item.initiative])


def _recognition(item: Recognition, names: LocalNames, said: Said) -> None:
    said.add(_HONOUR, escaped(item.name))
    said.add(_RECOGNITION, _RECOGNITIONS[item.kind])
    if item.level:
        said.add(_LEVEL, _AWARD_LEVELS.get(item.level, "LevelOther"))
    if item.about:
        said.add(_ABOUT, names[item.about])


def _first(item: FirstClaim, names: LocalNames, said: Said) -> None:
    said.add(_CLAIM, escaped(item.claim))
    if item.scope:
        said.add(_SCOPE, escaped(item.scope))
    if item.about:
        said.add(_ABOUT, names[item.about])


def _partnership(item: Partnership, names: LocalNames, said: Said) -> None:
    said.add(_PARTNER, escaped(item.partner))


def _locality_note(item: LocalityNote, names: LocalNames, said: Said) -> None:
    said.add(_LOCALITY, names[item.locality])


_OWN: dict[type[Statement], Callable[[Any, LocalNames, Said], None]] = {
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
    evidence = chain(chain.from_iterable(item.evidence for item in said), decision.evidence)
    spans = {_passage_name(place, names): place.passage for place in evidence}
    for key in sorted(spans, key=as_term):
        section = _section_at(report, spans[key])
        within = names[report.id if section < 0 else terms.section(report.id, section)]
        telling = Said(_IN_REPORT if section < 0 else _IN_SECTION, (names[report.id], within, *quoted(report.text, spans[key])))
        page = report.source.page(spans[key].start)
        if page is not None:
            telling.add(_PAGE, str(page))
        if page in report.source.recognised:
            telling.add(_RECOGNISED, "true")
        yield names.fact("passage", _PASSAGE, key, telling)


def _section_at(report: Report, span: Span) -> int:
    """Return the index of the section that a stored span begins in, or -1."""
    if not report.sentences:
        return -1
    clean = bisect_left(report.clean.offsets, span.start)
    return report.sentences[report.sentence_at(clean)].section


def mentions(report: Report, said: Sequence[Statement], names: LocalNames) -> Iterator[Fact]:
    """Yield what is said of the mentions of a report: the words of its statements within their passages."""
    spans: dict[str, Span] = {}
    within: dict[str, set[str]] = defaultdict(set)
    for item in said:
        for place in item.evidence:
            key = _mention_name(place, names)
            spans[key] = place.span
            within[key].add(_passage_name(place, names))
    for key in sorted(spans, key=as_term):
        around = sorted(within[key], key=as_term)
        form = names.form("mention", _WORDS, (*QUOTATION, *[_IN_PASSAGE] * len(around)))
        yield Fact(form, (key, *quoted(report.text, spans[key]), *around))
