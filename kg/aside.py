"""Several things at once: in forked processes what they can do, the rest here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SELDOM = (200_000, 20, 100)  # when to look for cyclic garbage: hardly any is made, and looking costs a quarter of a build
_AHEAD = 2  # things for each process, the one in work included
_LESS = 5  # gets about a third of what others get
_SIZE = 4  # bytes of a number
Given = TypeVar("Given")
Made = TypeVar("Made")


@contextmanager
def aside(
    job: Callable[[], Made], *, wanted: bool = True, later: bool = False, settled: bool = False
) -> Iterator[Callable[[], Made]]:
    """Begin `job` in a process of its own, and yield the function that waits for what it returns or raises.

    What is asked for `later` than other things are gives way to them where processors are few.

    Where that is not `wanted`, where this process cannot be forked safely, and where the other one dies without an
    answer, the job is done here when its result is asked for; so it must do the same wherever it runs, and may be
    done twice. What another process returns is pickled. What is done here is pickled and read back if it is to be `settled`:
    long-lived things that were made among very many others hold the memory of these.
    """
    if not (wanted and _may_fork()):
        yield partial(_settled, job) if settled else job
        return
    with _forked(lambda writer: _answer(job, writer, later=later)) as reader, os.fdopen(reader, "rb") as answers:
        yield lambda: _result(answers, job)


def side_by_side(job: Callable[[Given], Made], things: Sequence[Given], jobs: int) -> Generator[Made, None, None]:
    """Yield what `job` makes of each of the things, in their order, with so many processes beside this one and one more.

    Each of them takes the next thing when it is done with one, but runs no more than a few ahead of what is asked for.
    One job alone, and a process that cannot be forked, do it here. The same holds as for `aside`: a job must do the same
    wherever it runs, and what it makes is pickled. Close the iterator where not all is wanted.
    """
    processes = min(jobs + 1, len(things))
    if jobs < 2 or processes < 2 or not _may_fork():
        yield from map(job, things)
        return
    with ExitStack() as stack:
        numbers = os.pipe()
        for end in numbers:
            stack.callback(os.close, end)
        workers = [stack.enter_context(_worker(job, things, numbers)) for _ in range(processes)]
        answers = _Answers(workers)
        given = 0
        for number, thing in enumerate(things):
            ahead = min(number + _AHEAD * processes, len(things))
            if given < ahead and answers.alive():  # else nobody reads, and the pipe may be full
                os.write(numbers[1], b"".join(one.to_bytes(_SIZE, "big") for one in range(given, ahead)))
            given = ahead
            yield answers.of(number, lambda thing=thing: job(thing))  # type: ignore[misc]


@contextmanager
def _worker(job: Callable[[Given], object], things: Sequence[Given], numbers: tuple[int, int]) -> Iterator[Connection]:
    """Begin a process that does the things whose numbers it reads; yield the connection through which it answers.

    It sends each number when it begins, then (done, what came of it); with an error it ends.
    """
    import pickle
    from multiprocessing.connection import Connection

    def work(writer: int) -> None:
        reader, others = numbers
        os.close(others)  # so that the end of the first process is the end of the numbers
        connection = Connection(writer, readable=False)
        done = True
        while done and (number := os.read(reader, _SIZE)):  # of a pipe: either whole or nothing
            thing = int.from_bytes(number, "big")
            connection.send_bytes(number)
            done, _ = answer = _told(lambda thing=thing: job(things[thing]))  # type: ignore[misc]
            connection.send_bytes(pickle.dumps(answer))

    with _forked(work) as reader, Connection(reader, writable=False) as connection:
        yield connection


class _Answers:
    """What several processes answer, which may come in another order than it is asked for."""

    def __init__(self, workers: Iterable[Connection]) -> None:
        self._at: dict[Connection, int | None] = dict.fromkeys(workers)  # what each one that lives is at
        self._done: dict[int, bytes] = {}
        self._lost: set[int | None] = set()  # what those were at that died
        self._asked = -1  # for the answer of which thing

    def of(self, number: int, job: Callable[[], Made]) -> Made:
        """Return the answer for a thing, when it is there; do it here if its process died."""
        from io import BytesIO
        from multiprocessing.connection import wait

        self._asked = number
        while number not in self._done and self._may_come(number):
            for one in wait([*self._at]):
                self._hear(cast("Connection", one))
        return _result(BytesIO(self._done.pop(number, b"")), job)

    def _may_come(self, number: int) -> bool:
        """Tell whether a process may answer for a thing.

        When one has ended without saying what it was at, what it took is not known: only what others said they are at is
        waited for. The rest may be done twice.
        """
        if None in self._lost:
            return number in self._at.values()
        return bool(self._at) and number not in self._lost

    def alive(self) -> bool:
        """Tell whether there is a process left that answers."""
        return bool(self._at)

    def _hear(self, one: Connection) -> None:
        at = self._at[one]
        try:
            piece = one.recv_bytes()
        except (EOFError, OSError):
            self._lost.add(at)
            del self._at[one]
            return
        if at is None:
            self._at[one] = int.from_bytes(piece, "big")
        else:
            if at >= self._asked:  # else it was done here meanwhile
                self._done[at] = piece
            self._at[one] = None


@contextmanager
def _forked(work: Callable[[int], None]) -> Iterator[int]:
    """Begin `work` in a process of its own, which is given the writing end of a pipe, and yield the other end."""
    import signal

    from kg.model import pickled  # noqa: F401 - says how values are pickled

    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reader)
            work(writer)
        finally:
            os._exit(0)
    os.close(writer)
    try:
        yield reader
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


def _answer(job: Callable[[], object], writer: int, *, later: bool) -> None:
    """Do the job in the forked process and write (done, what came of it)."""
    import pickle

    if later:
        os.nice(_LESS)
    with os.fdopen(writer, "wb") as out:
        pickle.dump(_told(job), out)


def _settled(job: Callable[[], Made]) -> Made:
    """Do the job here, and return a copy of what it made that lies together, as one from another process does."""
    import gc
    import pickle

    from kg.model import pickled  # noqa: F401 - says how values are pickled

    data = pickle.dumps(job())
    gc.collect()  # else what was made on the way might stay
    made: Made = pickle.loads(data)  # noqa: S301 - our own
    return made


def _told(job: Callable[[], object]) -> tuple[bool, object]:
    try:
        return True, job()
    except BaseException as error:  # noqa: BLE001 - the other process raises it
        return False, error


def _result(answers: IO[bytes], job: Callable[[], Made]) -> Made:
    import pickle

    try:
        answer: tuple[bool, Made] = pickle.load(answers)  # noqa: S301 - written by our own child
    except (EOFError, pickle.UnpicklingError, TypeError):
        return job()
    done, value = answer
    if not done:
        raise cast("BaseException", value)
    return value
