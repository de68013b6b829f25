"""Which reader takes which file name suffix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.errors import KgError


@dataclass(frozen=True, slots=True)
class Content:
    """One report of a file: its stored text, the media type it was read as, and how its bytes were decoded."""

    text: str
    media_type: str
    encoding: str


Reader = Callable[[bytes, str], list[Content]]  # bytes and name of a file -> its reports; raises InputError
_READERS: dict[str, Reader] = {}


def reader(*suffixes: str) -> Callable[[Reader], Reader]:
    """Register a function as the reader of files with these suffixes (lower case, with dot).

    Raises KgError for a suffix that has a reader already.
    """

    def register(function: Reader) -> Reader:
        for suffix in suffixes:
            if suffix in _READERS:
                raise KgError(f"two readers for {suffix}: {_READERS[suffix].__module__} and {function.__module__}")
            _READERS[suffix] = function
        return function

    return register


def reader_of(suffix: str) -> Reader | None:
    """Return the reader of a suffix, None if files of that kind are not read."""
    return _READERS.get(suffix.lower())


def known_suffixes() -> tuple[str, ...]:
    """Return the suffixes that have a reader, sorted."""
    return tuple(sorted(_READERS))
