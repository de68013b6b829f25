"""Graph -> the plain values that the page holds: places, initiatives, reports and statements by index.

Evidence is four numbers (passage start, end; words start, end) in the text of the report that the page shows in full.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any

from kg import terms
from kg.errors import EvidenceError
from kg.export.leftovers import parted
from kg.export.reasons import both
from kg.export.words import said
from kg.model import (
    Evidence,
    FirstClaim,
    Graph,
    Implementation,
    Initiative,
    Ledger,
    LocalityNote,
    Observation,
    Partnership,
    Place,
    PlaceDecision,
    Recognition,
    Report,
    Source,
    Statement,
)
from kg.text.pinyin import readings
from kg.text.policy_fields import policy_fields

Values = dict[str, Any]

# What a row of each class holds behind the common fields; names of entities become their index.
COMMON = ("id", "report", "place", "year", "status", "rule", "evidence")
_EVIDENCE = COMMON.index("evidence")
FIELDS: dict[type[Statement], tuple[str, ...]] = {
    Implementation: ("initiative",),
    Observation: (
        "indicator", "value", "unit", "verbatim", "modifier", "initiative", "value_max", "change", "change_base",
        "from_date", "until_date",
    ),
    Recognition: ("name", "level", "kind", "about"),
    FirstClaim: ("claim", "scope", "about"),
    Partnership: ("partner",),
    LocalityNote: ("locality",),
}  # fmt: skip
_POINTERS = {"initiative": "initiative", "about": "initiative", "indicator": "indicator", "locality": "locality"}


class PageData:
    """The values of one page; `values` goes into the page as JSON, `texts` beside it."""

    def __init__(self, graph: Graph, *, ledger: Ledger | None = None, base_iri: str = terms.DEFAULT_BASE) -> None:
        """Read everything from `graph`; `ledger` adds the input files that gave no report, `base_iri` begins all IRIs."""
        self.graph = graph
        self.reports = [extraction.report for extraction in graph.extractions]
        self.places = _places_of(graph)
        self.place_labels = place_labels(graph)
        self.index = {
            "report": _positions(report.id for report in self.reports),
            "place": _positions(place.id for place in self.places),
            "initiative": _positions(item.id for item in graph.initiatives),
            "indicator": _positions(item.id for item in graph.indicators),
            "locality": _positions(item.id for item in graph.localities),
        }
        self.texts = [report.text for report in self.reports]
        self.places_by_initiative = places_by_initiative(graph)
        self._leftovers = {found.report.id: told for found, told in parted(graph)}
        self._ledger = ledger
        self._base = base_iri

    @property
    def values(self) -> Values:
        """Everything but the texts and the drawing, ready for json.dumps."""
        return {
            "places": [self._place(place) for place in self.places],
            "initiatives": [self._initiative(item) for item in self.graph.initiatives],
            "indicators": [_slim({"id": i.id, "label": i.label, "aliases": i.alt_labels}) for i in self.graph.indicators],
            "localities": [[item.label, item.kind, item.id] for item in self.graph.localities],
            "reports": [self._report(report) for report in self.reports],
            "statements": {kind.__name__: self._table(kind) for kind in FIELDS},
            "fulfilments": [[f.plan, f.result, f.year, _text(f.ratio)] for f in self.graph.fulfilments],
            "units": _units(self.graph),
            "base": self._base,
            "prefixes": terms.prefixes(self._base),
            "pinyin": readings("".join(self._names())),
            "files": self._files(),
        }

    def _names(self) -> Iterable[str]:
        """Everything that can be searched for."""
        yield from self.place_labels.values()
        for item in self.graph.initiatives:
            yield from (item.label, *item.alt_labels)
        for indicator in self.graph.indicators:
            yield from (indicator.label, *indicator.alt_labels)
        yield from (report.head.title or "" for report in self.reports)

    def _place(self, place: Place) -> Values:
        names = {other.id: other.name for other in self.places}
        above = [names[key] for key in (place.province, place.city, place.district) if key in names]
        return _slim(
            {
                "id": place.id,
                "name": place.name,
                "label": self.place_labels[place.id],
                "level": place.level,
                "above": list(dict.fromkeys(above)),  # the four cities under the state name province and city alike
                "code": place.statistical_code,
                "civil": place.civil_affairs_code,
                "former": place.former_names,
                "anonymous": place.anonymous,
            }
        )

    def _initiative(self, item: Initiative) -> Values:
        return _slim(
            {
                "id": item.id,
                "label": item.label,
                "en": item.label_en,
                "kind": item.kind.value,
                "aliases": item.alt_labels,
                "origin": item.origin_level,
                "since": item.first_year,
                "boilerplate": item.boilerplate,
                "components": item.components,
                "family": item.family,
                "variant": self.index["initiative"].get(item.variant_of or ""),
                "reasons": [both(reason) for reason in item.merge_reasons],
            }
        )

    def _report(self, report: Report) -> Values:
        head = report.head
        decision = self.graph.decisions.get(report.id)
        plan = report.clean.offsets[head.plan_start] if head.plan_start is not None else None
        leftovers = self._leftovers[report.id]
        return _slim(
            {
                "id": report.id,
                "title": head.title,
                "year": report.year,
                "period": [head.period.start, head.period.end] if head.period else None,
                "plan": [head.plan_period.start, head.plan_period.end] if head.plan_period else None,
                "planStart": plan,
                "published": head.published,
                "publisher": head.publisher,
                "indexNumber": head.index_number,
                "documentNumber": head.document_number,
                "files": [[s.name, s.encoding, s.sha256] for s in _sources(self.graph, report)],
                "recognised": _recognised(report.source, len(report.text)),
                "chars": len(report.text),
                "sections": [list(row) for row in _sections(report)],
                "leftovers": [[item.span.start, item.span.end, item.reason] for item in leftovers.open],
                "within": len(leftovers.within),
                **self._decision(decision, report),
            }
        )

    def _decision(self, decision: PlaceDecision | None, report: Report) -> Values:
        if decision is None:
            return {}
        runner_up = decision.runner_up
        return {
            "place": self.index["place"].get(decision.place.id),
            "placeReasons": [both(reason) for reason in decision.reasons],
            "placeEvidence": _flat(decision.evidence, report.id),
            "placeRunnerUp": f"{runner_up.name} ({runner_up.id})" if runner_up else None,
            "placeUncertain": not decision.certain,
        }

    def _table(self, kind: type[Statement]) -> Values:
        fields = (*COMMON, *FIELDS[kind])
        values = attrgetter(*fields)
        pointers = [
            (at, self.index[_POINTERS.get(field, field)])
            for at, field in enumerate(fields)
            if field in _POINTERS or field in ("report", "place")
        ]
        rows = [self._row(list(values(one)), pointers, one.report) for one in self.graph.statements if type(one) is kind]
        names = ["form" if field == "kind" else field for field in fields]  # `kind` is the class of a fact in the page
        return {"fields": names, "rows": rows}

    def _row(self, row: list[Any], pointers: Sequence[tuple[int, dict[str, int]]], report: str) -> list[Any]:
        """Return the values of a statement of `report` as a row of the page: positions for ids, digits for numbers."""
        for at, positions in pointers:
            if row[at] is not None:
                row[at] = positions[row[at]]
        row = [_text(value) if isinstance(value, Decimal) else value for value in row]
        row[_EVIDENCE] = _flat(row[_EVIDENCE], report)
        while row[-1] is None:
            row.pop()
        return row

    def _files(self) -> list[list[str]]:
        entries = self._ledger.entries if self._ledger else ()
        return [[e.name, e.outcome.value, *said(e.reason, e.remedy)] for e in entries if e.outcome.value != "built"]


def places_by_initiative(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Return for each initiative the sorted ids of the places that name it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for statement in graph.statements:
        if isinstance(statement, Implementation):
            found[statement.initiative].add(statement.place)
    return {key: tuple(sorted(value)) for key, value in sorted(found.items())}


def place_labels(graph: Graph) -> dict[str, str]:
    """Return a label for each place that no other place with a report has: `XX街道（柳州市）` where the name is not enough."""
    places = _places_of(graph)
    names = {place.id: place.name for place in places}
    reporting = {decision.place.id for decision in graph.decisions.values()}
    common = Counter(name for key, name in names.items() if key in reporting)
    labels: dict[str, str] = {}
    for place in places:
        above = next((names[key] for key in (place.city, place.district, place.province) if key in names), "")
        unclear = place.anonymous or (place.id in reporting and common[place.name] > 1)
        labels[place.id] = f"{place.name}（{above}）" if unclear and above else place.name
    seen: Counter[str] = Counter()
    repeated = {label for label, count in Counter(labels[key] for key in reporting).items() if count > 1}
    for key, label in labels.items():
        if key in reporting and label in repeated:
            seen[label] += 1
            labels[key] = f"{label}#{seen[label]}"
    return labels


def _places_of(graph: Graph) -> list[Place]:
    found = {place.id: place for place in graph.places}
    for decision in graph.decisions.values():
        for place in (decision.place, *decision.ancestors):
            found.setdefault(place.id, place)
    return [found[key] for key in sorted(found)]


def _sources(graph: Graph, report: Report) -> tuple[Source, ...]:
    return graph.sources.get(report.id, (report.source,))


def _recognised(source: Source, size: int) -> list[int]:
    """Return start and end, alternating, of the pages whose text was recognised in pictures."""
    ends = (*source.pages, size)
    return [offset for page in source.recognised for offset in ends[page - 1 : page + 1]]


def _text(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def _units(graph: Graph) -> dict[str, str]:
    """Return the QUDT unit of each unit text that has one and the same wherever it stands."""
    found: defaultdict[str, set[str | None]] = defaultdict(set)
    for statement in graph.statements:
        if isinstance(statement, Observation):
            found[statement.unit].add(statement.unit_iri)
    return {unit: iri for unit, (iri, *others) in sorted(found.items()) if iri and not others}


def _sections(report: Report) -> Iterable[tuple[str, str, int, int, int, str, str]]:
    """Number, title, level, start, end (stored offsets), part and policy field ('' where unknown) of each section."""
    offsets = report.clean.offsets
    for section, field in zip(report.sections, policy_fields(report), strict=True):
        if section.start < section.end:
            yield (
                section.number,
                section.title,
                section.level,
                offsets[section.start],
                offsets[section.end - 1] + 1,
                section.part.value,
                (field or "").removeprefix("Field"),
            )


def _flat(evidence: Iterable[Evidence], report: str) -> list[int]:
    numbers: list[int] = []
    for item in evidence:
        if item.report != report:
            raise EvidenceError(f"a statement of {report} points into {item.report}")
        numbers += (item.passage.start, item.passage.end, item.span.start, item.span.end)
    return numbers


def _positions(keys: Iterable[str]) -> dict[str, int]:
    return {key: number for number, key in enumerate(keys)}


def _slim(values: Values) -> Values:
    """Leave out what says nothing; zero says something."""
    return {key: value for key, value in values.items() if value or (value == 0 and value is not False)}
