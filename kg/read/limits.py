"""What one file may use of the machine; set in the child process that reads it. More for each page to be recognised."""

from __future__ import annotations

import os

# For one file, by the clock and of computing time. No file may hold a build up for more than 30 s, of which the process
# that reads it may need two to start. A PDF of 200 pages takes 1.5 to 8 s of computing, a document of 2 million characters
# 1 to 8 s, so an honest large file is read on a machine that is a few times slower or busy.
SECONDS = 28
MEMORY = 2 << 30  # bytes of address space beyond what the process has
MOST_SCANNED = 300  # pages of a file
PAGE_SECONDS = 90  # of computing time for a page whose text is recognised; one of A4 takes about ten
PAGE_WALL = 600.0  # seconds
SCAN_WALL = MOST_SCANNED * PAGE_WALL
SCAN_MEMORY = 4 << 30

_sign: list[int] = []  # in a child that reads a file: the pipe to the process that waits for it


def limit(pipe: int, *, ocr: bool) -> None:
    """Limit this process for good, and cut it off from input and output; `pipe` leads to the process that waits."""
    import resource

    _sign[:] = [pipe]
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    memory = _address_space() + (SCAN_MEMORY if ocr else MEMORY)
    most = SECONDS + (MOST_SCANNED * PAGE_SECONDS if ocr else 0)
    for kind, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, SECONDS, most),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError):  # a system that lacks this limit has the others
            continue


def begin_page() -> None:
    """Give the page that is recognised next its own time, and tell the process that waits. Outside a child: nothing."""
    if not _sign:
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(used.ru_utime + used.ru_stime) + 1 + PAGE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
    os.write(_sign[0], b" ")


def _address_space() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:  # noqa: PTH123 - no Path in the child
            return int(stream.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0
