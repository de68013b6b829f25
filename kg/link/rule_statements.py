"""Decisions on single statements: one that a reviewer rejects is left out, and its words are accounted for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg.link.initiatives import Named
from kg.link.journal import GONE, Entry, Journal, shown
from kg.model import (
    Extraction,
    FirstClaim,
    Graph,
    Implementation,
    Leftover,
    LocalityNote,
    Observation,
    Partnership,
    Recognition,
    Ruling,
    Span,
    Statement,
)
from kg.model.access import with_changes, without

REJECTED = "rejected"
_FIELDS: dict[type[Statement], str] = {
    Observation: "metrics",
    Recognition: "honours",
    FirstClaim: "firsts",
    Partnership: "partners",
    LocalityNote: "localities",
}


def rejected(statements: Iterable[Statement], journal: Journal) -> dict[str, Statement]:
    """Return the statements that the reviewer rejects, by id, and note it. Decisions on initiatives were taken before."""
    entries = journal.of(Ruling.REJECT)
    by_id = {item.id: item for item in statements} if entries else {}
    found: dict[str, Statement] = {}
    for entry in entries:
        item = _find(by_id, entry) if entry.why == GONE else None
        if item is not None:
            found[item.id] = item
            entry.omit(shown(item.label, item.id), [item.report])
    return found


def _find(by_id: Mapping[str, Statement], entry: Entry) -> Statement | None:
    for said in entry.subject.ids:
        if said in by_id:
            return by_id[said]
    alike = sorted(key for key, item in by_id.items() if item.label == entry.subject.label)
    if len(alike) > 1:
        entry.fail(f"{entry.subject.label[:60]!r} says {len(alike)} statements. Write the id of one: {', '.join(alike[:6])}")
    return by_id[alike[0]] if alike else None


def mentions_of(found: Mapping[str, Statement], named: Sequence[Named]) -> list[Named]:
    """Return the mentions that rejected implementations rest on."""
    keys = {(item.report, item.initiative, item.status) for item in found.values() if isinstance(item, Implementation)}
    return [item for item in named if (item.report, item.identity, item.mention.status) in keys]


def without_mentions(extractions: Sequence[Extraction], named: Sequence[Named], dropped: Sequence[Named]) -> Sequence[Extraction]:
    """Return the extractions with the mentions of `named` alone; the words of the `dropped` ones become leftovers."""
    touched = {item.report for item in dropped}
    kept: dict[str, list[Named]] = defaultdict(list)
    for item in named:
        kept[item.report].append(item)
    spans: dict[str, set[Span]] = defaultdict(set)
    for item in dropped:
        spans[item.report].update(item.mention.surfaces)
    changed = [
        _left(
            replace(found, initiatives=tuple(item.mention for item in kept[found.report.id])), spans[found.report.id], "quotation"
        )
        for found in extractions
        if found.report.id in touched
    ]
    return with_changes(extractions, changed)


def without_statements(graph: Graph, found: Mapping[str, Statement]) -> Graph:
    """Return the graph without some statements, and without what only they spoke of. Implementations are gone already."""
    if not found:
        return graph
    kept = without(graph.statements, found)
    touched = {item.report for item in found.values()}
    indicators = {item.indicator for item in kept if isinstance(item, Observation)}
    localities = {item.locality for item in kept if isinstance(item, LocalityNote)}
    return replace(
        graph,
        statements=kept,
        indicators=tuple(item for item in graph.indicators if item.id in indicators),
        localities=tuple(item for item in graph.localities if item.id in localities),
        extractions=with_changes(
            graph.extractions, [_without(one, found.values()) for one in graph.extractions if one.report.id in touched]
        ),
    )


def _without(extraction: Extraction, found: Iterable[Statement]) -> Extraction:
    mine = [item for item in found if item.report == extraction.report.id and type(item) in _FIELDS]
    for item in sorted(mine, key=lambda one: one.id):
        spans = {place.span for place in item.evidence}
        same = _same_value(item)
        field = _FIELDS[type(item)]
        kept: Any = {field: tuple(one for one in getattr(extraction, field) if one.span not in spans or not same(one))}
        kind = "numeral" if isinstance(item, Observation) else "quotation"
        extraction = _left(replace(extraction, **kept), spans, kind)
    return extraction


def _same_value(item: Statement) -> Callable[[Any], bool]:
    """Return a test for the mention of a statement among those of the same words."""
    if isinstance(item, Observation):
        return lambda mention: bool(mention.value == item.value)
    return lambda mention: True


def _left(extraction: Extraction, spans: Iterable[Span], kind: str) -> Extraction:
    new = (Leftover(span, REJECTED, kind) for span in spans)
    return replace(
        extraction, leftovers=tuple(sorted((*extraction.leftovers, *new), key=lambda item: (item.span, item.kind, item.reason)))
    )
