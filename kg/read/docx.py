"""Word documents (docx): paragraphs, tables, text boxes and notes in the order of the text.

An own walk, because the libraries at hand lose text of common structures in silence: insertions under review,
nested tables, content controls, text boxes. Deleted and hidden text, headers and footers are left out.
ECMA-376 (ISO/IEC 29500), part 1.
"""

from __future__ import annotations

from typing import Any

from kg.errors import InputError
from kg.read.blocks import Lines, local
from kg.read.docx_numbers import Numbering
from kg.read.magic import signature
from kg.read.registry import Content, Options, reader
from kg.read.zipped import Zipped, parse_xml

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_MAIN = ("word/document.xml", "word/document2.xml")
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
# what deleted text, moved-away text, properties and the second copy of a text box stand in
_LEFT_OUT = frozenset({"del", "moveFrom", "pPr", "rPr", "tblPr", "sectPr", "Fallback", "delText", "instrText", "binData"})
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


@reader(".docx", ".docm", ".dotx", needs=("lxml.etree",))
def read_docx(data: bytes, name: str, options: Options) -> list[Content]:
    """Return the one report that a Word document holds."""
    if signature(data) != "zip":
        return [_in_one_file(data, name)]
    document = Zipped(data, name)
    main = next((member for member in _MAIN if member in document.names), None)
    if main is None:
        raise InputError(name, "the Word document has no text part", "Save it again in Word or WPS.")
    walk = _Walk(Numbering.of(document))
    walk.blocks(document.xml(main))
    for notes in _NOTES:
        if notes in document.names:
            walk.notes(document.xml(notes))
    return [Content(walk.lines.text(), MEDIA_TYPE, "utf-8")]


def _in_one_file(data: bytes, name: str) -> Content:
    """Return the report of a Word document in one XML file: of Word 2003, or the parts of a package (flat OPC)."""
    root = parse_xml(data, name)
    parts = [part for part in root if part.get(_PACKAGE + "name", "").lstrip("/") in _MAIN]
    walk = _Walk(Numbering())
    walk.blocks(parts[0] if parts else root)
    return Content(walk.lines.text(), MEDIA_TYPE, "utf-8")


class _Walk:
    """Goes through the elements in order and collects lines."""

    def __init__(self, numbering: Numbering) -> None:
        self.lines = Lines()
        self._numbering = numbering

    def blocks(self, element: Any) -> None:
        """Collect paragraphs and tables below an element."""
        for child in element:
            kind = local(child)
            if kind == "p":
                self._paragraph(child)
            elif kind == "tbl":
                self._table(child)
            elif kind not in _LEFT_OUT:
                self.blocks(child)

    def notes(self, root: Any) -> None:
        """Collect footnotes or endnotes; the separators among them carry a type."""
        for note in root:
            if _attribute(note, "type") in (None, "normal"):
                self.blocks(note)

    def _paragraph(self, paragraph: Any) -> None:
        boxes: list[Any] = []
        text = "".join(self._inline(paragraph, boxes))
        if text.strip():
            self.lines.add(self._numbering.label(paragraph) + text)
        else:
            self.lines.add("")
        for box in boxes:  # anchored in the paragraph, it stands beside or below it
            self.blocks(box)

    def _inline(self, element: Any, boxes: list[Any]) -> list[str]:
        pieces: list[str] = []
        for child in element:
            kind = local(child)
            if kind == "t":
                pieces.append(child.text or "")
            elif kind in _MARKS:
                pieces.append(_MARKS[kind])
            elif kind == "txbxContent":
                boxes.append(child)
            elif kind not in _LEFT_OUT and not (kind == "r" and _is_hidden(child)):
                pieces += self._inline(child, boxes)
        return pieces

    def _table(self, table: Any) -> None:
        for row in _below(table, "tr"):
            cells = []
            for cell in _below(row, "tc"):
                inner = _Walk(self._numbering)
                inner.blocks(cell)
                cells.append(inner.lines)
            self.lines.add_row(cells)


def _below(element: Any, kind: str) -> list[Any]:
    """Return the rows or cells of a table; content controls and insertions may stand between."""
    found = []
    for child in element:
        if local(child) == kind:
            found.append(child)
        elif local(child) not in _LEFT_OUT and local(child) not in ("tbl", "p"):
            found += _below(child, kind)
    return found


def _is_hidden(run: Any) -> bool:
    for properties in run:
        if local(properties) == "rPr":
            for child in properties:
                if local(child) == "vanish" and _attribute(child, "val") not in ("0", "false", "off"):
                    return True
    return False


def _attribute(element: Any, name: str) -> str | None:
    value: str | None = element.get(_W + name, element.get(_STRICT + name))
    return value
