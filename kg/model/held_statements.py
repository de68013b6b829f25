"""Statements of a build that is too large for the memory: the same collections, kept on the disk."""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import overload

from kg.model.graph import Statement
from kg.model.held import Cached
from kg.model.shelf import Shelf

_BUCKETS = 256  # by the beginning of their ids
_WAITING = 5_000  # statements in memory until they go to the disk, some 5 MB
_ID = attrgetter("id")
Index = tuple["array[int]", dict[str, int], int]  # where each report's are on the disk, and how many there are


class Written:
    """Statements that one process puts on the disk, report by report."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._shelf: Shelf[tuple[Statement, ...]] = Shelf()
        self.clear()

    def clear(self) -> None:
        """Hold nothing, whatever a process forked from this one has put on the disk."""
        self.know((array("Q", [0]), {}, 0))

    def know(self, index: Index) -> None:
        """Hold what the process that gave the index holds; it was forked from this one."""
        ends, self._reports, self._count = index
        self._shelf.know(ends)

    def add(self, report: str, statements: Sequence[Statement]) -> None:
        """Take the statements of a report, sorted by id."""
        self._reports[report] = self._shelf.add(tuple(statements))
        self._count += len(statements)

    def index(self) -> Index:
        """Return what the process that this one was forked from must `know`."""
        return self._shelf.ends(), self._reports, self._count

    def reports(self) -> Iterable[str]:
        """Return the ids of the reports, in the order in which they came."""
        return self._reports

    def of(self, report: str) -> tuple[Statement, ...]:
        """Return the statements of a report."""
        return self._shelf[self._reports[report]]

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Statement]:
        return (item for report in self._reports for item in self.of(report))


class _Buckets:
    """Statements on the disk once more, by the beginning of their ids: a part of them is put in order at a time."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._shelf: Shelf[list[Statement]] = Shelf()
        self._chunks: list[list[int]] = [[] for _ in range(_BUCKETS)]
        self.sizes = [0] * _BUCKETS
        waiting: list[list[Statement]] = [[] for _ in range(_BUCKETS)]
        for count, item in enumerate(statements, 1):
            bucket = int(item.id[:2], 16)
            waiting[bucket].append(item)
            self.sizes[bucket] += 1
            if not count % _WAITING:
                self._put_away(waiting)
        self._put_away(waiting)

    def _put_away(self, waiting: list[list[Statement]]) -> None:
        for bucket, some in enumerate(waiting):
            if some:
                self._chunks[bucket].append(self._shelf.add(some))
                some.clear()

    def __getitem__(self, bucket: int) -> list[Statement]:
        return sorted((item for place in self._chunks[bucket] for item in self._shelf[place]), key=_ID)


class Statements(Sequence[Statement]):
    """Statements in the order of their ids, and by report; all on the disk, as one process or several wrote them."""

    def __init__(self, parts: Sequence[Written]) -> None:
        """Take the parts; no report is in two of them."""
        self._parts = parts

    @cached_property
    def _buckets(self) -> _Buckets:
        return _Buckets(chain.from_iterable(self._parts))  # most builds ask for no order but that of the reports

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    @overload
    def __getitem__(self, index: int) -> Statement: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Statement]: ...
    def __getitem__(self, index: int | slice) -> Statement | Sequence[Statement]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        rest = range(len(self))[index]
        for bucket, size in enumerate(self._buckets.sizes):
            if rest < size:
                return self._buckets[bucket][rest]
            rest -= size
        raise IndexError(index)

    def __iter__(self) -> Iterator[Statement]:
        return (item for number in range(_BUCKETS) for item in self._buckets[number])

    def by_report(self) -> Mapping[str, Sequence[Statement]]:
        """Return the statements of each report, by report id."""
        parts = {report: part for part in self._parts for report in part.reports()}
        return Cached(dict(sorted(parts.items())), lambda key: parts[key].of(key))

    def without(self, ids: Container[str]) -> Statements:
        """Return the others than those with the given ids."""
        kept = Written()
        for report, statements in self.by_report().items():
            kept.add(report, [item for item in statements if item.id not in ids])
        return Statements([kept])
