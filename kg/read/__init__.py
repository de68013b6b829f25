"""Files -> stored text. A new format is one module with a function under `@reader(".suffix")`, imported here."""

from __future__ import annotations

import hashlib
import re
import sys

from kg.errors import InputError
from kg.model import Source
from kg.read import html as _html
from kg.read import text as _text
from kg.read.decisions import find_decisions, read_decisions
from kg.read.inputs import InputFile, find_inputs, shown
from kg.read.magic import foreign_format, is_binary
from kg.read.registry import Content, known_suffixes, reader, reader_of

__all__ = [
    "Content",
    "InputFile",
    "find_decisions",
    "find_inputs",
    "known_suffixes",
    "read_bytes",
    "read_decisions",
    "read_file",
    "reader",
    "reader_of",
    "shown",
]

LARGEST = 50_000_000
_FORMATS = (_html, _text)  # imported so that they register
_HAN = re.compile("[\u3400-\u9fff]")
_FEWEST_HAN = 4


def read_file(file: InputFile) -> list[tuple[Source, str]]:
    """Return the reports of a file, each with its stored text; raises InputError with reason and remedy."""
    return read_bytes(_bytes(file), file.name)


def read_bytes(data: bytes, name: str) -> list[tuple[Source, str]]:
    """Return the reports that the bytes of a file hold; the suffix of `name` chooses the reader (text without one)."""
    if not data.strip():
        raise InputError(name, "the file is empty", "Save the report again, or remove the file.")
    foreign = foreign_format(data)
    if foreign:
        raise InputError(name, f"the file is {foreign[0]}, not text", foreign[1])
    suffix = name[name.rfind(".") :] if "." in name else ".txt"
    read = reader_of(suffix) or _text.read_text
    contents = read(data, name)
    digest = hashlib.sha256(data).hexdigest()
    for content in contents:
        _check(content, name)
    return [(Source(name, digest, content.media_type, content.encoding), content.text) for content in contents]


def _bytes(file: InputFile) -> bytes:
    if file.path is None:
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        size = file.path.stat().st_size
        data = file.path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        reason = f"cannot be opened ({error.strerror or error})"
        raise InputError(file.name, reason, "Check that the file exists and that you may read it.") from error
    if size > LARGEST:
        raise InputError(file.name, f"larger than {LARGEST // 1_000_000} MB", "Split it into one file per report.")
    return data


def _check(content: Content, name: str) -> None:
    if is_binary(content.text):
        raise InputError(name, "the file is binary, not text", "Save the report as .txt (UTF-8) or .html.")
    if len(_HAN.findall(content.text[:1_000_000])) < _FEWEST_HAN:
        raise InputError(name, "the file holds no Chinese text", "Check that it is a report, and its encoding.")
