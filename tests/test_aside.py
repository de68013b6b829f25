"""Two things at once: what comes back is what the job gives, wherever it ran."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import full

from kg import aside as module
from kg import pipeline
from kg.aside import aside, cores, side_by_side
from kg.errors import InputError
from kg.export import fact_tables
from kg.graph.carried import CarriedOut
from kg.model import Graph, Ledger

pytestmark = pytest.mark.alone


@pytest.fixture
def can_fork() -> None:
    """Skip where this process cannot be forked now: threads of a library that another test loaded stay to its end."""
    if not module._may_fork():
        pytest.skip("this process has several threads, one processor or a system without a safe fork")


@pytest.fixture(params=["forked", "here"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "forked" and not module._may_fork():
        pytest.skip("this process cannot be forked safely")
    monkeypatch.setattr(module, "_may_fork", lambda: request.param == "forked")


@pytest.mark.usefixtures("either_way")
def test_the_result_of_the_job_comes_back() -> None:
    with aside(lambda: [1, "二", {"三": 4.0}]) as result:
        here = sum(range(10))
    assert here == 45
    with aside(lambda: [1, "二", {"三": 4.0}]) as result:
        assert result() == [1, "二", {"三": 4.0}]


@pytest.mark.parametrize("settled", [False, True])
def test_what_is_done_here_and_settled_is_a_copy_that_lies_together(settled: bool) -> None:
    made = [object, "二" * 3]
    with aside(lambda: made, wanted=False, settled=settled) as result:
        found = result()
    assert found == made
    assert (found is made) is not settled


def test_an_error_of_a_job_that_is_to_be_settled_is_raised() -> None:
    with aside(lambda: 1 // 0, wanted=False, settled=True) as result, pytest.raises(ZeroDivisionError):
        result()


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("jobs", [1, 2, 3, 9])
def test_what_is_made_of_many_things_comes_back_in_their_order(jobs: int) -> None:
    things = [*range(7), "二" * 100_000]  # more than a pipe holds
    assert list(side_by_side(lambda thing: [thing, thing], things, jobs)) == [[thing, thing] for thing in things]
    assert list(side_by_side(str, [], jobs)) == []


@pytest.mark.usefixtures("either_way")
def test_an_error_with_one_of_many_things_is_raised_when_its_turn_comes() -> None:
    made = side_by_side(lambda thing: 12 // thing, [3, 4, 0, 6], 2)
    assert [next(made), next(made)] == [4, 3]
    with pytest.raises(ZeroDivisionError):
        next(made)


@pytest.mark.usefixtures("can_fork")
def test_things_of_a_process_that_dies_are_done_here() -> None:
    own = os.getpid()

    def job(thing: int) -> int:
        if thing == 2 and os.getpid() != own:
            os._exit(9)
        return thing * 10

    assert list(side_by_side(job, range(8), 2)) == [number * 10 for number in range(8)]
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)  # no process is left over


@pytest.mark.usefixtures("can_fork")
def test_while_one_thing_takes_long_the_next_ones_are_done_but_no_more_than_a_few(tmp_path: Path) -> None:
    own = os.getpid()

    def job(thing: int) -> int:
        assert os.getpid() != own
        if thing == 0:
            until(lambda: (tmp_path / "5").exists())  # what three processes may have begun: six things
            assert not (tmp_path / "6").exists()
        (tmp_path / str(thing)).touch()
        return -thing

    assert list(side_by_side(job, range(10), 2)) == [-number for number in range(10)]


@pytest.mark.usefixtures("can_fork")
def test_a_thing_is_done_here_whose_process_dies_before_it_says_what_it_is_at(monkeypatch: pytest.MonkeyPatch) -> None:
    own, read = os.getpid(), os.read

    def dying(file: int, size: int) -> bytes:
        said = read(file, size)
        if os.getpid() != own and said == (3).to_bytes(module._SIZE, "big"):
            os._exit(9)
        return said

    monkeypatch.setattr(os, "read", dying)
    assert list(side_by_side(str, range(40), 2)) == [str(number) for number in range(40)]


@pytest.mark.usefixtures("either_way")
def test_an_error_that_cannot_be_put_together_again_is_raised_as_it_is() -> None:
    with pytest.raises(InputError, match=r"a.txt: is empty\. Give a text\."):
        list(side_by_side(lambda thing: _raising(InputError("a.txt", "is empty", "Give a text."))(), range(3), 2))


@pytest.mark.usefixtures("can_fork")
def test_when_all_processes_die_everything_is_done_here_however_much_it_is() -> None:
    own, many = os.getpid(), range(50_000)  # more numbers than a pipe holds

    def job(thing: int) -> int:
        if os.getpid() != own:
            os._exit(9)
        return thing

    assert list(side_by_side(job, many, 2)) == list(many)


@pytest.mark.usefixtures("can_fork")
def test_processes_end_with_the_one_that_began_them(tmp_path: Path) -> None:
    def job(thing: int) -> list[int]:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(0.1)
        return [thing] * 100_000  # more than a pipe holds

    child = os.fork()
    if not child:
        try:
            next(side_by_side(job, range(9), 2))
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    until(lambda: not any(map(is_alive, tmp_path.iterdir())))


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; fail after a minute."""
    for _ in range(6_000):
        if holds():
            return
        time.sleep(0.01)
    pytest.fail("it never came")


