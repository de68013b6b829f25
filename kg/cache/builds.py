"""Whole builds by everything that goes into them: one that would write what is there already is not made again.

The key takes in the bytes of every input file, what was found besides them, the decisions, the options, and all
that decides what becomes of them: the whole package, the user's tables, Python, and the versions of the libraries.
Kept is the hash of every file that the build wrote; an output that was touched since is built anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.cache.folder import Folder
from kg.cache.rules import hash_files, package_files
from kg.read.decisions import find_decisions
from kg.read.inputs import InputFile, find_inputs

_BLOCK = 1 << 20
_LIBRARY = (".dist-info", ".egg-info")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a build is asked to make: the inputs and the options that its output depends on."""

    inputs: Sequence[str | Path]
    out: Path
    own_tables: Path | None = None
    decisions: Path | None = None
    options: Sequence[str] = ()  # base IRI, formats

    def key(self) -> str | None:
        """Return the key of the build, None where it cannot be known beforehand: standard input, an unreadable file.

        Raises DecisionError where the inputs lead to several decisions files.
        """
        files, entries = find_inputs(self.inputs, self.out)
        decisions = self.decisions or find_decisions(self.inputs)
        if any(file.path is None for file in files):
            return None
        digest = hashlib.sha256(f"{sys.version}\n{_libraries()}\n".encode("utf-8", "surrogateescape"))
        try:
            hash_files(digest, *package_files())
            if self.own_tables is not None:
                hash_files(digest, self.own_tables, sorted(self.own_tables.iterdir()))
            found = [(file.name, _of_file(file)) for file in files]
            decided = _sha256(decisions) if decisions is not None else None
        except OSError:
            return None
        others = sorted((entry.name, entry.outcome.value, entry.reason, entry.remedy) for entry in entries)
        said = json.dumps(["build", found, others, decided, list(self.options)])
        digest.update(said.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Done:
    """A build that was made: the SHA-256 of each file that it wrote, what it said, and its exit code."""

    files: Mapping[str, str]
    lines: tuple[tuple[str, str], ...]  # which stream and level, text
    failed: int  # input files that could not be read

    def is_in(self, out: Path) -> bool:
        """Tell whether the files are all in the folder `out` as the build wrote them."""
        with contextlib.suppress(OSError, ValueError):
            return bool(self.files) and all(_sha256(out / name) == known for name, known in self.files.items())
        return False


class Builds:
    """The builds that are remembered in a folder of the cache."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; raises CacheError if it cannot be made."""
        self._folder = Folder(folder)

    def find(self, key: str | None, out: Path) -> Done | None:
        """Return the build with this key if its output still stands in the folder `out`."""
        content = self._folder.read(key) if key is not None else None
        done = _from_json(content) if content is not None else None
        return done if done is not None and done.is_in(out) else None

    def keep(self, key: str, out: Path, names: Sequence[str], lines: Sequence[tuple[str, str]], failed: int) -> None:
        """Remember a build that has just written the files `names` into the folder `out`."""
        with contextlib.suppress(OSError):
            files = {name: _sha256(out / name) for name in sorted(names)}
            content = json.dumps({"files": files, "lines": list(lines), "failed": failed}, sort_keys=True)
            self._folder.write(key, content.encode("utf-8", "surrogatepass"))


def _from_json(content: bytes) -> Done | None:
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
        data = json.loads(content.decode("utf-8", "surrogatepass"))
        files = {str(name): str(digest) for name, digest in data["files"].items()}
        return Done(files, tuple((str(level), str(text)) for level, text in data["lines"]), int(data["failed"]))
    return None


def _of_file(file: InputFile) -> str:
    assert file.path is not None  # noqa: S101 - standard input was sent away before
    return _sha256(file.path)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _libraries() -> str:
    """Return name and version of every library that can be imported, as their metadata folders are called."""
    return "\n".join(sorted({name for folder in sys.path for name in _metadata(folder)}))


def _metadata(folder: str) -> Iterator[str]:
    with contextlib.suppress(OSError), os.scandir(folder or ".") as found:
        for item in found:
            if item.name.endswith(_LIBRARY):
                yield item.name
