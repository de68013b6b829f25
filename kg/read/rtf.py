"""Rich Text Format. Microsoft, Rich Text Format Specification 1.9.1."""

from __future__ import annotations

import codecs
import re

from kg.errors import InputError
from kg.read.blocks import Lines
from kg.read.registry import Content, Options, reader

MEDIA_TYPE = "application/rtf"
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_PICTURES = re.compile(rb"[0-9a-fA-F\s]{400,}")  # hexadecimal pictures; the library would go through each digit
# Word for the Mac numbers character sets and code pages of its own, for which Python and the library have no codec
_CHARSETS = {78: 128, 79: 136, 80: 129, 82: 177, 85: 134, 86: 238, 87: 204, 88: 222, 89: 238}
_PAGES = {10002: 950, 10008: 936}
_OF_MAC = re.compile(rb"\\(fcharset|ansicpg)0{0,3}(7[89]|8[0-9]|1000[28])(?![0-9])")


@reader(".rtf", needs=("striprtf.striprtf",))
def read_rtf(data: bytes, name: str, options: Options) -> list[Content]:
    """Return the one report that an RTF file holds."""
    from striprtf.striprtf import rtf_to_text

    if data.count(b"{") - data.count(b"\\{") > 200_000:
        raise InputError(name, "its groups are too many", "Save it as .docx or .txt.")
    data = _OF_MAC.sub(_named_otherwise, data)
    found = _CODE_PAGE.search(data[:4_000])
    page = int(found[1]) if found else 936
    encoding = "gb18030" if page in (936, 1252, 0) or not _is_known(f"cp{page}") else f"cp{page}"
    source = _PICTURES.sub(b" ", data).decode("latin-1")
    try:
        text: str = rtf_to_text(source, encoding=encoding, errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, OverflowError) as error:
        raise InputError(name, "the RTF document is damaged", "Save it again in Word or WPS.") from error
    lines = Lines()
    lines.add(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return [Content(lines.text(), MEDIA_TYPE, encoding)]


def _named_otherwise(match: re.Match[bytes]) -> bytes:
    number = int(match[2])
    others = _CHARSETS if match[1] == b"fcharset" else _PAGES
    return b"\\%s%d" % (match[1], others.get(number, number))


def _is_known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True