def is_alive(process: Path) -> bool:
    """Tell whether a process, whose number is the name, runs: one that ended may wait for its parent to hear of it."""
    try:
        return Path(f"/proc/{process.name}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("error", [ValueError("falsch"), InputError("a.txt", "is empty", "Give a text.")])
def test_an_error_of_the_job_is_raised_where_its_result_is_asked_for(error: Exception) -> None:
    with aside(_raising(error)) as result, pytest.raises(type(error), match=str(error)):
        result()


@pytest.mark.usefixtures("can_fork")
def test_the_job_runs_in_another_process() -> None:
    with aside(os.getpid) as result:
        assert result() != os.getpid()


@pytest.mark.usefixtures("can_fork")
def test_a_job_whose_process_dies_is_done_here() -> None:
    own = os.getpid()

    def job() -> str:
        if os.getpid() != own:
            os._exit(9)
        return "done"

    with aside(job) as result:
        assert result() == "done"


@pytest.mark.usefixtures("can_fork")
def test_files_are_whole_where_the_process_dies_that_writes_some_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, drawing = os.getpid(), pipeline.Drawing
    built = pipeline.Built(full(), Ledger(()))
    monkeypatch.setattr(pipeline, "_LEAST_NAMED", 0)
    monkeypatch.setattr(fact_tables, "_MANY", 0)
    pipeline.write(built, tmp_path / "one", pages=False)

    def dying(graph: Graph, carried: CarriedOut) -> pipeline.Drawing:
        if os.getpid() != own:
            os._exit(9)
        return drawing(graph, carried)

    monkeypatch.setattr(pipeline, "Drawing", dying)
    pipeline.write(built, tmp_path / "two", jobs=2, pages=False)
    assert files(tmp_path / "two") == files(tmp_path / "one")


def files(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by their names."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("can_fork")
def test_a_job_that_nobody_waits_for_is_ended() -> None:
    with pytest.raises(KeyboardInterrupt), aside(threading.Event().wait):
        raise KeyboardInterrupt
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)  # no process is left over


def test_a_process_with_a_second_thread_is_not_forked() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert not module._may_fork()
    finally:
        stop.set()
        thread.join()


@pytest.mark.usefixtures("can_fork")
def test_a_small_build_stays_in_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("a second process was begun"))
    report = "府山街道2020年工作总结\n一、今年以来,街道完成“家门口”服务站建设3个。\n"
    (tmp_path / "report.txt").write_text(report, encoding="utf-8")
    pipeline.write(pipeline.build([tmp_path / "report.txt"], jobs=2), tmp_path / "out", jobs=2)
    assert (tmp_path / "out" / "graph.ttl").is_file()


def test_there_is_at_least_one_processor() -> None:
    assert cores() >= 1


def _raising(error: Exception) -> Callable[[], None]:
    def job() -> None:
        raise error

    return job
