"""Words and parts of speech from jieba, its dictionary read once, on demand."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

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
        """jieba's tokenizer with its dictionary as two plain tables: frequencies and parts of speech."""

        def initialize(self, dictionary: str | None = None) -> None:
            """Read the dictionary that comes with jieba."""
            with self.get_dict_file() as file:
                cells = file.read().decode("utf-8").split()
            words = cells[::3]
            self.FREQ = dict(zip(words, map(int, cells[1::3]), strict=True))
            self.tags = dict(zip(words, cells[2::3], strict=True))
            self.total = sum(self.FREQ.values())
            self.longest: dict[str, int] = {}
            for word in words:
                if len(word) > self.longest.get(word[0], 0):
                    self.longest[word[0]] = len(word)
            self.initialized = True

        def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802 - jieba's name
            """Return for each position the last positions of the words that begin there."""
            self.check_initialized()
            known, longest, size = self.FREQ, self.longest, len(sentence)
            return {
                start: [
                    end for end in range(start, min(size, start + longest.get(sentence[start], 1))) if sentence[start : end + 1] in known
                ]
                or [start]
                for start in range(size)
            }

    jieba.setLogLevel(logging.WARNING)
    return Words()


def tag_words(text: str) -> list[tuple[str, str]]:
    """Return the words of `text` with their parts of speech (ICTCLAS letters, x: unknown); joined they give `text`."""
    words = tokenizer()
    return [
        (word, _tag(word, words.tags))
        for start in range(0, len(text), PIECE)
        for word in words.cut(text[start : start + PIECE], HMM=True)
    ]


def is_word(text: str) -> bool:
    """Tell whether jieba's dictionary has `text` as a word."""
    words = tokenizer()
    words.check_initialized()
    return text in words.FREQ


def _tag(word: str, tags: dict[str, str]) -> str:
    known = tags.get(word)
    if known:
        return known
    if word.isascii() and word.isalnum():
        return "m" if word[0].isdigit() else "eng"
    return "x"
