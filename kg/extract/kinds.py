"""What kind of initiative a name is: its head noun, the noun behind it, its shape."""

from __future__ import annotations

import re

from kg.extract.known import national
from kg.lexicon import cached, table
from kg.model import Kind

_PARALLEL = re.compile(r"[、,;]")
_NOT_FIRST = frozenset("等的和与及之是为在中上下里进向对把被将或并也都了着过")
_LONGEST = 7


@cached
def head_nouns() -> dict[str, Kind]:
    """Return the kind that each head noun makes."""
    return {row["noun"]: Kind(row["kind"]) for row in table("head_nouns")}


def head_behind(text: str, at: int) -> str:
    """Return the noun phrase right behind clean offset `at` that ends in a head noun, '' if there is none.

    Up to four characters may stand before the noun: “1+8”防控作战指挥部 -> 防控作战指挥部.
    """
    nouns = head_nouns()
    stretch = _stretch(text, at)
    if stretch[:1] in _NOT_FIRST:
        return ""
    for end in range(min(len(stretch), _LONGEST + 4), 1, -1):
        for start in range(max(0, end - _LONGEST), min(5, end - 1)):
            if stretch[start:end] in nouns:
                more = next((n for n in (3, 2) if stretch[end : end + n] in nouns), 0)
                return stretch[: end + more]
    return ""


def _stretch(text: str, at: int) -> str:
    match = re.compile(r"[一-龥A-Za-z]{0,14}").match(text, at)
    return match[0] if match else ""


def head_kind(phrase: str) -> Kind | None:
    """Return the kind that the longest head noun at the end of `phrase` makes."""
    nouns = head_nouns()
    for length in range(min(_LONGEST, len(phrase)), 0, -1):
        kind = nouns.get(phrase[-length:])
        if kind is not None:
            return kind
    return None


def kind_of(name: str, text: str, start: int, end: int, *, title: bool = False) -> Kind:
    """Return the kind of the initiative `name`, whose surface stands at clean offsets `start` to `end`.

    The noun behind a quoted name decides (“净网”行动), then the national lexicon, then the noun that the
    name ends in; a name without any is a formulation.
    """
    if title:
        return Kind.POLICY
    row = national().get(name)
    if row is not None:
        return Kind(row["kind"])
    behind = head_kind(head_behind(text, end)) if text[end - 1 : end] in "”’" else None
    if behind is not None:
        return behind
    if _PARALLEL.search(name):
        return Kind.SLOGAN
    return head_kind(name) or Kind.SLOGAN
