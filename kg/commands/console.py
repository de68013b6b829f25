"""Printing: UTF-8 everywhere, text from reports made harmless for a terminal, progress only where someone looks."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Callable, Iterator

# Control characters could move the cursor or colour the terminal, direction marks could turn a line around.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_STAGES = {"read": "reading", "extract": "extracting", "link": "linking", "write": "writing"}


def use_utf8() -> None:
    """Write UTF-8 to standard output and error whatever the locale says; what cannot be encoded is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def harmless(text: str) -> str:
    """Return `text` without characters that steer a terminal."""
    return _UNSAFE.sub("\ufffd", text)


def say(text: str = "") -> None:
    """Print a line for people on standard output."""
    sys.stdout.write(harmless(text) + "\n")


def complain(text: str) -> None:
    """Print a line for people on standard error."""
    sys.stderr.write("kg: " + harmless(text) + "\n")


@contextlib.contextmanager
def progress(*, shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function (stage, done, total) that moves a bar on a terminal and does nothing in a pipe."""
    if not shown or not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<11}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # No thread that draws: a process with two of them cannot be forked safely.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=None)

        def move(stage: str, done: int, total: int) -> None:
            bar.update(task, description=_STAGES.get(stage, stage), completed=done, total=total, refresh=True)

        yield move
