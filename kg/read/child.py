"""The process in which untrusted files are read: a loop that answers requests, each in a child with limits.

A request is a line of JSON (name, path, options, size), followed by the bytes of a new file if it has a size. The
reply is a line with a length and that many bytes of JSON.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import select
import signal
import sys
import time
from dataclasses import asdict
from typing import Any

from kg.errors import InputError
from kg.read import formats as _formats  # noqa: F401 - imported so that the readers register
from kg.read import limits
from kg.read.contents import contents_of
from kg.read.limits import MEMORY, PAGE_SECONDS, PAGE_WALL, SCAN_MEMORY, SCAN_WALL, limit
from kg.read.recognise import NEEDS
from kg.read.registry import Content, Member, Options, reader_of

LARGEST_REPLY = 400_000_000
_SAVE = "Save its text as .txt, or split it into one file per report."
_HARMFUL = "The file is damaged or made to do harm. Get it again, or save its text as .txt."


def main() -> None:
    """Answer requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the build decides when to stop
    to, back = sys.stdin.buffer, sys.stdout.buffer
    data = b""
    for line in iter(to.readline, b""):
        request = json.loads(line)
        if request["size"] is not None:
            data = to.read(request["size"])
            _import_for(request["name"], Options(**request["options"]))
        reply = _in_child(data, request) if hasattr(os, "fork") else answer(data, request)
        back.write(b"%d\n" % len(reply) + reply)
        back.flush()


def answer(data: bytes, request: dict[str, Any]) -> bytes:
    """Return the reply to a request as JSON; never raises."""
    try:
        reply = _answer(data, request)
    except InputError as error:
        reply = {"error": [error.reason, error.remedy]}
    except MemoryError:
        reply = {"error": [f"needs more than {_gigabytes(ocr=request['options']['ocr'])} GB of memory", _SAVE]}
    except RecursionError:
        reply = {"error": ["its elements nest too deep", _SAVE]}
    except Exception as error:  # noqa: BLE001 - whatever a library trips over is a fault of this one file
        reply = {"error": [f"its reader failed ({type(error).__name__})", _HARMFUL]}
    return json.dumps(reply).encode("ascii")


def _answer(data: bytes, request: dict[str, Any]) -> dict[str, Any]:
    from kg.read.archive import member_bytes

    name = request["name"]
    for index in request["path"]:
        data = member_bytes(data, name, index)
    items = contents_of(data, name, Options(**request["options"]))
    return {
        "members": [asdict(item) for item in items if isinstance(item, Member)],
        "contents": [asdict(item) for item in items if isinstance(item, Content)],
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _import_for(name: str, options: Options) -> None:
    """Import what the reader of a file needs before children are made, so that not each of them does it."""
    reader = reader_of(name[name.rfind(".") :]) if "." in name else None
    for module in (*(reader.needs if reader else ()), *(NEEDS if options.ocr else ())):
        try:
            importlib.import_module(module)
        except ImportError:
            return


def _in_child(data: bytes, request: dict[str, Any]) -> bytes:
    """Answer in a child with limits; a child that ends without a reply is a fault of the file."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(data, request, writing)
    os.close(writing)
    ocr = request["options"]["ocr"]
    reply, in_time = _collected(reading, ocr=ocr)
    os.close(reading)
    if not in_time:
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    if in_time and os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0 and reply:
        return reply
    return json.dumps({"error": _fault(status, in_time=in_time, ocr=ocr)}).encode("ascii")


def _work(data: bytes, request: dict[str, Any], writing: int) -> None:
    """Run in the child: limit it, answer, and end without what a process does at its end."""
    status = 1
    try:
        limit(writing, ocr=request["options"]["ocr"])
        reply = answer(data, request)
        with os.fdopen(writing, "wb") as stream:
            stream.write(reply)
        status = 0
    finally:
        os._exit(status)


def _collected(reading: int, *, ocr: bool) -> tuple[bytes, bool]:
    """Return what the child wrote until it closed the pipe, and whether it did so in time and measure.

    A child that recognises pages writes a blank, which JSON allows, at each of them, and has its time anew.
    """
    last = time.monotonic() + (SCAN_WALL if ocr else limits.SECONDS)
    deadline = min(last, time.monotonic() + PAGE_WALL)  # with OCR the limit of computing time ends a file without pages
    pieces: list[bytes] = []
    size = 0
    while (left := deadline - time.monotonic()) > 0 and size <= LARGEST_REPLY:
        if not select.select([reading], [], [], left)[0]:
            break
        piece = os.read(reading, 1 << 20)
        if not piece:
            return b"".join(pieces), True
        pieces.append(piece)
        size += len(piece)
        if ocr:
            deadline = min(last, time.monotonic() + PAGE_WALL)
    return b"", False


def _fault(status: int, *, in_time: bool, ocr: bool) -> list[str]:
    killed = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if not in_time or killed in (signal.SIGXCPU, signal.SIGKILL):
        if ocr:
            return [f"takes longer than {limits.SECONDS} seconds to read, or {PAGE_SECONDS} for a scanned page", _SAVE]
        return [f"takes longer than {limits.SECONDS} seconds to read", _SAVE]
    if killed == signal.SIGABRT:  # libraries end so where they get no memory, and where they find themselves in disorder
        return [f"its reader broke (damaged, or needs more than {_gigabytes(ocr=ocr)} GB of memory)", _HARMFUL]
    if killed:
        return [f"its reader broke (signal {killed})", _HARMFUL]
    return ["its reader broke", _HARMFUL]


def _gigabytes(*, ocr: bool) -> int:
    return (SCAN_MEMORY if ocr else MEMORY) >> 30
