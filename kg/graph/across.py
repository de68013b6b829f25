"""What several reports show together: plans met, conflicts and near-duplicates as blocks of triples, copies as facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from kg import terms
from kg.forms import Fact, LocalNames, Property, as_term
from kg.graph.entities import QUOTATION, Minter, jd, quoted
from kg.model import Graph, Occurrence, Span
from kg.model.access import texts_of
from kg.model.runs import Runs, one_each
from kg.terms import Block, Pair, Term, block

_HELD = 20_000  # places of copied passages in memory
_LABEL, _LENGTH = Property(terms.RDFS_LABEL, "zh"), Property(jd("length"), "integer")
_OCCURRENCE, _QUOTED = Property(jd("occurrence"), "occurrence"), Property(terms.WAS_QUOTED_FROM, "report")


def fulfilments(graph: Graph, mint: Minter) -> Iterator[Block]:
    """Yield the blocks of plans met with results."""
    for item in graph.fulfilments:
        pairs = [
            (terms.RDF_TYPE, jd("Fulfilment")),
            (terms.RDFS_LABEL, terms.zh(item.label)),
            (jd("place"), mint("place", item.place)),
            (jd("year"), terms.integer(item.year)),
            (jd("plan"), mint("statement", item.plan)),
            (jd("result"), mint("statement", item.result)),
        ]
        if item.ratio is not None:
            pairs.append((jd("ratio"), terms.number(item.ratio)))
        yield block(mint("fulfilment", item.id), pairs)


def conflicts(graph: Graph, mint: Minter) -> Iterator[Block]:
    """Yield the blocks of statements that disagree."""
    for item in graph.conflicts:
        pairs = [
            (terms.RDF_TYPE, jd("Conflict")),
            (terms.RDFS_LABEL, terms.zh(item.label)),
            (jd("place"), mint("place", item.place)),
            (jd("year"), terms.integer(item.year)),
            (terms.name("schema", "variableMeasured"), mint("indicator", item.indicator)),
            *((jd("statement"), mint("statement", key)) for key in item.statements),
        ]
        yield block(mint("conflict", item.id), pairs)


def reused_passages(graph: Graph, names: LocalNames) -> Iterator[Fact]:
    """Yield what is said of passages that two reports share."""
    form = names.form("reuse", (jd("ReusedPassage"),), (_LABEL, _LENGTH, _OCCURRENCE, _OCCURRENCE))
    for item in graph.reused:
        places = sorted((_occurrence(place, names) for place in item.occurrences), key=as_term)
        yield Fact(form, (names[item.id], terms.escaped(item.label), str(item.length), *places))


def occurrences(graph: Graph, names: LocalNames) -> Iterator[Fact]:
    """Yield what is said of the places where shared passages stand, with their stored text."""
    form = names.form("occurrence", (jd("Occurrence"),), (_QUOTED, *QUOTATION))
    texts = texts_of(graph.extractions)
    places: Runs[tuple[str, int, int], None] = Runs(_HELD, one_each)
    for item in graph.reused:
        for place in item.occurrences:
            places.add(place.key)
    for (report, *ends), _ in groupby(places, itemgetter(0)):
        span = Span(*ends)
        yield Fact(form, (names.within(names[report], *ends), names[report], *quoted(texts[report], span)))


def _occurrence(place: Occurrence, names: LocalNames) -> str:
    report, *ends = place.key
    return names.within(names[report], *ends)


def near_duplicates(graph: Graph, mint: Minter) -> Iterator[Block]:
    """Yield the blocks of pairs of reports that are nearly the same."""
    for item in graph.near_duplicates:
        pairs = [
            (terms.RDF_TYPE, jd("NearDuplicate")),
            (terms.RDFS_LABEL, terms.zh(item.label)),
            (jd("share"), terms.number(item.share)),
            *((jd("ofReport"), mint("report", report)) for report in item.reports),
        ]
        yield block(mint("near-duplicate", item.id), pairs)


def additions(graph: Graph, mint: Minter) -> dict[Term, list[Pair]]:
    """Return what is to be added to the blocks of reports: their near-duplicates."""
    found: dict[Term, list[Pair]] = defaultdict(list)
    for item in graph.near_duplicates:
        one, other = (mint("report", report) for report in item.reports)
        found[one].append((jd("nearDuplicateOf"), other))
        found[other].append((jd("nearDuplicateOf"), one))
    return dict(found)
