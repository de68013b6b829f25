"""A process that answers queries over a store, one at a time; the server kills it when a query takes too long.

A job is a line of JSON on standard input, the reply a line of JSON on standard output; the answer itself goes to a file.
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import pyoxigraph as ox

from kg.errors import QueryError
from kg.serve import results
from kg.store.columns import order
from kg.store.guard import check

_GRACE = 0.5  # seconds after the limit when the system ends a query that a busy server did not


class _Refused(Exception):  # noqa: N818 - a reply, not a fault
    """The client accepts no format that the answer could have."""


def main() -> None:
    """Serve jobs until standard input ends. Arguments: the store's folder, then the limits as JSON."""
    folder, limits = sys.argv[1], json.loads(sys.argv[2])
    store = ox.Store.read_only(folder)
    _checked("ASK {}")  # the parser is built at its first use
    _limit(limits["memory"], limits["answer"])
    _reply({"ready": True})
    for line in sys.stdin.buffer:
        job = json.loads(line)
        with _alarm(limits["seconds"] + _GRACE):
            reply = _answer(store, job, limits["rows"])
        _reply(reply)


def _answer(store: ox.Store, job: dict[str, Any], row_limit: int) -> dict[str, Any]:
    """Return the reply to a job; the answer is then in the file that the job names."""
    try:
        _checked(job["text"])
        with Path(job["out"]).open("w", encoding="utf-8", newline="") as out:
            return _written(store.query(job["text"]), job, row_limit, out)
    except QueryError as error:
        return {"status": 400, "error": str(error)}
    except _Refused:
        return {"status": 406, "error": "no format of this answer is acceptable; see the service description for the formats"}
    except OSError as error:
        return {"status": 500, "error": f"the answer is larger than an answer may be ({error.strerror}). Narrow the query"}
    except (MemoryError, RecursionError):
        return {"status": 500, "error": "the query needs more memory than a query may have. Narrow it"}
    except (SyntaxError, RuntimeError, ValueError) as error:
        return {"status": 400, "error": f"the query failed: {error}"}


def _written(found: Any, job: dict[str, Any], row_limit: int, out: TextIO) -> dict[str, Any]:
    """Write an answer in the wanted format of its kind: rows, a truth value, or triples."""
    graph = isinstance(found, ox.QueryTriples)
    form = job["graph"] if graph else job["rows"]
    if form is None:
        raise _Refused
    if isinstance(found, ox.QueryBoolean):
        found.serialize(out.buffer, format=results.BOOLEANS[form])
        return {"status": 200, "form": form, "rows": 1, "truncated": False}
    rest = _Rest(found, row_limit)
    if graph:
        prefixes = job["prefixes"] if form != "ntriples" else None
        ox.serialize(rest, out.buffer, format=results.GRAPHS[form], prefixes=prefixes)
    else:
        names = [variable.value for variable in found.variables]
        shown = order(job["text"], names)
        rows = ([row[place] for place in shown] for row in rest)
        out.writelines(results.pieces(form, [names[place] for place in shown], rows))
    return {"status": 200, "form": form, "rows": rest.taken, "truncated": rest.cut}


@lru_cache(maxsize=200)
def _checked(text: str) -> None:
    """Check a query, once: the canned questions come again and again."""
    check(text)


class _Rest:
    """The first `limit` rows of an answer; afterwards `taken` is their number and `cut` says if there were more."""

    def __init__(self, rows: Iterable[Any], limit: int) -> None:
        self._rows, self._limit = iter(rows), limit
        self.taken, self.cut = 0, False

    def __iter__(self) -> Iterator[Any]:
        for row in islice(self._rows, self._limit):
            self.taken += 1
            yield row
        self.cut = next(self._rows, None) is not None


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Let the system end this process after `seconds`, even when the server is gone; Windows has no such alarm."""
    if sys.platform == "win32":
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit(memory: int, answer: int) -> None:
    """Cap memory and the size of an answer; Windows has no such call, there the time limit alone holds."""
    if sys.platform == "win32":
        return
    import resource

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends its workers itself
    for kind, wanted in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, answer), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _reply(reply: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(reply).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
