"""Rich Text Format. Microsoft, Rich Text Format Specification 1.9.1."""

from __future__ import annotations

import re

from kg.errors import InputError
from kg.read.blocks import Lines
from kg.read.registry import Content, Options, reader

MEDIA_TYPE = "application/rtf"
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_PICTURES = re.compile(rb"[0-9a-fA-F\s]{400,}")  # hexadecimal pictures; the library would go through each digit
_DEEPEST = 2_000


@reader(".rtf", needs=("striprtf.striprtf",))
def read_rtf(data: bytes, name: str, options: Options) -> list[Content]:
    """Return the one report that an RTF file holds."""
    from striprtf.striprtf import rtf_to_text

    if data.count(b"{") - data.count(b"\\{") > 200_000:
        raise InputError(name, "its groups are too many", "Save it as .docx or .txt.")
    found = _CODE_PAGE.search(data[:4_000])
    page = int(found[1]) if found else 936
    encoding = "gb18030" if page in (936, 1252, 0) else f"cp{page}"
    source = _PICTURES.sub(b" ", data).decode("latin-1")
    text: str = rtf_to_text(  # type: ignore[no-untyped-call]
        source, encoding=encoding, errors="replace"
    )
    lines = Lines()
    lines.add(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return [Content(lines.text(), MEDIA_TYPE, encoding)]
