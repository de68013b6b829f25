"""The endpoint speaks the SPARQL 1.1 Protocol, answers in the format that is asked for, and changes nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
import rdflib
from served import Server, serving
from test_store_guard import REFUSED

from kg import store
from kg.store.queries import find_query

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
REPORTS = "SELECT ?r ?label { ?r a <https://w3id.org/jiedao/ontology#Report> ; <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?r"
CONSTRUCT = "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 7"
GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}


@pytest.fixture(scope="module")
def server(seeds_output: Path) -> Iterator[Server]:
    with serving(seeds_output, "--timeout", "60", "--rows", "1000") as running:
        yield running


def bindings(body: bytes) -> list[dict[str, dict[str, str]]]:
    found: list[dict[str, dict[str, str]]] = json.loads(body)["results"]["bindings"]
    return found


def test_a_query_may_come_by_get_in_a_form_or_as_the_body(server: Server) -> None:
    by_get = server.query(REPORTS)
    in_form = server.ask("POST", "/sparql", urlencode({"query": REPORTS}).encode(), FORM)
    direct = server.ask("POST", "/sparql", REPORTS.encode(), DIRECT)
    assert by_get.status == in_form.status == direct.status == 200
    assert by_get.body == in_form.body == direct.body
    assert len(bindings(direct.body)) == 5


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values, text/csv;q=0.5", "text/tab-separated-values"),
        ("text/turtle, text/*;q=0.1", "text/csv"),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", "application/sparql-results+xml"),
    ],
)
def test_rows_come_in_the_format_that_is_asked_for(server: Server, accept: str | None, media: str) -> None:
    reply = server.get(f"/sparql?query={quote(REPORTS)}", accept)
    assert reply.status == 200
    assert reply.headers["content-type"].startswith(media)


def test_the_four_formats_say_the_same_to_independent_parsers(server: Server, seeds_output: Path) -> None:
    """The package rdflib reads JSON, XML and TSV; Oxigraph reads JSON, XML and TSV too; CSV is read by Python's own module."""
    text = find_query("reports").text
    wanted = [
        tuple(None if cell is None else str(cell) for cell in row)
        for row in store.answer("reports", seeds_output / "graph.ttl").rows
    ]
    for media, form in (("json", "JSON"), ("xml", "XML")):
        body = server.query(text, f"application/sparql-results+{media}").body
        theirs = rdflib.query.Result.parse(io.BytesIO(body), format=media)
        assert [tuple(None if one is None else str(one) for one in row) for row in theirs] == wanted
        found = ox.parse_query_results(body, format=getattr(ox.QueryResultsFormat, form))
        assert isinstance(found, ox.QuerySolutions)
        assert [tuple(None if term is None else term.value for term in row) for row in found] == wanted
    found = ox.parse_query_results(server.query(text, "text/tab-separated-values").body, format=ox.QueryResultsFormat.TSV)
    assert isinstance(found, ox.QuerySolutions)
    assert [tuple(None if term is None else term.value for term in row) for row in found] == wanted
    rows = list(csv.reader(io.StringIO(server.query(text, "text/csv").text, newline="")))
    assert [tuple(cell or None for cell in row) for row in rows[1:]] == wanted


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own reader of JSON-LD uses what rdflib deprecates
@pytest.mark.parametrize("media", GRAPHS)
def test_a_graph_comes_in_the_format_that_is_asked_for(server: Server, media: str) -> None:
    reply = server.query(CONSTRUCT, media)
    assert reply.status == 200
    assert reply.headers["content-type"].startswith(media)
    assert len(rdflib.Graph().parse(data=reply.body, format=GRAPHS[media])) == 7


