"""One build at a time for each output folder: a lock file beside it, held by the system until the build ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from kg.errors import OutputError


@contextlib.contextmanager
def only_build(target: Path) -> Iterator[None]:
    """Hold the output folder `target` while the block runs; raises OutputError if another build holds it.

    The system lets go of the lock when the process ends, however it ends. Where the file system knows no locks,
    or the folder beside `target` cannot be written (which the build reports itself), nothing is held.
    """
    place = target.parent / f".{target.name}.lock"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(place, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError:
        yield
        return
    try:
        if not _locked(file) or not _is_at(file, place):
            holder = os.read(file, 40).decode("ascii", "replace").strip()
            raise OutputError(
                f"{target}: another build writes it now (process {holder or '?'}). Wait for it, or choose another folder"
            )
        os.ftruncate(file, 0)
        os.write(file, str(os.getpid()).encode("ascii"))
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                place.unlink()
    finally:
        os.close(file)


def _is_at(file: int, place: Path) -> bool:
    """Return False for a lock file that the build before removed after this one had opened it."""
    try:
        return os.path.samestat(os.fstat(file), place.stat())
    except OSError:
        return False


def _locked(file: int) -> bool:
    """Take the lock and return True, False if another process has it."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True
