"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re

_SAVE = "Save it as .txt or .html and build again."
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF document", "Copy or convert its text to a .txt file."),
    (
        b"PK\x03\x04",
        "a ZIP archive or an Office document (docx, xlsx, ofd)",
        "Unpack the archive, or save the document as .txt or .html.",
    ),
    (b"PK\x05\x06", "an empty ZIP archive", "Unpack it first."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (doc, xls, wps)", _SAVE),
    (b"{\\rtf", "an RTF document", _SAVE),
    (b"\x89PNG", "a PNG picture", "Run text recognition on it and save the text as .txt."),
    (b"\xff\xd8\xff", "a JPEG picture", "Run text recognition on it and save the text as .txt."),
    (b"GIF8", "a GIF picture", "Run text recognition on it and save the text as .txt."),
    (b"II*\0", "a TIFF picture", "Run text recognition on it and save the text as .txt."),
    (b"MM\0*", "a TIFF picture", "Run text recognition on it and save the text as .txt."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"SQLite format 3", "a database", "Export the text of the reports to .txt files."),
    (b"\x7fELF", "a program", "Remove it from the folder."),
    (b"MZ\x90\0", "a program", "Remove it from the folder."),
)
_HTML = re.compile(rb"\s{0,200}(?:<!--.{0,500}?-->\s{0,50})?<(?:!doctype\s{1,9}html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_CONTROL = re.compile("[\0-\x08\x0e-\x1a\x7f]")


def foreign_format(data: bytes) -> tuple[str, str] | None:
    """Return what kind of non-text file `data` is and what to do about it, None for text."""
    head = data[:64].lstrip(b"\r\n\t ")
    return next(((kind, remedy) for magic, kind, remedy in _MAGIC if head.startswith(magic)), None)


def looks_like_html(data: bytes) -> bool:
    """Tell whether the bytes begin as an HTML page does (whatever the byte order mark)."""
    return _HTML.match(data[:2000].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")) is not None


def is_binary(text: str) -> bool:
    """Tell whether decoded text holds too many control or undecodable characters to be text."""
    sample = text[:50_000]
    strange = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    return strange > max(4, 0.1 * len(sample)) or sample.count("\0") > 0.01 * len(sample) + 2
