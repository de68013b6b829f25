"""Every node has a page and RDF at a path of its own; the query page works offline; only what a build wrote is served."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import rdflib
from served import Server, serving

from kg import store

BASE = "https://example.org/jiedao/id/"
HOSTILE = "</h1><script>alert(1)</script>&amp;\"'"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory, seeds_output: Path) -> Path:
    """Return the output of the seeds, with a node whose words are hostile and with a file that no build wrote."""
    folder = tmp_path_factory.mktemp("site") / "output"
    shutil.copytree(seeds_output, folder)
    words = json.dumps(HOSTILE)
    with (folder / "graph.ttl").open("a", encoding="utf-8", newline="\n") as file:
        file.write(
            f'\nplace:hostile a jd:OtherPlace ; rdfs:label {words}@zh ; jd:place place:hostile .\n<{BASE}place/a%20b> rdfs:label "空格"@zh .\n'
        )
    (folder / "private.txt").write_text("not for others", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(output: Path) -> Iterator[Server]:
    with serving(output, "--timeout", "60") as running:
        yield running


class Tags(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and where it leads to."""
        self.names.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]


@pytest.mark.parametrize(
    ("accept", "document"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "/page/place/31"),
        ("text/turtle", "/data/place/31.ttl"),
        ("application/n-triples", "/data/place/31.nt"),
        ("application/rdf+xml", "/data/place/31.rdf"),
        ("application/ld+json", "/data/place/31.jsonld"),
    ],
)
def test_the_address_of_a_node_leads_to_a_document_in_the_format_asked_for(server: Server, accept: str, document: str) -> None:
    reply = server.get("/jiedao/id/place/31", accept)
    assert (reply.status, reply.headers["location"]) == (303, document)
    assert server.get(document).status == 200


def test_the_triples_of_a_node_are_those_of_the_graph(server: Server, output: Path) -> None:
    graph = rdflib.Graph().parse(output / "graph.ttl")
    for node in sorted({one for one in graph.subjects() if isinstance(one, rdflib.URIRef)})[::900]:
        wanted = {*graph.triples((node, None, None)), *graph.triples((None, None, node))}
        reply = server.get(f"/data/{str(node).removeprefix(BASE)}.nt")
        assert {(s, p, o) for s, p, o in rdflib.Graph().parse(data=reply.text, format="nt")} == wanted


def test_every_kind_of_node_has_a_page_whose_links_lead_somewhere(server: Server, output: Path) -> None:
    subjects = re.findall(r"^([a-z-]+):(\S+) a ", (output / "graph.ttl").read_text(encoding="utf-8"), re.M)
    first = dict(reversed(subjects))
    assert len(first) >= 8
    for kind, local in first.items():
        page = server.get(f"/page/{kind}/{local}")
        assert page.status == 200, kind
        for link in Tags(page.text).links[:12]:
            reply = server.get(link, "text/html")
            assert reply.status in {200, 303}, link


def test_words_of_a_report_are_text_on_a_page(server: Server) -> None:
    page = server.get("/page/place/hostile")
    assert page.status == 200
    assert "script" not in Tags(page.text).names
    assert "script-src 'self'" in page.headers["content-security-policy"]


def test_a_percent_sign_in_an_iri_is_kept(server: Server) -> None:
    assert "空格" in server.get("/page/place/a%20b").text
    assert server.get("/jiedao/id/place/a%20b", "text/turtle").headers["location"] == "/data/place/a%20b.ttl"


@pytest.mark.parametrize(
    "path",
    [
        "/page/place/nowhere",
        "/data/place/nowhere.ttl",
        "/data/place/31.exe",
        "/page/%3E%20%7D",
        "/page/place/31%3E",
        "/nowhere",
        "/jiedao/",
    ],
)
def test_what_is_not_there_is_not_found(server: Server, path: str) -> None:
    assert server.get(path).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/private.txt",
        "/../graph.ttl",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/texts/",
        "/tables",
        "/texts/..%2freport.json",
    ],
)
def test_only_files_that_the_build_wrote_are_sent(server: Server, path: str) -> None:
    assert server.get(path).status == 404


def test_the_files_of_the_build_are_sent_as_they_are(server: Server, output: Path) -> None:
    for name, media in (
        ("index.html", "text/html"),
        ("graph.ttl", "text/turtle"),
        ("tables/places.csv", "text/csv"),
        ("report.json", "application/json"),
    ):
        reply = server.get(f"/{name}")
        assert reply.body == (output / name).read_bytes()
        assert reply.headers["content-type"].startswith(media)
        assert reply.headers["x-content-type-options"] == "nosniff"
    assert server.get("/").body == (output / "index.html").read_bytes()
    assert server.get("/ontology.ttl").status == 200


def test_the_query_page_has_all_questions_and_needs_nothing_from_elsewhere(server: Server) -> None:
    page = server.get("/query")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert all(link.startswith("/") for link in Tags(page.text).links)
    assert "http" not in server.get("/serve.js").text.replace("https://www.w3.org", "")
    known = json.loads(server.get("/questions.json").body)
    assert [one["id"] for one in known["questions"]] == [query.id for query in store.list_queries()]
    assert all(one["zh"] and one["en"] for one in known["questions"])


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without a word to it")
def test_a_server_that_is_stopped_leaves_nothing_behind(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with serving(output) as stopped:
        assert stopped.query("ASK {}").status == 200
        assert any(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.alone  # the pages of the other browser tests have a browser open already
def test_a_question_is_asked_with_a_parameter_in_a_browser(server: Server) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            page = browser.new_page(locale="zh-CN")
            faults: list[str] = []
            page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.goto(f"http://127.0.0.1:{server.port}/query")
            page.wait_for_selector("#question option:nth-child(30)", state="attached")
            page.select_option("#question", "initiative-sentences")
            page.fill("[data-name=label]", '一网"} # \\通办')
            hostile = '"一网\\"} # \\\\通办"'
            assert f"VALUES ?label {{ {hostile}@zh {hostile}@en }}" in page.input_value("#text")
            page.fill("[data-name=label]", "一网通办")
            page.click("#run")
            page.wait_for_selector("#answer table tbody tr", timeout=60_000)
            assert "一网通办" in page.inner_text("#answer")
            page.fill(
                "#text",
                "SELECT ?s ?label { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label FILTER(CONTAINS(?label, 'alert(1)')) }",
            )
            page.click("#run")
            page.wait_for_selector("#answer a", timeout=60_000)
            assert HOSTILE in page.inner_text("#answer")
            page.click("#answer a")
            page.wait_for_selector("h1")
            assert HOSTILE in page.inner_text("h1")
            assert faults == []
        finally:
            browser.close()
