"""A shard on the disk: lines of JSON, packed, and a marker that says what they were made from and what their hash is.

The marker is written last. Without it, with another key or another hash the shard is not done, whatever the folder
holds; so a machine may die at any moment, and two may do the same shard.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from kg.errors import CacheError, EngineError

_UNFINISHED = ".part"
Write = Callable[[Any], None]


@contextlib.contextmanager
def writing(path: Path, key: str) -> Iterator[Write]:
    """Yield the function that appends a value (JSON) to the shard `path`; at the end the shard is there and marked done.

    Raises EngineError where the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _aside(path) as file, gzip.GzipFile("", "wb", compresslevel=1, fileobj=file, mtime=0) as packed:
            yield lambda value: _append(packed, value)
        digest = _sha256(path)
        with _aside(marker(path)) as file:
            file.write(json.dumps({"key": key, "sha256": digest}).encode("ascii") + b"\n")
    except OSError as error:
        raise EngineError(f"{path}: cannot be written ({error.strerror}). Choose another folder with --work") from error


def marker(path: Path) -> Path:
    """Return where the done marker of a shard stands."""
    return path.with_suffix(".done")


def undone(path: Path, key: str) -> str | None:
    """Return why a shard has to be made ('' where nothing is wrong: it was not yet made), None if it is done."""
    try:
        mark = json.loads(marker(path).read_bytes())
        made_of, digest = str(mark["key"]), str(mark["sha256"])
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "its marker is damaged"
    if made_of != key:
        return "it was made from other files, options, rules or libraries"
    try:
        same = _sha256(path) == digest
    except OSError as error:
        return f"its file cannot be read ({error.strerror})"
    return None if same else "its file is damaged"


def values(path: Path) -> Iterator[Any]:
    """Yield what was written into a shard; raises CacheError where it is anything else than lines of JSON."""
    try:
        with gzip.open(path, "rb") as lines:
            for line in lines:
                yield json.loads(line.decode("utf-8", "surrogatepass"))
    except (OSError, EOFError, zlib.error, ValueError, RecursionError) as error:
        raise CacheError(f"{path}: is no shard ({error})") from error


def tidy(folder: Path, names: set[str]) -> None:
    """Remove the shards in a folder that are not called one of `names` (without suffix), and what was left unfinished."""
    for pattern in ("*-of-*.shard", "*-of-*.done", f"*{_UNFINISHED}"):
        for path in folder.glob(pattern):
            if path.stem not in names:
                with contextlib.suppress(OSError):
                    path.unlink()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _append(file: gzip.GzipFile, value: Any) -> None:
    line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    file.write(line.encode("utf-8", "surrogatepass") + b"\n")


@contextlib.contextmanager
def _aside(path: Path) -> Iterator[IO[bytes]]:
    """Yield a new file that takes the place of `path` when all of it is on the disk."""
    handle, name = tempfile.mkstemp(prefix=f"{path.name}-", suffix=_UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
