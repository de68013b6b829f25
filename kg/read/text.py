"""Plain text and Markdown: kept as they are; the layout stage knows Markdown's headings."""

from __future__ import annotations

from kg.read.decode import decode
from kg.read.magic import looks_like_html
from kg.read.registry import Content, reader


@reader(".txt", ".md", ".markdown", ".text")
def read_text(data: bytes, name: str) -> list[Content]:
    """Return the one report that a text file holds; a page saved under a text name is read as HTML."""
    if looks_like_html(data):
        from kg.read.html import read_html

        return read_html(data, name)
    decoded = decode(data)
    media_type = "text/markdown" if name.lower().endswith((".md", ".markdown")) else "text/plain"
    return [Content(decoded.text, media_type, decoded.label)]
