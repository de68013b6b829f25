"""Loading into a store over HTTP: what is sent, with which credentials, and what is said when it fails."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from kg.__main__ import main
from kg.errors import StoreError
from kg.store.remote import Target, exposed, guess, load


class Fake(BaseHTTPRequestHandler):
    """A store that counts what a test says and keeps what it is sent."""

    seen: ClassVar[list[tuple[str, str, dict[str, str], bytes]]] = []
    counts: ClassVar[list[int]] = []
    status = 204
    wanted = ""

    def answer(self) -> None:
        """Note a request, and answer it as the test wants."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        Fake.seen.append((self.command, self.path, dict(self.headers), body))
        if Fake.wanted and not self.headers.get("Authorization", "").startswith(Fake.wanted):
            self.send_response(401)
            if "Authorization" not in self.headers:
                self.send_header("WWW-Authenticate", 'Digest realm="r", nonce="n", qop="auth", algorithm="MD5"')
            return self.end_headers()
        text = b""
        if self.path.startswith("/query"):
            text = json.dumps({"results": {"bindings": [{"n": {"value": str(Fake.counts.pop(0))}}]}}).encode()
        self.send_response(200 if text else Fake.status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
        return None

    do_PUT = do_POST = answer  # noqa: N815 - names of the standard library

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("KG_LOAD_USER", "KG_LOAD_PASSWORD", "KG_LOAD_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    Fake.seen, Fake.counts, Fake.status, Fake.wanted = [], [], 204, ""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Fake)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph.ttl"
    path.write_text('<http://e/s> <http://e/p> "一", "二", "三" .\n', encoding="utf-8")
    return path


def test_replacing_puts_the_file_and_counts_afterwards(address: str, graph: Path) -> None:
    Fake.counts = [3]
    loaded = load(graph, Target(f"{address}/store", "http://e/g?a=1&b", f"{address}/query"), replace=True)
    assert (loaded.sent, loaded.before, loaded.after) == (3, None, 3)
    method, path, headers, body = Fake.seen[0]
    assert (method, path, body) == ("PUT", "/store?graph=http%3A%2F%2Fe%2Fg%3Fa%3D1%26b", graph.read_bytes())
    assert headers["Content-Type"].startswith("text/turtle")
    assert headers["Content-Length"] == str(len(body))


def test_adding_posts_to_the_default_graph_and_counts_before_and_after(address: str, graph: Path) -> None:
    Fake.counts = [10, 12]
    assert load(graph, Target(f"{address}/store", None, f"{address}/query"), replace=False).after == 12
    assert [(method, path) for method, path, _, _ in Fake.seen] == [
        ("POST", "/query"),
        ("POST", "/store?default"),
        ("POST", "/query"),
    ]


@pytest.mark.parametrize(("replace", "counts"), [(True, [2]), (True, [4]), (False, [5, 4]), (False, [5, 9]), (False, [0, 2])])
def test_a_count_that_cannot_be_is_an_error(address: str, graph: Path, replace: bool, counts: list[int]) -> None:
    Fake.counts = counts
    with pytest.raises(StoreError, match="after loading, not"):
        load(graph, Target(f"{address}/store", None, f"{address}/query"), replace=replace)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "cannot read"),
        (401, "KG_LOAD_USER"),
        (403, "may not"),
        (404, "Graph Store"),
        (413, "bulk"),
        (415, "Turtle"),
        (500, "own log"),
        (307, "leads to"),
    ],
)
def test_a_refusal_is_told_with_a_remedy(address: str, graph: Path, status: int, said: str) -> None:
    Fake.status = status
    with pytest.raises(StoreError, match=f"answered {status}.*{said}"):
        load(graph, Target(f"{address}/store"), replace=True)


@pytest.mark.parametrize(
    ("environment", "header"),
    [
        ({"KG_LOAD_USER": "u", "KG_LOAD_PASSWORD": "密"}, "Basic " + b64encode("u:密".encode()).decode()),
        ({"KG_LOAD_TOKEN": "t"}, "Bearer t"),
        ({}, ""),
    ],
)
def test_credentials_come_from_the_environment(
    address: str, graph: Path, environment: dict[str, str], header: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    load(graph, Target(f"{address}/store"), replace=True)
    assert Fake.seen[0][2].get("Authorization", "") == header
    assert exposed("http://elsewhere.example/store") == bool(header)
    assert not exposed("https://elsewhere.example/store")
    assert not exposed(f"{address}/store")


def test_a_store_that_wants_digest_gets_it(address: str, graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Fake.wanted = "Digest "
    monkeypatch.setenv("KG_LOAD_USER", "u")
    monkeypatch.setenv("KG_LOAD_PASSWORD", "secret")
    load(graph, Target(f"{address}/store"), replace=True)
    method, _, headers, body = Fake.seen[-1]
    assert (method, body) == ("PUT", graph.read_bytes())
    assert 'username="u"' in headers["Authorization"]
    assert "secret" not in headers["Authorization"]
    assert Fake.seen[1][3] == b""  # the question which kind is wanted must not carry, or empty, anything
    assert Fake.seen[1][0] == "POST"


@pytest.mark.parametrize(
    "endpoint", ["ftp://e/store", "nowhere", "http://", "http://e:x/store", "http://u:p@e/store", "http://e/ /store"]
)
def test_an_address_that_cannot_be_used_is_named(endpoint: str, graph: Path) -> None:
    with pytest.raises(StoreError, match="address"):
        load(graph, Target(endpoint), replace=True)


@pytest.mark.parametrize("name", ["g", "http://e/> } DROP ALL #", "http://e/a b", ""])
def test_a_graph_that_is_no_iri_is_refused_before_anything_is_sent(address: str, graph: Path, name: str) -> None:
    with pytest.raises(StoreError, match="no IRI"):
        load(graph, Target(f"{address}/store", name), replace=True)
    assert Fake.seen == []


def test_nobody_there_is_said_so(graph: Path) -> None:
    with pytest.raises(StoreError, match="Is the store running"):
        load(graph, Target("http://127.0.0.1:1/store"), replace=True)


@pytest.mark.parametrize(
    ("endpoint", "query"),
    [
        ("http://e/store", "http://e/query"),
        ("http://e/jiedao/data", "http://e/jiedao/sparql"),
        ("http://e/sparql-graph-crud-auth", "http://e/sparql"),
        ("http://e/repositories/jiedao/rdf-graphs/service", "http://e/repositories/jiedao"),
    ],
)
def test_the_query_address_of_known_stores_is_found(endpoint: str, query: str) -> None:
    assert guess(endpoint) == query


@pytest.mark.parametrize("endpoint", ["ftp://example.org/x", "file:///etc/passwd", "example.org:7878/store"])
def test_an_address_that_is_not_of_the_web_is_refused_as_what_it_is(endpoint: str) -> None:
    with pytest.raises(StoreError, match="is no http or https address"):
        guess(endpoint)


def test_an_unknown_store_is_told_what_to_give(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "http://127.0.0.1:1/rdf", "--add", "--output", str(graph.parent)]) == 1
    assert "--query" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["load", "http://127.0.0.1:1/store", "--output", str(graph.parent)])  # replace or add must be said
