"""Two things at once: one in a forked process, the other here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")


@contextmanager
def aside(job: Callable[[], Made], *, wanted: bool = True) -> Iterator[Callable[[], Made]]:
    """Begin `job` in a process of its own, and yield the function that waits for what it returns or raises.

    Where that is not `wanted`, where this process cannot be forked safely, and where the other one dies without an
    answer, the job is done here when its result is asked for; so it must do the same wherever it runs, and may be
    done twice. What it returns is pickled.
    """
    if not (wanted and _may_fork()):
        yield job
        return
    import signal

    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        _answer(job, writer)
    os.close(writer)
    try:
        with os.fdopen(reader, "rb") as answers:
            yield lambda: _result(answers.read(), job)
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)  # done, or not wanted any more
        os.waitpid(child, 0)


def cores() -> int:
    """Return how many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # a container or a batch system may allow a few only
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _may_fork() -> bool:
    """Tell whether a fork is safe: on Linux, in a process without a second thread, native ones included."""
    if sys.platform != "linux" or cores() < 2:
        return False
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def _answer(job: Callable[[], object], writer: int) -> None:
    """Do the job in the forked process, write (done, what came of it) and end without running anybody's clean-up."""
    import pickle

    try:
        answer: tuple[bool, object] = True, job()
    except BaseException as error:  # noqa: BLE001 - the other process raises it
        answer = False, error
    try:
        content = pickle.dumps(answer)
        with os.fdopen(writer, "wb") as out:
            out.write(content)
    finally:
        os._exit(0)


def _result(content: bytes, job: Callable[[], Made]) -> Made:
    import pickle

    try:
        done, value = pickle.loads(content)  # noqa: S301 - written by our own child
    except (EOFError, pickle.UnpicklingError, TypeError):
        return job()
    if not done:
        raise value
    made: Made = value
    return made
