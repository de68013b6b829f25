"""A folder of entries by key: each checked by its own hash, written whole or not at all, bounded in size.

Nothing in it is trusted: an entry that is not exactly what was written counts as absent. Several builds may
use one folder at the same time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from kg.errors import CacheError

LIMIT = 500_000_000  # bytes
_LARGEST = 400_000_000  # of one entry, unpacked
_SUFFIX = ".entry"
_UNFINISHED = ".part"
_ENTRY = re.compile(r"[0-9a-f]{64}\.(?:entry|part)(?:[a-z0-9_]{1,20})?")
_OLD = 3600  # seconds after which an unfinished file belongs to a build that was killed
_KEEP = 0.9  # of the limit, when something has to go


def default_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return where the user's system keeps caches; raises CacheError where no home folder is known."""
    variables = ("XDG_CACHE_HOME", "LOCALAPPDATA") if platform == "win32" else ("XDG_CACHE_HOME",)
    for variable in variables:
        if Path(environment.get(variable) or "").is_absolute():
            return Path(environment[variable]) / "jiedao-kg"
    try:
        return Path.home() / ".cache" / "jiedao-kg"
    except RuntimeError as error:
        raise CacheError("no home folder is known") from error


class Folder:
    """Entries in one folder. Reading never raises; what cannot be written is not kept."""

    def __init__(self, path: Path, limit: int = LIMIT) -> None:
        """Make the folder, for its owner alone; raises CacheError if that cannot be done.

        Args:
            path: the folder; one that is there already keeps its permissions.
            limit: the most bytes that `tidy` leaves.
        """
        self.path, self.limit, self.written = path, limit, 0
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CacheError(
                f"{path}: cannot be made ({error.strerror}). Choose another with --cache, or use --no-cache"
            ) from error

    def is_private(self) -> bool:
        """Tell that nobody else may write into the folder: a hash shows damage, not who wrote an entry."""
        if sys.platform == "win32":
            return True
        about = self.path.stat()
        return about.st_uid == os.getuid() and not about.st_mode & 0o022

    def read(self, key: str) -> bytes | None:
        """Return the content kept under `key` (64 hex digits), None if there is none or it is damaged."""
        path = self._path(key)
        try:
            data = path.read_bytes()
            digest, packed = data[:32], data[32:]
            if hashlib.sha256(key.encode("ascii") + packed).digest() != digest:
                return None
            unpack = zlib.decompressobj()
            content = unpack.decompress(packed, _LARGEST)
        except (OSError, zlib.error):
            return None
        if not unpack.eof:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # the time of last use decides what goes first
        return content

    def write(self, key: str, content: bytes) -> None:
        """Keep `content` under `key`; a full disk or a folder without permission is no fault of the build."""
        packed = zlib.compress(content, 1)
        digest = hashlib.sha256(key.encode("ascii") + packed).digest()
        with contextlib.suppress(OSError):
            handle, name = tempfile.mkstemp(prefix=f"{key}{_UNFINISHED}", dir=self.path)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(digest + packed)
                Path(name).replace(self._path(key))
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            self.written += 1

    def tidy(self) -> None:
        """Remove the entries used longest ago while the folder is above its limit; other files are left alone."""
        if not self.written:
            return
        entries = self._entries()
        newest = max((time for time, _, _ in entries), default=0)
        total = sum(size for _, size, _ in entries)
        goal = self.limit if total <= self.limit else int(self.limit * _KEEP)
        for time, size, path in entries:
            unfinished = not path.endswith(_SUFFIX) and time < newest - _OLD
            if total > goal or unfinished:
                with contextlib.suppress(OSError):
                    Path(path).unlink()
                    total -= size

    def _entries(self) -> list[tuple[float, int, str]]:
        """Return time of last use, size and path of what builds wrote, the oldest first."""
        entries = []
        with contextlib.suppress(OSError), os.scandir(self.path) as found:
            for item in found:
                if _ENTRY.fullmatch(item.name):
                    with contextlib.suppress(OSError):
                        about = item.stat(follow_symlinks=False)
                        entries.append((about.st_mtime, about.st_size, item.path))
        return sorted(entries)

    def _path(self, key: str) -> Path:
        return self.path / f"{key}{_SUFFIX}"
