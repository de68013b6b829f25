"""Words and parts of speech from jieba; of its dictionary only what a text needs is read."""

from __future__ import annotations

import sys
import zlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from math import log
from pathlib import Path
from typing import Any

PIECE = 400  # jieba takes quadratic time on long text without punctuation (fxsjy/jieba#782)

_SORTED = 0x1394096D  # CRC-32 of the dictionary of jieba 0.42.1: its rows are in order from the first Chinese one on
_TOTAL = 60_101_967  # sum of its frequencies
_HAN = b"\n\xe4\xb8\x80"  # where the rows that begin with 一 begin

_STRAY = "高富帅 13 n".encode()  # the one row below that stands before its place
_STRIDE = 1 << 10  # bytes between rows whose place is known
_LONGEST = 8  # bytes of two characters
_REMEMBERED = 1 << 16  # words, and beginnings of words
_LONG = 16  # characters of what is hardly met again: a report has few such stretches, and strange text nothing else

Row = tuple[str, str]  # frequency, part of speech
Rows = tuple[dict[str, Row], tuple[int, ...]]  # by word, and the lengths of the words of two characters or more, ascending
_NONE: Rows = ({}, ())


@cache
def tokenizer() -> Cutter:
    """Return jieba's way of cutting; the first call reads its dictionary.

    jieba itself keeps the parsed dictionary in the shared temporary folder, as a marshal file that any local
    user could have put there, and reads the dictionary a second time for the parts of speech. Here its file
    stays as it is, and rows are parsed when a text has two characters that they begin with.
    """
    jieba = _jieba()
    return Cutter(jieba, Path(jieba.__file__).with_name("dict.txt").read_bytes())


class Cutter:
    """jieba's way of cutting text into words, with a dictionary that is parsed on demand."""

    def __init__(self, jieba: Any, data: bytes) -> None:
        """Take the module and the bytes of its dictionary."""
        self.dictionary = Dictionary(data)
        self._runs, self._blanks = jieba.re_han_default, jieba.re_skip_default
        self._guess = jieba.finalseg.cut
        self._loose: dict[str, tuple[str, ...]] = _Remembered(self._of_loose)

    def cut(self, text: str) -> Iterator[str]:
        """Yield the words of `text`, as jieba.cut does."""
        for run in self._runs.split(text):
            if self._runs.match(run):
                yield from self._of_run(run)
            else:
                for piece in self._blanks.split(run):
                    yield from (piece,) if self._blanks.match(piece) else piece

    def _of_run(self, run: str) -> Iterator[str]:
        """Yield the likeliest words of a run of letters and digits; what is left between them is guessed."""
        ends, at, done = self._ends(run), 0, 0
        while at < len(run):
            end = ends[at]
            if end - at > 1:
                if done < at:
                    yield from self._loose[run[done:at]]
                yield run[at:end]
                done = end
            at = end
        if done < at:
            yield from self._loose[run[done:at]]

    def _of_loose(self, characters: str) -> tuple[str, ...]:
        if len(characters) == 1 or self.dictionary.get(characters):
            return tuple(characters)
        return tuple(self._guess(characters))

    def _ends(self, run: str) -> list[int]:
        """Return where the likeliest word that begins at each place ends."""
        alone, rows_of, weights = self.dictionary.alone, self.dictionary.beginning, self.dictionary.weights
        size = len(run)
        ahead, ends = [0.0] * (size + 1), [0] * size  # the weight of the likeliest words from each place on
        for start in range(size - 1, -1, -1):
            known = alone[run[start]]
            best, last = (self.dictionary.lone if known is None else known) + ahead[start + 1], start + 1
            rows, lengths = rows_of[run[start : start + 2]]
            for length in lengths:
                end = start + length
                row = rows.get(run[start:end]) if end <= size else None
                if row is not None:
                    weight = weights[row[0]] + ahead[end]
                    if known is None or weight >= best:  # of two as likely ones the longer, as jieba has it
                        best, last, known = weight, end, weight
            ahead[start], ends[start] = best, last
        return ends


def _jieba() -> Any:
    """Import jieba without pkg_resources, which it takes only to open one file and which costs more than all of jieba."""
    name = "pkg_resources"
    before = sys.modules.get(name)
    # An import of None fails, and jieba opens the file itself.
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        import jieba
    finally:
        if before is None:
            del sys.modules[name]
        else:
            sys.modules[name] = before
    return jieba


class _Remembered(dict[str, Any]):
    """What a function says of words, kept for the last ones that it was asked about, but for long ones."""

    def __init__(self, answer: Callable[[str], Any]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, word: str) -> Any:
        found = self._answer(word)
        if len(word) <= _LONG:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = found
        return found


