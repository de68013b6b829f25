"""The SHACL shapes of the ontology, run over a graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg import resources
from kg.graph.parsed import Fault

_REMEDY = "Report this as a fault of the builder, with the shape"


def faults(path: Path) -> Iterator[Fault]:
    """Yield what ontology/shapes.ttl refuses in a Turtle file."""
    import pyshacl
    import rdflib

    data = rdflib.Graph().parse(path, format="turtle")
    shapes = rdflib.Graph().parse(resources.ontology_file("shapes.ttl"), format="turtle")
    ontology = rdflib.Graph().parse(resources.ontology_file("jiedao.ttl"), format="turtle")
    conforms, results, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=ontology, inference="none", advanced=False)
    if not conforms:
        yield from _read(results)


def _read(results: Any) -> Iterator[Fault]:
    from rdflib.namespace import RDF, SH

    for result in results.subjects(RDF.type, SH.ValidationResult):
        node = results.value(result, SH.focusNode)
        messages = sorted(str(message) for message in results.objects(result, SH.resultMessage) if message.language != "zh")
        value = results.value(result, SH.value)
        detail = f" ({value})" if value is not None else ""
        yield Fault(str(node), f"{'; '.join(messages) or 'violates a shape'}{detail}", _REMEDY)
