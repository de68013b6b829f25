"""Very many values of one class on their way between processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

Value = TypeVar("Value")


class ByField(tuple[Value, ...]):
    """Values of one class, pickled field by field.

    Of values that are pickled one by one, the reader holds the fields until all are there; where they lay is left free
    between the values, half as much again as these take.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[Callable[..., tuple[Any, ...]], tuple[Any, ...]]:
        """Return what makes a tuple of the same values: of their class and a list of each field."""
        kinds = set(map(type, self))
        if len(kinds) != 1:
            return tuple, (list(self),)
        kind: type[Any] = kinds.pop()
        return _together, (kind.__name__, [list(map(attrgetter(field.name), self)) for field in fields(kind)])


def _together(kind: str, columns: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    from kg.model import pickled  # no small build needs it

    return tuple(map(getattr(pickled, kind), *columns))
