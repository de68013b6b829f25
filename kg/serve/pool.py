"""Worker processes that answer queries, and are killed and replaced when one takes too long or breaks."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.serve.limits import Limits, QueryStoppedError

_JOBS_OF_A_WORKER = 500  # then a new one takes over, so that memory which a library keeps is given back
_PAUSE = 1.0  # seconds before a worker that did not start is tried again


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in a file, which whoever takes it must remove; `form` names its format."""

    path: Path
    form: str
    rows: int
    truncated: bool


@dataclass(slots=True, eq=False)
class _Worker:
    process: asyncio.subprocess.Process
    jobs: int = 0

    async def ask(self, line: bytes, seconds: float) -> bytes:
        assert self.process.stdin is not None  # noqa: S101 - for the type checker; both are pipes
        assert self.process.stdout is not None  # noqa: S101
        async with asyncio.timeout(seconds):
            self.process.stdin.write(line)
            await self.process.stdin.drain()
            return await self.process.stdout.readline()

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()


class Pool:
    """`limits.workers` processes over the store in a folder; `run` gives a query to the next free one."""

    def __init__(self, store: Path, limits: Limits, prefixes: Mapping[str, str]) -> None:
        self.limits = limits
        self._store, self._prefixes = store, dict(prefixes)
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: set[_Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._spool = tempfile.TemporaryDirectory(prefix="jiedao-kg-answers-")

    async def start(self) -> None:
        """Start the workers; they become free one by one."""
        for _ in range(self.limits.workers):
            self._replace()

    async def close(self) -> None:
        """Kill the workers and remove what they wrote."""
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        for worker in self._all:
            worker.kill()
            await worker.process.wait()
        self._spool.cleanup()

    async def run(self, text: str, rows: str | None, graph: str | None) -> Answer:
        """Answer a query; `rows` and `graph` name the format for either kind of answer, None where none is wanted.

        Raises QueryStoppedError with an HTTP status: a refused or broken query, a limit reached, no worker free.
        """
        worker = await self._free()
        path = Path(tempfile.mkstemp(dir=self._spool.name)[1])
        try:
            reply = await self._reply(worker, path, text, rows, graph)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        if reply["status"] != 200:
            path.unlink(missing_ok=True)
            raise QueryStoppedError(str(reply["error"]), int(str(reply["status"])))
        return Answer(path, str(reply["form"]), int(str(reply["rows"])), bool(reply["truncated"]))

    async def _free(self) -> _Worker:
        if self._waiting >= self.limits.waiting:
            raise QueryStoppedError("too many queries wait. Try again later", 503)
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.patience):
                return await self._idle.get()
        except TimeoutError as error:
            raise QueryStoppedError("no worker became free in time. Try again later", 503) from error
        finally:
            self._waiting -= 1

    async def _reply(self, worker: _Worker, path: Path, text: str, rows: str | None, graph: str | None) -> dict[str, object]:
        job = {"text": text, "out": str(path), "rows": rows, "graph": graph, "prefixes": self._prefixes}
        whole = False
        try:
            line = await worker.ask(json.dumps(job).encode() + b"\n", self.limits.seconds)
            reply: dict[str, object] = json.loads(line) if line else {}
            whole = bool(line)
        except TimeoutError as error:
            raise QueryStoppedError(f"the query was stopped after {self.limits.seconds:g} s. Narrow it", 504) from error
        except (OSError, ValueError):
            reply = {}
        finally:
            self._release(worker, whole)
        return reply or {"status": 500, "error": "the query was stopped: it needs more memory than a query may have. Narrow it"}

    def _release(self, worker: _Worker, whole: bool) -> None:
        worker.jobs += 1
        if whole and worker.jobs < _JOBS_OF_A_WORKER:
            self._idle.put_nowait(worker)
            return
        worker.kill()
        self._all.discard(worker)
        self._replace(worker)

    def _replace(self, gone: _Worker | None = None) -> None:
        task = asyncio.get_running_loop().create_task(self._begin(gone))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _begin(self, gone: _Worker | None) -> None:
        """Start a worker, again and again until it says that it is ready, and let it take jobs."""
        if gone is not None:
            await gone.process.wait()
        while True:
            worker = await self._launch()
            self._all.add(worker)
            try:
                if await worker.ask(b"", self.limits.patience):
                    self._idle.put_nowait(worker)
                    return
            except (TimeoutError, OSError):
                pass
            self._all.discard(worker)
            worker.kill()
            await worker.process.wait()
            await asyncio.sleep(_PAUSE)

    async def _launch(self) -> _Worker:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "RUST_BACKTRACE": "0",
            "MALLOC_ARENA_MAX": "2",  # or each thread of the engine reserves address space that the limit counts
        }
        command = (sys.executable, "-P", "-m", "kg.serve.worker", str(self._store), json.dumps(asdict(self.limits)))
        pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        return _Worker(await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=nowhere, env=environment))
