"""Rows of an Oxigraph answer in the four result formats of SPARQL 1.1, written piece by piece.

Oxigraph's own writers cannot stop at a row; these can. JSON: W3C sparql11-results-json; XML: rdf-sparql-XMLres;
CSV and TSV: sparql11-results-csv-tsv.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.terms import XSD

GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
BOOLEANS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
Rows = Iterable[Sequence[Any]]  # a term or None for each variable
_STRING = XSD + "string"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_HEAD = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>'


def pieces(form: str, variables: Sequence[str], rows: Rows) -> Iterator[str]:
    """Yield the text of an answer as 'json', 'xml', 'csv' or 'tsv'."""
    return _WRITERS[form](variables, rows)


def _json(variables: Sequence[str], rows: Rows) -> Iterator[str]:
    yield '{"head":' + json.dumps({"vars": list(variables)}) + ',"results":{"bindings":[\n'
    between = ""
    for row in rows:
        bound = {name: _json_term(term) for name, term in zip(variables, row, strict=True) if term is not None}
        yield between + json.dumps(bound, ensure_ascii=False)
        between = ",\n"
    yield "\n]}}\n"


def _json_term(term: Any) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = zip(("subject", "predicate", "object"), term, strict=True)
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts}}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    kind = term.datatype.value
    return {"type": "literal", "value": term.value} | ({} if kind == _STRING else {"datatype": kind})


def _xml(variables: Sequence[str], rows: Rows) -> Iterator[str]:
    yield _XML_HEAD + "".join(f"<variable name={quoteattr(name)}/>" for name in variables) + "</head>\n<results>\n"
    for row in rows:
        bound = ((name, term) for name, term in zip(variables, row, strict=True) if term is not None)
        cells = "".join(f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>" for name, term in bound)
        yield f"<result>{cells}</result>\n"
    yield "</results>\n</sparql>\n"


def _xml_term(term: Any) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{escape(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{escape(term.value)}</bnode>"
    if isinstance(term, ox.Triple):
        parts = zip(("subject", "predicate", "object"), term, strict=True)
        return "<triple>" + "".join(f"<{name}>{_xml_term(part)}</{name}>" for name, part in parts) + "</triple>"
    text = escape(_NOT_XML.sub("\ufffd", term.value), {"\r": "&#13;"})
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{text}</literal>"
    kind = term.datatype.value
    return f"<literal>{text}</literal>" if kind == _STRING else f"<literal datatype={quoteattr(kind)}>{text}</literal>"


def _csv(variables: Sequence[str], rows: Rows) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(variables)
    for row in rows:
        writer.writerow(
            "" if term is None else str(term) if isinstance(term, ox.Triple | ox.BlankNode) else term.value for term in row
        )
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def _tsv(variables: Sequence[str], rows: Rows) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in variables) + "\n"
    for row in rows:
        yield "\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) + "\n"


_WRITERS: dict[str, Callable[[Sequence[str], Rows], Iterator[str]]] = {"json": _json, "xml": _xml, "csv": _csv, "tsv": _tsv}
