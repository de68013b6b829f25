"""Mentions of one report -> statements: who, when, how far, where it says so."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, NamedTuple

from kg import lexicon
from kg.link import labels
from kg.link.evidence import Passages
from kg.link.indicators import identify
from kg.link.keys import display, normal
from kg.model import (
    Evidence,
    Extraction,
    FirstClaim,
    Implementation,
    Initiative,
    InitiativeMention,
    LocalityMention,
    LocalityNote,
    MetricMention,
    Observation,
    Part,
    PartnerMention,
    Partnership,
    Place,
    Recognition,
    Report,
    Span,
    Statement,
    Status,
)
from kg.terms import digest, hashed

_ENDS = re.compile(r"(?P<start>\.\.|[0-9]{4}(?:-[0-9]{2}-[0-9]{2})?)?(?:/(?P<end>\.\.|[0-9]{4}(?:-[0-9]{2}-[0-9]{2})?))?")


@dataclass(slots=True)
class Context:
    """What the statements of one report have in common."""

    found: Extraction
    place: Place
    initiatives: Mapping[int, Initiative]  # by index of the mention in found.initiatives
    indicators: Mapping[str, str]  # label by indicator id
    ordinals: Counter[tuple[str, ...]] = field(default_factory=Counter)
    names: dict[str, str] | None = None  # id by normal name, made when first asked for
    surfaces: list[tuple[int, ...]] | None = None  # start, end and index of each mention's words, in order; made likewise
    passages: Passages = field(init=False)

    def __post_init__(self) -> None:
        self.passages = Passages(self.report)

    @property
    def report(self) -> Report:
        """The report."""
        return self.found.report

    def by_name(self, name: str | None) -> str | None:
        """Return the id of the initiative that the report names so."""
        if self.names is None:
            mentions = reversed(list(enumerate(self.found.initiatives)))
            self.names = {normal(mention.name): self.initiatives[index].id for index, mention in mentions}  # the first wins
        return self.names.get(normal(name)) if name else None

    def within(self, words: Span) -> str | None:
        """Return the id of the longest-named initiative that a stretch of the report names."""
        if self.surfaces is None:
            mentions = enumerate(self.found.initiatives)
            self.surfaces = sorted((one.start, one.end, index) for index, mention in mentions for one in mention.surfaces)
        first, last = (bisect_left(self.surfaces, (at,)) for at in (words.start, words.end))
        hits = [(start - end, start, index) for start, end, index in self.surfaces[first:last] if end <= words.end]
        return self.initiatives[min(hits)[2]].id if hits else None


def link_statements(context: Context) -> tuple[Statement, ...]:
    """Return the statements of one report, sorted by id."""
    made: list[Statement] = [
        *_observations(context),
        *_implementations(context),
        *_recognitions(context),
        *_firsts(context),
        *_partnerships(context),
        *_locality_notes(context),
    ]
    return tuple(sorted(made, key=attrgetter("id")))


def year_of(report: Report, status: Status) -> int | None:
    """Return the year of a fact without a period of its own: a planned one counts for the plan's year."""
    if status in (Status.PLANNED, Status.SOUGHT) and report.head.plan_period is not None:
        return report.head.plan_period.year
    return report.year


def dates(period: str | None) -> tuple[str | None, str | None]:
    """Return the first and last day of an ISO interval or a year; None for an open end or what is no interval."""
    match = _ENDS.fullmatch(period or "")
    if not match or not period:
        return None, None
    start, end = match["start"], match["end"] or match["start"]
    first = f"{start}-01-01" if start and len(start) == 4 else start
    last = f"{end}-12-31" if end and len(end) == 4 else end
    return (None if first == ".." else first), (None if last == ".." else last)


def locality_id(place: str, name: str) -> str:
    """Return the id of a locality of a place."""
    return hashed("locality", place, normal(name))


class _Fact(NamedTuple):
    """What `_common` needs to know of one fact."""

    kind: str
    what: str  # tells it apart from the report's other facts of the kind
    said: str
    status: Status
    rule: str
    evidence: tuple[Evidence, ...]


def _common(context: Context, fact: _Fact, year: int | None) -> dict[str, Any]:
    """Return the fields of every statement; equal statements of a report are told apart by their order."""
    key = (context.report.id, f"{fact.kind}/{fact.status}", context.place.id, str(year), fact.what)
    context.ordinals[key] += 1
    return {
        "id": digest(*key, context.ordinals[key], length=16),
        "place": context.place.id,
        "year": year,
        "status": fact.status,
        "report": context.report.id,
        "rule": fact.rule,
        "label": labels.whole(context.place.name, year, fact.said),
        "evidence": fact.evidence,
    }


def _observations(context: Context) -> list[Statement]:
    return [_observation(context, metric) for metric in sorted(context.found.metrics, key=lambda item: (item.span, item.rule))]


def _observation(context: Context, metric: MetricMention) -> Observation:
    indicator = identify(metric.indicator, metric.unit).id
    words = metric.span.of(context.report.text)
    first, last = dates(metric.period)
    bound = last or first
    year = int(bound[:4]) if bound else year_of(context.report, metric.status)
    what = "\x1e".join((indicator, f"{metric.value.normalize():f}", metric.unit))
    said = labels.observation(metric, context.indicators[indicator], words)
    fact = _Fact("Observation", what, said, metric.status, metric.rule, (context.passages.evidence(metric.span),))
    return Observation(
        **_common(context, fact, year),
        indicator=indicator,
        value=metric.value,
        value_max=metric.value_max,
        unit=metric.unit,
        unit_iri=_unit_iris().get(metric.unit),
        modifier=metric.modifier,
        change=metric.change,
        change_base=metric.change_base,
        from_date=first,
        until_date=last,
        initiative=context.by_name(metric.initiative),
        verbatim=words,
    )


