"""Words of which at least one stands in whatever a pattern matches, so that most text need not be tried.

The reading of a pattern is careful rather than complete: what it does not know (a class of characters with many
members, a dot, a part that may be missing) it takes for anything. A pattern of which nothing is known has no words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_MOST = 200  # words that a part of a pattern may stand for
_LOST = 1 << 60  # where reading goes on behind what is not understood: nowhere
_SPECIAL = frozenset("|()[]{}.^$*+?\\")
_QUANTITY = re.compile(r"(?:\{([0-9]*)(,?)([0-9]*)\}|([*+?]))[?+]?")
_AROUND = ("(?=", "(?!", "(?<=", "(?<!")  # these narrow what matches, and take no room
_GROUP = re.compile(r"\((?:\?:|\?P<[^>]+>|(?!\?))")
_ESCAPED = re.compile(r"\\([^A-Za-z0-9])")
_EDGE = re.compile(r"[\^$]|\\[bBAZ]")
_ANY = re.compile(r"\.|\\[dDsSwW]")
_CLASS = re.compile(r"\[(\^?)(\]?(?:\\.|[^\]\\])*)\]", re.DOTALL)

Words = frozenset[str]
_NOTHING: Words = frozenset({""})


class _Part(NamedTuple):
    """What a part of a pattern matches: all of it, if that is few words, and words of which one is in it."""

    whole: Words | None
    needed: Words


_ANYTHING = _Part(None, frozenset())


def required(pattern: str) -> Words:
    """Return words of which each match of `pattern` holds one or more; none when that is not known."""
    reader = _Reader(pattern)
    part = reader.alternatives()
    return _shortest(part.needed) if reader.at == len(pattern) else frozenset()


def _shortest(words: Words) -> Words:
    """Leave out words that hold another one: 获得 where there is 获."""
    return frozenset(word for word in words if not any(word[a:b] in words for a, b in _pieces(len(word))))


def _pieces(size: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each shorter piece of a word of `size` characters."""
    return ((start, end) for start in range(size) for end in range(start + 1, size + 1) if end - start < size)


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternatives(self) -> _Part:
        """Read up to the end of the pattern or of the group."""
        parts = [self._sequence()]
        while self.pattern.startswith("|", self.at):
            self.at += 1
            parts.append(self._sequence())
        needed: Words = frozenset().union(*(part.needed for part in parts)) if all(part.needed for part in parts) else frozenset()
        wholes = [part.whole for part in parts if part.whole is not None]
        whole = _few(frozenset().union(*wholes)) if len(wholes) == len(parts) else None
        return _Part(whole, needed if len(needed) <= 50 * _MOST else frozenset())

    def _sequence(self) -> _Part:
        parts = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            parts.append(self._repeated())
        return _joined(parts)

    def _repeated(self) -> _Part:
        part = self._one()
        match = _QUANTITY.match(self.pattern, self.at)
        if match is None:
            return part
        self.at = match.end()
        least, comma, most, sign = match.groups()
        if sign == "?" or (least in ("", "0") and comma and most == "1"):
            return _Part(part.whole | _NOTHING if part.whole is not None else None, frozenset())
        if sign == "+" or (least and int(least) > 0):
            return part._replace(whole=None) if (least, comma) != ("1", "") else part
        return _ANYTHING

    def _one(self) -> _Part:
        pattern, at = self.pattern, self.at
        if pattern.startswith(_AROUND, at):
            self._group(next(sign for sign in sorted(_AROUND, key=len, reverse=True) if pattern.startswith(sign, at)))
            return _Part(_NOTHING, frozenset())
        if group := _GROUP.match(pattern, at):
            return self._group(group[0])
        if edge := _EDGE.match(pattern, at):
            self.at = edge.end()
            return _Part(_NOTHING, frozenset())
        if inside := _CLASS.match(pattern, at):
            self.at = inside.end()
            return _ANYTHING if inside[1] or "-" in inside[2] or "\\" in inside[2] else _words(inside[2])
        if escaped := _ESCAPED.match(pattern, at):
            self.at = escaped.end()
            return _words([escaped[1]])
        if anything := _ANY.match(pattern, at):
            self.at = anything.end()
            return _ANYTHING
        if pattern[at] in _SPECIAL:
            self.at = _LOST
            return _ANYTHING
        self.at += 1
        return _words([pattern[at]])

    def _group(self, opening: str) -> _Part:
        self.at += len(opening)
        part = self.alternatives()
        if not self.pattern.startswith(")", self.at):
            self.at = _LOST
            return _ANYTHING
        self.at += 1
        return part


def _words(words: Iterable[str]) -> _Part:
    whole = frozenset(words)
    return _Part(whole, whole)


def _few(words: Words) -> Words | None:
    return words if len(words) <= _MOST else None


def _joined(parts: Sequence[_Part]) -> _Part:
    """Return what stands for parts in a row: the best words of any stretch of them that is known as a whole."""
    stretch: Words = _NOTHING
    whole = True
    found: list[Words] = []
    for part in parts:
        longer = frozenset(a + b for a in stretch for b in part.whole) if part.whole is not None else None
        if longer is not None and len(longer) <= _MOST:
            stretch = longer
            continue
        whole = False
        found += [stretch, part.needed]
        stretch = part.whole if part.whole is not None else _NOTHING
    found.append(stretch)
    known = [words for words in found if words and "" not in words]
    return _Part(stretch if whole else None, min(known, key=_commonness, default=frozenset()))


def _commonness(words: Words) -> float:
    """Estimate how often one of `words` stands somewhere: a longer word is the rarer."""
    return sum(0.02 ** len(word) for word in sorted(words))
