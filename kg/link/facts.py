"""What the mentions of an initiative say of it, counted: the most frequent name, kind, family and list of components."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from kg.model import Kind

Value = TypeVar("Value", bound=Hashable)
Saying = tuple[str, Kind, str | None, tuple[str, ...]]  # of a mention: name, kind, family, components


def counted(pairs: Iterable[tuple[Value, int]]) -> dict[Value, int]:
    """Return how often each value is said, from values with counts."""
    found: dict[Value, int] = {}
    for value, count in pairs:
        found[value] = found.get(value, 0) + count
    return found


def rank(value: str, count: int) -> tuple[int, int, str]:
    """Return what values are sorted by: the most frequent first, of equally frequent ones the shortest, then by code points."""
    return -count, len(value), value


def most_common(counts: Mapping[str, int]) -> str:
    """Return the first value by `rank`."""
    return min(counts, key=lambda value: rank(value, counts[value]))


def family_said(facts: Mapping[Saying, int]) -> str | None:
    """Return the family that most mentions give, None where none does."""
    families = counted((family, count) for (_, _, family, _), count in facts.items() if family)
    return most_common(families) if families else None


def components_said(facts: Mapping[Saying, int]) -> tuple[str, ...]:
    """Return the list of components that most mentions give; of equally frequent ones the longest."""
    lists: dict[tuple[str, ...], int] = {}
    for (*_, components), count in facts.items():
        if components:
            lists[components] = lists.get(components, 0) + count
    return min(lists, key=lambda item: (-lists[item], -len(item), item)) if lists else ()
