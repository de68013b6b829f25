"""Words and parts of speech from jieba, loaded once, on demand, from a private cache."""

from __future__ import annotations

import logging
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

PIECE = 400  # jieba takes quadratic time on long text without punctuation (fxsjy/jieba#782)


@cache
def tagger() -> Any:
    """Return jieba's part-of-speech tagger; the first call loads its dictionary.

    jieba reads a marshal cache from the shared temporary folder, where any local user could have put
    one; a folder that only this user can write to is used instead.
    """
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    jieba.dt.tmp_dir = str(_private_folder())
    return jieba.posseg.dt


def tag_words(text: str) -> list[tuple[str, str]]:
    """Return the words of `text` with their parts of speech (ICTCLAS letters); joined they give `text`."""
    words: list[tuple[str, str]] = []
    for start in range(0, len(text), PIECE):
        words.extend((pair.word, pair.flag) for pair in tagger().cut(text[start : start + PIECE]))
    return words


def is_word(text: str) -> bool:
    """Tell whether jieba's dictionary has `text` as a word."""
    dictionary = tagger().tokenizer
    dictionary.check_initialized()
    return bool(dictionary.FREQ.get(text))


def _private_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    folder = (Path(base) if base else Path.home() / ".cache") / "jiedao-kg"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="jiedao-kg-"))
    return folder
