"""Plain text and Markdown: kept as they are; the layout stage knows Markdown's headings."""

from __future__ import annotations

from kg.read.decode import decode
from kg.read.registry import Content, Options, reader


@reader(".txt", ".md", ".markdown", ".text")
def read_text(data: bytes, name: str, options: Options) -> list[Content]:
    """Return the one report that a text file holds."""
    decoded = decode(data)
    media_type = "text/markdown" if name.lower().endswith((".md", ".markdown")) else "text/plain"
    return [Content(decoded.text, media_type, decoded.label)]
