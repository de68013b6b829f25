"""A child process with limits: neither engine stops a runaway query, and neither can be told to stay offline."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from kg.errors import QueryError
from kg.store.engine import ROW_LIMIT, Engine, evaluate
from kg.store.table import Table, dump, restore

TIMEOUT = 60.0
MEMORY = 2 << 30  # bytes of address space of the child, where the system can limit it


def evaluate_limited(text: str, graph_path: Path, engine: Engine, timeout: float = TIMEOUT, row_limit: int = ROW_LIMIT) -> Table:
    """Run `evaluate` in a child process that is killed after `timeout` seconds; raises QueryError then."""
    job = json.dumps({"text": text, "graph": str(graph_path.resolve()), "engine": engine, "row_limit": row_limit})
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-P", "-m", "kg.store.limits"]
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter, this module; the query goes through standard input
            command, input=job.encode(), capture_output=True, timeout=timeout, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise QueryError(f"the query was stopped after {timeout:g} s. Narrow it, or allow more time with --timeout") from error
    if done.returncode:
        raise QueryError("the query was stopped: it needs more memory than a query may have, or the engine failed. Narrow it")
    kind, _, rest = done.stdout.decode("utf-8").partition("\n")
    if kind != "table":
        raise QueryError(rest)
    return restore(rest)


def _answer_job() -> None:
    """Read one job from standard input, write its table or the error to standard output."""
    job = json.loads(sys.stdin.buffer.read())
    _limit()
    try:
        table = evaluate(job["text"], Path(job["graph"]), job["engine"], job["row_limit"])
        answer = "table\n" + dump(table)
    except QueryError as error:
        answer = "error\n" + str(error)
    sys.stdout.buffer.write(answer.encode("utf-8", "replace"))


def _limit() -> None:
    """Cap memory; Windows has no such call, there the time limit alone holds."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    cap = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (cap, hard))


if __name__ == "__main__":
    _answer_job()
