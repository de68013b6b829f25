"""The graph in parts for the bulk loaders of triple stores: N-Triples or N-Quads, packed, none larger than asked.

Every loader reads gzip. The parts can be loaded side by side and in any order, for there is no blank node in them.
"""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.export.quads import nquads
from kg.export.turtle import ntriples
from kg.terms import Block

FORMS: dict[str, tuple[str, Callable[[Iterable[Block]], Iterator[str]]]] = {
    "ntriples": ("nt", ntriples),
    "nquads": ("nq", nquads),
}
SUMS = "SHA256SUMS"
_LEVEL = 3  # nearly as small as 6 here, in half the time
_BUFFER = 1 << 20


def write_parts(folder: Path, form: str, blocks: Iterable[Block], megabytes: int) -> list[Path]:
    """Write graph-00001.nt.gz, graph-00002.nt.gz … of at most so many megabytes before packing; return their paths.

    SHA256SUMS beside them is for `sha256sum --check`. `folder` is there and empty. What is larger by itself (a triple,
    in N-Quads the triples of a subject) has a part of its own. Raises KeyError for a form that FORMS does not hold.
    """
    suffix, pieces = FORMS[form]
    paths: list[Path] = []
    left: Iterator[bytes] = (piece.encode("utf-8") for piece in pieces(blocks))
    following = next(left, None)
    while following is not None:
        path = folder / f"graph-{len(paths) + 1:05d}.{suffix}.gz"
        paths.append(path)
        with _packed(path) as write:
            used = write(following)
            following = next(left, None)
            while following is not None and used + len(following) <= megabytes * 1_000_000:
                used += write(following)
                following = next(left, None)
    (folder / SUMS).write_text("".join(f"{_sha256(path)}  {path.name}\n" for path in paths), encoding="ascii", newline="\n")
    return paths


@contextmanager
def _packed(path: Path) -> Iterator[Callable[[bytes], int]]:
    """Yield the function that writes into a gzip file without name and date: the same bytes on every run."""
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed,
        io.BufferedWriter(packed, _BUFFER) as buffer,
    ):
        yield buffer.write


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
