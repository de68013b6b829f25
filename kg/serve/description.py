"""The service description of the endpoint (W3C sparql11-service-description)."""

from __future__ import annotations

import pyoxigraph as ox

from kg.serve.dataset import Dataset
from kg.serve.results import GRAPHS

_PREFIXES = {"sd": "http://www.w3.org/ns/sparql-service-description#", "void": "http://rdfs.org/ns/void#"}
_TURTLE = """
@prefix f: <http://www.w3.org/ns/formats/> .
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix void: <http://rdfs.org/ns/void#> .
<#service> a sd:Service ; sd:endpoint <> ; sd:supportedLanguage sd:SPARQL11Query ; sd:defaultDataset <#dataset> ;
    sd:resultFormat f:SPARQL_Results_JSON , f:SPARQL_Results_XML , f:SPARQL_Results_CSV , f:SPARQL_Results_TSV ,
        f:Turtle , f:N-Triples , f:RDF_XML , f:JSON-LD .
<#dataset> a sd:Dataset ; sd:defaultGraph <BASEdataset> .
<BASEdataset> a sd:Graph , void:Dataset ; void:triples TRIPLES ; void:sparqlEndpoint <> .
"""


def describe(endpoint: str, dataset: Dataset, form: str) -> bytes:
    """Return the description of the endpoint at the address `endpoint`, in a format of kg.serve.results.GRAPHS."""
    text = _TURTLE.replace("BASE", dataset.base_iri).replace("TRIPLES", str(dataset.triples))
    triples = (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=endpoint))
    return ox.serialize(triples, format=GRAPHS[form], prefixes=_PREFIXES) or b""
