"""What a text is cut into to find copies: stretches of a fixed length, and what counts for nothing in them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableSequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg import lexicon
from kg.model import Part, Report, Span
from kg.text.letters import letters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.model.shelf import Shelf

    Numbers = NDArray[Any]

_FEW = 100_000  # letters
_AT_HAND = 8  # texts with their offsets and set phrases, in memory
_AT_A_TIME = 500_000  # hashes: some 20 MB while they are sorted
_CHUNKS = 4  # of texts, for as many
_BASE = 0x9E3779B97F4A7C15  # odd, with digits as good as any
_NOBODY, _SEVERAL = 0, -1


@dataclass(slots=True)
class Letters:
    """The letters of a report's own words (no head, no page furniture) with their stored offsets.

    `plain[i]` is 1 where the letter stands in a set phrase or in what everybody writes.
    """

    report: str
    text: str
    offsets: array[int]
    plain: bytearray = field(default_factory=bytearray)

    def span(self, start: int, length: int) -> Span:
        """Return the stored span of the letters from `start`."""
        return Span(self.offsets[start], self.offsets[start + length - 1] + 1)

    def own(self, start: int, length: int) -> int:
        """Return how many of the letters from `start` are not set phrases."""
        return length - self.plain.count(1, start, start + length)


class Texts:
    """The letters of many reports, by report id; of a large build they are on the disk, and read one at a time."""

    def __init__(
        self,
        reports: Mapping[str, Report],
        texts: MutableSequence[str] | Shelf[str],
        offsets: MutableSequence[array[int]] | Shelf[array[int]],
    ) -> None:
        """Read the letters of `reports` into `texts` and their offsets into `offsets`, which are empty."""
        self._reports, self._texts, self._offsets = reports, texts, offsets
        self.ids = sorted(reports)
        self._at_hand: dict[int, Letters] = {}
        self.common: dict[int, list[int]] = defaultdict(list)  # where what everybody writes begins, by text
        self.sizes: list[int] = []
        put = texts.append if isinstance(texts, MutableSequence) else texts.add
        put_offsets = offsets.append if isinstance(offsets, MutableSequence) else offsets.add
        for report in self.ids:
            text, places = _letters(reports[report])
            self.sizes.append(len(text))
            put(text)
            put_offsets(places)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, index: int) -> str:
        return self._texts[index]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def report(self, index: int) -> Report:
        """Return the report of a text."""
        return self._reports[self.ids[index]]

    def letters(self, index: int, length: int) -> Letters:
        """Return a text with offsets and set phrases; stretches of `length` that are everybody's are marked as such."""
        if index not in self._at_hand:
            if len(self._at_hand) >= _AT_HAND:
                del self._at_hand[next(iter(self._at_hand))]
            self._at_hand[index] = self._read(index, length)
        return self._at_hand[index]

    def spans(self, index: int, stretches: Iterable[tuple[int, int]]) -> list[Span]:
        """Return the stored spans of stretches of the letters of a text, given by start and length."""
        found = Letters(self.ids[index], "", self._offsets[index])
        return [found.span(*stretch) for stretch in stretches]

    def _read(self, index: int, length: int) -> Letters:
        found = Letters(self.ids[index], self._texts[index], self._offsets[index])
        found.plain = bytearray(len(found.text))
        for phrase in _set_phrases():
            at = found.text.find(phrase)
            while at >= 0:
                found.plain[at : at + len(phrase)] = b"\x01" * len(phrase)
                at = found.text.find(phrase, at + 1)
        for start in self.common.get(index, ()):
            found.plain[start : start + length] = b"\x01" * length
        return found


def _letters(report: Report) -> tuple[str, array[int]]:
    """Return the letters of what a report says in its review and its plan, with their stored offsets."""
    return letters(report.text, _own_stretches(report))


def _own_stretches(report: Report) -> list[tuple[int, int]]:
    """Return the stored stretches of review and plan; sentences that touch are one stretch."""
    found: list[tuple[int, int]] = []
    last = -1
    for sentence in report.sentences:
        if sentence.part not in (Part.REVIEW, Part.PLAN) or sentence.start >= sentence.end:
            continue
        span = report.clean.span(sentence.start, sentence.end)
        if found and sentence.start <= last + 1:  # a line end lies between lines
            found[-1] = (found[-1][0], span.end)
        else:
            found.append((span.start, span.end))
        last = sentence.end
    return found


@lexicon.cached
def _set_phrases() -> tuple[str, ...]:
    return tuple(sorted({found for phrase in lexicon.column("set_phrases", "phrase") if (found := letters(phrase)[0])}))


Places = array  # of numbers, each the index of a text and where a stretch begins in it: there may be millions
_SHIFT = 32
_AT = (1 << _SHIFT) - 1
_Dealt = tuple["Numbers", "Numbers"]  # places in their order, and the hash of each stretch


def by_text(places: Places[int]) -> dict[int, list[int]]:
    """Return where a stretch begins in each text that has it, by index of the text, in order."""
    found: dict[int, list[int]] = {}
    for place in places:
        found.setdefault(place >> _SHIFT, []).append(place & _AT)
    return found


