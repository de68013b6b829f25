"""The words of the pages, Chinese and English: templates/words.toml, and *_words.toml for rules, files and reasons."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"
_FORMS = re.compile(r"\{count:([^,}]*),([^}]*)\}")


@cache
def words() -> dict[str, list[str]]:
    """Return every word and sentence of the pages by its key: [Chinese, English]; those of rules as `rule.CODE`."""
    return table("words.toml") | {f"rule.{code}": pair for code, pair in table("rule_words.toml").items()}


def counted(key: str, count: int) -> tuple[str, str]:
    """Return a sentence with its `{count}` filled in, and of `{count:one,many}` what fits the count, in both languages."""
    chinese, english = (_FORMS.sub(r"\1" if count == 1 else r"\2", text) for text in words()[key])
    return chinese.replace("{count}", f"{count:,}"), english.replace("{count}", f"{count:,}")


def rule_name(code: str) -> list[str]:
    """Return the Chinese and the English words for a rule of the extraction; a code without words stands for itself."""
    said, (kind, _, cue) = words(), code.partition(":")
    whole = said.get(f"rule.{code}")
    return whole or [text.replace("{cue}", cue) for text in said.get(f"rule.{kind}", [code, code])]


def reason_name(reason: str) -> list[str]:
    """Return the Chinese and the English name of a class of leftovers; one without a name stands for itself."""
    return words().get(f"leftover.{reason}", [reason, reason])


def said(reason: str, remedy: str) -> tuple[str, str]:
    """Return what is wrong with a file and what to do about it, in Chinese and in English."""
    chinese = "。".join(filter(None, [in_chinese(reason), in_chinese(remedy)]))
    return chinese, ". ".join(filter(None, [reason, remedy]))


def in_chinese(said: str) -> str:
    """Return in Chinese what a reader says of a file; reasons joined by `; ` one by one, unknown words as they are."""
    whole = table("file_words.toml").get(said)  # one remedy holds a semicolon of its own
    return whole or "；".join(map(_chinese, said.split("; ")))


def _chinese(said: str) -> str:
    known: str | None = table("file_words.toml").get(said)
    if known is not None and "{}" not in said:
        return known
    for pattern, chinese in _sayings():
        if match := pattern.fullmatch(said):
            return chinese.format(*map(_chinese, match.groups()))
    return said


@cache
def _sayings() -> list[tuple[re.Pattern[str], str]]:
    """Return the sentences with gaps as patterns, with their Chinese; those with most letters of their own first."""
    said: dict[str, str] = table("file_words.toml")
    order = sorted(
        (english for english in said if "{}" in english), key=lambda english: (-len(english.replace("{}", "")), english)
    )
    return [(re.compile(re.escape(english).replace(r"\{\}", "(.+)"), re.DOTALL), said[english]) for english in order]


@cache
def table(name: str) -> dict[str, Any]:
    """Return a file of words of the templates."""
    return tomllib.loads((TEMPLATES / name).read_text(encoding="utf-8"))
