"""Text -> mentions: every kind of fact that a report states, each with the rule that fired."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.extract import firsts, honours, localities, partners, tagger
from kg.extract.clauses import Gate, dealt
from kg.extract.corpus import in_batches, in_order, new_names, spread, with_names
from kg.extract.firsts import find_firsts
from kg.extract.honours import find_honours
from kg.extract.initiatives import find_initiatives, look_at
from kg.extract.localities import find_localities
from kg.extract.metrics import find_metrics, link_metrics
from kg.extract.partners import find_partners
from kg.lexicon import cached
from kg.model import (
    Extraction,
    FirstMention,
    HonourMention,
    InitiativeMention,
    Leftover,
    LocalityMention,
    MetricMention,
    PartnerMention,
    Report,
)

__all__ = [
    "extract",
    "extract_all",
    "find_all_named",
    "find_counted",
    "joined",
    "new_names",
    "spread",
    "with_names",
]

Named = tuple[tuple[InitiativeMention, ...], tuple[Leftover, ...]]  # initiatives; quoted phrases that name none


class Counted(NamedTuple):
    """The mentions of a report that are found without knowing its initiatives."""

    metrics: tuple[MetricMention, ...]
    loose_numerals: tuple[Leftover, ...]
    honours: tuple[HonourMention, ...]
    firsts: tuple[FirstMention, ...]
    partners: tuple[PartnerMention, ...]
    localities: tuple[LocalityMention, ...]


def extract(report: Report) -> Extraction:
    """Return every mention in `report`, each kind in the order of the text."""
    return joined(report, find_initiatives(report), find_counted(report))


def extract_all(reports: Iterable[Report]) -> Iterator[Extraction]:
    """Yield what `extract` returns for each of `reports`, which takes less time than one by one."""
    for batch in in_batches(reports):
        look_at(batch, tagger.load())
        yield from map(extract, batch)


def find_all_named(reports: Iterable[Report]) -> Iterator[Named]:
    """Yield the initiatives of each of `reports`: half of the work, and none of the other half."""
    for batch in in_batches(reports):
        look_at(batch, tagger.load())
        yield from map(find_initiatives, batch)


def find_counted(report: Report) -> Counted:
    """Return the other kinds of mentions."""
    metrics, loose_numerals = find_metrics(report)
    parts = dealt(report, _gates())
    return Counted(
        metrics,
        loose_numerals,
        honours=find_honours(report, parts),
        firsts=find_firsts(report, parts),
        partners=find_partners(report, parts),
        localities=find_localities(report, parts),
    )


@cached
def _gates() -> tuple[Gate, ...]:
    """Return what the clauses pass in which honours, firsts, partners and localities are looked for."""
    return (*honours.gates(), *firsts.gates(), *partners.gates(), *localities.gates())


def joined(report: Report, named: Named, counted: Counted) -> Extraction:
    """Return both halves as one, the metrics with the initiatives that they measure."""
    initiatives, loose_quotes = named
    return Extraction(
        report=report,
        metrics=link_metrics(counted.metrics, initiatives, report),
        initiatives=initiatives,
        honours=counted.honours,
        firsts=counted.firsts,
        partners=counted.partners,
        localities=counted.localities,
        leftovers=in_order(counted.loose_numerals, loose_quotes),
    )
