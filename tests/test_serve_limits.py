"""No query outlives its limit, none takes the memory of the machine, and the endpoint goes on answering."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from served import Reply, Server, serving

from kg.store.queries import find_query

pytestmark = pytest.mark.alone  # what others do at the same time would count as the query's time
LIMIT = 2.0
SLACK = 1.0  # what a query may take beyond its limit
BUSY = 10.0  # what a busy machine may add before the server or a watcher gets its turn; a runaway would take hours
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
HOSTILE = {
    "cross product counted": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} FILTER(STR(?a) != STR(?l)) }}",
    "cross product listed": f"SELECT * {{ {CROSS} }} ORDER BY ?c ?f",
    "cross product distinct": f"SELECT DISTINCT ?a ?d ?g {{ {CROSS} }}",
    "cross product grouped": f"SELECT ?a (GROUP_CONCAT(?f) AS ?x) {{ {CROSS} }} GROUP BY ?a",
    "any path": "SELECT (COUNT(*) AS ?n) { ?s (!<http://e/no>|^<http://e/no>)* ?o . ?o (!<http://e/no>)* ?x }",
    "two paths": "SELECT (COUNT(*) AS ?n) { ?s (<>|!<>)* ?o . ?x (<>|!<>)* ?o . ?x (<>|!<>)* ?s }".replace("<>", "<http://e/no>"),
    "regular expression": f'SELECT (COUNT(*) AS ?n) {{ {CROSS} FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(a|aa)+$")) }}',
    "growing text": "SELECT (COUNT(?z) AS ?n) { ?a ?b ?c . ?d ?e ?f "
    + " ".join(f"BIND(CONCAT({x}, {x}, {x}, {x}) AS ?x{n})" for n, x in enumerate(["STR(?c)", *(f"?x{n}" for n in range(13))]))
    + " BIND(STRLEN(?x13) AS ?z) }",
    "union of products": " UNION ".join(f"{{ {CROSS} }}" for _ in range(50)).join(("SELECT (COUNT(*) AS ?n) { ", " }")),
    "product in exists": f"SELECT ?s {{ ?s ?p ?o FILTER NOT EXISTS {{ {CROSS} FILTER(?a = ?c) }} }}",
}


@pytest.fixture(scope="module")
def served(seeds_output: Path) -> Iterator[Server]:
    with serving(seeds_output, "--timeout", str(LIMIT), "--workers", "4", "--memory", "700", "--patience", "900") as running:
        yield running


def asked(server: Server, text: str) -> Reply:
    return server.ask("POST", "/sparql", text.encode(), {"Content-Type": "application/sparql-query"}, timeout=900)


def at_work(reply: Reply) -> float:
    """Return the seconds that a worker was at a query, as the server measured them."""
    return float(reply.headers["server-timing"].removeprefix("query;dur=")) / 1000


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_is_stopped_and_the_next_one_answered(served: Server, name: str) -> None:
    with watching(served) as watch:
        reply = asked(served, HOSTILE[name])
    assert reply.status in {500, 504}
    assert "stopped" in reply.text or "memory" in reply.text
    assert at_work(reply) < LIMIT + SLACK + BUSY
    assert watch.processor_seconds < LIMIT + SLACK  # which a busy machine does not change
    assert asked(served, "ASK {}").status == 200


@pytest.mark.skipif(
    not Path("/proc/self/status").is_file(), reason="reads memory and age of processes from /proc, which is not here"
)
def test_two_hundred_queries_with_thirty_hostile_ones_leave_the_endpoint_answering(served: Server) -> None:
    """Among 200 at once, every honest one is answered; no worker is ever seen to run longer than the limit allows."""
    questions = [find_query(name).text for name in ("reports", "firsts", "partners")]  # answered at once, so none nears the limit
    hostile = [list(HOSTILE.values())[n % len(HOSTILE)] for n in range(30)]
    honest = [questions[n % len(questions)] for n in range(170)]
    mixed = sorted([*hostile, *honest], key=lambda text: sha256(text.encode()).digest())
    with watching(served) as watch, ThreadPoolExecutor(200) as threads:
        replies = list(threads.map(lambda text: asked(served, text), mixed))
    answers = {
        kind: [reply for text, reply in zip(mixed, replies, strict=True) if (text in hostile) == kind] for kind in (True, False)
    }
    assert Counter(reply.status for reply in answers[False]) == {200: 170}
    assert {reply.status for reply in answers[True]} <= {500, 504}
    assert len(answers[True]) == 30
    assert max(map(at_work, replies)) < LIMIT + SLACK + BUSY
    assert watch.server_kib < 400 << 10
    assert watch.workers_kib < 4 * (700 << 10)
    assert asked(served, "ASK {}").status == 200


class Watch:
    """Follows the workers of a server while it is asked: memory of it and of them in KiB, and their processor time."""

    def __init__(self, pid: int) -> None:
        self.pid, self.stopped = pid, False
        self.server_kib = self.workers_kib = 0
        self.processor_seconds = 0.0  # the most that one worker took
        self._before = {worker: processor_seconds(worker) for worker in children(pid)}

    def run(self) -> None:
        """Look again and again until `stopped`."""
        while not self.stopped:
            workers = children(self.pid)
            self.server_kib = max(self.server_kib, resident(self.pid))
            self.workers_kib = max(self.workers_kib, sum(map(resident, workers)))
            took = [processor_seconds(worker) - self._before.setdefault(worker, 0.0) for worker in workers]
            self.processor_seconds = max(self.processor_seconds, *took, 0.0)
            time.sleep(0.1)


@contextlib.contextmanager
def watching(server: Server) -> Iterator[Watch]:
    """Watch a server while the block runs."""
    watch = Watch(server.pid)
    with ThreadPoolExecutor(1) as threads:
        seen = threads.submit(watch.run)
        try:
            yield watch
        finally:
            watch.stopped = True
        seen.result()


def processor_seconds(pid: int) -> float:
    """Return the seconds of processor that a process has taken, 0 where it has ended or the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    ticks: int = os.sysconf("SC_CLK_TCK")
    return (int(fields[11]) + int(fields[12])) / ticks


def children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:  # it has just ended
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no alarm that ends a process")
def test_a_worker_ends_by_itself_when_its_server_is_killed(seeds_output: Path) -> None:
    with serving(seeds_output, "--timeout", "2", "--workers", "1") as server, ThreadPoolExecutor(1) as threads:
        assert asked(server, "ASK {}").status == 200
        waiting = threads.submit(asked, server, HOSTILE["any path"])
        time.sleep(0.5)
        workers = children(server.pid)
        subprocess.run(["kill", "-9", str(server.pid)], check=True)
        assert waiting.exception(timeout=30) is not None
        deadline = time.monotonic() + 2 + SLACK + BUSY
        while any(resident(pid) for pid in workers) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not any(resident(pid) for pid in workers)
