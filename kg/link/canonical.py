"""Under which key a name meets its other spellings, and which row of the national table it is."""

from __future__ import annotations

from collections.abc import Mapping

from kg import lexicon
from kg.link.keys import in_order, is_generic, normal, without_ending, without_year

_NAMES = 1 << 15  # that are remembered


def canonical(name: str) -> tuple[str, lexicon.Row | None]:
    """Return the key under which `name` meets its other spellings, and its row of the national table if any."""
    found = _canonical_names()
    known = found.get(name)
    if known is None:
        if len(found) >= _NAMES:
            found.clear()
        known = found[name] = _canonical(name)
    return known


@lexicon.cached
def _canonical_names() -> dict[str, tuple[str, lexicon.Row | None]]:
    """Return what `canonical` has found under the present tables; names occur many times."""
    return {}


def _canonical(name: str) -> tuple[str, lexicon.Row | None]:
    known = national()
    bare = without_year(name)
    keys: dict[str, str] = {}  # of the forms, which mostly are one
    for form in dict.fromkeys((name, bare, in_order(name))):
        key = keys[form] = _shortened(normal(form), known)
        if key in known:
            return key, known[key]
    ordered = in_order(bare)
    return keys.get(ordered) or _shortened(normal(ordered), known), None


def _shortened(key: str, known: Mapping[str, lexicon.Row]) -> str:
    """Return the key without endings of no weight, as far as it is not generic, or as it is known before that."""
    while key not in known:
        shorter = without_ending(key, same=True)
        if shorter is None or (is_generic(shorter[0]) and shorter[0] not in known):
            return key
        key = shorter[0]
    return key


@lexicon.cached
def national() -> dict[str, lexicon.Row]:
    """Return the rows of the national table by key: names before aliases, and both before what is left of them without a light ending."""
    rows = lexicon.table("national")
    names = {normal(row["name"]): row for row in rows}
    by_alias = {normal(alias): row for row in reversed(rows) for alias in row["aliases"].split("|") if alias.strip()}
    written = by_alias | names
    shortened = {_shortened(key, {}): row for key, row in written.items()}
    return shortened | written
