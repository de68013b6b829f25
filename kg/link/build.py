"""Everything the reports say, linked: places, initiatives, indicators, localities and statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from kg.aside import aside
from kg.link.facts import rank
from kg.link.gazetteer import ancestors_of
from kg.link.indicators import Wordings
from kg.link.initiatives import Named, gather, name_initiatives
from kg.link.journal import Journal
from kg.link.keys import display
from kg.link.labels import squeeze
from kg.link.origins import with_origins
from kg.link.reuse import Copies, Finder
from kg.link.rule_initiatives import Ruled, drop, rule_initiatives, rule_values
from kg.link.rule_places import rule_places
from kg.link.rule_statements import mentions_of, rejected, without_mentions, without_statements
from kg.link.statements import locality_id
from kg.link.told import Known, tell
from kg.model import Extraction, Graph, Indicator, Locality, Place, PlaceDecision, ReviewDecision, Source
from kg.model.access import is_held, only
from kg.model.by_field import ByField


def link(
    extractions: Sequence[Extraction],
    decisions: Mapping[str, PlaceDecision],
    sources: Mapping[str, tuple[Source, ...]],
    rulings: Sequence[ReviewDecision] = (),
    *,
    jobs: int = 1,
) -> Graph:
    """Return the graph of the reports; `decisions` (on places) and `sources` are by report id.

    `rulings` are the reviewer's. The result is the same for every order of `extractions` and of `rulings`; a
    report given twice counts once. Extractions on the disk give a graph whose extractions and statements are there
    too. With two `jobs` or more, indicators and copies are looked for in processes beside this one, initiatives too where
    the reports are on the disk; statements that go there are made in so many, while copies are looked for still. Raises DecisionError for rulings that cannot be followed.
    """
    held = is_held(extractions)
    ordered = extractions if held else [found for _, found in sorted({found.report.id: found for found in extractions}.items())]
    journal = Journal(rulings)
    known = dict(decisions) if held else {found.report.id: decisions[found.report.id] for found in ordered}
    decided = rule_places(ordered, known, journal)
    places = {report: decided[report].place for report in sorted(decided)}
    ids = {report: place.id for report, place in places.items()}
    copies = Finder(ordered, decided)
    with (
        aside(lambda: _count(ordered, places, sources), wanted=jobs > 1, settled=held) as counted,
        aside(copies.find, wanted=jobs > 1) as found,
    ):
        others = _Others(cache(counted), cache(lambda: copies.known(found())))  # a graph may be made twice
        named = name_initiatives(only(ordered, "initiatives"), ids)
        if not journal:
            return _graph(ordered, decided, Ruled([]), named, others, jobs)
        ruled = rule_initiatives(list(named), {place.id: place.name for place in places.values()}, journal)
        graph = _graph(ordered, decided, ruled, ruled.named, others, jobs)
        gone = rejected(graph.statements, journal)
        implemented = mentions_of(gone, ruled.named)
        if implemented:
            drop(ruled, implemented)
            graph = _graph(ordered, decided, ruled, ruled.named, others, jobs)
        return replace(without_statements(graph, gone), reviewed=journal.outcome())


class _Beside(NamedTuple):
    """What is counted over all reports."""

    indicators: tuple[Indicator, ...]
    localities: tuple[Locality, ...]
    sources: dict[str, tuple[Source, ...]]  # by report id


class _Others(NamedTuple):
    """What the graph has of the reports that needs no initiatives: functions that return it when it is there."""

    counted: Callable[[], _Beside]
    copies: Callable[[], Copies]


def _count(ordered: Sequence[Extraction], places: Mapping[str, Place], sources: Mapping[str, tuple[Source, ...]]) -> _Beside:
    counted = _Counted(places)
    for found in only(ordered, "metrics", "localities"):
        counted.add(found)
    read_from = {report: _sources(source, sources.get(report)) for report, source in counted.sources.items()}
    return _Beside(counted.indicators.made(), counted.localities(), read_from)


def _graph(
    ordered: Sequence[Extraction],
    decisions: Mapping[str, PlaceDecision],
    ruled: Ruled,
    named: Iterable[Named],
    others: _Others,
    jobs: int,
) -> Graph:
    """Return the graph of reports whose initiatives are `named`; mentions that were left out make no statement."""
    if ruled.dropped:
        ordered = without_mentions(ordered, ruled.named, ruled.dropped)
    places = {report: decisions[report].place for report in sorted(decisions)}
    held = is_held(ordered)
    with aside(lambda: gather(named, ruled.merged), wanted=jobs > 1 and held, settled=held) as gathered:
        linked = gathered()  # what is left of the memory for it between the initiatives would be as much again
    made = with_origins(rule_values(linked.initiatives, ruled), places.values())
    beside = others.counted()
    all_places = _all_places(decisions[report] for report in places)
    known = Known(
        places,
        linked.of_mention,
        initiatives={item.id: item for item in made},
        indicators={item.id: item.label for item in beside.indicators},
        names={place.id: place.name for place in all_places},
    )
    statements, told = tell(ordered, known, jobs)
    reused, near_duplicates = others.copies()
    return Graph(
        extractions=ordered if held else tuple(ordered),
        decisions={report: decisions[report] for report in places},
        places=all_places,
        initiatives=made,
        indicators=beside.indicators,
        localities=beside.localities,
        statements=statements,
        sources=beside.sources,
        fulfilments=tuple(sorted(told.met, key=attrgetter("id"))),
        conflicts=tuple(sorted(told.at_odds, key=attrgetter("id"))),
        adoptions=told.adopted.made(known.initiatives),
        reused=reused,
        near_duplicates=near_duplicates,
    )


def _sources(first: Source, given: tuple[Source, ...] | None) -> tuple[Source, ...]:
    return tuple(sorted(set(given or (first,)), key=lambda item: (item.name, item.sha256, item.media_type, item.encoding)))


def _all_places(decisions: Iterable[PlaceDecision]) -> tuple[Place, ...]:
    """Return the decided places, their ancestors and the runners-up, which the graph names too."""
    found: dict[str, Place] = {}
    for decision in decisions:
        second = (decision.runner_up, *ancestors_of(decision.runner_up)) if decision.runner_up else ()
        others = (*decision.ancestors, *second)
        for place in (decision.place, *others):
            found.setdefault(place.id, place)
    return tuple(found[key] for key in sorted(found))


class _Counted:
    """What is counted over all reports in one go: the wordings of indicators, the names and kinds of localities."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self.indicators = Wordings()
        self.sources: dict[str, Source] = {}
        self._places = places
        self._names: Counter[tuple[str, str]] = Counter()  # by locality id
        self._kinds: Counter[tuple[str, str]] = Counter()
        self._homes: dict[str, str] = {}

    def add(self, found: Extraction) -> None:
        """Count what one report has."""
        self.sources[found.report.id] = found.report.source
        self.indicators.add(found)
        place = self._places[found.report.id].id
        for mention in found.localities:
            key = locality_id(place, mention.name)
            self._homes[key] = place
            self._names[key, squeeze(display(mention.name))] += 1
            self._kinds[key, mention.kind] += 1

    def localities(self) -> tuple[Locality, ...]:
        """Return the localities, sorted by id."""
        names, kinds = _most_common(self._names), _most_common(self._kinds)
        alike: dict[str, str] = {}  # many have the same name

        def made(key: str) -> Locality:
            name, kind = (alike.setdefault(value, value) for value in (names[key], kinds[key]))
            return Locality(id=key, label=name, kind=kind, place=self._homes[key])

        return ByField(map(made, sorted(self._homes)))


def _most_common(counts: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """Return the first value of each key by `rank`."""
    best: dict[str, tuple[int, int, str]] = {}
    for (key, value), count in counts.items():
        this = rank(value, count)
        best[key] = min(this, best.get(key, this))
    return {key: value for key, (_, _, value) in best.items()}
