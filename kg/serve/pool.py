"""Worker processes that answer queries, and are killed and replaced when one takes too long or breaks."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.serve.limits import Limits, QueryStoppedError

_JOBS_OF_A_WORKER = 500  # then a new one takes over, so that memory which a library keeps is given back
_BROKEN = {"status": 500, "error": "the query was stopped: it needs more memory than a query may have. Narrow it"}
_PAUSE = 1.0  # seconds before a worker that did not start is tried again


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in a file, which whoever takes it must remove; `form` names its format, `seconds` is what it took."""

    path: Path
    form: str
    rows: int
    truncated: bool
    seconds: float


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

    async def end(self) -> None:
        """Wait until the process is gone; one that closes its pipes and stays is killed."""
        assert self.process.stdin is not None  # noqa: S101 - for the type checker
        self.process.stdin.close()
        try:
            async with asyncio.timeout(_PAUSE):
                await self.process.wait()
        except TimeoutError:
            self.kill()
            await self.process.wait()


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
        for worker in tuple(self._all):  # a query that ends meanwhile takes its worker out
            worker.kill()
            await worker.end()
        self._spool.cleanup()

    async def run(self, text: str, rows: str | None, graph: str | None) -> Answer:
        """Answer a query; `rows` and `graph` name the format for either kind of answer, None where none is wanted.

        Raises QueryStoppedError with an HTTP status: a refused or broken query, a limit reached, no worker free.
        """
        worker = await self._free()
        begun = time.monotonic()
        path = Path(tempfile.mkstemp(dir=self._spool.name)[1])
        try:
            reply = await self._reply(
                worker, {"text": text, "out": str(path), "rows": rows, "graph": graph, "prefixes": self._prefixes}
            )
            seconds = time.monotonic() - begun
            if reply["status"] != 200:
                raise QueryStoppedError(reply["error"], reply["status"], seconds)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Answer(path, reply["form"], reply["rows"], reply["truncated"], seconds)

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

    async def _reply(self, worker: _Worker, job: Mapping[str, object]) -> dict[str, Any]:
        """Return the reply of a worker to a job, or an error in its place; a worker that did not reply is replaced."""
        line, begun = b"", time.monotonic()
        try:
            line = await worker.ask(json.dumps(job).encode() + b"\n", self.limits.seconds)
            if not line:  # its alarm went off first, or it broke
                return self._stopped() if time.monotonic() - begun >= self.limits.seconds else _BROKEN
            reply: dict[str, Any] = json.loads(line)
        except TimeoutError:
            worker.kill()
            return self._stopped()
        except OSError:  # its end of the pipe is closed
            return _BROKEN
        except asyncio.CancelledError:
            worker.kill()
            raise
        finally:
            self._release(worker, whole=bool(line))
        return reply

    def _stopped(self) -> dict[str, Any]:
        return {"status": 504, "error": f"the query was stopped after {self.limits.seconds:g} s. Narrow it"}

    def _release(self, worker: _Worker, *, whole: bool) -> None:
        worker.jobs += 1
        if whole and worker.jobs < _JOBS_OF_A_WORKER:
            self._idle.put_nowait(worker)
            return
        self._all.discard(worker)
        self._replace(worker)

    def _replace(self, gone: _Worker | None = None) -> None:
        task = asyncio.get_running_loop().create_task(self._begin(gone))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _begin(self, gone: _Worker | None) -> None:
        """Start a worker, again and again until it says that it is ready, and let it take jobs."""
        if gone is not None:
            await gone.end()
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
            await worker.end()
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
