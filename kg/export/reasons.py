"""What the linking says of its reasons, in Chinese and in English: templates/reason_words.toml.

The linking writes some reasons in Chinese (why a report is taken for a place) and some in English (why names are one
initiative, what needs a person's eye), as they stand in graph and tables. The pages show both languages.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.export.words import rule_name, table, words
from kg.text.patterns import compiled

_GAP = re.compile(r"(?<=“)\{\w+\}(?=”)|\{\w+\}")
_COUNTED = re.compile(r"(\w+) (\d+)")
_JOINTS = {" | ": ("。", ". "), "; ": ("；", "; ")}  # as written: in both languages

Pair = tuple[str, str]


class _Saying(NamedTuple):
    """A reason with gaps: how it begins as written, its pattern, and its form in both languages."""

    begins: str
    pattern: str
    forms: Pair


def both(reason: str) -> Pair:
    """Return a reason of the linking in Chinese and in English; reasons joined by `; ` or ` | ` one by one.

    What no saying fits stands for itself in both.
    """
    for saying in _sayings():
        if reason.startswith(saying.begins) and (match := compiled(saying.pattern).fullmatch(reason)):
            gaps = {name: _filled(name, text) for name, text in match.groupdict().items()}
            return _form(saying.forms[0], gaps, 0), _form(saying.forms[1], gaps, 1)
    for joint, stops in _JOINTS.items():
        if joint in reason:
            parts = [both(part) for part in reason.split(joint)]
            return stops[0].join(chinese for chinese, _ in parts), stops[1].join(english for _, english in parts)
    return reason, reason


def _form(text: str, gaps: dict[str, Pair], language: int) -> str:
    return _GAP.sub(lambda match: gaps[match[0].strip("{}")][language], text)


def _filled(name: str, text: str) -> Pair:
    """Return what stands in a gap in both languages."""
    if name == "said":
        return both(text)
    if name == "rules":
        chinese, english = zip(*map(rule_name, text.split(", ")), strict=True)
        return "、".join(chinese), ", ".join(english)
    if name == "kinds":
        found = [(words().get(f"kind.{kind}", [kind, kind]), count) for kind, count in _COUNTED.findall(text)]
        return "、".join(f"{pair[0]} {count}" for pair, count in found), ", ".join(f"{pair[1]} {count}" for pair, count in found)
    return text, text


@cache
def _sayings() -> tuple[_Saying, ...]:
    """Return the sayings as patterns of each language, in the order of the table."""
    rows: list[list[str]] = table("reason_words.toml")["said"]
    return tuple(_Saying(text.partition("{")[0], _pattern(text), (row[0], row[-1])) for row in rows for text in row)


def _pattern(text: str) -> str:
    """Return the pattern of a saying; a name in quotation marks holds none that closes."""
    parts, at = [], 0
    for gap in _GAP.finditer(text):
        inner = "[^”]+" if text[: gap.start()].endswith("“") else ".+"
        parts += [re.escape(text[at : gap.start()]), f"(?P<{gap[0].strip('{}')}>{inner})"]
        at = gap.end()
    return "(?s)" + "".join(parts) + re.escape(text[at:])
