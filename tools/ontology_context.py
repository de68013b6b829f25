"""The JSON-LD context of the ontology: its prefixes, and what the values of each property are."""

from __future__ import annotations

import json
from typing import Any

from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg import terms

RANGE_INCLUDES = URIRef("https://schema.org/rangeIncludes")
# Properties of other vocabularies, whose ranges the ontology does not repeat.
FOREIGN: dict[str, str] = {
    "dcterms:issued": "xsd:date",
    "dcterms:title": "@language",
    "oa:end": "xsd:integer",
    "oa:exact": "@language",
    "oa:start": "xsd:integer",
    "rdfs:label": "@language",
    "skos:altLabel": "@language",
    "skos:prefLabel": "@language",
    "void:distinctSubjects": "xsd:integer",
    "void:entities": "xsd:integer",
    "void:triples": "xsd:integer",
}
_PLAIN = {"xsd:string", "xsd:decimal"}  # strings need no coercion; of numbers some are integers
_IDS = ("dcterms:license",)


def context(graph: Graph) -> str:
    """Return the text of context.jsonld."""
    kinds = {**FOREIGN, **dict.fromkeys(_IDS, "@id")}
    for term in graph.subjects(RDF.type, OWL.ObjectProperty):
        kinds[_short(str(term))] = "@id"
    for term in graph.subjects(RDF.type, OWL.DatatypeProperty):
        target = graph.value(term, RDFS.range) or graph.value(term, RANGE_INCLUDES)
        if target is not None:
            kinds[_short(str(term))] = "@language" if target == RDF.langString else _short(str(target))
    made: dict[str, Any] = {"id": "@id", "type": "@type", **terms.VOCABULARIES}
    made |= {name: _definition(kinds[name]) for name in sorted(kinds) if kinds[name] not in _PLAIN and "//" not in name}
    return json.dumps({"@context": made}, ensure_ascii=False, indent=1) + "\n"


def _definition(kind: str) -> dict[str, str]:
    return {"@container": "@language"} if kind == "@language" else {"@type": kind}


def _short(iri: str) -> str:
    for prefix, address in terms.VOCABULARIES.items():
        if iri.startswith(address):
            return f"{prefix}:{iri.removeprefix(address)}"
    return iri
