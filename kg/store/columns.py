"""The columns of `SELECT *`, for which SPARQL names no order and engines give any: the one in which a query names them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_STAR = re.compile(r"\bselect\b(?:\s{1,99}(?:distinct|reduced)\b)?\s{0,99}(\*)?", re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](\w{1,200})")


def order(query: str, names: Sequence[str]) -> list[int]:
    """Return the places in `names` of the columns as they are to be shown; other queries keep the order they give."""
    found = _STAR.search(query)
    if found is None or not found[1]:
        return list(range(len(names)))
    first: dict[str, int] = {}
    for variable in _VARIABLE.finditer(query):
        first.setdefault(variable[1], variable.start())
    return sorted(range(len(names)), key=lambda place: (first.get(names[place], len(query)), names[place]))
