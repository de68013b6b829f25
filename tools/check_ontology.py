"""Look for the usual pitfalls of ontologies, offline; the numbers are those of the OOPS! catalogue where it has one.

python tools/check_ontology.py [FILE]     exit 1 if there is one (default: ontology/jiedao.ttl)
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

Finding = tuple[Node, str]
ROOT = Path(__file__).resolve().parents[1]
DCTERMS = "http://purl.org/dc/terms/"
STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
RANGE_INCLUDES = URIRef("https://schema.org/rangeIncludes")
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty)
# https://www.w3.org/TR/owl2-syntax/#Datatype_Maps; langString is what rdf:PlainLiteral with a tag is in RDF 1.1.
OWL_DATATYPES = {
    *(XSD[name] for name in ("string", "boolean", "decimal", "integer", "nonNegativeInteger", "double", "float", "anyURI")),
    *(XSD[name] for name in ("dateTime", "dateTimeStamp", "hexBinary", "base64Binary", "language", "positiveInteger")),
    RDF.langString,
    RDFS.Literal,
}
NO_DOMAIN = {"decision": "anything can be as it is because of a decision"}


def main(arguments: list[str]) -> int:
    """Print what is found; return the exit code."""
    graph = Graph().parse(arguments[0] if arguments else ROOT / "ontology" / "jiedao.ttl")
    found = [f"{name}: {graph.namespace_manager.normalizeUri(str(term))}: {why}" for name, term, why in pitfalls(graph)]
    print("\n".join(found) if found else f"no pitfall among {len(CHECKS)} kinds")
    return int(bool(found))


def pitfalls(graph: Graph) -> Iterator[tuple[str, Node, str]]:
    """Yield the name of the pitfall, the term and the reason of each."""
    for name, check in CHECKS.items():
        for term, why in sorted(check(graph), key=str):
            yield name, term, why


def own(graph: Graph, *kinds: Node) -> list[URIRef]:
    """Return the terms of the ontology's own namespace that are of one of some kinds, sorted."""
    base = str(next(graph.subjects(RDF.type, OWL.Ontology), ""))
    found = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    return sorted(term for term in found if isinstance(term, URIRef) and base and term.startswith(base + "#"))


def every(graph: Graph) -> list[URIRef]:
    """Return all terms of the ontology."""
    return own(graph, OWL.Class, *PROPERTIES, OWL.AnnotationProperty, SKOS.Concept, SKOS.ConceptScheme)


def unconnected(graph: Graph) -> Iterator[Finding]:
    """P04: a class that no axiom and no property speaks of."""
    for term in own(graph, OWL.Class):
        used = set(graph.predicates(None, term)) | set(graph.predicates(term)) & {RDFS.subClassOf}
        if not used - {RDFS.seeAlso}:
            yield term, "stands alone"


def circular(graph: Graph) -> Iterator[Finding]:
    """P06: a class or property that is under itself."""
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in set(graph.subjects(predicate)):
            if any(term in graph.transitive_objects(above, predicate) for above in graph.objects(term, predicate)):
                yield term, "is under itself"


def merged(graph: Graph) -> Iterator[Finding]:
    """P07: one class for two concepts."""
    for term in own(graph, OWL.Class):
        if re.search("[a-z](And|Or)[A-Z]", term):
            yield term, "names two concepts"


def unsaid(graph: Graph) -> Iterator[Finding]:
    """P08: a term without label, definition or example, in Chinese and English where it is prose."""
    for term in every(graph):
        for predicate in (RDFS.label, SKOS.definition, RDFS.comment):
            tags = sorted(str(value.language) for value in graph.objects(term, predicate) if isinstance(value, Literal))
            if tags != ["en", "zh"]:
                yield term, f"has {predicate.split('#')[1]} in {tags}"
        for predicate in (SKOS.example, STATUS, RDFS.isDefinedBy):
            if graph.value(term, predicate) is None:
                yield term, f"has no {predicate.split('#')[1]}"


def not_disjoint(graph: Graph) -> Iterator[Finding]:
    """P10: classes under one class of which none excludes another; kinds that overlap on purpose are under two."""
    apart = [set(Collection(graph, head)) for head in graph.objects(None, OWL.members)]
    siblings: dict[Node, set[Node]] = defaultdict(set)
    for term in own(graph, OWL.Class):
        for above in graph.objects(term, RDFS.subClassOf):
            siblings[above].add(term)
    for above, terms in siblings.items():
        if len(terms) > 1 and not any(len(terms & members) > 1 for members in apart):
            yield above, "has classes under it that do not exclude one another"


def loose(graph: Graph) -> Iterator[Finding]:
    """P11: a property without domain or range."""
    for term in own(graph, *PROPERTIES):
        if graph.value(term, RDFS.domain) is None and term.rsplit("#")[-1] not in NO_DOMAIN:
            yield term, "has no domain"
        if graph.value(term, RDFS.range) is None and graph.value(term, RANGE_INCLUDES) is None:
            yield term, "has no range"


