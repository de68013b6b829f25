"""Everything the reports say, linked: places, initiatives, indicators, localities and statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.link.across import across
from kg.link.gazetteer import ancestors_of
from kg.link.indicators import link_indicators
from kg.link.initiatives import link_initiatives
from kg.link.keys import display
from kg.link.labels import squeeze
from kg.link.statements import Context, link_statements, locality_id
from kg.model import Extraction, Graph, Locality, Place, PlaceDecision, Source, Statement


def link(
    extractions: Sequence[Extraction], decisions: Mapping[str, PlaceDecision], sources: Mapping[str, tuple[Source, ...]]
) -> Graph:
    """Return the graph of the reports; `decisions` and `sources` are by report id.

    The result is the same for every order of `extractions`; a report given twice counts once.
    """
    ordered = [found for _, found in sorted({found.report.id: found for found in extractions}.items())]
    places = {found.report.id: decisions[found.report.id].place for found in ordered}
    linked = link_initiatives(ordered, {report: place.id for report, place in places.items()})
    initiatives = {item.id: item for item in linked.initiatives}
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
        initiatives=linked.initiatives,
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
