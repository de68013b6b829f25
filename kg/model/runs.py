"""Values gone through in the order of their keys; of very many, only the last that came are in the memory."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from kg.model.shelf import Shelf

Key = TypeVar("Key", str, bytes)
Sorted = TypeVar("Sorted", bound=Any)
Value = TypeVar("Value")
Values = tuple[bytes, ...]
HELD = 8 << 20  # bytes in memory
_PART = 512  # of it that is read at once from each run: there may be hundreds
_KEY = itemgetter(0)


def _bytes(key: Any, values: tuple[Any, ...]) -> int:
    return len(key) + sum(map(len, values))


def one_each(key: Any, values: tuple[Any, ...]) -> int:
    """Count keys, not what they bring: the size of a Runs of things that are no bytes."""
    return 1


class Runs(Generic[Sorted, Value]):
    """Values by key, those of equal keys as they came. Beyond `held`, in `size`, they go to a file without a name, in sorted runs."""

    def __init__(self, held: int | None = None, size: Callable[[Any, tuple[Any, ...]], int] = _bytes) -> None:
        """Hold nothing; None: HELD. Values are bytes and their size is that, else `size` says it."""
        self._held, self._size, self._size_of = HELD if held is None else held, 0, size
        self._waiting: list[tuple[Sorted, tuple[Value, ...]]] = []
        self._chunks: Shelf[list[tuple[Sorted, tuple[Value, ...]]]] | None = None
        self._runs: list[range] = []  # of chunks

    def add(self, key: Sorted, *values: Value) -> None:
        """Take the values of a key. Raises OutputError where the disk is full."""
        self._waiting.append((key, values))
        self._size += self._size_of(key, values)
        if self._size > self._held:
            self._put_away()

    def __iter__(self) -> Iterator[tuple[Sorted, tuple[Value, ...]]]:
        self._waiting.sort(key=_KEY)
        if self._chunks is None:
            return iter(self._waiting)
        return heapq.merge(*(_items(self._chunks, run) for run in self._runs), self._waiting, key=_KEY)

    def _put_away(self) -> None:
        from kg.model.shelf import Shelf  # no small build needs it

        self._chunks = chunks = self._chunks or Shelf()
        first, chunk, size = len(chunks), list[tuple[Sorted, tuple[Value, ...]]](), 0
        for item in sorted(self._waiting, key=_KEY):
            chunk.append(item)
            size += self._size_of(*item)
            if size * _PART > self._held:
                chunks.add(chunk)
                chunk, size = [], 0
        chunks.add(chunk)
        self._runs.append(range(first, len(chunks)))
        self._waiting, self._size = [], 0


class Blobs(Generic[Key]):
    """Bytes by key, as in Runs, but few keys with much to each: beyond `held` bytes each is found by itself on the disk."""

    def __init__(self, held: int | None = None) -> None:
        """Hold nothing; None: an eighth of HELD."""
        self._held, self._size = HELD // 8 if held is None else held, 0
        self._waiting: dict[Key, Values] = {}
        self._shelf: Shelf[Values] | None = None
        self._at: dict[Key, int] = {}

    def add(self, key: Key, *values: bytes) -> None:
        """Take the values of a key. Raises OutputError where the disk is full."""
        self._waiting[key] = values
        self._size += sum(map(len, values))
        if self._size > self._held:
            self._put_away()

    def __iter__(self) -> Iterator[tuple[Key, Values]]:
        for key in sorted(self._at.keys() | self._waiting.keys()):
            yield key, self._waiting[key] if self._shelf is None or key in self._waiting else self._shelf[self._at[key]]

    def _put_away(self) -> None:
        from kg.model.shelf import Shelf  # no small build needs it

        self._shelf = shelf = self._shelf or Shelf()
        self._at.update((key, shelf.add(values)) for key, values in self._waiting.items())
        self._waiting, self._size = {}, 0


def _items(chunks: Shelf[list[tuple[Sorted, tuple[Value, ...]]]], run: range) -> Iterator[tuple[Sorted, tuple[Value, ...]]]:
    return (item for number in run for item in chunks[number])
