"""Real triple stores load the graph of the seeds and answer every canned question with the rows that rdflib gives."""

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
from pathlib import Path
from urllib.parse import urlencode

import pytest
import rdflib
from served import serving

from kg import store
from kg.__main__ import main
from kg.store.table import Cell, to_cell

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = {query.id: query for query in store.list_queries()}
GRAPH = "https://example.org/jiedao/graph"
OXIGRAPH = Path(sys.executable).parent / ("oxigraph.exe" if os.name == "nt" else "oxigraph")
COMUNICA = Path(os.environ.get("KG_COMUNICA", ROOT / ".tools" / "comunica")) / "node_modules"
COMUNICA_EACH, COMUNICA_ALL = 20, 300  # seconds; it is slow where a question groups or negates
XSD = "http://www.w3.org/2001/XMLSchema#"
VIRTUOSO_FAILS = {"later-adopters": "Virtuoso 7.2.5 cannot compile it: Internal Optimized compiler error, SQ156"}
Rows = list[tuple[Cell, ...]]


@pytest.fixture(scope="module")
def expected(seeds_output: Path) -> Callable[[str], Rows]:
    """Return a function: id of a question -> its rows in rdflib."""
    graph = rdflib.Graph(bind_namespaces="none").parse(seeds_output / "graph.ttl")
    known: dict[str, Rows] = {}

    def rows(name: str) -> Rows:
        if name not in known:
            found = graph.query(QUESTIONS[name].text).serialize(format="json")
            known[name] = from_json(found or b"")
        return known[name]

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
def oxigraph(tmp_path_factory: pytest.TempPathFactory, seeds_output: Path) -> Iterator[str]:
    """Return the address of an Oxigraph server that `kg load` filled."""
    port = free_port()
    folder = tmp_path_factory.mktemp("oxigraph")
    with running([str(OXIGRAPH), "serve", "--location", "db", "--bind", f"127.0.0.1:{port}"], port, folder):
        assert main(["load", f"http://127.0.0.1:{port}/store", "--replace", "--output", str(seeds_output)]) == 0
        yield f"http://127.0.0.1:{port}"


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
def virtuoso(tmp_path_factory: pytest.TempPathFactory, seeds_output: Path) -> Iterator[str]:
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
        for way in ("--replace", "--add"):
            assert main(["load", endpoint, way, "--graph", GRAPH, "--output", str(seeds_output)]) == 0
        yield f"http://127.0.0.1:{port}/sparql"


@pytest.fixture(scope="module")
def comunica(seeds_output: Path) -> Callable[[str], Rows]:
    """Return a function: id of a question -> its rows in Comunica; it skips the test where Comunica takes too long."""
    node = shutil.which("node")
    if node is None or not (COMUNICA / "@comunica" / "query-sparql-file").is_dir():
        pytest.skip("Comunica is not installed: npm install --prefix .tools/comunica @comunica/query-sparql-file@4.5.0")
    answers: dict[str, bytes] = {}
    left = list(QUESTIONS)
    begun = time.monotonic()
    while left and (rest := COMUNICA_ALL - (time.monotonic() - begun)) > 0:
        files = [str(ROOT / "ontology" / "queries" / f"{name}.rq") for name in left]
        command = [node, str(ROOT / "tests" / "comunica_rows.mjs"), str(COMUNICA), str(seeds_output / "graph.ttl")]
        with contextlib.suppress(subprocess.TimeoutExpired):
            done = subprocess.run([*command, str(COMUNICA_EACH), *files], capture_output=True, check=True, timeout=rest)
            for line in done.stdout.splitlines():
                name = Path(json.loads(line)["query"]).stem
                answers[name] = json.dumps(json.loads(line)["found"]).encode()
                left.remove(name)
            continue
        break

    def rows(name: str) -> Rows:
        if answers.get(name, b"null") == b"null":
            pytest.skip(f"Comunica had not answered {name} after {COMUNICA_EACH} s")
        return from_json(answers[name])

    return rows


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_oxigraph_server_gives_the_rows_of_rdflib(name: str, oxigraph: str, expected: Callable[[str], Rows]) -> None:
    assert ask(f"{oxigraph}/query", name) == expected(name)


@pytest.mark.parametrize("name", QUESTIONS)
def test_our_own_endpoint_gives_the_rows_of_rdflib(name: str, served_store: str, expected: Callable[[str], Rows]) -> None:
    assert ask(f"{served_store}/sparql", name) == expected(name)


@pytest.mark.parametrize("name", QUESTIONS)
def test_virtuoso_gives_the_rows_of_rdflib(
    name: str, virtuoso: str, expected: Callable[[str], Rows], request: pytest.FixtureRequest
) -> None:
    if name in VIRTUOSO_FAILS:
        request.applymarker(pytest.mark.xfail(strict=True, reason=VIRTUOSO_FAILS[name]))
    assert ask(virtuoso, name, **{"default-graph-uri": GRAPH}) == expected(name)


@pytest.mark.parametrize("name", QUESTIONS)
def test_comunica_gives_the_rows_of_rdflib(name: str, comunica: Callable[[str], Rows], expected: Callable[[str], Rows]) -> None:
    found = comunica(name)  # Comunica orders some strings by other rules than code points
    assert sorted(found, key=str) == sorted(expected(name), key=str)
