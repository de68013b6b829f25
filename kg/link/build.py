"""Everything the reports say, linked: places, initiatives, indicators, localities and statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.link.across import across
from kg.link.gazetteer import ancestors_of
from kg.link.indicators import link_indicators
from kg.link.initiatives import gather, name_initiatives
from kg.link.journal import Journal
from kg.link.keys import display
from kg.link.labels import squeeze
from kg.link.origins import with_origins
from kg.link.rule_initiatives import Ruled, drop, rule_initiatives, rule_values
from kg.link.rule_places import rule_places
from kg.link.rule_statements import mentions_of, rejected, without_mentions, without_statements
from kg.link.statements import Context, link_statements, locality_id
from kg.model import Extraction, Graph, Locality, Place, PlaceDecision, ReviewDecision, Source, Statement


def link(
    extractions: Sequence[Extraction],
    decisions: Mapping[str, PlaceDecision],
    sources: Mapping[str, tuple[Source, ...]],
    rulings: Sequence[ReviewDecision] = (),
) -> Graph:
    """Return the graph of the reports; `decisions` (on places) and `sources` are by report id.

    `rulings` are the reviewer's. The result is the same for every order of `extractions` and of `rulings`; a
    report given twice counts once. Raises DecisionError for rulings that cannot be followed.
    """
    ordered = [found for _, found in sorted({found.report.id: found for found in extractions}.items())]
    journal = Journal(rulings)
    decided = rule_places(ordered, {found.report.id: decisions[found.report.id] for found in ordered}, journal)
    places = {report: decided[report].place for report in sorted(decided)}
    ids = {report: place.id for report, place in places.items()}
    ruled = rule_initiatives(name_initiatives(ordered, ids), {place.id: place.name for place in places.values()}, journal)
    graph = _graph(ordered, decided, sources, ruled)
    gone = rejected(graph.statements, journal)
    implemented = mentions_of(gone, ruled.named)
    if implemented:
        drop(ruled, implemented)
        graph = _graph(ordered, decided, sources, ruled)
    return replace(without_statements(graph, gone), reviewed=journal.outcome())


def _graph(
    ordered: Sequence[Extraction], decisions: Mapping[str, PlaceDecision], sources: Mapping[str, tuple[Source, ...]], ruled: Ruled
) -> Graph:
    """Return the graph of reports whose initiatives are named; mentions that were left out make no statement."""
    ordered = without_mentions(ordered, ruled.named, ruled.dropped)
    places = {found.report.id: decisions[found.report.id].place for found in ordered}
    linked = gather(ruled.named, ruled.merged)
    made = with_origins(rule_values(linked.initiatives, ruled), places.values())
    initiatives = {item.id: item for item in made}
    indicators = link_indicators(ordered)
    labels = {item.id: item.label for item in indicators}
    statements: list[Statement] = []
    for found in ordered:
        report = found.report.id
        mine = {index: initiatives[linked.of_mention[report, index]] for index in range(len(found.initiatives))}
        statements += link_statements(Context(found, places[report], mine, labels))
    graph = Graph(
        extractions=tuple(ordered),
        decisions={report: decisions[report] for report in sorted(places)},
        places=_all_places(decisions[report] for report in sorted(places)),
        initiatives=made,
        indicators=indicators,
        localities=_localities(ordered, places),
        statements=tuple(sorted(statements, key=lambda item: item.id)),
        sources={report: _sources(found, sources) for report, found in zip(sorted(places), ordered, strict=True)},
    )
    return across(graph)


def _sources(found: Extraction, sources: Mapping[str, tuple[Source, ...]]) -> tuple[Source, ...]:
    given = sources.get(found.report.id) or (found.report.source,)
    return tuple(sorted(set(given), key=lambda item: (item.name, item.sha256, item.media_type, item.encoding)))


def _all_places(decisions: Iterable[PlaceDecision]) -> tuple[Place, ...]:
    """Return the decided places, their ancestors and the runners-up, which the graph names too."""
    found: dict[str, Place] = {}
    for decision in decisions:
        second = (decision.runner_up, *ancestors_of(decision.runner_up)) if decision.runner_up else ()
        others = (*decision.ancestors, *second)
        for place in (decision.place, *others):
            found.setdefault(place.id, place)
    return tuple(found[key] for key in sorted(found))


def _localities(extractions: Sequence[Extraction], places: Mapping[str, Place]) -> tuple[Locality, ...]:
    names: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    homes: dict[str, str] = {}
    for found in extractions:
        place = places[found.report.id].id
        for mention in found.localities:
            key = locality_id(place, mention.name)
            homes[key] = place
            names[key][squeeze(display(mention.name))] += 1
            kinds[key][mention.kind] += 1
    return tuple(
        Locality(id=key, label=_most_common(names[key]), kind=_most_common(kinds[key]), place=homes[key]) for key in sorted(homes)
    )


def _most_common(counts: Counter[str]) -> str:
    return min(counts, key=lambda item: (-counts[item], len(item), item))
