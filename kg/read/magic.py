"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re

_RECOGNISE = "Run text recognition on it and save the text as .txt."
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x05\x06", "an empty ZIP archive", "Pack the reports again, or remove the file."),
    (b"\x89PNG", "a PNG picture", _RECOGNISE),
    (b"\xff\xd8\xff", "a JPEG picture", _RECOGNISE),
    (b"GIF8", "a GIF picture", _RECOGNISE),
    (b"II*\0", "a TIFF picture", _RECOGNISE),
    (b"MM\0*", "a TIFF picture", _RECOGNISE),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"SQLite format 3", "a database", "Export the text of the reports to .txt files."),
    (b"\x7fELF", "a program", "Remove it from the folder."),
    (b"MZ\x90\0", "a program", "Remove it from the folder."),
)
_READ: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
)
_HTML = re.compile(
    rb"\s{0,200}(?:<\?xml[^<>]{0,200}\?>\s{0,50})?(?:<!--.{0,500}?-->\s{0,50})?<(?:!doctype\s{1,9}html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_WORD_XML = re.compile(rb"schemas\.microsoft\.com/office/(?:word/2003/wordml|2006/xmlPackage)")
_MARKUP = re.compile(
    rb"\s{0,200}<(?:!--|a|article|b|br|center|div|font|h[1-6]|meta|ol|p|section|span|strong|style|table|title|ul)\b",
    re.IGNORECASE,
)
_MHTML = re.compile(rb"^(?:MIME-Version|Content-Type)[ \t]{0,9}:", re.IGNORECASE | re.MULTILINE)
_MULTIPART = re.compile(rb"Content-Type[ \t]{0,9}:[ \t]{0,9}(?:multipart/|text/html)", re.IGNORECASE)
_MARK = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)")
_CONTROL = re.compile("[\0-\x08\x0e-\x1a\x7f]")


def refused_format(data: bytes) -> tuple[str, str] | None:
    """Return what kind of file `data` is and what to do about it if it is of a kind that is not read, else None."""
    head = _head(data)
    return next(((kind, remedy) for magic, kind, remedy in _REFUSED if head.startswith(magic)), None)


def signature(data: bytes) -> str | None:
    """Return `pdf`, `zip`, `ole` or `rtf` by the first bytes, `refused` for a format that is not read, None for text."""
    if refused_format(data):
        return "refused"
    head = _head(data)
    found = next((kind for magic, kind in _READ if head.startswith(magic)), None)
    if found is None and b"%PDF-" in data[:1024] and b"\0" not in data[:4]:
        return "pdf"
    return "zip" if found is None and _ends_as_zip(data) else found


def _ends_as_zip(data: bytes) -> bool:
    """Tell whether the bytes end with the directory of a ZIP file: a ZIP file may have anything in front of it."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    if end < 0 or end + 22 > len(data):
        return False
    start = end - int.from_bytes(data[end + 12 : end + 16], "little")
    return 0 <= start < end and data.startswith(b"PK\x01\x02", start)


def looks_like_html(data: bytes) -> bool:
    """Tell whether the bytes begin as an HTML page does (whatever the byte order mark)."""
    return _HTML.match(_MARK.sub(b"", data[:2000]).replace(b"\0", b"")) is not None


def looks_like_word_xml(data: bytes) -> bool:
    """Tell whether the bytes begin as a Word document in one XML file does (of Word 2003, or flat OPC)."""
    head = _MARK.sub(b"", data[:8000]).replace(b"\0", b"").lstrip()
    return head.startswith(b"<?xml") and _WORD_XML.search(head) is not None


def looks_like_markup(data: bytes) -> bool:
    """Tell whether the bytes begin with a tag of HTML, as a part of a page does."""
    return _MARKUP.match(_MARK.sub(b"", data[:2000]).replace(b"\0", b"")) is not None


def looks_like_mhtml(data: bytes) -> bool:
    """Tell whether the bytes begin as a page saved in one file does: headers of a mail, of type multipart or HTML."""
    head = data[:4000]
    return _MHTML.search(head) is not None and _MULTIPART.search(head) is not None


def is_binary(text: str) -> bool:
    """Tell whether decoded text holds too many control or undecodable characters to be text."""
    sample = text[:50_000]
    strange = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    return strange > max(4, 0.1 * len(sample)) or sample.count("\0") > 0.01 * len(sample) + 2


def _head(data: bytes) -> bytes:
    return _MARK.sub(b"", data[:64]).lstrip(b"\r\n\t ")
