"""Bytes of a file -> its reports, or the members of an archive: what runs in the process for untrusted files."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from kg.errors import InputError
from kg.read.kinds import ARCHIVE, kind_of
from kg.read.letters import common_share
from kg.read.magic import is_binary
from kg.read.registry import Content, Member, Options, reader_of

_HAN = re.compile("[\u3400-\u9fff]")
LONGEST = 5_000_000  # code points of one report: extraction has no limit of its own, and takes up to 50 s and 250 MB a million
_CHECK = "Check that it is a report, and its encoding."
_FEWEST_HAN = 4
_ENOUGH_HAN = 20  # below, rare characters alone do not tell of a wrong encoding
_MOST_HAN = 5_000
_LEAST_COMMON = 0.7  # share of common characters in Chinese text is above 0.95; bytes of other encodings have less


def contents_of(data: bytes, name: str, options: Options) -> list[Content | Member]:
    """Return the reports that `data` holds, or the members if it is an archive; raises InputError."""
    if not data.strip():
        raise InputError(name, "the file is empty", "Save the report again, or remove the file.")
    kind = kind_of(data, name)
    if kind == ARCHIVE:
        from kg.read.archive import members

        return list(members(data, name))
    read = reader_of(kind)
    if read is None:
        raise InputError(name, f"no reader for {kind}", "Save the report as .txt (UTF-8).")
    found = [replace(content, text=content.text.replace("\0", "\ufffd")) for content in read.read(data, name, options)]
    return _checked(found, name)


def _checked(contents: list[Content], name: str) -> list[Content | Member]:
    """Return the contents, those that cannot be reports without text and refused; raises InputError if none can."""
    checked = [replace(one, text="", refused=why) if (why := _refusal(one)) else one for one in contents]
    if checked and all(one.refused for one in checked):
        raise InputError(name, *checked[-1].refused)
    return [*checked]


def _refusal(content: Content) -> tuple[str, str] | tuple[()]:
    """Return why a text cannot be a report in Chinese and what to do, nothing if it can; it need not be read to its end."""
    if len(content.text) > LONGEST:
        return f"longer than {LONGEST // 1_000_000} million characters", "Split it into one file per report."
    if is_binary(content.text):
        return "the file is binary, not text", "Save the report as .txt (UTF-8) or .docx."
    han = [match[0] for match in islice(_HAN.finditer(content.text), _MOST_HAN)]
    if not han:
        return "the file holds no Chinese text", _CHECK
    if len(han) < _FEWEST_HAN:
        return f"the file holds fewer than {_FEWEST_HAN} Chinese characters", _CHECK
    if (
        len(han) >= _ENOUGH_HAN
        and content.encoding.startswith(("gb18030", "mixed"))
        and common_share("".join(han)) < _LEAST_COMMON
    ):
        return "its encoding is not one that is read", _CHECK
    return ()
