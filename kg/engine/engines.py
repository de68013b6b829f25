"""Where tasks are done: processes of this machine, or a Ray cluster. Neither says what is done; a lost one is done again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kg.engine.stages import Task, run
from kg.errors import KgError, MissingExtraError

LOCAL, RAY = "local", "ray"
ENGINES = (LOCAL, RAY)
Tell = Callable[[], None]  # called when a task has ended
_AGAIN = 3  # times that Ray gives a task to another worker when one was lost


def do(engine: str, tasks: Sequence[Task], jobs: int, tell: Tell) -> None:
    """Do the tasks, `jobs` at a time; those of a worker that is lost may be left undone.

    Raises what a task raises, MissingExtraError where the engine is not installed, and KeyError for an unknown one.
    """
    {LOCAL: _here, RAY: _on_ray}[engine](tasks, jobs, tell)


def _here(tasks: Sequence[Task], jobs: int, tell: Tell) -> None:
    if jobs < 2 or len(tasks) < 2:
        for task in tasks:
            run(task)
            tell()
        return
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(min(jobs, len(tasks)), get_context("spawn"))
    try:
        for done in as_completed([pool.submit(run, task) for task in tasks]):
            done.result()
            tell()
    except BrokenProcessPool:
        return  # the markers say what is done; the caller asks for the rest again
    finally:
        pool.shutdown(cancel_futures=True)


def _on_ray(tasks: Sequence[Task], jobs: int, tell: Tell) -> None:
    """Do the tasks on the cluster that RAY_ADDRESS names or that this process is connected to; else on one of its own here."""
    try:
        import ray
    except ImportError as error:
        raise MissingExtraError("kg build --engine ray", "ray") from error
    mine = not ray.is_initialized()
    if mine:
        _connect(ray, jobs)
    try:
        remote = ray.remote(max_retries=_AGAIN, num_cpus=1)(_answer)
        waiting = [remote.remote(task) for task in tasks]
        while waiting:
            ended, waiting = ray.wait(waiting, num_returns=1)
            try:
                problem = ray.get(ended[0])
            except ray.exceptions.RayTaskError:
                raise  # a fault of the program, which another worker would have too
            except ray.exceptions.RayError:
                continue  # the worker was lost once too often: left to the caller, as above
            if problem:
                raise KgError(problem)
            tell()
    finally:
        if mine:
            ray.shutdown()


def _connect(ray: Any, jobs: int) -> None:
    import logging
    import os

    told = {"include_dashboard": False} if "RAY_ADDRESS" in os.environ else {"include_dashboard": False, "num_cpus": max(jobs, 1)}
    ray.init(logging_level=logging.ERROR, log_to_driver=False, **told)


def _answer(task: Task) -> str:
    """Do a task in a worker; return what a user is to be told of a fault on purpose, '' where there is none."""
    try:
        run(task)
    except KgError as error:
        return str(error)
    return ""
