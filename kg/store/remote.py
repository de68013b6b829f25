"""Send a graph to a triple store over the SPARQL 1.1 Graph Store Protocol, and count what arrived.

Credentials come from the environment, so that no list of processes and no shell history shows them:
KG_LOAD_USER and KG_LOAD_PASSWORD (basic, or digest where the store asks for it), or KG_LOAD_TOKEN (bearer).
"""

from __future__ import annotations

import json
import os
import re
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from kg.errors import StoreError
from kg.store.request import Reply, checked, send

_PAIRS = (  # ends of the two addresses of one store: Graph Store Protocol, query
    ("/store", "/query"),  # Oxigraph
    ("/sparql-graph-crud-auth", "/sparql"),  # Virtuoso
    ("/sparql-graph-crud", "/sparql"),
    ("/data", "/sparql"),  # Fuseki
    ("/rdf-graphs/service", ""),  # GraphDB, RDF4J
)
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { PATTERN }"
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:[^\x00-\x20<>\"{}|\\^`]{1,2000}")
_REMEDIES = {
    400: "The store cannot read the file or the address; check --graph",
    401: "Set KG_LOAD_USER and KG_LOAD_PASSWORD, or KG_LOAD_TOKEN, in the environment",
    403: "The user may not write there",
    404: "Give the address of the store's Graph Store Protocol (see docs/stores.md); some stores need the database to exist",
    405: "The store is read only there, or the address is not that of its Graph Store Protocol",
    413: "The store takes no file of this size; use its bulk loader (see docs/stores.md)",
    415: "The store does not read Turtle there",
}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a graph goes: the Graph Store address, a named graph or None for the default one, a query address or None."""

    endpoint: str
    graph: str | None = None
    query: str | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many triples were sent, and how many the target graph held before and after; None where nobody counted."""

    sent: int
    before: int | None
    after: int | None


def guess(endpoint: str) -> str:
    """Return the query address that goes with a Graph Store address; raises StoreError for an unknown kind of store."""
    checked(endpoint)
    for ending, other in _PAIRS:
        if endpoint.endswith(ending):
            return endpoint.removesuffix(ending) + other
    raise StoreError(f"{endpoint}: the query address of this store is not known. Give it with --query, or --no-verify")


def exposed(endpoint: str) -> bool:
    """Return True if credentials would go over a network unencrypted."""
    parts = urlsplit(endpoint)
    return bool(_credentials()) and parts.scheme == "http" and parts.hostname not in _LOOPBACK


def load(graph_path: Path, target: Target, *, replace: bool, timeout: float = 600) -> Loaded:
    """Send a Turtle file to `target`, in place of its graph or added to it; return the counts.

    The file is streamed. Raises StoreError, with a remedy, if the store cannot be reached, refuses, or does not hold
    afterwards what was sent.
    """
    if target.graph is not None and not _IRI.fullmatch(target.graph):
        raise StoreError(f"{target.graph}: is no IRI of a graph. Give an absolute one: https://example.org/graph")
    sent = count_triples(graph_path)
    before = None if target.query is None or replace else _count(target, timeout)
    parameters = urlencode({"graph": target.graph}) if target.graph else "default"
    address = f"{target.endpoint}{'&' if '?' in target.endpoint else '?'}{parameters}"
    headers = {"Content-Type": "text/turtle; charset=utf-8", **_credentials()}
    reply = send("PUT" if replace else "POST", address, headers, graph_path, timeout)
    _check(reply, target.endpoint)
    after = None if target.query is None else _count(target, timeout)
    _compare(sent, before, after, target.endpoint)
    return Loaded(sent, before, after)


def count_triples(graph_path: Path) -> int:
    """Return the number of triples of a Turtle file; it is read as a stream, and a repeated triple counts again."""
    import pyoxigraph

    try:
        return sum(1 for _ in pyoxigraph.parse(path=str(graph_path), format=pyoxigraph.RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        raise StoreError(f"{graph_path}: cannot be read ({error}). Build it again") from error


def _compare(sent: int, before: int | None, after: int | None, endpoint: str) -> None:
    if after is None:
        return
    least, most = (sent, sent) if before is None else (max(before, sent), before + sent)
    if not least <= after <= most:
        wanted = f"{least}" if least == most else f"{least} to {most}"
        raise StoreError(f"{endpoint}: holds {after} triples after loading, not {wanted}. Look at the store's own log")


def _count(target: Target, timeout: float) -> int:
    pattern = "?s ?p ?o" if target.graph is None else f"GRAPH <{target.graph}> {{ ?s ?p ?o }}"
    body = urlencode({"query": _COUNT.replace("PATTERN", pattern)}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json", **_credentials()}
    assert target.query is not None  # noqa: S101 - for the type checker; callers have looked
    reply = send("POST", target.query, headers, body, timeout)
    _check(reply, target.query)
    try:
        return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise StoreError(
            f"{target.query}: did not count its triples. Give the query address with --query, or --no-verify"
        ) from error


def _check(reply: Reply, address: str) -> None:
    if 200 <= reply.status < 300:
        return
    remedy = _REMEDIES.get(reply.status, "Look at the store's own log")
    if 300 <= reply.status < 400:
        remedy = f"Give the address it leads to: {reply.location}"
    said = " ".join(reply.body[:300].decode("utf-8", "replace").split())
    raise StoreError(f"{address}: answered {reply.status}{f' ({said})' if said else ''}. {remedy}")


def _credentials() -> dict[str, str]:
    token, user = os.environ.get("KG_LOAD_TOKEN"), os.environ.get("KG_LOAD_USER")
    if token:
        return {"Authorization": f"Bearer {token}"}
    if user is None:
        return {}
    both = f"{user}:{os.environ.get('KG_LOAD_PASSWORD', '')}"
    return {"Authorization": "Basic " + b64encode(both.encode()).decode()}
