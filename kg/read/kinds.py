"""What kind of file bytes are, whatever the name says: `.doc` is often HTML, RTF or a saved page."""

from __future__ import annotations

import io
import re

from kg.errors import InputError
from kg.read.magic import (
    looks_like_html,
    looks_like_markup,
    looks_like_mhtml,
    looks_like_word_xml,
    refused_format,
    signature,
)

ARCHIVE = ".zip"
_SHEETS = ("xl/workbook.xml", "xl/workbook.bin")
_TABLE_SUFFIXES = (".csv", ".tsv")
_MARKDOWN = (".md", ".markdown")
_PLAIN = (".txt", ".text", *_MARKDOWN, *_TABLE_SUFFIXES)
_ODF = {"text": ".odt", "spreadsheet": ".ods"}
_OPENDOCUMENT = re.compile(r"application/vnd\.oasis\.opendocument\.(\w{1,20})")


def plain_kind(data: bytes, name: str) -> str | None:
    """Return the suffix whose reader takes `data` if it is plain text, None if a parser must look at it."""
    if signature(data) or looks_like_html(data) or looks_like_mhtml(data) or looks_like_word_xml(data):
        return None
    lower = name.lower()
    if looks_like_markup(data) and not lower.endswith(_PLAIN):
        return None  # a part of a page under the name of a Word file
    if lower.endswith((".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml")):
        return None
    return next((suffix for suffix in (*_TABLE_SUFFIXES, *_MARKDOWN) if lower.endswith(suffix)), ".txt")


def kind_of(data: bytes, name: str) -> str:
    """Return the suffix whose reader takes `data`, `.zip` for an archive; raises InputError for what is not read."""
    refused = refused_format(data)
    if refused:
        raise InputError(name, f"the file is {refused[0]}", refused[1])
    found = signature(data)
    if found == "zip":
        return _in_zip(data, name)
    if found == "ole":
        return _in_ole(data, name)
    if found:
        return "." + found
    if looks_like_mhtml(data):
        return ".mht"
    if looks_like_word_xml(data):
        return ".docx"
    return plain_kind(data, name) or ".html"


def _in_zip(data: bytes, name: str) -> str:
    from kg.read.zipped import Zipped

    package = Zipped(data, name)
    names = set(package.names)
    if "[Content_Types].xml" in names:
        if any(sheet in names for sheet in _SHEETS):
            return ".xlsx"
        if any(one.startswith("ppt/") for one in names):
            raise InputError(name, "a slide show", "Save its text as .txt, or the report as .docx.")
        return ".docx"
    if "mimetype" in names and "content.xml" in names:
        kind = _OPENDOCUMENT.match(package.read("mimetype")[:100].decode("latin-1"))
        return _ODF.get(kind[1] if kind else "text", ".odt")
    if any(one.lower() == "ofd.xml" for one in names):
        return ".ofd"
    return ARCHIVE


def _in_ole(data: bytes, name: str) -> str:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            streams = {"/".join(path).lower() for path in ole.listdir(streams=True, storages=False)}
    except Exception as error:  # the library raises what it trips over
        raise InputError(name, "the file is damaged (broken OLE structure)", "Get or save it again.") from error
    if "worddocument" in streams:
        return ".doc"
    if streams & {"workbook", "book"}:
        return ".xls"
    if "encryptedpackage" in streams:
        raise InputError(name, "protected by a password", "Take the password off, or save the text anew.")
    raise InputError(name, "an Office file without a text (slides, a mail, a works file)", "Save its text as .docx or .txt.")
