"""Clauses: the stretches between commas that honours, firsts, partners and localities are looked for in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.extract.matching import Matcher
from kg.lexicon import remembered
from kg.model import Part, Report, Sentence
from kg.text.literals import required
from kg.text.words import PIECE, tag_words

# A comma inside a name in “…” or 《…》 or inside a short bracket does not end the clause. No two branches
# can begin with the same character and both go on, so the scan is linear; the bound keeps text without
# punctuation from making clauses whose every pair of words is looked at. Most clauses hold none of these, and are
# stepped over at once.
_CLAUSE = re.compile(
    r"[^,;:!?。\n“《(]{1,200}(?=[,;:!?。\n]|\Z)"
    r"|(?:“[^”“\n]{0,60}”|《[^》《\n]{0,60}》|\([^()\n]{0,30}\)|[^,;:!?。\n]){1,200}"
)
_NUMBERING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}是|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[.、](?![0-9])|其中|同时|目前)"
)
# No part of a word: none of the characters that jieba cuts together (its re_han_default: Chinese ones up to 鿕, letters,
# digits and +#&._%-) may be a mark, or the words of a part of a clause would not be those of the whole one. \w is wider.
_MARK = re.compile(r"[^\w+#&.%-]")
Tagged = tuple[tuple[int, str, str], ...]


class Clause(NamedTuple):
    """A clause in clean offsets, end excluded, with its text and the part of the report that it stands in."""

    start: int
    end: int
    text: str
    part: Part
    sentence: int  # index into Report.sentences
    sentence_end: int  # clean offset


class Gate:
    """What lets those clauses pass in which one of some patterns can match at all."""

    def __init__(self, *patterns: re.Pattern[str]) -> None:
        """Take the patterns; a clause without the words that each match of theirs holds (see `required`) does not pass."""
        words = [required(pattern.pattern) for pattern in patterns]
        self.words = frozenset().union(*words) if all(words) else frozenset()  # none: all clauses pass


Dealt = Mapping[Gate, Sequence[Clause]]  # which clauses of a report pass


def dealt(report: Report, gates: tuple[Gate, ...]) -> Dealt:
    """Return the clauses of `report` that pass each of `gates`, in order, by one pass over the text for all of them.

    Page furniture and the head are left out.
    """
    text, sieve = report.clean.text, _sieve(gates)
    held: dict[Gate, list[Clause]] = {gate: [] for gate in gates}
    hits = iter([*sorted((start, word) for word, start, _ in sieve.matcher.find(text)), (len(text), -1)])
    at, word = next(hits)
    for index, sentence in enumerate(report.sentences):
        while at < sentence.start:
            at, word = next(hits)
        for start, end in _spans(text, sentence) if sieve.always or at < sentence.end else ():
            passed = sieve.always
            while at < end:
                passed |= sieve.opened[word]
                at, word = next(hits)
            if passed:
                clause = _clause(text, start, end, sentence, index)
                for gate in passed:
                    held[gate].append(clause)
    return held


def _spans(text: str, sentence: Sentence) -> list[tuple[int, int]]:
    if sentence.part in (Part.FURNITURE, Part.HEAD):
        return []
    return [match.span() for match in _CLAUSE.finditer(text, sentence.start, sentence.end)]


def _clause(text: str, start: int, end: int, sentence: Sentence, index: int) -> Clause:
    numbering = _NUMBERING.match(text, start, end)
    if numbering is not None and numbering.end() < end:
        start = numbering.end()
    return Clause(start, end, text[start:end], sentence.part, index, sentence.end)


class _Sieve(NamedTuple):
    matcher: Matcher
    opened: list[frozenset[Gate]]  # by each word of the matcher
    always: frozenset[Gate]  # open whatever the words


@remembered
def _sieve(gates: tuple[Gate, ...]) -> _Sieve:
    matcher = Matcher(word for gate in gates for word in gate.words)
    opened = [frozenset(gate for gate in gates if word in gate.words) for word in matcher.words]
    return _Sieve(matcher, opened, frozenset(gate for gate in gates if not gate.words))


def words_of(text: str, start: int = 0, end: int | None = None) -> Tagged:
    """Return (offset, word, part of speech) of the words of a clause that lie between `start` and `end`, and of more.

    These are the words of the shortest stretch around both that begins and ends at a mark: to jieba, the words on either
    side of one have nothing to do with each other, so those that nobody asks for need not be found.
    """
    marks = _marks(text)
    before, behind = bisect_left(marks, start) - 1, bisect_left(marks, len(text) if end is None else end)
    return _words(text, marks[before] + 1 if before >= 0 else 0, marks[behind] if behind < len(marks) else len(text))


@remembered
def _marks(text: str) -> tuple[int, ...]:
    """Return where the marks of a clause stand; none are seen in a long one, which is cut elsewhere."""
    return tuple(match.start() for match in _MARK.finditer(text)) if len(text) <= PIECE else ()


@remembered
def _words(text: str, start: int, end: int) -> Tagged:
    found = []
    for word, flag in tag_words(text[start:end]):
        found.append((start, word, flag))
        start += len(word)
    return tuple(found)
