"""Words and parts of speech from jieba; of its dictionary only what a text needs is read."""

from __future__ import annotations

import logging
import sys
import zlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from math import log
from typing import Any

PIECE = 400  # jieba takes quadratic time on long text without punctuation (fxsjy/jieba#782)

_SORTED = 0x1394096D  # CRC-32 of the dictionary of jieba 0.42.1: its rows are in order from the first Chinese one on
_TOTAL = 60_101_967  # sum of its frequencies
_HAN = b"\n\xe4\xb8\x80"  # where the rows that begin with 一 begin

_STRAY = "高富帅 13 n".encode()  # the one row below that stands before its place
_STRIDE = 1 << 11  # bytes between rows whose place is known
_LONGEST = 8  # bytes of two characters
_REMEMBERED = 1 << 16  # words, and beginnings of words

Row = tuple[str, str]  # frequency, part of speech
Rows = tuple[dict[str, Row], tuple[int, ...]]  # by word, and the lengths of the words
Ways = tuple[tuple[int, dict[str, float]], ...]  # lengths in ascending order, and the weights of the words of each
_NONE: Rows = ({}, ())


@cache
def tokenizer() -> Any:
    """Return jieba's tokenizer; the first call reads its dictionary.

    jieba itself keeps the parsed dictionary in the shared temporary folder, as a marshal file that any local
    user could have put there, and reads the dictionary a second time for the parts of speech. Here its file
    stays as it is, and rows are parsed when a text has a character that they begin with.
    """
    jieba = _jieba()

    class Words(jieba.Tokenizer):  # type: ignore[misc, name-defined]
        """jieba's tokenizer with a dictionary that is parsed on demand."""

        def initialize(self, dictionary: str | None = None) -> None:
            """Read the dictionary that comes with jieba."""
            with self.get_dict_file() as file:
                self.FREQ = Dictionary(file.read())
            self.total = self.FREQ.total
            self.initialized = True

        def get_DAG(self, sentence: str) -> None:  # noqa: N802 - jieba's name
            """Return nothing: `calc` looks the words up where it needs them."""

        def calc(self, sentence: str, dag: None, route: dict[int, tuple[float, int]]) -> None:
            """Fill `route` with the likeliest way on from each position, its weight and the last position of its word."""
            self.check_initialized()
            ways, lone, size = self.FREQ.ways, self.FREQ.lone, len(sentence)
            route[size] = (0, 0)
            for start in range(size - 1, -1, -1):
                best, last = lone + route[start + 1][0], start
                found = False
                for length, weights in ways[sentence[start : start + 2]]:
                    end = start + length
                    weight = weights.get(sentence[start:end]) if end <= size else None
                    if weight is not None:
                        weight += route[end][0]
                        if not found or weight >= best:  # of two as likely ones the longer, as jieba has it
                            best, last, found = weight, end - 1, True
                route[start] = best, last

    jieba.setLogLevel(logging.WARNING)
    return Words()


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
    """What a function says of words, kept for the last ones that it was asked about."""

    def __init__(self, answer: Callable[[str], Any]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, word: str) -> Any:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[word] = self._answer(word)
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
        # Where a row begins, every few thousand bytes, and what it begins with.
        self._marks = [data.rfind(b"\n", 0, at) + 1 for at in range(han or 1, len(data), _STRIDE)]
        self._firsts = [b"", *(data[at : at + _LONGEST] for at in self._marks[1:])]
        self._marks.append(len(data))
        self._whole = log(self.total)
        self.lone = log(1) - self._whole  # the weight of a character that is no word
        self._beginning: dict[str, Rows] = _Remembered(self._parsed)
        self.tags: dict[str, str] = _Remembered(self._any_tag)  # the part of speech of each word, known or not
        self.ways: dict[str, Ways] = _Remembered(
            self._ways
        )  # the words that begin with two characters, or are the first one of them

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
        return self._beginning[word[:2] if len(word) > 1 else word + " "][0].get(word)

    def _ways(self, pair: str) -> Ways:
        alone = self._row(pair[0])
        rows, lengths = self._beginning[pair] if len(pair) > 1 else _NONE
        weights = {word: self._weight(row) for word, row in rows.items()}
        ways = tuple((length, weights) for length in lengths)
        return ((1, {pair[0]: self._weight(alone)}), *ways) if alone else ways

    def _weight(self, row: Row) -> float:
        """Return the logarithm of a word's share of all frequencies; one that was never met counts as met once."""
        return log(int(row[0]) or 1) - self._whole

    def _parsed(self, pair: str) -> Rows:
        """Return the words that begin with the two characters `pair`, and their lengths in ascending order.

        A character with a space behind it stands for the word of that one character, whose length is not told.
        """
        key = pair.encode("utf-8", "replace")
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
    words = tokenizer()
    words.check_initialized()
    tags = words.FREQ.tags
    return [
        (word, tags[word]) for start in range(0, len(text), PIECE) for word in words.cut(text[start : start + PIECE], HMM=True)
    ]


def is_word(text: str) -> bool:
    """Tell whether jieba's dictionary has `text` as a word."""
    words = tokenizer()
    words.check_initialized()
    return text in words.FREQ
