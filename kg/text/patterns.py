"""Patterns that are compiled when they are first used, and then kept."""

from __future__ import annotations

import re
from functools import cache


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return `pattern` compiled, each once in a process: `re` keeps 512 of them and compiles the others again."""
    return re.compile(pattern)
