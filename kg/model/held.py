"""Reports and statements of a build that is too large for the memory: the same collections, kept on the disk."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any, TypeVar, overload

from kg.model.access import bare
from kg.model.graph import Statement
from kg.model.mentions import Extraction
from kg.model.shelf import Shelf
from kg.model.text import Report

Value = TypeVar("Value")
_AT_HAND = 8  # reports or groups of statements that are in memory at a time
_BUCKETS = 256  # of statements, by the beginning of their ids
_WAITING = 5_000  # statements in memory until they go to the disk, some 5 MB
_ID = attrgetter("id")
Index = tuple["array[int]", dict[str, int], int]  # of written statements: where each report's are on the disk, and how many


class Held:
    """Reports by id, with what was found in them once that is known; all on the disk.

    The parts of a report, and each kind of mention, are values of their own there: what is not asked for is not read.
    """

    def __init__(self) -> None:
        """Hold nothing."""
        self._shelf: Shelf[Any] = Shelf()
        self._reports: dict[str, int] = {}  # where the first part of each is
        self._mentions: dict[str, int] = {}

    def put(self, found: Report | Extraction, *, anew: bool = False) -> None:
        """Take a report, or what was found in it; of one that is held the new findings count, `anew` its new text too."""
        report = found.report if isinstance(found, Extraction) else found
        if anew or report.id not in self._reports:
            self._reports[report.id] = self._put(report.text, report.clean, bare(report), (report.sections, report.sentences))
        if isinstance(found, Extraction):
            self._mentions[report.id] = self._put(*(getattr(found, kind) for kind in KINDS))

    def _put(self, *parts: object) -> int:
        places = [self._shelf.add(part) for part in parts]
        return places[0]

    def ids(self) -> list[str]:
        """Return the ids of all reports, sorted."""
        return sorted(self._reports)

    def is_done(self, key: str) -> bool:
        """Tell whether it is known what was found in a report."""
        return key in self._mentions

    def __len__(self) -> int:
        return len(self._reports)

    def count_done(self) -> int:
        """Return of how many reports that is known."""
        return len(self._mentions)

    def report(self, key: str, *, whole: bool = True) -> Report:
        """Return a report, if not `whole` without its sections and sentences; raises KeyError for one that is not held."""
        first = self._reports[key]
        sections, sentences = self._shelf[first + 3] if whole else ((), ())
        return replace(self.head(key), text=self.text(key), clean=self._shelf[first + 1], sections=sections, sentences=sentences)

    def head(self, key: str) -> Report:
        """Return what a report says of itself, without its text; raises KeyError as above."""
        rest: Report = self._shelf[self._reports[key] + 2]
        return rest

    def text(self, key: str) -> str:
        """Return the stored text of a report; raises KeyError as above."""
        text: str = self._shelf[self._reports[key]]
        return text

    def found(self, key: str) -> Extraction:
        """Return what was found in a report; raises KeyError where that is not known."""
        first = self._mentions[key]
        return Extraction(self.report(key), *self._shelf[first : first + len(KINDS)])

    def found_only(self, key: str, kinds: Collection[str]) -> Extraction:
        """Return the mentions of some kinds alone, with a report without sections and sentences; raises KeyError as above."""
        first = self._mentions[key]
        mentions = {kind: self._shelf[first + KINDS.index(kind)] for kind in kinds}
        return Extraction(self.report(key, whole=False), **mentions)


KINDS = tuple(name for name in Extraction.__slots__ if name != "report")


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

    def __init__(self, held: Held, changed: Mapping[str, Extraction] | None = None, kinds: Collection[str] | None = None) -> None:
        """Take the reports; all must have been looked through. For `kinds` see `only`."""
        self._held, self._changed, self._kinds, self._ids = held, dict(changed or {}), kinds, held.ids()

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
        if key in self._changed:
            return self._changed[key]
        return self._held.found(key) if self._kinds is None else self._held.found_only(key, self._kinds)

    def only(self, *kinds: str) -> Extractions:
        """Return the same for one who asks for these kinds of mentions alone and for no sections and sentences."""
        return Extractions(self._held, self._changed, kinds)

    def reports(self) -> Mapping[str, Report]:
        """Return the reports by id."""
        return _Cached(dict.fromkeys(self._ids), self._held.report)

    def heads(self) -> Mapping[str, Report]:
        """Return the reports by id, without their texts."""
        return _Cached(dict.fromkeys(self._ids), self._held.head)

    def by_id(self) -> Mapping[str, Extraction]:
        """Return the same by report id."""
        return _Cached(dict.fromkeys(self._ids), self._found)

    def texts(self) -> Mapping[str, str]:
        """Return the stored texts by report id."""
        return _Cached(dict.fromkeys(self._ids), self._held.text)

    def with_changes(self, changed: Iterable[Extraction]) -> Extractions:
        """Return the same with other findings of some reports."""
        return Extractions(self._held, self._changed | {one.report.id: one for one in changed})


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
        return _Cached(dict(sorted(parts.items())), lambda key: parts[key].of(key))

    def without(self, ids: Container[str]) -> Statements:
        """Return the others than those with the given ids."""
        kept = Written()
        for report, statements in self.by_report().items():
            kept.add(report, [item for item in statements if item.id not in ids])
        return Statements([kept])
