"""Reports of a build that is too large for the memory: the same collections, kept on the disk (statements: kg.model.held_statements)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar, overload

from kg.model.access import bare
from kg.model.mentions import Extraction
from kg.model.shelf import Shelf, pack, unpack
from kg.model.text import CleanText, Report, Section, Sentence

Value = TypeVar("Value")
_AT_HAND = 8  # values that are in memory at a time
_PARTS = 4  # of a report


class Packed(NamedTuple):
    """A report, and what was found in it where that is known, as they lie on the disk: for another process, which unpacks them."""

    report: Sequence[bytes]
    mentions: Sequence[bytes] = ()

    @property
    def size(self) -> int:
        """The length of the report's text in bytes, about."""
        return len(self.report[0])

    def unpacked_report(self) -> Report:
        """Return the report."""
        return _report(*map(unpack, self.report))

    def unpacked(self) -> Extraction:
        """Return what was found in it; raises ValueError where that is not known."""
        found = {kind: unpack(data) for kind, data in zip(KINDS, self.mentions, strict=True)}
        return Extraction(self.unpacked_report(), **found)


def pack_mentions(found: Extraction) -> Sequence[bytes]:
    """Return what was found in a report as it is to lie on the disk."""
    return [pack(getattr(found, kind)) for kind in KINDS]


def _report(text: str, clean: CleanText, head: Report, rest: tuple[tuple[Section, ...], tuple[Sentence, ...]]) -> Report:
    return replace(head, text=text, clean=clean, sections=rest[0], sentences=rest[1])


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
            parts = (report.text, report.clean, bare(report), (report.sections, report.sentences))
            self._reports[report.id] = self._put(map(pack, parts))
        if isinstance(found, Extraction):
            self.put_mentions(report.id, pack_mentions(found))

    def put_mentions(self, key: str, mentions: Sequence[bytes]) -> None:
        """Take what was found in a report that is held, packed."""
        self._mentions[key] = self._put(mentions)

    def _put(self, parts: Iterable[bytes]) -> int:
        places = [self._shelf.add_packed(part) for part in parts]
        return places[0]

    def packed(self, key: str) -> Packed:
        """Return a report as it lies there, with what was found in it if that is known; raises KeyError for one that is not held."""
        mentions = self._packed(self._mentions[key], len(KINDS)) if key in self._mentions else ()
        return Packed(self._packed(self._reports[key], _PARTS), mentions)

    def _packed(self, first: int, count: int) -> Sequence[bytes]:
        return [self._shelf.packed(number) for number in range(first, first + count)]

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
        return _report(self.text(key), self._shelf[first + 1], self.head(key), self._shelf[first + 3] if whole else ((), ()))

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


class Cached(Mapping[str, Value]):
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
        return Cached(dict.fromkeys(self._ids), self._held.report)

    def heads(self) -> Mapping[str, Report]:
        """Return the reports by id, without their texts."""
        return Cached(dict.fromkeys(self._ids), self._held.head)

    def by_id(self) -> Mapping[str, Extraction]:
        """Return the same by report id."""
        return Cached(dict.fromkeys(self._ids), self._found)

    def texts(self) -> Mapping[str, str]:
        """Return the stored texts by report id."""
        return Cached(dict.fromkeys(self._ids), self._held.text)

    def with_changes(self, changed: Iterable[Extraction]) -> Extractions:
        """Return the same with other findings of some reports."""
        return Extractions(self._held, self._changed | {one.report.id: one for one in changed})
