"""The reviewer's decisions in the graph: a node each, and on what is as it is because of one a link to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kg import lexicon, terms
from kg.graph.entities import Minter, jd
from kg.model import Graph, Reviewed
from kg.terms import Block, Pair, Term, block

_ID = re.compile(r"\s*\[[A-Za-z0-9_.-]{1,80}\]$")
_INFLUENCED = terms.name("prov", "wasInfluencedBy")


def decisions(graph: Graph, mint: Minter) -> Iterator[Block]:
    """Yield the blocks of the decisions that had an effect; stale ones made no fact and stand in the ledger alone."""
    names = {place.id: place.name for place in graph.places}
    places = {report: names[decided.place.id] for report, decided in graph.decisions.items()}
    yield from (block(mint("decision", done.id), _decision(done, places)) for done in graph.reviewed if not done.stale)


def _decision(done: Reviewed, places: dict[str, str]) -> Iterator[Pair]:
    yield terms.RDF_TYPE, jd("ReviewDecision")
    yield terms.RDFS_LABEL, terms.zh(_label(done, places))
    yield jd("ruling"), jd(f"Ruling{done.ruling.value.capitalize()}")
    yield jd("decidedOn"), terms.zh(done.subject)
    if done.candidate:
        yield jd("decidedAgainst"), terms.zh(done.candidate)
    if done.value:
        yield jd("decidedValue"), terms.text(done.value)
    if done.note:
        yield jd("note"), terms.zh(done.note)
    for label in done.left_out:
        yield jd("leftOut"), terms.zh(label)


def _label(done: Reviewed, places: dict[str, str]) -> str:
    placed = next((places[key] for kind, key in done.touched if kind == "report"), "")
    cells = {
        "subject": _ID.sub("", done.subject) or done.subject,
        "candidate": (placed if done.ruling.value == "place" else "") or _ID.sub("", done.candidate or done.value),
        "value": done.value,
    }
    return re.sub(r"\{(subject|candidate|value)\}", lambda match: cells[match[1]], _says()[done.ruling.value])


@lexicon.cached
def _says() -> dict[str, str]:
    return {row["decision"]: row["says"] for row in lexicon.table("decision_kinds")}


def marks(graph: Graph, mint: Minter) -> dict[Term, list[Pair]]:
    """Return what the decisions add to other subjects: whose doing it is, and that a place is inferred."""
    found: dict[Term, list[Pair]] = defaultdict(list)
    for done in graph.reviewed:
        for kind, key in done.touched:
            decision = mint("decision", done.id)
            found[mint(kind, key)] += [(jd("decision"), decision), (_INFLUENCED, decision)]
    for report, decided in graph.decisions.items():
        if decided.inferred:
            found[mint("report", report)].append((jd("placeInferred"), terms.boolean(True)))
    return found
