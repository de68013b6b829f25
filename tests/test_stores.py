"""Real triple stores load graphs and answer every canned question with the rows that rdflib gives.

Two graphs: that of the seeds, and a small synthetic one in which every question has rows.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import pytest
import rdflib
from corpus.content import make
from served import serving

from kg import store
from kg.__main__ import main
from kg.store.table import Cell, to_cell

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = {query.id: query for query in store.list_queries()}
GRAPHS = ("seeds", "corpus")
OXIGRAPH = Path(sys.executable).parent / ("oxigraph.exe" if os.name == "nt" else "oxigraph")
COMUNICA = Path(os.environ.get("KG_COMUNICA", ROOT / ".tools" / "comunica")) / "node_modules"
COMUNICA_SECONDS = 600  # for all its answers; some 20 on an idle machine
COMUNICA_SEEDS = ("reports", "first-adopters", "growth", "honours", "conflicting-values")  # others take it minutes
XSD = "http://www.w3.org/2001/XMLSchema#"
Rows = list[tuple[Cell, ...]]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, seeds_output: Path) -> dict[str, Path]:
    """Return for each graph the folder where its graph.ttl lies."""
    corpus = tmp_path_factory.mktemp("corpus")
    (corpus / "graph.ttl").write_text(make(), encoding="utf-8")
    return {"seeds": seeds_output, "corpus": corpus}


@pytest.fixture(scope="module")
def expected(folders: dict[str, Path]) -> Callable[[str, str], Rows]:
    """Return a function: name of a graph, id of a question -> its rows in rdflib."""

    @cache
    def graph(name: str) -> rdflib.Graph:
        return rdflib.Graph(bind_namespaces="none").parse(folders[name] / "graph.ttl")

    @cache
    def rows(name: str, question: str) -> Rows:
        return from_json(graph(name).query(QUESTIONS[question].text).serialize(format="json") or b"")

    return rows


def from_json(body: bytes) -> Rows:
    """Return the rows of an answer in SPARQL results JSON as plain values, so that 97 and 97.0 are one number."""
    answer = json.loads(body)
    return [tuple(_cell(row.get(name)) for name in answer["head"]["vars"]) for row in answer["results"]["bindings"]]


def _cell(term: dict[str, str] | None) -> Cell:
    if term is None:
        return None
    kind = term.get("datatype", "")
    return to_cell(term["value"], kind.removeprefix(XSD) if kind.startswith(XSD) else None)


def ask(address: str, name: str, **more: str) -> Rows:
    """Ask an endpoint a canned question."""
    body = urlencode({"query": QUESTIONS[name].text, **more}).encode()
    request = urllib.request.Request(  # noqa: S310 - http on loopback
        address, body, {"Accept": "application/sparql-results+json"}
    )
    with urllib.request.urlopen(request, timeout=300) as response:  # noqa: S310
        return from_json(response.read())


def named(graph: str) -> str:
    """Return the IRI under which a graph is kept in a store."""
    return f"https://example.org/jiedao/graph/{graph}"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextlib.contextmanager
def running(command: list[str], port: int, folder: Path, seconds: float = 120) -> Iterator[None]:
    """Start a server and wait until it listens at a port; stop it afterwards."""
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + seconds
            while True:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
                    break
                assert process.poll() is None, f"{command[0]} ended with {process.returncode}"
                assert time.monotonic() < deadline, f"{command[0]} did not listen within {seconds:g} s"
                time.sleep(0.2)
            yield
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            process.kill()


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory, folders: dict[str, Path]) -> Iterator[str]:
    """Return the address of an Oxigraph server that `kg load` filled."""
    port = free_port()
    folder = tmp_path_factory.mktemp("oxigraph")
    with running([str(OXIGRAPH), "serve", "--location", "db", "--bind", f"127.0.0.1:{port}"], port, folder):
        endpoint = f"http://127.0.0.1:{port}/store"
        for graph in GRAPHS:
            assert main(["load", endpoint, "--replace", "--graph", named(graph), "--output", str(folders[graph])]) == 0
        assert main(["load", endpoint, "--replace", "--output", str(folders["corpus"])]) == 0
        yield f"http://127.0.0.1:{port}/query"


@pytest.fixture(scope="module")
def served_store(tmp_path_factory: pytest.TempPathFactory, seeds_output: Path) -> Iterator[str]:
    """Return the address of `kg serve` over a store on disk."""
    from kg.store.disk import write_store

    folder = tmp_path_factory.mktemp("served") / "store"
    write_store(seeds_output / "graph.ttl", folder)
    with serving(seeds_output, "--store", str(folder), "--timeout", "120") as server:
        yield f"http://127.0.0.1:{server.port}"


VIRTUOSO_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
MaxClientConnections = 10
CaseMode = 2
DirsAllowed = .
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 100000
"""


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory, folders: dict[str, Path]) -> Iterator[str]:
    """Return the address of a Virtuoso server that `kg load` filled, with digest authentication."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7 virtuoso-opensource-7-bin")
    folder, port = tmp_path_factory.mktemp("virtuoso"), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(sql=free_port(), http=port), encoding="utf-8")
    with running([program, "+foreground", "+configfile", "virtuoso.ini"], port, folder), pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_LOAD_USER", "dba")
        patch.setenv("KG_LOAD_PASSWORD", "dba")  # of a new database, which only this test sees
        endpoint = f"http://127.0.0.1:{port}/sparql-graph-crud-auth"
        for way, graph in (("--replace", "corpus"), ("--add", "corpus"), ("--replace", "seeds")):
            assert main(["load", endpoint, way, "--graph", named(graph), "--output", str(folders[graph])]) == 0
        yield f"http://127.0.0.1:{port}/sparql"


@pytest.fixture(scope="module")
def comunica(folders: dict[str, Path]) -> Callable[[str, str], Rows]:
    """Return a function: name of a graph, id of a question -> its rows in Comunica, which reads each graph once."""
    node = shutil.which("node")
    if node is None or not (COMUNICA / "@comunica" / "query-sparql-file").is_dir():
        pytest.skip("Comunica is not installed: npm install --prefix .tools/comunica @comunica/query-sparql-file@4.5.0")

    @cache
    def answers(graph: str) -> dict[str, Rows]:
        asked = [
            str(ROOT / "ontology" / "queries" / f"{name}.rq") for name in (QUESTIONS if graph == "corpus" else COMUNICA_SEEDS)
        ]
        command = [node, str(ROOT / "tests" / "comunica_rows.mjs"), str(COMUNICA), str(folders[graph] / "graph.ttl"), *asked]
        done = subprocess.run(command, capture_output=True, check=True, timeout=COMUNICA_SECONDS)
        replies = [json.loads(line) for line in done.stdout.splitlines()]
        return {Path(reply["query"]).stem: from_json(json.dumps(reply["found"]).encode()) for reply in replies}

    return lambda graph, name: answers(graph)[name]


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("name", QUESTIONS)
def test_the_oxigraph_server_gives_the_rows_of_rdflib(
    name: str, graph: str, oxigraph: str, expected: Callable[[str, str], Rows]
) -> None:
    assert ask(oxigraph, name, **{"default-graph-uri": named(graph)}) == expected(graph, name)


def test_the_oxigraph_server_answers_from_its_default_graph(oxigraph: str, expected: Callable[[str, str], Rows]) -> None:
    assert ask(oxigraph, "reports") == expected("corpus", "reports")


@pytest.mark.parametrize("name", QUESTIONS)
def test_our_own_endpoint_gives_the_rows_of_rdflib(name: str, served_store: str, expected: Callable[[str, str], Rows]) -> None:
    assert ask(f"{served_store}/sparql", name) == expected("seeds", name)


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("name", QUESTIONS)
def test_virtuoso_gives_the_rows_of_rdflib(name: str, graph: str, virtuoso: str, expected: Callable[[str, str], Rows]) -> None:
    assert ask(virtuoso, name, **{"default-graph-uri": named(graph)}) == expected(graph, name)


@pytest.mark.parametrize(
    ("graph", "name"), [*(("corpus", name) for name in QUESTIONS), *(("seeds", name) for name in COMUNICA_SEEDS)]
)
def test_comunica_gives_the_rows_of_rdflib(
    graph: str, name: str, comunica: Callable[[str, str], Rows], expected: Callable[[str, str], Rows]
) -> None:
    found = comunica(graph, name)  # Comunica orders some strings by other rules than code points
    assert sorted(found, key=str) == sorted(expected(graph, name), key=str)


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_is_compared_by_empty_answers_alone(name: str, expected: Callable[[str, str], Rows]) -> None:
    assert any(expected(graph, name) for graph in GRAPHS)
