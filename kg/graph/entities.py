"""Places, reports, sections, initiatives, indicators and localities as blocks of triples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from heapq import merge
from operator import itemgetter
from typing import TypeVar

from kg import terms
from kg.forms import Property
from kg.model import Adoption, Graph, Indicator, Initiative, Kind, Place, Report, Section, Span
from kg.terms import Block, Pair, Term, block
from kg.text.policy_fields import policy_fields

_PLACE_CLASSES = {
    "sub_district": "SubDistrict",
    "town": "Town",
    "township": "Township",
    "district": "District",
    "city": "City",
    "province": "Province",
}
_LOCALITY_KINDS = {
    "community": "Community",
    "estate": "Estate",
    "road": "Road",
    "water": "Water",
    "park": "Park",
    "site": "Site",
}
_TYPE, _LABEL = terms.RDF_TYPE, terms.RDFS_LABEL
Item = TypeVar("Item")
_PREF, _ALT = terms.name("skos", "prefLabel"), terms.name("skos", "altLabel")
QUOTATION = Property(terms.OA_START, "integer"), Property(terms.OA_END, "integer"), Property(terms.OA_EXACT, "zh")
_IN_SCHEME, _CONCEPT = terms.name("skos", "inScheme"), terms.name("skos", "Concept")


jd = partial(terms.name, "jd")  # a term of the ontology by its local name


def quoted(text: str, span: Span) -> tuple[str, str, str]:
    """Return the values of QUOTATION: where a span stands in a stored text, and its words."""
    return str(span.start), str(span.end), terms.escaped(span.of(text))


class Minter(partial[Term]):
    """Makes the IRIs of one data base: called with a kind and a name, as `terms.mint` is behind the base."""

    def __new__(cls, base: str) -> Minter:
        """Bind the base."""
        return super().__new__(cls, terms.mint, base)

    def passage(self, report: str, span: Span) -> Term:
        """Return the IRI of a passage."""
        return self("passage", terms.stretch(report, span.start, span.end))

    def section(self, report: str, index: int) -> Term:
        """Return the IRI of a section by its index."""
        return self("section", terms.section(report, index))


def places(graph: Graph, mint: Minter) -> Iterator[Block]:
    """Yield the blocks of all places."""
    known = {place.id for place in graph.places}
    for place in graph.places:
        yield block(mint("place", place.id), _place(place, known, mint))


def _place(place: Place, known: set[str], mint: Minter) -> Iterator[Pair]:
    yield _TYPE, jd(_PLACE_CLASSES.get(place.level, "OtherPlace"))
    yield _LABEL, terms.zh(place.name)
    ancestors = [("district", place.district), ("city", place.city), ("province", place.province)]
    present = [(level, key) for level, key in ancestors if key in known and key != place.id and key is not None]
    for level, key in present:
        yield jd(level), mint("place", key)
    if present:
        yield terms.name("schema", "containedInPlace"), mint("place", present[0][1])
    if place.statistical_code:
        yield jd("statisticalCode"), terms.text(place.statistical_code)
    if place.civil_affairs_code:
        yield jd("civilAffairsCode"), terms.text(place.civil_affairs_code)
    for former in place.former_names:
        yield jd("formerName"), terms.zh(former)
    if place.anonymous:
        yield jd("anonymous"), terms.boolean(True)


def report(graph: Graph, report: Report, mint: Minter) -> Block:
    """Return the block of a report."""
    return block(mint("report", report.id), (*_about(graph, report, mint), *_said_of_itself(report)))


def _about(graph: Graph, report: Report, mint: Minter) -> Iterator[Pair]:
    decision = graph.decisions[report.id]
    yield _TYPE, jd("Report")
    yield _LABEL, terms.zh(report.head.title or f"{decision.place.name} {report.year or '年份不详'} 工作报告")
    yield jd("place"), mint("place", decision.place.id)
    if report.year is not None:
        yield jd("year"), terms.integer(report.year)
    for source in graph.sources.get(report.id, (report.source,)):
        yield terms.name("dcterms", "source"), terms.text(source.name)
    yield jd("sha256"), terms.text(_sha256(report.text))
    yield jd("charCount"), terms.integer(len(report.text))
    if report.source.recognised:
        yield jd("textRecognised"), terms.boolean(True)
    for reason in decision.reasons:
        yield jd("placeReason"), terms.zh(reason)
    for place in decision.evidence:
        yield jd("placeEvidence"), mint.passage(place.report, place.passage)
    if decision.runner_up is not None:
        yield jd("runnerUp"), mint("place", decision.runner_up.id)


def _sha256(text: str) -> str:
    return terms.digest(text, length=64)


def _said_of_itself(report: Report) -> Iterator[Pair]:
    head = report.head
    literals = [
        (terms.name("dcterms", "title"), head.title, terms.zh),
        (terms.name("dcterms", "issued"), head.published, terms.date),
        (jd("publisher"), head.publisher, terms.zh),
        (jd("indexNumber"), head.index_number, terms.text),
        (jd("documentNumber"), head.document_number, terms.text),
    ]
    for predicate, value, make in literals:
        if value:
            yield predicate, make(value)
    for period, start, end in ((head.period, "periodStart", "periodEnd"), (head.plan_period, "planStart", "planEnd")):
        if period is not None:
            yield jd(start), terms.date(period.start)
            yield jd(end), terms.date(period.end)


def sections(report: Report, mint: Minter) -> list[Block]:
    """Return the blocks of the headings of a report."""
    fields = policy_fields(report)
    return sorted(
        block(mint.section(report.id, index), _section(report, section, fields[index], mint))
        for index, section in enumerate(report.sections)
    )


def _section(report: Report, section: Section, field: str | None, mint: Minter) -> Iterator[Pair]:
    span = report.clean.span(section.start, section.end)
    yield _TYPE, jd("Section")
    yield _LABEL, terms.zh((section.number + section.title) or "无标题")
    if section.number:
        yield jd("number"), terms.text(section.number)
    yield jd("heading"), terms.zh(section.title)
    yield jd("level"), terms.integer(section.level)
    yield terms.IS_PART_OF, mint("report", report.id)
    if section.parent >= 0:
        yield jd("parentSection"), mint.section(report.id, section.parent)
    if field:
        yield jd("policyField"), terms.coded("jd", field)
    yield terms.OA_START, terms.integer(span.start)
    yield terms.OA_END, terms.integer(span.end)


def initiatives(graph: Graph, mint: Minter) -> Iterator[Block]:
    """Yield the blocks of all initiatives and of their scheme."""
    scheme = _scheme(mint, "initiative", "举措与提法", "Initiatives and slogans")
    adopted = {item.initiative: item for item in graph.adoptions}

    def about(item: Initiative) -> Iterator[Pair]:
        yield from _initiative(item, mint)
        if item.id in adopted:
            yield from _first_adopters(adopted[item.id], mint)

    yield from _with_scheme(graph.initiatives, scheme, lambda item: mint("initiative", item.id), about)


def _with_scheme(
    items: Sequence[Item], scheme: Block, name: Callable[[Item], Term], about: Callable[[Item], Iterator[Pair]]
) -> Iterator[Block]:
    """Yield the blocks of things, which are sorted by id, and of their scheme by address, each made when its turn comes.

    There may be very many. Nearly all stand in the order of their addresses: only the others are put in order ("a-b"
    comes before "a>").
    """
    late: set[int] = set()
    highest = ""
    for number, subject in enumerate(map(name, items)):
        if subject > highest:
            highest = subject
        else:
            late.add(number)

    def made(some: Iterable[Item]) -> Iterator[Block]:
        return (block(name(item), about(item)) for item in some)

    early = (item for number, item in enumerate(items) if number not in late)
    put_in_order = sorted((items[number] for number in late), key=name)
    yield from merge([scheme], made(early), made(put_in_order), key=itemgetter(0))


def _initiative(item: Initiative, mint: Minter) -> Iterator[Pair]:
    yield from ((_TYPE, jd("Initiative")), (_TYPE, _CONCEPT), (_TYPE, jd("Slogan" if item.kind is Kind.SLOGAN else "Program")))
    if len(item.carried_out_by) > 1:
        yield _TYPE, jd("SharedInitiative")
    yield from _concept(mint, "initiative", item.label, item.alt_labels, item.label_en)
    yield jd("kind"), jd(f"Kind{item.kind.value.capitalize()}")
    yield jd("originLevel"), terms.coded("jd", f"Origin{item.origin_level.capitalize()}")
    if item.first_year is not None:
        yield jd("firstYear"), terms.integer(item.first_year)
    if item.boilerplate:
        yield jd("boilerplate"), terms.boolean(True)
    yield jd("placeCount"), terms.integer(len(item.carried_out_by))
    yield from _relations(item, mint)


def _relations(item: Initiative, mint: Minter) -> Iterator[Pair]:
    for ordinal, label in enumerate(item.components, 1):
        yield jd("hasComponent"), _component_iri(mint, item, ordinal, label)
    if item.family:
        yield jd("inFamily"), mint("family", terms.hashed("family", item.family))
    if item.variant_of:
        yield jd("variantOf"), mint("initiative", item.variant_of)
    for place in item.carried_out_by:
        yield jd("carriedOutBy"), mint("place", place)
    for reason in item.merge_reasons:
        yield jd("mergeReason"), terms.en(reason)


def _first_adopters(adoption: Adoption, mint: Minter) -> Iterator[Pair]:
    yield jd("firstAdoptedYear"), terms.integer(adoption.year)
    for place in adoption.first:
        yield jd("firstAdopter"), mint("place", place)


def _concept(mint: Minter, kind: str, label: str, others: Sequence[str], label_en: str | None) -> Iterator[Pair]:
    yield _LABEL, terms.zh(label)
    yield _PREF, terms.zh(label)
    if label_en:
        yield _PREF, terms.en(label_en)
    for other in others:
        yield _ALT, terms.zh(other)
    yield _IN_SCHEME, mint(kind, "scheme")


def _scheme(mint: Minter, kind: str, zh: str, en: str) -> Block:
    pairs = [(_TYPE, terms.name("skos", "ConceptScheme")), (_LABEL, terms.zh(zh)), (_PREF, terms.zh(zh)), (_PREF, terms.en(en))]
    return block(mint(kind, "scheme"), pairs)


def _component_iri(mint: Minter, item: Initiative, ordinal: int, label: str) -> Term:
    return mint("component", terms.hashed("component", item.id, ordinal, label))


def components(graph: Graph, mint: Minter) -> Iterator[Block]:
    """Yield the blocks of the parts of numbered formulas."""
    yield from sorted(
        block(
            _component_iri(mint, item, ordinal, label),
            [(_TYPE, jd("Component")), (_LABEL, terms.zh(label)), (jd("ordinal"), terms.integer(ordinal))],
        )
        for item in graph.initiatives
        for ordinal, label in enumerate(item.components, 1)
    )


def families(graph: Graph, mint: Minter) -> Iterator[Block]:
    """Yield the blocks of the name families."""
    names = {item.family for item in graph.initiatives if item.family}
    yield from sorted(
        block(mint("family", terms.hashed("family", name)), [(_TYPE, jd("Family")), (_LABEL, terms.zh(name))]) for name in names
    )


def indicators(graph: Graph, mint: Minter) -> Iterator[Block]:
    """Yield the blocks of all indicators and of their scheme."""
    scheme = _scheme(mint, "indicator", "指标", "Indicators")
    yield from _with_scheme(
        graph.indicators, scheme, lambda item: mint("indicator", item.id), lambda item: _indicator(item, mint)
    )


def _indicator(item: Indicator, mint: Minter) -> Iterator[Pair]:
    yield from ((_TYPE, jd("Indicator")), (_TYPE, _CONCEPT))
    yield from _concept(mint, "indicator", item.label, item.alt_labels, item.label_en)
    for reason in item.merge_reasons:
        yield jd("mergeReason"), terms.en(reason)


def localities(graph: Graph, mint: Minter) -> Iterator[Block]:
    """Yield the blocks of all localities."""
    for item in graph.localities:
        pairs = [
            (_TYPE, jd("Locality")),
            (_LABEL, terms.zh(item.label)),
            (jd("localityKind"), jd(_LOCALITY_KINDS.get(item.kind, "OtherLocality"))),
            (terms.name("schema", "containedInPlace"), mint("place", item.place)),
        ]
        yield block(mint("locality", item.id), pairs)
