"""A process of its own for files that need a parser: what breaks, hangs or eats memory there costs one file.

The process is started with the first such file and ends with the build. On systems with fork it makes a child
for each file, with limits of time and memory (kg.read.child); elsewhere it reads the files itself and only the
time is limited. What comes back is JSON, which cannot run anything.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.read.limits import SCAN_WALL, SECONDS
from kg.read.registry import Content, Member, Options

WALL = SECONDS + 17.0  # after which the process is ended if it does not answer; it ends its children before
_START = "import sys; sys.path.insert(0, sys.argv[1]); from kg.read.child import main; main()"
_BROKEN = "its reader was stopped by the system"
_REMEDY = "The file is damaged or made to do harm. Get it again, or save its text as .txt."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a file holds: reports or members of an archive, and size and SHA-256 of the bytes that were read."""

    items: tuple[Content | Member, ...]
    size: int
    sha256: str


Ask = Callable[[str, tuple[int, ...], Options], Answer]  # name, indices of members (none: the file itself), options


@contextlib.contextmanager
def isolated(data: bytes) -> Iterator[Ask]:
    """Yield a function that reads `data` or a member of it in the other process; it raises InputError."""
    helper = _Helper.running()
    held = False

    def ask(name: str, path: tuple[int, ...], options: Options) -> Answer:
        nonlocal helper, held
        if helper.ended:
            helper, held = _Helper.running(), False
        request = {"name": name, "path": path, "options": asdict(options), "size": None if held else len(data)}
        reply = helper.exchange(request, b"" if held else data)
        held = not helper.ended
        return _answer(reply, name)

    yield ask


def _answer(reply: dict[str, Any] | None, name: str) -> Answer:
    if reply is None:
        raise InputError(name, _BROKEN, _REMEDY)
    if "error" in reply:
        raise InputError(name, str(reply["error"][0]), str(reply["error"][1]))
    items: list[Content | Member] = [Member(**one) for one in reply["members"]]
    for one in reply["contents"]:
        fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in one.items()}
        items.append(Content(**fields))
    return Answer(tuple(items), int(reply["size"]), str(reply["sha256"]))


class _Helper:
    """The other process; one for the life of this one, made anew when it has ended."""

    _one: _Helper | None = None
    _lock = threading.Lock()

    def __init__(self) -> None:
        package = str(Path(__file__).resolve().parents[2])
        self._process = subprocess.Popen(  # noqa: S603 - this Python, with a fixed program
            [sys.executable, "-c", _START, package], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._turn = threading.Lock()

    @classmethod
    def running(cls) -> _Helper:
        with cls._lock:
            if cls._one is None or cls._one.ended:
                cls._one = cls()
                atexit.register(cls._one.stop)
            return cls._one

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def stop(self) -> None:
        """End the process and what it has begun."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        self._process.kill()
        self._process.wait()

    def exchange(self, request: dict[str, Any], data: bytes) -> dict[str, Any] | None:
        """Return the reply to a request, None if the process did not answer in time or ended."""
        with self._turn:
            watch = threading.Timer(WALL + (SCAN_WALL if request["options"]["ocr"] else 0), self._process.kill)
            watch.start()
            try:
                return self._exchange(request, data)
            except (OSError, ValueError):
                self.stop()
                return None
            finally:
                watch.cancel()

    def _exchange(self, request: dict[str, Any], data: bytes) -> dict[str, Any]:
        to, back = self._process.stdin, self._process.stdout
        if to is None or back is None:
            raise OSError
        to.write(json.dumps(request).encode("ascii") + b"\n")
        to.write(data)
        to.flush()
        size = int(back.readline() or b"x")
        body = back.read(size)
        if len(body) != size:
            raise OSError
        reply: dict[str, Any] = json.loads(body)
        return reply