@pytest.mark.parametrize("media", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"])
def test_a_yes_or_no_question_is_answered(server: Server, media: str) -> None:
    assert "true" in server.query("ASK { ?s ?p ?o }", media).text


@pytest.mark.parametrize(("text", "accept"), [(REPORTS, "text/turtle"), (CONSTRUCT, "text/csv"), (REPORTS, "image/png")])
def test_a_format_that_does_not_fit_the_answer_is_not_acceptable(server: Server, text: str, accept: str) -> None:
    assert server.query(text, accept).status == 406


def test_rows_beyond_the_limit_are_left_off_and_the_answer_says_so(server: Server) -> None:
    reply = server.query("SELECT * { ?s ?p ?o }")
    assert len(bindings(reply.body)) == 1000
    assert reply.headers["x-truncated"] == "true"
    assert "x-truncated" not in server.query(REPORTS).headers


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_what_calls_out_loads_changes_or_is_no_query_is_refused(server: Server, text: str) -> None:
    reply = server.ask("POST", "/sparql", text.encode(), DIRECT)
    assert reply.status == 400
    assert "refused" in reply.text or "not valid SPARQL" in reply.text


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("POST", "/sparql", b"update=CLEAR%20ALL", FORM, 403),
        ("POST", "/sparql", b"CLEAR ALL", {"Content-Type": "application/sparql-update"}, 415),
        ("POST", "/sparql", b"x", {}, 415),
        ("POST", "/sparql", b"", FORM, 400),
        ("POST", "/sparql", b"query=ASK{}&query=ASK{}", FORM, 400),
        ("POST", "/sparql", b"query=%ff%fe", FORM, 400),
        ("POST", "/sparql", b"\xff\xfe", DIRECT, 400),
        ("POST", "/sparql", b"#" * 120_000, DIRECT, 413),
        ("POST", "/sparql", b"query=" + b"a" * 1_000_000, FORM, 413),
        ("POST", "/sparql?default-graph-uri=http://e/", b"ASK {}", DIRECT, 400),
        ("GET", "/sparql?query=ASK%7B%7D&named-graph-uri=http://e/", None, {}, 400),
        ("GET", "/sparql?nothing=1", None, {}, 400),
        ("GET", "/sparql?" + "&".join(f"a{n}=1" for n in range(50)), None, {}, 400),
        ("PUT", "/sparql", b"ASK {}", DIRECT, 405),
        ("DELETE", "/sparql", None, {}, 405),
    ],
)
def test_a_request_that_breaks_the_protocol_is_told_how(
    server: Server, method: str, path: str, body: bytes | None, headers: dict[str, str], status: int
) -> None:
    assert server.ask(method, path, body, headers).status == status
    assert server.query("ASK {}").status == 200


def test_the_endpoint_describes_itself_and_leads_a_browser_to_the_query_page(server: Server) -> None:
    described = rdflib.Graph().parse(data=server.get("/sparql", "text/turtle").body, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    endpoint = rdflib.URIRef(f"http://127.0.0.1:{server.port}/sparql")
    assert list(described.objects(None, sd.endpoint)) == [endpoint]
    assert len(list(described.objects(None, sd.resultFormat))) == 8
    reply = server.get("/sparql", "text/html")
    assert (reply.status, reply.headers["location"]) == (303, "/query")


def test_no_other_site_may_read_answers_unless_it_is_named(server: Server, seeds_output: Path) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    assert "access-control-allow-origin" not in server.ask("GET", "/sparql", headers=origin).headers
    with serving(seeds_output, "--cors", "https://elsewhere.example") as open_to_one:
        allowed = open_to_one.ask("GET", "/sparql", headers=origin)
        assert allowed.headers["access-control-allow-origin"] == "https://elsewhere.example"
        assert (
            "access-control-allow-origin"
            not in open_to_one.ask("GET", "/sparql", headers={"Origin": "https://x.example"}).headers
        )


@pytest.mark.parametrize("host", ["attacker.example", "attacker.example:80", "127.0.0.1.attacker.example", ""])
def test_a_request_for_another_host_is_refused(server: Server, host: str) -> None:
    """A web page that points its own name at loopback must not read the graph."""
    for path in ("/sparql?query=ASK%7B%7D", "/", "/query"):
        assert server.ask("GET", path, headers={"Host": host}).status == 400


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "LOCALHOST:8765"])
def test_a_request_for_this_machine_is_answered(server: Server, host: str) -> None:
    assert server.ask("GET", "/query", headers={"Host": host}).status == 200
