"""Values on the disk, in the order in which they came: what a build holds of many reports while it looks at one.

The file has no name and is gone with the process, so nobody else can write it: its content is trusted (pickle), unlike
that of caches and shards.
"""

from __future__ import annotations

import os
import pickle
import tempfile
import weakref
from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

from kg.errors import OutputError
from kg.model import pickled  # noqa: F401 - says how values are pickled

Value = TypeVar("Value")


def pack(value: object) -> bytes:
    """Return a value as it lies on a shelf."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpack(data: bytes) -> Any:
    """Return the value that `data` is; it must come from `pack`, in a process of this build."""
    return pickle.loads(data)  # noqa: S301 - our own


class Shelf(Sequence[Value], Generic[Value]):
    """A sequence that grows at its end and keeps its values on the disk; each is read anew whenever it is asked for."""

    def __init__(self) -> None:
        """Make the file, in the folder for temporary files."""
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - it lives as long as the shelf
        self._ends = array("Q", [0])
        weakref.finalize(self, self._file.close)

    def add(self, value: Value) -> int:
        """Put a value behind the last one and return its index. Raises OutputError where the disk is full."""
        return self.add_packed(pack(value))

    def add_packed(self, data: bytes) -> int:
        """Do the same with a value that is packed already."""
        end, rest = self._ends[-1] + len(data), memoryview(data)
        try:
            self._file.seek(self._ends[-1])  # a forked process that shares the place in the file may have put something there
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            raise OutputError(_full(error)) from error
        self._ends.append(end)
        return len(self) - 1

    def ends(self) -> array[int]:
        """Return where each value ends on the disk: what a process that holds the same file must `know` to read them."""
        return self._ends

    def know(self, ends: array[int]) -> None:
        """Hold the values that a process forked from this one has put here; what lies behind them is overwritten."""
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, index: int) -> Value: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Value]: ...
    def __getitem__(self, index: int | slice) -> Value | Sequence[Value]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        value: Value = unpack(self.packed(range(len(self))[index]))
        return value

    def packed(self, number: int) -> bytes:
        """Return the value of an index, from 0, as it lies there."""
        return self._read(self._ends[number], self._ends[number + 1])

    def __iter__(self) -> Iterator[Value]:
        return (self[number] for number in range(len(self)))

    def _read(self, start: int, end: int) -> bytes:
        try:
            if hasattr(os, "pread"):  # leaves the place in the file alone, which forked processes share
                return os.pread(self._file.fileno(), end - start, start)
            self._file.seek(start)
            return self._file.read(end - start)
        except OSError as error:
            raise OutputError(_full(error)) from error


def _full(error: OSError) -> str:
    return f"{tempfile.gettempdir()}: cannot hold what the build keeps on the disk ({error.strerror}). Name another folder with TMPDIR"
