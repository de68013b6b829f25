"""Page furniture: what the web page put around the report (打印本页, 访问次数, 相关稿件)."""

from __future__ import annotations

import re

from kg.lexicon import cached, table
from kg.text.lines import Line

_LONGEST = 400  # furniture lines are short; URLs make the longest
_REST = re.compile(r"[\W\d_]*")
_TOKEN_LINE = 80
_TITLE = 20
_TAIL_LINE = 120


def find_furniture(lines: list[Line]) -> frozenset[int]:
    """Return the indices of the lines that are page furniture."""
    found = {index for index, line in enumerate(lines) if _is_furniture(line.text)}
    found.update(_tail(lines))
    found.update(_appendix(lines))
    return frozenset(found)


def _is_furniture(text: str) -> bool:
    if len(text) > _LONGEST:
        return False
    if _whole_lines().fullmatch(text):
        return True
    if len(text) > _TOKEN_LINE or "。" in text:
        return False
    rest, count = furniture_tokens().subn("", text)
    return count > 0 and _REST.fullmatch(rest) is not None


def _tail(lines: list[Line]) -> range:
    """Return the lines behind 相关稿件 or 上一篇, when nothing but short lines stands there."""
    start = len(lines)
    for index in range(len(lines) - 1, max(-1, len(lines) - 40), -1):
        text = lines[index].text
        if len(text) <= _LONGEST and _tails().fullmatch(text):
            start = index
        elif len(text) > _TAIL_LINE or "。" in text:
            break
    return range(start, len(lines))


def _appendix(lines: list[Line]) -> range:
    """Return the lines from 名词解释 on: explanations of terms in the second half are no report of work."""
    for index in range(len(lines) // 2, len(lines)):
        if len(lines[index].text) <= _TITLE and _appendices().fullmatch(lines[index].text):
            return range(index, len(lines))
    return range(0)


def _scope(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['pattern']})" for row in table("furniture") if row["scope"] == name))


@cached
def furniture_tokens() -> re.Pattern[str]:
    """Return the pattern of the words that stand in page furniture (打印本页, 访问次数)."""
    return _scope("token")


@cached
def _whole_lines() -> re.Pattern[str]:
    return _scope("line")


@cached
def _tails() -> re.Pattern[str]:
    return _scope("tail")


@cached
def _appendices() -> re.Pattern[str]:
    return _scope("appendix")
