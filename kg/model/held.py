"""Reports and statements of a build that is too large for the memory: the same collections, kept on the disk."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar, overload

from kg.model.graph import Statement
from kg.model.mentions import Extraction
from kg.model.shelf import Shelf
from kg.model.text import Report

Value = TypeVar("Value")
_AT_HAND = 8  # reports or groups of statements that are in memory at a time
_BUCKETS = 256  # of statements, by the beginning of their ids
_WAITING = 20_000  # statements in memory until they go to the disk, some 20 MB


class Held:
    """Reports by id, with what was found in them once that is known; all on the disk."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._shelf: Shelf[Any] = Shelf()
        self._texts: dict[str, int] = {}
        self._reports: dict[str, int] = {}
        self._mentions: dict[str, int] = {}

    def put(self, found: Report | Extraction, *, anew: bool = False) -> None:
        """Take a report, or what was found in it; of one that is held the new findings count, `anew` its new text too."""
        report = found.report if isinstance(found, Extraction) else found
        if anew or report.id not in self._reports:
            self._texts[report.id] = self._shelf.add(report.text)
            self._reports[report.id] = self._shelf.add(replace(report, text=""))
        if isinstance(found, Extraction):
            self._mentions[report.id] = self._shelf.add(tuple(getattr(found, name) for name in _FIELDS))

    def ids(self) -> list[str]:
        """Return the ids of all reports, sorted."""
        return sorted(self._reports)

    def is_done(self, key: str) -> bool:
        """Tell whether it is known what was found in a report."""
        return key in self._mentions

    def report(self, key: str) -> Report:
        """Return a report; raises KeyError for one that is not held."""
        rest: Report = self._shelf[self._reports[key]]
        return replace(rest, text=self.text(key))

    def text(self, key: str) -> str:
        """Return the stored text of a report, which takes a tenth of the time of the whole; raises KeyError as above."""
        text: str = self._shelf[self._texts[key]]
        return text

    def found(self, key: str) -> Extraction:
        """Return what was found in a report; raises KeyError where that is not known."""
        return Extraction(self.report(key), *self._shelf[self._mentions[key]])


_FIELDS = tuple(name for name in Extraction.__slots__ if name != "report")


class _Cached(Mapping[str, Value]):
    """Values by key that are read when they are asked for, the last few of them remembered."""

    def __init__(self, keys: Collection[str], read: Callable[[str], Value]) -> None:
        self._keys, self._read = keys, read
        self._at_hand: OrderedDict[str, Value] = OrderedDict()

    def __getitem__(self, key: str) -> Value:
        if key in self._at_hand:
            self._at_hand.move_to_end(key)
            return self._at_hand[key]
        value = self._at_hand[key] = self._read(key)
        if len(self._at_hand) > _AT_HAND:
            self._at_hand.popitem(last=False)
        return value

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class Extractions(Sequence[Extraction]):
    """What was found in the held reports, by report id, read from the disk one at a time.

    `changed` has those that are others than the held ones (a reviewer's decisions leave mentions out), by report id.
    """

    def __init__(self, held: Held, changed: Mapping[str, Extraction] | None = None) -> None:
        """Take the reports; all must have been looked through."""
        self._held, self._changed, self._ids = held, dict(changed or {}), held.ids()

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, index: int) -> Extraction: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Extraction]: ...
    def __getitem__(self, index: int | slice) -> Extraction | Sequence[Extraction]:
        if isinstance(index, slice):
            return [self._found(key) for key in self._ids[index]]
        return self._found(self._ids[index])

    def __iter__(self) -> Iterator[Extraction]:
        return map(self._found, self._ids)

    def _found(self, key: str) -> Extraction:
        return self._changed.get(key) or self._held.found(key)

    def reports(self) -> Mapping[str, Report]:
        """Return the reports by id."""
        return _Cached(dict.fromkeys(self._ids), self._held.report)

    def texts(self) -> Mapping[str, str]:
        """Return the stored texts by report id."""
        return _Cached(dict.fromkeys(self._ids), self._held.text)

    def with_changes(self, changed: Iterable[Extraction]) -> Extractions:
        """Return the same with other findings of some reports."""
        return Extractions(self._held, self._changed | {one.report.id: one for one in changed})


class Statements(Sequence[Statement]):
    """Statements in the order of their ids, and by report; all on the disk."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._by_report: Shelf[tuple[Statement, ...]] = Shelf()
        self._reports: dict[str, int] = {}
        self._chunks: Shelf[list[Statement]] = Shelf()
        self._places: list[list[int]] = [[] for _ in range(_BUCKETS)]  # of each bucket, in _chunks
        self._sizes = [0] * _BUCKETS
        self._waiting: list[list[Statement]] = [[] for _ in range(_BUCKETS)]
        self._count = 0

    def add(self, report: str, statements: Sequence[Statement]) -> None:
        """Take the statements of a report, sorted by id."""
        self._reports[report] = self._by_report.add(tuple(statements))
        for item in statements:
            bucket = int(item.id[:2], 16)
            self._waiting[bucket].append(item)
            self._sizes[bucket] += 1
        self._count += len(statements)
        if self._count >= _WAITING:
            self._put_away()

    def _put_away(self) -> None:
        for bucket, waiting in enumerate(self._waiting):
            if waiting:
                self._places[bucket].append(self._chunks.add(waiting))
        self._waiting = [[] for _ in range(_BUCKETS)]
        self._count = 0

    def _bucket(self, number: int) -> list[Statement]:
        chunks = [item for place in self._places[number] for item in self._chunks[place]]
        return sorted((*chunks, *self._waiting[number]), key=lambda item: item.id)

    def __len__(self) -> int:
        return sum(self._sizes)

    @overload
    def __getitem__(self, index: int) -> Statement: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Statement]: ...
    def __getitem__(self, index: int | slice) -> Statement | Sequence[Statement]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        rest = range(len(self))[index]
        for bucket, size in enumerate(self._sizes):
            if rest < size:
                return self._bucket(bucket)[rest]
            rest -= size
        raise IndexError(index)

    def __iter__(self) -> Iterator[Statement]:
        return (item for number in range(_BUCKETS) for item in self._bucket(number))

    def by_report(self) -> Mapping[str, Sequence[Statement]]:
        """Return the statements of each report, by report id."""
        return _Cached(self._reports, lambda key: self._by_report[self._reports[key]])

    def find(self, ids: Iterable[str]) -> dict[str, Statement]:
        """Return those of the given ids that are here."""
        wanted: dict[int, set[str]] = {}
        for key in ids:
            wanted.setdefault(int(key[:2], 16), set()).add(key)
        return {item.id: item for number, keys in sorted(wanted.items()) for item in self._bucket(number) if item.id in keys}

    def without(self, ids: Container[str]) -> Statements:
        """Return the others than those with the given ids."""
        kept = Statements()
        for report, statements in self.by_report().items():
            kept.add(report, [item for item in statements if item.id not in ids])
        return kept
