"""Several things at once: in forked processes what they can do, the rest here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, TypeVar

SELDOM = (200_000, 20, 100)  # when to look for cyclic garbage: hardly any is made, and looking costs a quarter of a build
Given = TypeVar("Given")
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
    with _forked(lambda: iter([job()])) as answers:
        yield lambda: _result(answers, job)


def side_by_side(job: Callable[[Given], Made], things: Sequence[Given], jobs: int) -> Generator[Made, None, None]:
    """Yield what `job` makes of each of the things, in their order, with so many processes beside this one and one more.

    For each of them waits until it may hand over what it has made: the next one in order may take long. One job alone,
    and a process that cannot be forked, do it here. The same holds as for `aside`: a job must do the same wherever it
    runs, and what it makes is pickled. Close the iterator where not all is wanted.
    """
    processes = min(jobs + 1, len(things))
    if jobs < 2 or processes < 2 or not _may_fork():
        yield from map(job, things)
        return
    with ExitStack() as stack:
        pipes = [stack.enter_context(_forked(_dealt(job, things[number::processes]))) for number in range(processes)]
        for number, thing in enumerate(things):
            yield _result(pipes[number % processes], lambda thing=thing: job(thing))  # type: ignore[misc]


def _dealt(job: Callable[[Given], Made], things: Sequence[Given]) -> Callable[[], Iterator[Made]]:
    return lambda: map(job, things)


@contextmanager
def _forked(work: Callable[[], Iterator[object]]) -> Iterator[IO[bytes]]:
    """Begin `work` in a process of its own, and yield the pipe through which it sends what it makes, one by one."""
    import signal

    from kg.model import packed  # noqa: F401 - says how values are pickled

    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reader)
            _answer(work, writer)
        finally:
            os._exit(0)
    os.close(writer)
    try:
        with os.fdopen(reader, "rb") as answers:
            yield answers
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


def _answer(work: Callable[[], Iterator[object]], writer: int) -> None:
    """Do the work in the forked process and write (done, what came of it) for each thing."""
    import pickle

    with os.fdopen(writer, "wb") as out:
        for answer in _told(work):
            pickle.dump(answer, out)


def _told(work: Callable[[], Iterator[object]]) -> Iterator[tuple[bool, object]]:
    try:
        for made in work():
            yield True, made
    except BaseException as error:  # noqa: BLE001 - the other process raises it
        yield False, error


def _result(answers: IO[bytes], job: Callable[[], Made]) -> Made:
    import pickle

    try:
        done, value = pickle.load(answers)  # noqa: S301 - written by our own child
    except (EOFError, pickle.UnpicklingError, TypeError):
        return job()
    if not done:
        raise value
    made: Made = value
    return made