class Dictionary:
    """A jieba dictionary (rows `word frequency part-of-speech`, UTF-8), parsed on demand by the two characters that words begin with.

    A dictionary other than the one of jieba 0.42.1 is put in order first, which takes a third of a second.
    """

    def __init__(self, data: bytes) -> None:
        above = []
        if zlib.crc32(data) == _SORTED:
            self.total = _TOTAL
            above.append(_STRAY)
        else:
            lines = [line for line in data.split(b"\n") if line.strip()]
            self.total = sum(int(line.split(b" ")[1]) for line in lines)
            data = b"\n".join(sorted(lines)) + b"\n"
        han = data.find(_HAN) + 1
        self._data = data
        self._above: dict[str, list[bytes]] = defaultdict(list)  # the rows that are in no order, by their first character
        for row in [*data[:han].split(b"\n"), *above]:
            self._above[row.decode()[:1]].append(row)
        # Where a row begins, every thousand bytes, and what it begins with.
        self._marks = [data.rfind(b"\n", 0, at) + 1 for at in range(han or 1, len(data), _STRIDE)]
        self._firsts = [b"", *(data[at : at + _LONGEST] for at in self._marks[1:])]
        self._marks.append(len(data))
        self._whole = log(self.total)
        self.lone = log(1) - self._whole  # the weight of a character that is no word
        self.beginning: dict[str, Rows] = _Remembered(self._parsed)  # the words that begin with two characters, or are one
        self.weights: dict[str, float] = _Remembered(self._weight)  # by frequency
        self.alone: dict[str, float | None] = _Remembered(self._alone)  # the weight of each character that is a word
        self.tags: dict[str, str] = _Remembered(self._any_tag)  # the part of speech of each word, known or not

    def get(self, word: str) -> int | None:
        """Return the frequency of a word, None where it is unknown."""
        row = self._row(word)
        return int(row[0]) if row else None

    def tag(self, word: str) -> str | None:
        """Return the part of speech of a word, None where it is unknown."""
        row = self._row(word)
        return row[1] if row else None

    def _any_tag(self, word: str) -> str:
        known = self.tag(word)
        if known:
            return known
        if word.isascii() and word.isalnum():
            return "m" if word[0].isdigit() else "eng"
        return "x"

    def __contains__(self, word: str) -> bool:
        return self._row(word) is not None

    def _row(self, word: str) -> Row | None:
        return self.beginning[word[:2]][0].get(word)

    def _alone(self, character: str) -> float | None:
        row = self._row(character)
        return self.weights[row[0]] if row else None

    def _weight(self, frequency: str) -> float:
        """Return the logarithm of a word's share of all frequencies; one that was never met counts as met once."""
        return log(int(frequency) or 1) - self._whole

    def _parsed(self, pair: str) -> Rows:
        """Return the words that begin with the two characters `pair`, and their lengths in ascending order.

        One character stands for the word that it is, whose length is not told.
        """
        key = (pair if len(pair) > 1 else pair + " ").encode("utf-8", "replace")
        found = self._in_order(key)
        if pair[:1] in self._above:
            found = b"\n".join([*(row for row in self._above[pair[:1]] if row.startswith(key)), found])
        if not found:
            return _NONE
        cells = found.decode().split()
        rows = dict(zip(cells[::3], zip(cells[1::3], cells[2::3], strict=True), strict=True))
        return rows, tuple(sorted({*map(len, rows)} - {1}))

    def _in_order(self, key: bytes) -> bytes:
        """Return the rows that begin with `key`, of those that are in order."""
        data, row = self._data, b"\n" + key
        mark = bisect_left(self._firsts, key)
        start = data.find(row, self._marks[mark - 1] - 1, self._marks[mark] + len(key))
        if start < 0:
            return b""
        last = data.rfind(row, start, self._marks[bisect_left(self._firsts, key + b"\xff", mark)])
        return data[start + 1 : data.find(b"\n", last + 1)]


def tag_words(text: str) -> list[tuple[str, str]]:
    """Return the words of `text` with their parts of speech (ICTCLAS letters, x: unknown); joined they give `text`."""
    cutter = tokenizer()
    tags = cutter.dictionary.tags
    return [(word, tags[word]) for start in range(0, len(text), PIECE) for word in cutter.cut(text[start : start + PIECE])]


def is_word(text: str) -> bool:
    """Tell whether jieba's dictionary has `text` as a word."""
    return text in tokenizer().dictionary
