"""What a reader is and gives back, and which reader takes which kind of file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple

from kg.errors import KgError


@dataclass(frozen=True, slots=True)
class Options:
    """What a user says about the files.

    `text_column` is the column of a table that holds the texts of reports (None: found by itself), `ocr` whether the
    text of scanned pages is to be recognised.
    """

    text_column: str | None = None
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """One report of a file: its stored text, the media type it was read as, and how its bytes were decoded.

    `part` says which part of the file it is (empty: the whole file), `pages` at which code point of `text` each
    page begins (empty: no pages), `note` what a user should know of the reading (empty: nothing), `recognised` the
    pages (from 1) whose text was recognised in a picture and may be wrong, `refused` reason and remedy of a part that is
    no report (empty: it is one).
    """

    text: str
    media_type: str
    encoding: str
    part: str = ""
    pages: tuple[int, ...] = ()
    note: str = ""
    recognised: tuple[int, ...] = ()
    refused: tuple[str, str] | tuple[()] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive; one that is not to be read has a `reason`, and a `remedy` if it should have been."""

    name: str
    index: int
    reason: str = ""
    remedy: str = ""


class Reader(NamedTuple):
    """How files of one kind are read: from bytes, name and options to reports; raises InputError.

    `needs` are the modules that it imports; the process that reads untrusted files imports them once.
    """

    read: Callable[[bytes, str, Options], list[Content]]
    needs: tuple[str, ...] = ()


_READERS: dict[str, Reader] = {}


def reader(
    *suffixes: str, needs: tuple[str, ...] = ()
) -> Callable[[Callable[[bytes, str, Options], list[Content]]], Callable[[bytes, str, Options], list[Content]]]:
    """Register a function as the reader of files with these suffixes (lower case, with dot).

    Raises KgError for a suffix that has a reader already.
    """

    def register(function: Callable[[bytes, str, Options], list[Content]]) -> Callable[[bytes, str, Options], list[Content]]:
        for suffix in suffixes:
            if suffix in _READERS:
                raise KgError(f"two readers for {suffix}: {_READERS[suffix].read.__module__} and {function.__module__}")
            _READERS[suffix] = Reader(function, needs)
        return function

    return register


def reader_of(suffix: str) -> Reader | None:
    """Return the reader of a suffix, None if files of that kind are not read."""
    return _READERS.get(suffix.lower()) or _readers().get(suffix.lower())


def known_suffixes() -> tuple[str, ...]:
    """Return the suffixes that have a reader, sorted."""
    return tuple(sorted(_readers()))


def _readers() -> dict[str, Reader]:
    """Return every reader; plain text needs none of the modules that this loads."""
    import_module("kg.read.formats")
    return _READERS
