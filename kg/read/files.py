"""One input file -> its reports. Plain text of usual length is read here; all else is read in a process of its own."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.model import Entry, Outcome, Source
from kg.read.contents import contents_of
from kg.read.inputs import InputFile, is_passed_over
from kg.read.kinds import plain_kind
from kg.read.limits import PAGE_WALL
from kg.read.registry import Content, Member, Options

if TYPE_CHECKING:
    from kg.read.isolation import Answer, Ask

LARGEST = 50_000_000
_USUAL = 1_000_000  # bytes of plain text; 50 MB of broken lines would take a minute and more to decode, without a limit
MOST_MEMBERS = 5_000  # files in an archive with all archives in it
LARGEST_UNPACKED = 300_000_000
_DEEPEST = 3  # archives in archives
_WASTE = 10.0  # seconds spent on files of an archive that are refused; a thousand that hang must not hold a build up for hours

Found = tuple[Source, str] | Entry  # a report with its stored text, or a part of the file that is not one


def read_file(file: InputFile, options: Options | None = None) -> list[Found]:
    """Return the reports of a file, each with its stored text; raises InputError with reason and remedy.

    Files in an archive and parts of a table are named behind the file. Those that cannot be read are entries of the
    ledger, so that one of them does not cost the others.
    """
    return _read(_bytes(file), file.name, options or Options())


def read_bytes(data: bytes, name: str, options: Options | None = None) -> list[Found]:
    """Return the reports that the bytes of a file hold; the suffix of `name` counts where the bytes do not tell."""
    return _read(data, name, options or Options())


def _read(data: bytes, name: str, options: Options) -> list[Found]:
    if len(data) <= _USUAL and (not data.strip() or plain_kind(data, name)):
        return list(_sources(contents_of(data, name, options), name, hashlib.sha256(data).hexdigest()))
    from kg.read.isolation import isolated  # plain text needs no other process

    with isolated(data) as ask:
        answer = ask(name, (), options)
        if any(isinstance(item, Member) for item in answer.items):
            return list(_Archive(ask, options).found(answer, name, ()))
        return list(_sources(answer.items, name, answer.sha256))


class _Archive:
    """Goes through an archive and the archives in it, within one budget."""

    def __init__(self, ask: Ask, options: Options) -> None:
        self._ask, self._options = ask, options
        self._left, self._bytes = MOST_MEMBERS, LARGEST_UNPACKED
        self._waste = PAGE_WALL if options.ocr else _WASTE  # a scan in which nothing is recognised may take minutes

    def found(self, answer: Answer, name: str, path: tuple[int, ...]) -> Iterator[Found]:
        members = [item for item in answer.items if isinstance(item, Member)]
        if not any(not member.reason for member in members):
            yield Entry(name, Outcome.QUARANTINED, None, "the archive holds no report", "Check what was packed.")
        for member in members:
            inside = f"{name}/{member.name}"
            if member.reason:
                outcome = Outcome.SKIPPED if is_passed_over(member.reason) else Outcome.QUARANTINED
                yield Entry(inside, outcome, None, member.reason, member.remedy)
                continue
            try:
                yield from self._member(inside, (*path, member.index))
            except InputError as error:
                yield Entry(inside, Outcome.QUARANTINED, None, error.reason, error.remedy)

    def _member(self, name: str, path: tuple[int, ...]) -> Iterator[Found]:
        if len(path) > _DEEPEST:
            raise InputError(name, f"archives nest deeper than {_DEEPEST}", "Unpack it and build the folder.")
        if self._left < 1 or self._bytes < 0:
            raise InputError(name, "the archive holds too much with all archives in it", "Unpack it and build the folder.")
        if self._waste < 0:
            raise InputError(name, "others in its archive take too long to read", "Unpack the archive and build the folder.")
        self._left -= 1
        begun = time.monotonic()
        try:
            answer = self._ask(name, path, self._options)
        except InputError:
            self._waste -= time.monotonic() - begun
            raise
        self._bytes -= answer.size
        if any(isinstance(item, Member) for item in answer.items):
            yield from self.found(answer, name, path)
        else:
            yield from _sources(answer.items, name, answer.sha256)


def _sources(items: Iterable[Content | Member], name: str, sha256: str) -> Iterator[Found]:
    for item in items:
        if isinstance(item, Content):
            named = f"{name}/{item.part}" if item.part else name
            if item.refused:
                yield Entry(named, Outcome.QUARANTINED, None, *item.refused)
                continue
            yield Source(named, sha256, item.media_type, item.encoding, item.pages, item.note, item.recognised), item.text


def _bytes(file: InputFile) -> bytes:
    """Return the bytes of a file; the hash is taken of them, so that a file that changes meanwhile does no harm."""
    too_large = InputError(file.name, f"larger than {LARGEST // 1_000_000} MB", "Split it into one file per report.")
    if file.path is None:
        data = sys.stdin.buffer.read(LARGEST + 1)
    else:
        try:
            if file.path.stat().st_size > LARGEST:
                raise too_large
            with file.path.open("rb") as stream:
                data = stream.read(LARGEST + 1)
        except OSError as error:
            reason = f"cannot be opened ({error.strerror or error})"
            raise InputError(file.name, reason, "Check that the file exists and that you may read it.") from error
    if len(data) > LARGEST:
        raise too_large
    return data
