"""Which files are in which shard, and by what a shard that is done is known to be still true."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path

from kg.cache.rules import hash_files, package_files, rules_version
from kg.errors import EngineError
from kg.read import InputFile, Options

_REPORTS = 500  # files in a shard, about: done again as a whole when one of them changes, or when its machine is lost
_FEWEST = 8
MOST = 1 << 16
READ_WITH = (
    "lxml",
    "olefile",
    "onnxruntime",
    "pypdfium2",
    "python-calamine",
    "rapidocr",
    "selectolax",
    "striprtf",
    "trafilatura",
)


@dataclass(frozen=True, slots=True)
class Work:
    """How a build in shards is asked for: the folder that holds them, their number (None: by the number of files)."""

    folder: Path
    count: int | None = None
    engine: str = "local"


@dataclass(frozen=True, slots=True)
class Shard:
    """One part of the input files, with all that its result depends on; it means the same on every machine."""

    folder: Path
    number: int  # from 0
    count: int
    files: tuple[InputFile, ...]  # in the order of the whole input
    ranks: tuple[int, ...]  # at what places of the whole input they stand
    own_tables: Path | None = None
    reading: Options = field(default_factory=Options)

    def path(self, stage: str) -> Path:
        """Return the file of the shard for a stage; its marker has the suffix .done instead."""
        return self.folder / f"{stage}-{self.number:05d}-of-{self.count:05d}.shard"


def shards(work: Work, files: Sequence[InputFile], own_tables: Path | None, reading: Options) -> list[Shard]:
    """Return the shards of the input files. A file's name alone decides where it goes: a new file changes one shard.

    Raises EngineError for a number of shards that cannot be, and for standard input.
    """
    if work.count is not None and not 1 <= work.count <= MOST:
        raise EngineError(f"{work.count} shards cannot be made. Give a number from 1 to {MOST} with --shards")
    count = work.count or _fitting(len(files))
    here = [_anywhere(file) for file in files]
    parts: list[list[int]] = [[] for _ in range(count)]
    for rank, file in enumerate(files):
        parts[shard_of(file.name, count)].append(rank)
    tables = own_tables.absolute() if own_tables is not None else None
    return [
        Shard(work.folder.absolute(), number, count, tuple(here[rank] for rank in part), tuple(part), tables, reading)
        for number, part in enumerate(parts)
    ]


def _anywhere(file: InputFile) -> InputFile:
    """Return the file with its whole path: a worker stands in another folder."""
    if file.path is None:
        raise EngineError("standard input cannot be built in shards. Save it as a file, or leave out --work and --engine")
    return replace(file, path=file.path.absolute())


def check_work(folder: Path, inputs: Sequence[str | Path]) -> None:
    """Raise EngineError where the folder of the shards lies in an input folder: it would be read as input."""
    for one in inputs:
        if Path(one).is_dir() and folder.resolve().is_relative_to(Path(one).resolve()):
            raise EngineError(f"{folder}: lies in the input folder {one}. Choose a folder beside it with --work")


def shard_of(name: str, count: int) -> int:
    """Return the number of the shard, below `count`, that a file of this name belongs to."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:8], "big") % count


def _fitting(files: int) -> int:
    """Return a number of shards that changes only when the files have doubled."""
    count = _FEWEST
    while count * _REPORTS < files:
        count *= 2
    return min(count, MOST)


def environment(own_tables: Path | None) -> str:
    """Return a hash of the program, the user's tables, Python and the libraries that read files.

    What was made with others is made anew.
    """
    versions = [(name, _version(name)) for name in READ_WITH]
    digest = hashlib.sha256(json.dumps([rules_version(own_tables), versions]).encode("ascii"))
    hash_files(digest, *package_files())
    return digest.hexdigest()


def _version(library: str) -> str | None:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None


def shard_key(shard: Shard, made_by: str) -> str:
    """Return the key of a shard: its number, its options, `made_by` (see `environment`), names and bytes of its files."""
    files = [(file.name, _sha256(file)) for file in shard.files]
    said = json.dumps([made_by, shard.number, shard.count, shard.reading.text_column, shard.reading.ocr, files])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _sha256(file: InputFile) -> str:
    """Return the hash of a file's bytes; of one that cannot be read, what keeps it from being so."""
    assert file.path is not None  # noqa: S101 - standard input is no part of a shard
    try:
        with file.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return str(error.strerror)