def inverse(graph: Graph) -> Iterator[Finding]:
    """P05, P25-P28: an inverse of itself or with domain and range that do not mirror; a symmetric one between two classes."""
    for one, other in graph.subject_objects(OWL.inverseOf):
        if one == other:
            yield one, "is its own inverse"
        elif {graph.value(one, RDFS.domain), graph.value(other, RDFS.domain)} != {
            graph.value(other, RDFS.range),
            graph.value(one, RDFS.range),
        }:
            yield one, "and its inverse do not mirror each other"
    for kind in (OWL.SymmetricProperty, OWL.TransitiveProperty):
        for term in own(graph, kind):
            if graph.value(term, RDFS.domain) != graph.value(term, RDFS.range):
                yield term, f"is a {kind.split('#')[1]} between two classes"


def several(graph: Graph) -> Iterator[Finding]:
    """P19: two domains or ranges, which mean both at once."""
    for term in own(graph, *PROPERTIES):
        for predicate in (RDFS.domain, RDFS.range):
            if len(list(graph.objects(term, predicate))) > 1:
                yield term, f"has several {predicate.split('#')[1]}s"


def misused(graph: Graph) -> Iterator[Finding]:
    """P20: a definition that is only the label; P24: one that is only the name of the term."""
    for term in every(graph):
        names = {str(value).casefold().rstrip("。.") for value in graph.objects(term, RDFS.label)}
        for value in graph.objects(term, SKOS.definition):
            if str(value).casefold().rstrip("。.") in names:
                yield term, f"is defined by its own name: {value}"


def named(graph: Graph) -> Iterator[Finding]:
    """P22: classes and concepts begin with a capital, properties with a small letter; letters and digits only."""
    for term in every(graph):
        local = term.rsplit("#")[-1]
        small = bool(own_is(graph, term, (*PROPERTIES, OWL.AnnotationProperty)))
        if not re.fullmatch("[a-z][A-Za-z0-9]*" if small else "[A-Z][A-Za-z0-9]*", local):
            yield term, "is not named as its kind is"


def own_is(graph: Graph, term: Node, kinds: tuple[Node, ...]) -> set[Node]:
    """Return which of some kinds a term is of."""
    return set(graph.objects(term, RDF.type)) & set(kinds)


def same_label(graph: Graph) -> Iterator[Finding]:
    """P12, P30, P32: two classes, or two properties, of one label."""
    for kinds in ((OWL.Class,), (*PROPERTIES, OWL.AnnotationProperty)):
        labels: dict[Node, list[URIRef]] = defaultdict(list)
        for term in own(graph, *kinds):
            for label in graph.objects(term, RDFS.label):
                labels[label].append(term)
        for label, terms in labels.items():
            if len(terms) > 1:
                yield terms[0], f"shares the label {label} with {', '.join(terms[1:])}"


def untyped(graph: Graph) -> Iterator[Finding]:
    """P34, P35: a class or property that is used and not declared, of other vocabularies too."""
    classes, properties = set(graph.subjects(RDF.type, OWL.Class)), set(graph.subjects(RDF.type))
    for predicate in (RDFS.subClassOf, RDFS.domain, RDFS.range):
        for term in set(graph.objects(None, predicate)):
            if isinstance(term, URIRef) and term not in classes and term not in OWL_DATATYPES:
                yield term, f"is no declared class or datatype of OWL 2, used by {predicate.split('#')[1]}"
    for term in set(graph.objects(None, RDFS.subPropertyOf)):
        if term not in properties:
            yield term, "is no declared property"


def two_natures(graph: Graph) -> Iterator[Finding]:
    """A term that is an object and a datatype or annotation property, or class and property: outside OWL 2 DL."""
    kinds = (OWL.Class, *PROPERTIES, OWL.AnnotationProperty)
    for term in set(graph.subjects(RDF.type)):
        found = own_is(graph, term, kinds)
        if len(found) > 1:
            yield term, f"is {' and '.join(sorted(str(one).split('#')[1] for one in found))}"


def unannounced(graph: Graph) -> Iterator[Finding]:
    """P38, P41: no ontology declared, without version, licence, titles, prefix; P36, P39: its address."""
    headers = list(graph.subjects(RDF.type, OWL.Ontology))
    if len(headers) != 1:
        yield OWL.Ontology, f"is declared {len(headers)} times"
        return
    wanted = (
        OWL.versionIRI,
        OWL.versionInfo,
        *(URIRef(DCTERMS + name) for name in ("license", "title", "description", "issued")),
    )
    for predicate in (*wanted, URIRef("http://purl.org/vocab/vann/preferredNamespacePrefix"), STATUS):
        if graph.value(headers[0], predicate) is None:
            yield headers[0], f"does not say {predicate}"
    if re.search(r"\.(owl|ttl|rdf|n3)$", str(headers[0])):
        yield headers[0], "has the ending of a file"


CHECKS: dict[str, Callable[[Graph], Iterator[Finding]]] = {
    "unconnected (P04)": unconnected,
    "inverse, symmetric or transitive by mistake (P05, P25-P29)": inverse,
    "cycle (P06)": circular,
    "two concepts in one (P07)": merged,
    "not described (P08)": unsaid,
    "not disjoint (P10)": not_disjoint,
    "no domain or range (P11)": loose,
    "one label for two (P12, P30, P32)": same_label,
    "several domains or ranges (P19)": several,
    "defined by itself (P20, P24)": misused,
    "naming (P22)": named,
    "not declared (P34, P35)": untyped,
    "ontology metadata (P36, P38, P41)": unannounced,
    "not OWL 2 DL": two_natures,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
