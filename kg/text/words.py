"""Words and parts of speech from jieba, its dictionary read once, on demand."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

LONGEST = 16  # characters of the longest word in jieba's dictionary
PIECE = 400  # jieba takes quadratic time on long text without punctuation (fxsjy/jieba#782)


@cache
def tokenizer() -> Any:
    """Return jieba's tokenizer; the first call reads its dictionary.

    jieba itself keeps the parsed dictionary in the shared temporary folder, as a marshal file that any local
    user could have put there, and reads the dictionary a second time for the parts of speech. Reading it
    whole, once, takes a third of the time and needs no file.
    """
    import jieba

    class Words(jieba.Tokenizer):  # type: ignore[misc]
        """jieba's tokenizer with its dictionary kept as it was read: word, frequency, part of speech in turn."""

        def initialize(self, dictionary: str | None = None) -> None:
            """Read the dictionary that comes with jieba."""
            with self.get_dict_file() as file:
                cells = file.read().decode("utf-8").split()
            self.FREQ = _Dictionary(cells)
            self.total = sum(map(int, cells[1::3]))
            self.initialized = True

        def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802 - jieba's name
            """Return for each position the last positions of the words that begin there."""
            self.check_initialized()
            known, size = self.FREQ.places, len(sentence)
            return {
                start: [end for end in range(start, min(size, start + LONGEST)) if sentence[start : end + 1] in known] or [start]
                for start in range(size)
            }

    jieba.setLogLevel(logging.WARNING)
    return Words()


class _Dictionary:
    """A jieba dictionary as jieba asks it: frequency by word; no copy of its 350,000 rows is made."""

    def __init__(self, cells: list[str]) -> None:
        self.cells = cells
        self.places = dict(zip(cells[::3], range(0, len(cells), 3), strict=True))

    def get(self, word: str) -> int | None:
        """Return the frequency of a word, None where it is unknown."""
        place = self.places.get(word)
        return None if place is None else int(self.cells[place + 1])

    def tag(self, word: str) -> str | None:
        """Return the part of speech of a word, None where it is unknown."""
        place = self.places.get(word)
        return None if place is None else self.cells[place + 2]


def tag_words(text: str) -> list[tuple[str, str]]:
    """Return the words of `text` with their parts of speech (ICTCLAS letters, x: unknown); joined they give `text`."""
    words = tokenizer()
    words.check_initialized()
    return [
        (word, _tag(word, words.FREQ))
        for start in range(0, len(text), PIECE)
        for word in words.cut(text[start : start + PIECE], HMM=True)
    ]


def is_word(text: str) -> bool:
    """Tell whether jieba's dictionary has `text` as a word."""
    words = tokenizer()
    words.check_initialized()
    return text in words.FREQ.places


def _tag(word: str, dictionary: _Dictionary) -> str:
    known = dictionary.tag(word)
    if known:
        return known
    if word.isascii() and word.isalnum():
        return "m" if word[0].isdigit() else "eng"
    return "x"
