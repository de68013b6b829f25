"""OpenDocument texts (odt): paragraphs, headings, tables and text boxes in order. OASIS OpenDocument 1.3, part 3.

Deleted text under review, comments, headers and footers are left out.
"""

from __future__ import annotations

from typing import Any

from kg.read.blocks import Lines, local
from kg.read.registry import Content, Options, reader
from kg.read.zipped import Zipped

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LEFT_OUT = frozenset({"tracked-changes", "annotation", "forms", "sequence-decls", "scripts", "automatic-styles", "ruby-text"})
_MARKS = {"tab": "\t", "line-break": "\n"}
_MOST_BLANKS = 200


@reader(".odt", ".ott", needs=("lxml.etree",))
def read_odt(data: bytes, name: str, options: Options) -> list[Content]:
    """Return the one report that an OpenDocument text holds."""
    lines = Lines()
    _blocks(Zipped(data, name).xml("content.xml"), lines)
    return [Content(lines.text(), MEDIA_TYPE, "utf-8")]


def _blocks(element: Any, lines: Lines) -> None:
    for child in element:
        kind = local(child)
        if kind in ("p", "h"):
            boxes: list[Any] = []
            lines.add("".join(_inline(child, boxes)))
            for box in boxes:
                _blocks(box, lines)
        elif kind == "table-row":
            cells = []
            for cell in child:
                cells.append(Lines())
                _blocks(cell, cells[-1])
            lines.add_row(cells)
        elif kind not in _LEFT_OUT:
            _blocks(child, lines)


def _inline(element: Any, boxes: list[Any]) -> list[str]:
    pieces = [element.text or ""]
    for child in element:
        kind = local(child)
        if kind == "s":
            count = child.get(_TEXT + "c", "1")
            pieces.append(" " * min(_MOST_BLANKS, int(count) if count.isdecimal() else 1))
        elif kind in _MARKS:
            pieces.append(_MARKS[kind])
        elif kind in ("text-box", "note-body", "table"):
            boxes.append(child)
        elif kind not in _LEFT_OUT and kind != "note-citation":
            pieces += _inline(child, boxes)
        pieces.append(child.tail or "")
    return pieces
