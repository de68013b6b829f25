"""Things by their ids, which they are sorted by: what a dict tells, in an eighth of its memory."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter, ge
from typing import TypeVar

Item = TypeVar("Item")
_ID: Callable[[object], str] = attrgetter("id")


class ById(Mapping[str, Item]):
    """What a graph has very many of, by id."""

    def __init__(self, things: Sequence[Item], key: Callable[[Item], str] = _ID) -> None:
        """Take things that are sorted by id, or by another `key`, each of which has its own. Raises ValueError where they are not."""
        self._things, self._ids = things, [*map(key, things)]
        if any(map(ge, self._ids, islice(self._ids, 1, None))):
            raise ValueError("things that are not sorted by id")

    def number(self, key: str) -> int:
        """Return which thing, from 0, has an id. Raises KeyError where none has."""
        number = bisect_left(self._ids, key)
        if number == len(self._ids) or self._ids[number] != key:
            raise KeyError(key)
        return number

    def __getitem__(self, key: str) -> Item:
        return self._things[self.number(key)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