@lexicon.cached
def _unit_iris() -> dict[str, str]:
    """Return the QUDT name of each unit and of its other spellings."""
    found: dict[str, str] = {}
    for row in lexicon.table("units"):
        if row.get("qudt"):
            found |= dict.fromkeys((row["unit"], *filter(None, row.get("aliases", "").split("|"))), row["qudt"])
    return found


@dataclass(slots=True)
class _Doing:
    """The mentions of an initiative that say the same of it: its status and the year."""

    mentions: list[InitiativeMention] = field(default_factory=list)
    words: list[Span] = field(default_factory=list)


def _implementations(context: Context) -> list[Statement]:
    """Return a statement per initiative, status and year: what the plan announces is no evidence of what was done."""
    doings: dict[tuple[str, Status, int | None], _Doing] = defaultdict(_Doing)
    initiatives: dict[str, Initiative] = {}
    for index, mention in enumerate(context.found.initiatives):
        initiative = context.initiatives[index]
        initiatives[initiative.id] = initiative
        for words, status in _by_surface(mention):
            doing = doings[initiative.id, status, _doing_year(context, words, status)]
            doing.mentions.append(mention)
            doing.words.append(words)
    made: list[Statement] = []
    for identity, status, year in sorted(doings, key=lambda key: (key[0], key[1], key[2] or 0)):
        doing = doings[identity, status, year]
        spans = context.passages.all_evidence(doing.words)
        said = labels.implementation(initiatives[identity].label, initiatives[identity].kind, status)
        fact = _Fact("Implementation", identity, said, status, _first_rule(doing.mentions), spans)
        made.append(Implementation(**_common(context, fact, year), initiative=identity))
    return made


def _by_surface(mention: InitiativeMention) -> list[tuple[Span, Status]]:
    """Return the words of each mention with the status that they give."""
    if mention.surface_statuses:
        return list(zip(mention.surfaces, mention.surface_statuses, strict=True))
    return [(words, mention.status) for words in sorted({mention.span, *mention.surfaces})]


def _doing_year(context: Context, words: Span, status: Status) -> int | None:
    """Return the year that a mention speaks of: what a plan says to go on is of the plan's year."""
    goes_on = status is Status.UNDERWAY and context.passages.part(words) is Part.PLAN
    return year_of(context.report, Status.PLANNED if goes_on else status)


def _first_rule(mentions: Sequence[InitiativeMention | PartnerMention | LocalityMention]) -> str:
    return min(mentions, key=lambda item: (item.span, item.rule)).rule


def _recognitions(context: Context) -> list[Statement]:
    made: list[Statement] = []
    for honour in sorted(context.found.honours, key=lambda item: (item.span, item.rule, item.name)):
        said = labels.recognition(honour.name, honour.status)
        words = (context.passages.evidence(honour.span),)
        fact = _Fact("Recognition", normal(honour.name), said, honour.status, honour.rule, words)
        common = _common(context, fact, year_of(context.report, honour.status))
        about = context.by_name(honour.about)
        name = labels.squeeze(display(honour.name))
        made.append(Recognition(**common, name=name, level=honour.level, kind=honour.kind, about=about))
    return made


def _firsts(context: Context) -> list[Statement]:
    made: list[Statement] = []
    for first in sorted(context.found.firsts, key=lambda item: (item.span, item.rule)):
        claim = labels.squeeze(first.span.of(context.report.text))
        words = (context.passages.evidence(first.span),)
        fact = _Fact("FirstClaim", normal(claim), claim, Status.ACHIEVED, first.rule, words)
        common = _common(context, fact, context.report.year)
        about = context.by_name(first.about) or context.within(first.span)
        made.append(FirstClaim(**common, scope=first.scope, claim=claim, about=about))
    return made


def _partnerships(context: Context) -> list[Statement]:
    groups: dict[str, list[PartnerMention]] = defaultdict(list)
    for partner in context.found.partners:
        groups[normal(partner.name)].append(partner)
    made: list[Statement] = []
    for key in sorted(groups):
        name = _shortest(groups[key])
        spans = context.passages.all_evidence(item.span for item in groups[key])
        fact = _Fact("Partnership", key, f"合作单位：{name}", Status.ACHIEVED, _first_rule(groups[key]), spans)
        made.append(Partnership(**_common(context, fact, context.report.year), partner=name))
    return made


def _locality_notes(context: Context) -> list[Statement]:
    groups: dict[str, list[LocalityMention]] = defaultdict(list)
    for locality in context.found.localities:
        groups[locality_id(context.place.id, locality.name)].append(locality)
    made: list[Statement] = []
    for key in sorted(groups):
        spans = context.passages.all_evidence(item.span for item in groups[key])
        said = f"提到{_shortest(groups[key])}"
        fact = _Fact("LocalityNote", key, said, Status.ACHIEVED, _first_rule(groups[key]), spans)
        made.append(LocalityNote(**_common(context, fact, context.report.year), locality=key))
    return made


def _shortest(mentions: Sequence[PartnerMention | LocalityMention]) -> str:
    return min((labels.squeeze(display(item.name)) for item in mentions), key=lambda name: (len(name), name))
