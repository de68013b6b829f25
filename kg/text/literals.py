"""What can be said of a pattern's matches beforehand, so that most text need not be tried.

`required` gives words of which each match holds one, `openings` the characters that a match can begin with. Patterns
are read carefully rather than completely: what is not known (a class of characters with many members, a dot) may be
anything, and of a pattern that is not understood nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

_MOST = 50  # words that a part of a pattern may stand for
_WIDEST = 64  # characters of a range
_LOST = 1 << 60  # where reading goes on behind what is not understood: nowhere
_SPECIAL = frozenset("|()[]{}.^$*+?\\")
_PLAIN = re.compile(r"[^|()\[\]{}.^$*+?\\]+(?![{*+?])")
_QUANTITY = re.compile(r"(?:\{([0-9]*)(,?)([0-9]*)\}|([*+?]))[?+]?")
_AROUND = re.compile(r"\(\?<?[=!]")  # these narrow what matches, and take no room
_GROUP = re.compile(r"\((?:\?:|\?P<[^>]+>|(?!\?))")
_ESCAPED = re.compile(r"\\([^A-Za-z0-9])")
_EDGE = re.compile(r"[\^$]|\\[bBAZ]")
_ANY = re.compile(r"\.|\\[dDsSwW]")
_CLASS = re.compile(r"\[(\^?)(\]?(?:\\.|[^\]\\])*)\]", re.DOTALL)
_MEMBER = re.compile(r"\\([^A-Za-z0-9])|([^\\])(?:-([^\\]))?", re.DOTALL)

Words = frozenset[str]
_NONE: Words = frozenset()
_EMPTY: Words = frozenset({""})


class _Part(NamedTuple):
    """What a part of a pattern matches: all of it, if that is few words; words of which one is in it; first characters."""

    whole: Words | None
    needed: Words
    first: Words | None  # None: any character
    bare: bool = False  # it may match nothing at all


_ANYTHING = _Part(None, _NONE, None, True)
_NOTHING = _Part(_EMPTY, _NONE, _NONE, True)


def required(pattern: str) -> Words:
    """Return words of which each match of `pattern` holds one or more; none when that is not known."""
    part = _read(pattern)
    return frozenset(word for word in part.needed if not any(piece in part.needed for piece in _pieces(word)))


def openings(pattern: str) -> Words:
    """Return the characters that a match of `pattern` can begin with; none when that is not known."""
    part = _read(pattern)
    return part.first if part.first is not None and not part.bare else _NONE


def headed(pattern: str) -> re.Pattern[str]:
    """Return `pattern` compiled so that a search steps quickly over characters that no match begins with."""
    first = openings(pattern)
    return re.compile(f"(?=[{re.escape(''.join(sorted(first)))}])(?:{pattern})" if first else pattern)


def _read(pattern: str) -> _Part:
    reader = _Reader(pattern)
    part = reader.alternatives()
    return part if reader.at == len(pattern) else _ANYTHING


def _pieces(word: str) -> Iterator[str]:
    """Yield each shorter piece of a word."""
    size = len(word)
    return (word[start:end] for start in range(size) for end in range(start + 1, size + 1) if end - start < size)


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
        whole = _either([part.whole for part in parts])
        return _Part(
            whole if whole is not None and len(whole) <= _MOST else None,
            _either([part.needed for part in parts]) or _NONE if all(part.needed for part in parts) else _NONE,
            _either([part.first for part in parts]),
            any(part.bare for part in parts),
        )

    def _sequence(self) -> _Part:
        parts = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            parts.append(self._repeated())
        return _in_a_row(parts)

    def _repeated(self) -> _Part:
        part = self._one()
        match = _QUANTITY.match(self.pattern, self.at)
        if match is None:
            return part
        self.at = match.end()
        least, comma, most, sign = match.groups()
        if sign == "?" or (least in ("", "0") and comma and most == "1"):
            return _Part(part.whole | _EMPTY if part.whole is not None else None, _NONE, part.first, True)
        if sign == "+" or (least and int(least) > 0):
            return part._replace(whole=None) if (least, comma) != ("1", "") else part
        return _ANYTHING._replace(first=part.first)

    def _one(self) -> _Part:
        pattern, at = self.pattern, self.at
        if plain := _PLAIN.match(pattern, at):
            self.at = plain.end()
            return _Part(frozenset({plain[0]}), frozenset({plain[0]}), frozenset(plain[0][0]))
        if around := _AROUND.match(pattern, at):
            self._group(around[0])
            return _NOTHING
        if group := _GROUP.match(pattern, at):
            return self._group(group[0])
        for sort, part in ((_EDGE, _NOTHING), (_ANY, _ANYTHING._replace(bare=False))):
            if match := sort.match(pattern, at):
                self.at = match.end()
                return part
        if match := _CLASS.match(pattern, at):
            self.at = match.end()
            return _members(match[2]) if not match[1] else _ANYTHING._replace(bare=False)
        if match := _ESCAPED.match(pattern, at):
            self.at = match.end()
            return _words(match[1])
        self.at = at + 1 if pattern[at] not in _SPECIAL else _LOST
        return _words(pattern[at])

    def _group(self, opening: str) -> _Part:
        self.at += len(opening)
        part = self.alternatives()
        closed = self.pattern.startswith(")", self.at)
        self.at = self.at + 1 if closed else _LOST
        return part


@cache
def _members(inside: str) -> _Part:
    """Return what a class of characters matches, anything if they are many or not understood."""
    found: list[str] = []
    at = 0
    while match := _MEMBER.match(inside, at):
        at = match.end()
        one = match[1] or match[2]
        found += map(chr, range(ord(one), min(ord(match[3] or one), ord(one) + _WIDEST) + 1))
        if len(found) > _MOST:
            break
    few = at == len(inside) and not any(ord(m[3]) - ord(m[2]) > _WIDEST for m in _MEMBER.finditer(inside) if m[3])
    return _words(found) if few else _ANYTHING._replace(bare=False)


def _words(characters: Iterable[str]) -> _Part:
    whole = frozenset(characters)
    return _Part(whole, whole, whole)


def _either(sets: Sequence[Words | None]) -> Words | None:
    known = [one for one in sets if one is not None]
    return frozenset().union(*known) if len(known) == len(sets) else None


def _in_a_row(parts: Sequence[_Part]) -> _Part:
    """Return what stands for parts in a row: the best words of any stretch of them that is known as a whole."""
    if len(parts) == 1:
        return parts[0]
    stretch = _EMPTY
    found: list[Words] = []
    for part in parts:
        if part.whole is not None and len(stretch) * len(part.whole) <= _MOST:
            stretch = frozenset(a + b for a in stretch for b in part.whole)
        else:
            found += [stretch, part.needed]
            stretch = part.whole or _EMPTY
    whole = stretch if not found else None
    known = [words for words in [*found, stretch] if words and "" not in words]
    opening = list(parts[: next((at + 1 for at, part in enumerate(parts) if not part.bare), len(parts))])
    return _Part(
        whole,
        min(known, key=_commonness, default=_NONE),
        _either([part.first for part in opening]),
        all(part.bare for part in parts),
    )


def _commonness(words: Words) -> float:
    """Estimate how often one of `words` stands somewhere: a longer word is the rarer."""
    return sum(0.02 ** len(word) for word in sorted(words))
