"""Initiatives with their components and families, indicators and localities: as facts what there may be very many of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from operator import attrgetter
from typing import TypeVar

from kg import terms
from kg.forms import Fact, LocalNames, Property, Said, as_literal, as_term
from kg.graph.entities import Minter, jd
from kg.model import Adoption, Graph, Indicator, Initiative, Kind
from kg.model.by_id import ById
from kg.terms import Block, block, escaped

_LOCALITY_KINDS = {
    "community": "Community",
    "estate": "Estate",
    "road": "Road",
    "water": "Water",
    "park": "Park",
    "site": "Site",
}
Item = TypeVar("Item", Initiative, Indicator)
_CONCEPT, _SCHEME = terms.name("skos", "Concept"), terms.name("skos", "ConceptScheme")
_KINDS = {kind: f"Kind{kind.value.capitalize()}" for kind in Kind}
_CLASSES = {kind: (jd("Initiative"), _CONCEPT, jd("Slogan" if kind is Kind.SLOGAN else "Program")) for kind in Kind}
_SHARED = {kind: (*classes, jd("SharedInitiative")) for kind, classes in _CLASSES.items()}
_INDICATOR, _LOCALITY = (jd("Indicator"), _CONCEPT), (jd("Locality"),)
_LABEL, _ALT = Property(terms.RDFS_LABEL, "zh"), Property(terms.name("skos", "altLabel"), "zh")
_PREF, _PREF_EN = (Property(terms.name("skos", "prefLabel"), language) for language in ("zh", "en"))
_IN_SCHEME = {kind: Property(terms.name("skos", "inScheme"), kind) for kind in ("initiative", "indicator")}
_KIND, _ORIGIN, _LOCALITY_KIND = (Property(jd(local), "jd") for local in ("kind", "originLevel", "localityKind"))
_FIRST_YEAR, _PLACE_COUNT, _ADOPTED = (
    Property(jd(local), "integer") for local in ("firstYear", "placeCount", "firstAdoptedYear")
)
_BOILERPLATE, _COMPONENT = Property(jd("boilerplate"), "boolean"), Property(jd("hasComponent"), "component")
_FAMILY, _VARIANT = Property(jd("inFamily"), "family"), Property(jd("variantOf"), "initiative")
_CARRIED_OUT, _ADOPTER = Property(jd("carriedOutBy"), "place"), Property(jd("firstAdopter"), "place")
_REASON, _WITHIN = Property(jd("mergeReason"), "en"), Property(terms.name("schema", "containedInPlace"), "place")
_OF_LOCALITY = _LABEL, _LOCALITY_KIND, _WITHIN


def initiatives(graph: Graph, names: LocalNames) -> Iterator[Fact]:
    """Yield what is said of all initiatives and of their scheme."""
    adopted = ById(graph.adoptions, attrgetter("initiative"))

    def made(item: Initiative) -> Fact:
        classes = (_SHARED if len(item.carried_out_by) > 1 else _CLASSES)[item.kind]
        return names.fact("initiative", classes, names[item.id], _initiative(item, adopted.get(item.id), names))

    scheme = _scheme("initiative", "举措与提法", "Initiatives and slogans", names)
    return _with_scheme(graph.initiatives, scheme, made, names)


def indicators(graph: Graph, names: LocalNames) -> Iterator[Fact]:
    """Yield what is said of all indicators and of their scheme."""

    def made(item: Indicator) -> Fact:
        said = _concept("indicator", item.label, item.alt_labels, item.label_en)
        said.add_each(_REASON, map(escaped, item.merge_reasons), as_literal)
        return names.fact("indicator", _INDICATOR, names[item.id], said)

    scheme = _scheme("indicator", "指标", "Indicators", names)
    return _with_scheme(graph.indicators, scheme, made, names)


def _with_scheme(items: Sequence[Item], scheme: Fact, made: Callable[[Item], Fact], names: LocalNames) -> Iterator[Fact]:
    """Yield what is said of things, which are sorted by id, and of their scheme by address, each made when its turn comes.

    There may be very many. Nearly all stand in the order of their addresses: only the others are put in order ("a-b"
    comes before "a>").
    """
    late: set[int] = set()
    highest = ""
    for number, item in enumerate(items):
        local = as_term(names[item.id])
        if local > highest:
            highest = local
        else:
            late.add(number)
    early = (item for number, item in enumerate(items) if number not in late)
    put_in_order = sorted((items[number] for number in late), key=lambda item: as_term(names[item.id]))
    return merge([scheme], map(made, early), map(made, put_in_order), key=lambda one: as_term(one.values[0]))


def _scheme(kind: str, zh: str, en: str, names: LocalNames) -> Fact:
    said = Said([_LABEL], [zh])
    _prefer(said, zh, en)
    return names.fact(kind, (_SCHEME,), "scheme", said)


def _concept(kind: str, label: str, others: Sequence[str], label_en: str | None) -> Said:
    name = escaped(label)
    said = Said((_LABEL, _IN_SCHEME[kind]), (name, "scheme"))
    if label_en:
        _prefer(said, name, escaped(label_en))
    else:
        said.add(_PREF, name)
    if others:
        said.add_each(_ALT, map(escaped, others), as_literal)
    return said


def _prefer(said: Said, zh: str, en: str) -> None:
    """Say two labels, sorted as terms: where they are the same, @en comes before @zh."""
    for which, name in sorted([(_PREF_EN, en), (_PREF, zh)], key=lambda one: as_literal(one[1])):
        said.add(which, name)


def _initiative(item: Initiative, adoption: Adoption | None, names: LocalNames) -> Said:
    said = _concept("initiative", item.label, item.alt_labels, item.label_en)
    said.add(_KIND, _KINDS[item.kind])
    said.add(_ORIGIN, names[f"Origin{item.origin_level.capitalize()}"])
    said.add(_PLACE_COUNT, str(len(item.carried_out_by)))
    said.add_each(_CARRIED_OUT, map(names.__getitem__, item.carried_out_by), as_term)
    if item.first_year is not None:
        said.add(_FIRST_YEAR, str(item.first_year))
    if item.boilerplate:
        said.add(_BOILERPLATE, "true")
    if adoption is not None:
        said.add(_ADOPTED, str(adoption.year))
        said.add_each(_ADOPTER, map(names.__getitem__, adoption.first), as_term)
    _relate(item, names, said)
    return said


def _relate(item: Initiative, names: LocalNames, said: Said) -> None:
    if item.components:
        parts = (names[_component(item, ordinal, label)] for ordinal, label in enumerate(item.components, 1))
        said.add_each(_COMPONENT, parts, as_term)
    if item.family:
        said.add(_FAMILY, names[_family(item.family)])
    if item.variant_of:
        said.add(_VARIANT, names[item.variant_of])
    if item.merge_reasons:
        said.add_each(_REASON, map(escaped, item.merge_reasons), as_literal)


def _component(item: Initiative, ordinal: int, label: str) -> str:
    return terms.hashed("component", item.id, ordinal, label)


def _family(name: str) -> str:
    return terms.hashed("family", name)


def components(graph: Graph, mint: Minter) -> Iterator[Block]:
    """Yield the blocks of the parts of numbered formulas."""
    yield from sorted(
        block(
            mint("component", _component(item, ordinal, label)),
            [(terms.RDF_TYPE, jd("Component")), (terms.RDFS_LABEL, terms.zh(label)), (jd("ordinal"), terms.integer(ordinal))],
        )
        for item in graph.initiatives
        for ordinal, label in enumerate(item.components, 1)
    )


def families(graph: Graph, mint: Minter) -> Iterator[Block]:
    """Yield the blocks of the name families."""
    names = {item.family for item in graph.initiatives if item.family}
    yield from sorted(
        block(mint("family", _family(name)), [(terms.RDF_TYPE, jd("Family")), (terms.RDFS_LABEL, terms.zh(name))])
        for name in names
    )


def localities(graph: Graph, names: LocalNames) -> Iterator[Fact]:
    """Yield what is said of all localities."""
    for item in graph.localities:
        kind = _LOCALITY_KINDS.get(item.kind, "OtherLocality")
        yield names.fact(
            "locality", _LOCALITY, names[item.id], Said(_OF_LOCALITY, (escaped(item.label), kind, names[item.place]))
        )
