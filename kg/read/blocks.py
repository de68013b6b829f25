"""What the readers of office documents share: lines in order, rows of tables, element names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Lines:
    """Lines of a document, collected from top to bottom."""

    def __init__(self) -> None:
        """Begin without lines."""
        self._lines: list[str] = []

    def add(self, text: str) -> None:
        """Add a paragraph; its own line breaks part it into lines."""
        self._lines += [plain(line).rstrip() for line in _BREAKS.sub("\n", text).split("\n")]

    def add_row(self, cells: Sequence[Lines]) -> None:
        """Add a row of a table: one line with tabs, or the lines one below the other where a cell has several."""
        filled = [[line for line in cell._lines if line] for cell in cells]
        if any(len(lines) > 1 for lines in filled):
            self._lines += [line for lines in filled for line in lines]
        else:
            self._lines.append("\t".join(line for lines in filled for line in lines))

    def text(self) -> str:
        """Return the lines as stored text; empty lines at both ends are left out."""
        return "\n".join(self._lines).strip("\n")


def plain(text: str) -> str:
    """Return `text` without control characters (tab and line ends stay) and lone surrogates."""
    return _CONTROLS.sub("", text)


def local(element: Any) -> str:
    """Return the name of an element without its namespace, empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
