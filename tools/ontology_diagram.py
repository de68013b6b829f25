"""The picture of the ontology: classes where a person put them, everything else read from jiedao.ttl."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.collection import Collection

from kg import terms

WIDTH, HEIGHT = 1190, 820
COLUMN, ROW, BOX, TALL = 195, 120, 150, 54
PLACES = {  # class: column, row
    **{"Place": (0, 0), "Report": (2, 0), "Section": (4, 0)},
    **{"Status": (0, 1), "Statement": (2, 1), "Passage": (4, 1), "Mention": (4, 2)},
    **{"Observation": (0, 3), "Implementation": (1, 3), "Recognition": (2, 3), "FirstClaim": (3, 3), "Partnership": (4, 3)},
    **{
        "LocalityNote": (5, 3),
        "Indicator": (0, 4),
        "Initiative": (1, 4),
        "Locality": (5, 4),
        "Family": (3, 4),
        "Component": (2, 4.75),
    },
}
ACROSS = ("Fulfilment", "Conflict", "ReusedPassage", "Occurrence", "NearDuplicate", "SharedLink", "ReviewDecision")
LINES = [  # from, property, to
    ("Report", "jd:place", "Place"),
    ("Section", "dcterms:isPartOf", "Report"),
    ("Passage", "dcterms:isPartOf", "Section"),
    ("Passage", "prov:wasQuotedFrom", "Report"),
    ("Mention", "dcterms:isPartOf", "Passage"),
    ("Statement", "jd:place", "Place"),
    ("Statement", "jd:report", "Report"),
    ("Statement", "jd:status", "Status"),
    ("Statement", "prov:wasDerivedFrom", "Passage"),
    ("Statement", "jd:mention", "Mention"),
    ("Observation", "schema:variableMeasured", "Indicator"),
    ("Observation", "jd:initiative", "Initiative"),
    ("Implementation", "jd:initiative", "Initiative"),
    ("Recognition", "jd:about", "Initiative"),
    ("FirstClaim", "jd:about", "Initiative"),
    ("LocalityNote", "jd:locality", "Locality"),
    ("Initiative", "jd:inFamily", "Family"),
    ("Initiative", "jd:hasComponent", "Component"),
]


def diagram(graph: Graph) -> str:
    """Return the picture as SVG. Raises ValueError for a line that the ontology does not bear out."""
    pieces = [*_head(), *_bus(), *_carried_out()]
    pieces += [piece for line in LINES for piece in _line(graph, *line)]
    pieces += [piece for name, (column, row) in PLACES.items() for piece in _box(graph, name, column, row)]
    pieces += [piece for column, name in enumerate(ACROSS) for piece in _box(graph, name, column, 5.75, _links(graph, name))]
    return "\n".join([*pieces, "</svg>"]) + "\n"


def _head() -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        'aria-label="The classes of the ontology and how they are linked" font-family="sans-serif" font-size="12">'
    )
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    yield '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    yield '<path d="M0 0L8 4L0 8z" fill="#333333"/></marker>'
    yield '<marker id="under" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="11" markerHeight="11" orient="auto">'
    yield '<path d="M0 0L10 5L0 10z" fill="#ffffff" stroke="#333333"/></marker></defs>'


def _centre(name: str) -> tuple[float, float]:
    column, row = PLACES[name]
    return 20 + column * COLUMN + BOX / 2, 20 + row * ROW + TALL / 2


def _edge(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """Return where the line from the centre `start` to `end` leaves the box around `start`."""
    across, down = end[0] - start[0], end[1] - start[1]
    share = min(BOX / 2 / abs(across) if across else 9.0, TALL / 2 / abs(down) if down else 9.0)
    return round(start[0] + across * share, 1), round(start[1] + down * share, 1)


def _line(graph: Graph, source: str, name: str, target: str) -> Iterator[str]:
    _check(graph, source, name, target)
    start, end = _edge(_centre(source), _centre(target)), _edge(_centre(target), _centre(source))
    yield f'<path d="M{start[0]} {start[1]}L{end[0]} {end[1]}" stroke="#333333" fill="none" marker-end="url(#tip)"/>'
    along = 0.75 if (source, name) == ("Observation", "jd:initiative") else 0.5  # beside a long label
    yield _label(start[0] + along * (end[0] - start[0]), start[1] + along * (end[1] - start[1]), name)


def _label(x: float, y: float, text: str) -> str:
    back = f'<rect x="{x - 3.3 * len(text):.1f}" y="{y - 8:.1f}" width="{6.6 * len(text):.1f}" height="15" fill="#ffffff"/>'
    return f'{back}<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" fill="#333333" font-size="11">{escape(text)}</text>'


def _bus() -> Iterator[str]:
    """The kinds of statements: one line from all of them to the statement."""
    x, y = _centre("Statement")
    bus = 20 + 3 * ROW - 26
    for name in ("Observation", "Implementation", "Recognition", "FirstClaim", "Partnership", "LocalityNote"):
        across, top = _centre(name)
        yield f'<path d="M{across} {top - TALL / 2}V{bus}H{x}" stroke="#333333" fill="none" stroke-dasharray="5 3"/>'
    yield f'<path d="M{x} {bus}V{y + TALL / 2}" stroke="#333333" fill="none" stroke-dasharray="5 3" marker-end="url(#under)"/>'
    yield _label(x, bus - 36, "rdfs:subClassOf")


def _carried_out() -> Iterator[str]:
    """The one line that goes around others: between the first two columns, up to the place."""
    (left, low), (_, high) = _centre("Initiative"), _centre("Place")
    x = 20 + BOX + (COLUMN - BOX) / 2
    yield (
        f'<path d="M{left - BOX / 2} {low + 14}H{x}V{high + 14}H{20 + BOX}" stroke="#333333" fill="none" marker-end="url(#tip)"/>'
    )
    yield _label(x, 20 + 2.2 * ROW, "jd:carriedOutBy")


def _box(graph: Graph, name: str, column: float, row: float, more: tuple[str, ...] = ()) -> Iterator[str]:
    term = URIRef(terms.JD + name)
    labels = {getattr(label, "language", ""): str(label) for label in graph.objects(term, RDFS.label)}
    if not labels:
        raise ValueError(f"jd:{name} is not in the ontology")
    colour = graph.value(term, URIRef(terms.JD + "colour"))
    x, y = 20 + column * COLUMN, 20 + row * ROW
    tall = TALL + 16 * len(more)
    yield f'<rect x="{x}" y="{y}" width="{BOX}" height="{tall}" rx="6" fill="#ffffff" stroke="{colour}" stroke-width="2"/>'
    yield f'<text x="{x + BOX / 2}" y="{y + 22}" text-anchor="middle" fill="{colour}" font-size="15">{escape(labels["zh"])}</text>'
    yield f'<text x="{x + BOX / 2}" y="{y + 42}" text-anchor="middle" fill="#333333">jd:{name}</text>'
    for number, text in enumerate(more):
        yield f'<text x="{x + BOX / 2}" y="{y + 58 + 16 * number}" text-anchor="middle" fill="#333333" font-size="10">{escape(text)}</text>'


def _links(graph: Graph, name: str) -> tuple[str, ...]:
    """Return what the object properties of a class lead to."""
    found = [
        f"{str(term).rsplit('#')[-1]} → {str(graph.value(term, RDFS.range)).rsplit('#')[-1]}"
        for term in graph.subjects(RDFS.domain, URIRef(terms.JD + name))
        if (term, RDF.type, OWL.ObjectProperty) in graph
    ]
    return tuple(sorted(found))


def _check(graph: Graph, source: str, name: str, target: str) -> None:
    if not name.startswith("jd:"):
        return
    term = URIRef(terms.JD + name[3:])
    above = set(graph.transitive_objects(URIRef(terms.JD + source), RDFS.subClassOf))
    domain = graph.value(term, RDFS.domain)
    members = graph.value(domain, OWL.unionOf)
    domains = set(Collection(graph, members)) if members is not None else {domain}
    if not above & domains or graph.value(term, RDFS.range) != URIRef(terms.JD + target):
        raise ValueError(f"{source} {name} {target}: not what the ontology says")
