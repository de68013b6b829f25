"""Lines of the clean text."""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE = re.compile(r"[^\n]+")


class Line(NamedTuple):
    """A line that is not blank: clean offsets without the newline, and its text."""

    start: int
    end: int
    text: str


def split_lines(text: str) -> list[Line]:
    """Return the lines of the clean text that hold more than blanks."""
    return [Line(match.start(), match.end(), match[0]) for match in _LINE.finditer(text) if not match[0].isspace()]
