"""What a text is cut into to find copies: stretches of a fixed length, and what counts for nothing in them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kg import lexicon
from kg.model import Part, Report, Span
from kg.text.letters import letters

_MOST_BITS = 24  # 64 MB
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


@dataclass(frozen=True, slots=True)
class Settings:
    """The rules of kg/lexicon/text_reuse.toml."""

    length: int
    boilerplate_share: Decimal
    boilerplate_reports: int
    boilerplate_least: int
    repeats: int
    near_share: Decimal
    sample_above: int
    sample: int

    def is_common(self, having: int, reports: int) -> bool:
        """Tell whether a stretch that `having` of the reports have is everybody's."""
        return (
            reports >= self.boilerplate_reports and having >= self.boilerplate_least and having > self.boilerplate_share * reports
        )


@lexicon.cached
def settings() -> Settings:
    """Return the rules of text reuse."""
    found: dict[str, Any] = lexicon.rules("text_reuse")
    passage, near = found["passage"], found["near_duplicate"]
    return Settings(
        length=passage["length"],
        boilerplate_share=Decimal(str(passage["boilerplate_share"])),
        boilerplate_reports=passage["boilerplate_reports"],
        boilerplate_least=passage["boilerplate_least"],
        repeats=passage["repeats"],
        near_share=Decimal(str(near["share"])),
        sample_above=near["sample_above"],
        sample=near["sample"],
    )


def read_letters(report: Report) -> Letters:
    """Return the letters of what a report says in its review and its plan, set phrases marked."""
    found = Letters(report.id, *letters(report.text, _own_stretches(report)))
    found.plain = bytearray(len(found.text))
    for phrase in _set_phrases():
        at = found.text.find(phrase)
        while at >= 0:
            found.plain[at : at + len(phrase)] = b"\x01" * len(phrase)
            at = found.text.find(phrase, at + 1)
    return found


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


Places = Mapping[int, Sequence[int]]  # index of a text -> where a stretch begins in it


def shared_shingles(texts: Sequence[Letters], length: int, repeats: int) -> dict[str, Places]:
    """Return the stretches of `length` letters that two texts or more have, with their first `repeats` places in each.

    Two passes keep the memory small: the first only notes, in a table of hashes, what may be in several texts.
    What the hashes confuse is told apart by the second, so that the result does not depend on them.
    """
    mask = _mask(texts)
    seen = _seen(texts, length, mask)
    found: dict[str, dict[int, list[int]]] = defaultdict(dict)
    for index, text in enumerate(texts):
        letters_of, last = text.text, len(text.text) - length + 1
        for at in range(last):
            if seen[hash(letters_of[at : at + length]) & mask] == _SEVERAL:
                places = found[letters_of[at : at + length]].setdefault(index, [])
                if len(places) < repeats:
                    places.append(at)
    return {shingle: places for shingle, places in found.items() if len(places) > 1}


def _mask(texts: Sequence[Letters]) -> int:
    """Return the mask of a table with some eight places for each letter."""
    total = sum(len(text.text) for text in texts)
    return int((1 << min(_MOST_BITS, max(10, (8 * total).bit_length()))) - 1)


def _seen(texts: Sequence[Letters], length: int, mask: int) -> array[int]:
    """Return, for each hash, which text has a stretch with it: none, one (its number from 1), or several."""
    seen = array("i", bytes(4 * (mask + 1)))
    for number, text in enumerate(texts, 1):
        letters_of, last = text.text, len(text.text) - length + 1
        for at in range(last):
            bucket = hash(letters_of[at : at + length]) & mask
            before = seen[bucket]
            if before not in (number, _SEVERAL):
                seen[bucket] = number if before == _NOBODY else _SEVERAL
    return seen