def shared_shingles(texts: Texts, length: int, repeats: int) -> dict[str, Places[int]]:
    """Return the stretches of `length` letters that two texts or more have, with their first `repeats` places in each.

    Hashes only say what may be in several texts. What they confuse is told apart by the letters, so that the result
    does not depend on them.
    """
    places = _by_numbers(texts, length) if sum(texts.sizes) > _FEW else _by_table(texts, length)
    found: dict[str, Places[int]] = defaultdict(lambda: array("Q"))
    for index, starts in places:
        text = texts[index]
        for at in starts:
            here = found[text[at : at + length]]
            if len(here) < repeats or here[-repeats] >> _SHIFT != index:
                here.append(index << _SHIFT | at)
    for shingle in [shingle for shingle, here in found.items() if here[0] >> _SHIFT == here[-1] >> _SHIFT]:
        del found[shingle]
    return found


def _by_table(texts: Texts, length: int) -> Iterator[tuple[int, Iterable[int]]]:
    """Yield for each text where stretches begin whose hash another text has too (a few texts: loading numpy takes longer)."""
    mask = (1 << max(10, (8 * sum(texts.sizes)).bit_length())) - 1
    seen = array("i", bytes(4 * (mask + 1)))  # by hash: no text has it, one does (its number from 1), or several
    for number, text in enumerate(texts, 1):
        for at in range(len(text) - length + 1):
            bucket = hash(text[at : at + length]) & mask
            before = seen[bucket]
            if before not in (number, _SEVERAL):
                seen[bucket] = number if before == _NOBODY else _SEVERAL
    for index, text in enumerate(texts):
        yield index, (at for at in range(len(text) - length + 1) if seen[hash(text[at : at + length]) & mask] == _SEVERAL)


def _by_numbers(texts: Texts, length: int) -> Iterator[tuple[int, Iterable[int]]]:
    """Yield the same, for any number of texts in the same memory: a part of all hashes at a time."""
    import numpy as np

    found = [_several(places, hashes) for places, hashes in _parts(texts, length)]
    places = np.sort(np.concatenate(found)) if found else np.empty(0, np.uint64)
    indexes, begins = np.unique(places >> np.uint64(_SHIFT), return_index=True)
    for index, (begin, end) in zip(indexes.tolist(), pairwise([*begins.tolist(), len(places)]), strict=True):
        yield index, (places[begin:end] & np.uint64(_AT)).tolist()


def _parts(texts: Texts, length: int) -> Iterator[_Dealt]:
    """Yield where stretches begin, with their hashes, in parts that have no hash in common; of many texts they are on the disk."""
    import numpy as np

    count = -(-sum(texts.sizes) // _AT_A_TIME)
    dealt: list[_Dealt] | Shelf[_Dealt] = [] if count < 2 else _shelf()  # of each chunk what belongs to each part
    put = dealt.append if isinstance(dealt, list) else dealt.add
    for places, hashes in _chunks(texts, length):
        parts = (hashes % np.uint64(count)).astype(np.uint16)  # short numbers are sorted in no time
        order = np.argsort(parts, kind="stable")
        for some in np.split(order, np.searchsorted(parts[order], np.arange(1, count))):
            put((places[some], hashes[some]))
    for part in range(count):
        yield _joined(dealt[part::count])


def _shelf() -> Shelf[_Dealt]:
    from kg.model.shelf import Shelf  # no small build needs it

    return Shelf()


def _chunks(texts: Texts, length: int) -> Iterator[_Dealt]:
    """Yield where the stretches of all texts begin, with their hashes, many at a time."""
    import numpy as np

    chunk: list[_Dealt] = []
    size = 0
    for index, text in enumerate(texts):
        hashes = _hashes(text, length)
        chunk.append((np.arange(index << _SHIFT, (index << _SHIFT) + len(hashes), dtype=np.uint64), hashes))
        size += len(text)
        if size * _CHUNKS >= _AT_A_TIME:
            yield _joined(chunk)
            chunk, size = [], 0
    if chunk:
        yield _joined(chunk)


def _joined(pieces: Iterable[_Dealt]) -> _Dealt:
    import numpy as np

    places, hashes = zip(*pieces, strict=True)
    return np.concatenate(places), np.concatenate(hashes)


def _several(places: Numbers, hashes: Numbers) -> Numbers:
    """Return the places whose hash stands in another text too."""
    import numpy as np

    if not len(hashes):
        return places
    order = np.argsort(hashes, kind="stable")  # of equal hashes, the places stay in their order
    hashes = hashes[order]
    same = hashes[1:] == hashes[:-1]
    first, last = np.concatenate(([True], ~same)), np.concatenate((~same, [True]))
    repeated = ~(first & last)  # hardly any hash is there twice
    places, begins, ends = places[order[repeated]], np.flatnonzero(first[repeated]), np.flatnonzero(last[repeated]) + 1
    owners = places >> np.uint64(_SHIFT)
    found: Numbers = places[np.repeat(owners[begins] != owners[ends - 1], ends - begins)]
    return found


def _hashes(text: str, length: int) -> Numbers:
    """Return a number for each stretch of `length` letters: equal for equal stretches, seldom for others."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < length:
        return codes[:0]
    found = np.zeros(len(codes) - length + 1, dtype=np.uint64)
    width, done, power = 1, 0, np.array([_BASE], dtype=np.uint64)  # stretches of 1, 2, 4 ... letters make up any length
    with np.errstate(over="ignore"):
        while done < length:
            if length & width:
                found = found * power + codes[done : done + len(found)]
                done += width
            codes = codes[: len(codes) - width] * power + codes[width:] if len(codes) > width else codes[:0]
            power, width = power * power, 2 * width
    return found ^ (found >> np.uint64(31))
