"""Places, reports and sections as blocks of triples."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kg import terms
from kg.forms import Property
from kg.model import Graph, Place, Report, Section, Span
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
_TYPE, _LABEL = terms.RDF_TYPE, terms.RDFS_LABEL
QUOTATION = Property(terms.OA_START, "integer"), Property(terms.OA_END, "integer"), Property(terms.OA_EXACT, "zh")


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
