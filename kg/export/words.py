"""The words of the pages, Chinese and English: templates/words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def words() -> dict[str, list[str]]:
    """Return every word and sentence of the pages by its key: [Chinese, English]."""
    text = files("kg.export").joinpath("templates", "words.toml").read_text(encoding="utf-8")
    found: dict[str, list[str]] = tomllib.loads(text)
    return found


def reason_name(reason: str) -> list[str]:
    """Return the Chinese and the English name of a class of leftovers; one without a name stands for itself."""
    return words().get(f"leftover.{reason}", [reason, reason])
