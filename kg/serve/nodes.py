"""The page of a node: what is said of it and what points to it, each with a link; and the query for its triples."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from kg import terms
from kg.serve.dataset import Dataset

SHOWN = 300  # rows of a page in either direction
_NAMES = "OPTIONAL { ?o rdfs:label ?label FILTER(LANG(?label) = 'zh') } OPTIONAL { ?o oa:exact ?exact }"
_PREFIXES = "".join(f"PREFIX {prefix}: <{terms.VOCABULARIES[prefix]}>\n" for prefix in ("rdfs", "oa"))
_LABELS = tuple(map(terms.plain, (terms.RDFS_LABEL, terms.name("dcterms", "title"), terms.OA_EXACT)))
_SUFFIXES = {"turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf", "jsonld": "jsonld"}
FORMS = {suffix: form for form, suffix in _SUFFIXES.items()}


def outgoing(iri: str) -> str:
    """Return the query for what is said of a node, one row more than a page shows."""
    return _select(f"<{iri}> ?p ?o")


def incoming(iri: str) -> str:
    """Return the query for what points to a node, one row more than a page shows."""
    return _select(f"?o ?p <{iri}>")


def _select(pattern: str) -> str:
    return f"{_PREFIXES}SELECT ?p ?o ?label ?exact {{ {pattern} {_NAMES} }} ORDER BY ?p ?o LIMIT {SHOWN + 1}"


def triples(iri: str) -> str:
    """Return the query for the triples about a node: it is their subject or their object."""
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ BIND(<{iri}> AS ?s) ?s ?p ?o }} UNION {{ BIND(<{iri}> AS ?o) ?s ?p ?o }} }}"


def document(local: str, form: str) -> str:
    """Return the path of the document about the node with this name, in a format."""
    return f"/page/{local}" if form == "html" else f"/data/{local}.{_SUFFIXES[form]}"


def page(iri: str, about: bytes, pointing: bytes, dataset: Dataset, labels: Mapping[str, tuple[str, str]]) -> str | None:
    """Return the HTML page of a node from the JSON answers to `outgoing` and `incoming`; None if both are empty."""
    said, refer = (json.loads(text)["results"]["bindings"] for text in (about, pointing))
    if not said and not refer:
        return None
    local = dataset.local(iri) or ""
    title = next((row["o"]["value"] for name in _LABELS for row in said if row["p"]["value"] == name), local)
    links = " · ".join(f'<a href="{escape(document(local, form))}">{suffix}</a>' for form, suffix in _SUFFIXES.items())
    return _PAGE.format(
        title=escape(title),
        iri=escape(iri),
        links=links,
        said=_rows(said, dataset, labels),
        refer=f"<h2>被引用 <span lang=en>Referred to by</span></h2>\n{_rows(refer, dataset, labels)}" if refer else "",
    )


def _rows(rows: list[dict[str, Any]], dataset: Dataset, labels: Mapping[str, tuple[str, str]]) -> str:
    shown = "\n".join(
        f"<tr><th>{_property(row['p']['value'], labels)}</th><td>{_value(row, dataset, labels)}</td></tr>" for row in rows[:SHOWN]
    )
    more = f"<p>只显示前 {SHOWN} 行 <span lang=en>The first {SHOWN} rows are shown</span></p>" if len(rows) > SHOWN else ""
    return f"<table>{shown}</table>{more}"


def _property(iri: str, labels: Mapping[str, tuple[str, str]]) -> str:
    zh, en = labels.get(iri, ("", ""))
    name = f"{escape(zh)} " if zh else ""
    return f'{name}<span lang=en title="{escape(iri)}">{escape(en or terms.shortened(iri))}</span>'


def _value(row: Mapping[str, Any], dataset: Dataset, labels: Mapping[str, tuple[str, str]]) -> str:
    term = row["o"]
    if term["type"] != "uri":
        language = term.get("xml:lang")
        return f"<bdi{f' lang={escape(language)}' if language else ''}>{escape(term['value'])}</bdi>"
    iri = term["value"]
    local = dataset.local(iri)
    if local is None:
        return f"{_property(iri, labels)}"
    text = next((row[name]["value"] for name in ("label", "exact") if name in row), local)
    return f'<a href="{escape(dataset.path + local)}"><bdi lang=zh>{escape(text)}</bdi></a>'


_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/serve.css"></head>
<body class="node"><nav><a href="/">图谱 <span lang=en>Graph</span></a> <a href="/query">查询 <span lang=en>Query</span></a></nav>
<main><h1><bdi>{title}</bdi></h1>
<p class="iri"><code>{iri}</code><br>{links}</p>
{said}
{refer}
</main></body></html>
"""
