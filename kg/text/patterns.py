"""Patterns that are compiled when they are first used, and then kept."""

from __future__ import annotations

import re
from functools import cache

_HAN = "[一-鿿]"
_QUICK = r"[^\W\x00-\u04ff\u2070-\u33ff]"


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return `pattern` compiled, each once in a process: `re` keeps 512 of them and compiles the others again.

    `[一-鿿]` in it stands for a Chinese character: any letter that is not Latin, Greek, Cyrillic, a number form or kana, which takes
    a third of the time to compile. `re` marks the characters of a range one by one, 20,992 there, in each pattern anew.
    """
    return re.compile(pattern.replace(_HAN, _QUICK))
