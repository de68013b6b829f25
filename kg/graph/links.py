"""The strongest links between places as blocks of triples: ready in the graph, for joining all pairs in SPARQL takes minutes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kg import terms
from kg.graph.entities import Minter, jd
from kg.graph.neighbours import Named, strongest_links
from kg.model import Graph
from kg.terms import Block, block

LINKS = 20  # of each place: their number grows with the places and not with their pairs
_FOUR_PLACES = Decimal("0.0001")


def shared_links(graph: Graph, mint: Minter) -> Iterator[Block]:
    """Yield the blocks of the links between places that name the same initiatives, boilerplate aside."""
    names = {place.id: place.name for place in graph.places}
    shown = [item for item in graph.initiatives if not item.boilerplate]
    ids = sorted({place for item in shown for place in item.carried_out_by})
    numbers = {key: number for number, key in enumerate(ids)}
    named = Named.by(len(ids), ((item.id, {numbers[place] for place in item.carried_out_by}) for item in shown))
    mine = named.of_places()
    for link in strongest_links(named, LINKS):
        places = (ids[link.one], ids[link.other])
        common = len(mine[link.one] & mine[link.other])
        pairs = [
            (terms.RDF_TYPE, jd("SharedLink")),
            (terms.RDFS_LABEL, terms.zh(f"{names[places[0]]}与{names[places[1]]}共有{common}项举措")),
            *((jd("linkedPlace"), mint("place", place)) for place in places),
            (jd("commonCount"), terms.integer(common)),
            (jd("likeness"), terms.number((Decimal(link.common) / link.either).quantize(_FOUR_PLACES))),
        ]
        yield block(mint("shared-link", "_".join(places)), pairs)
