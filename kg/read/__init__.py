"""Files -> stored text. A new format is one module with a function under `@reader(".suffix")`, named in `kg.read.formats`."""

from __future__ import annotations

from kg.read import text as _text  # noqa: F401 - imported so that it registers; the other readers when one is asked for
from kg.read.decisions import find_decisions, read_decisions
from kg.read.files import LARGEST, Found, read_bytes, read_file
from kg.read.inputs import InputFile, find_inputs, shown
from kg.read.recognise import check as check_recogniser
from kg.read.registry import Content, Options, known_suffixes, reader, reader_of

__all__ = [
    "LARGEST",
    "Content",
    "Found",
    "InputFile",
    "Options",
    "check_recogniser",
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
