"""The visible lines of an HTML page, and its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

_HIDDEN = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "object",
        "svg",
        "select",
        "option",
        "textarea",
        "button",
        "-comment",
    }
)
_INLINE = frozenset(
    {
        "a",
        "b",
        "i",
        "u",
        "s",
        "em",
        "strong",
        "span",
        "font",
        "small",
        "big",
        "sub",
        "sup",
        "label",
        "mark",
        "abbr",
        "code",
        "cite",
        "time",
        "ins",
        "del",
        "q",
        "bdi",
        "bdo",
        "wbr",
        "o:p",
        "st1:chsdate",
    }
)
_CELLS = frozenset({"td", "th"})
_SPACE = re.compile(r"[ \t\r\n\f]+")
_TAG = re.compile(r"<(?:[/!]?[a-zA-Z][^<>]{0,2000}|!--(?:[^-]|-(?!->)){0,20000}--)>")
_CELL_TAG = re.compile(r"</t[dh]\s{0,5}>", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"</?(?:p|div|br|tr|li|h[1-6]|table|ul|ol|section|article)\b[^<>]{0,2000}>", re.IGNORECASE)
_DROPPED = re.compile(r"<(script|style)\b[^<>]{0,2000}>.{0,200000}?</\1\s{0,5}>", re.IGNORECASE | re.DOTALL)
_OPEN = re.compile(r"<(/?)(div|table|tr|td|span|p|section|ul|li|font|b|i|a)\b", re.IGNORECASE)
_DEEPEST = 2000  # lexbor takes quadratic time on deeper nesting
_META = {
    "articletitle": "title",
    "pubdate": "published",
    "publishdate": "published",
    "contentsource": "source",
}


@dataclass(frozen=True, slots=True)
class PageLine:
    """A visible line of a page and whether all of its text stands in links."""

    text: str
    linked: bool


def page_lines(html: str) -> list[PageLine]:
    """Return the visible lines of a page in order; cells of a table row are parted by tabs."""
    if _depth(html) > _DEEPEST:
        return _stripped(html)
    lines: list[PageLine] = []
    pieces: list[tuple[str, bool]] = []
    for text, linked in _texts(html):
        if text == "\n":
            _close(lines, pieces)
        else:
            pieces.append((text, linked))
    _close(lines, pieces)
    return lines


def page_meta(html: str) -> dict[str, str]:
    """Return what the page says of itself: title (of the article), page (its <title>), published, source."""
    from selectolax.lexbor import LexborHTMLParser

    found: dict[str, str] = {}
    head = LexborHTMLParser(html[:200_000] if _depth(html) <= _DEEPEST else html[:5_000])
    for node in head.css("meta[name]"):
        field = _META.get((node.attributes.get("name") or "").lower())
        content = (node.attributes.get("content") or "").strip()
        if field and content:
            found.setdefault(field, _SPACE.sub(" ", content))
    headings = [text for node in head.css("h1") if (text := _SPACE.sub(" ", node.text()).strip())]
    if len(headings) == 1:
        found.setdefault("title", headings[0])
    title = head.css_first("title")
    if title is not None:
        found["page"] = _SPACE.sub(" ", title.text()).strip()
    return found


def _close(lines: list[PageLine], pieces: list[tuple[str, bool]]) -> None:
    text = _spaced("".join(piece for piece, _ in pieces)).strip()
    if text:
        linked = all(in_link for piece, in_link in pieces if piece.strip())
        lines.append(PageLine(text, linked))
    pieces.clear()


def _spaced(text: str) -> str:
    """Return `text` with each run of blanks as one blank, or as one tab where a table cell ended."""
    return _SPACE.sub(lambda match: "\t" if "\t" in match[0] else " ", text)


def _texts(html: str) -> Iterator[tuple[str, bool]]:
    """Yield the text nodes with whether they stand in a link; a newline where a block begins or ends, a tab between cells."""
    from selectolax.lexbor import LexborHTMLParser

    root: Any = LexborHTMLParser(html).root
    stack: list[tuple[Any, bool, str]] = [(root, False, "")] if root is not None else []
    while stack:
        node, linked, closing = stack.pop()
        if closing:
            yield closing, linked
            continue
        if node.tag == "-text":
            yield _SPACE.sub(" ", node.text(deep=False)), linked
            continue
        if node.tag in _HIDDEN or _is_hidden(node):
            continue
        mark = "" if node.tag in _INLINE else "\t" if node.tag in _CELLS else "\n"
        inside = linked or node.tag == "a"
        if mark:
            yield mark, linked
            stack.append((None, linked, mark))
        children = []
        child = node.child
        while child is not None:
            children.append((child, inside, ""))
            child = child.next
        stack.extend(reversed(children))


def _is_hidden(node: Any) -> bool:
    attributes = node.attributes if node.tag not in ("html", "body", "-document") else {}
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "display:none" in style


def _depth(html: str) -> int:
    """Return how deep the common tags nest, unclosed ones counted as open."""
    depth = deepest = 0
    for match in _OPEN.finditer(html):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _stripped(html: str) -> list[PageLine]:
    """Return the lines of a page that nests too deep for a parser: tags cut out."""
    text = _TAG.sub("", _CELL_TAG.sub("\t", _BLOCK_TAG.sub("\n", _DROPPED.sub("\n", html))))
    lines = (_spaced(unescape(line)).strip() for line in text.split("\n"))
    return [PageLine(line, linked=False) for line in lines if line]
