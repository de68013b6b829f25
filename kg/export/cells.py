"""Cells of tables for spreadsheets: none is run as a formula, none holds what a table cannot."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice

Cell = str | int | Decimal | None
BOM = "\ufeff".encode()  # so that Excel shows Chinese
_FORMULA = re.compile(r"[\s\x00]*[=+\-@＝＋－＠\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_MANY = 1 << 13  # cells remembered, of up to _LONG characters
_LONG = 200
_ROWS = 500  # at a time
_UNFIT = re.compile(f"{_CONTROLS.pattern}|{_SURROGATES.pattern}")


def _digits(value: Decimal) -> str:
    """Return a number in plain digits, without an exponent or idle zeros: 4400000000000, 97.55."""
    return f"{value:.0f}" if value == value.to_integral_value() else f"{value.normalize():f}"


def safe(cell: Cell) -> str:
    """Return the text of a cell that no spreadsheet takes for a formula; plain numbers stay as they are."""
    if cell is None:
        return ""
    text = _digits(cell) if isinstance(cell, Decimal) else str(cell)
    if text[:1].isalnum() and text.isprintable():
        return text  # most cells: no formula begins so, and what is unfit cannot be printed
    if _UNFIT.search(text):
        text = _SURROGATES.sub("\ufffd", _CONTROLS.sub(" ", text))
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return rows as lines of a CSV file, every cell safe."""
    found = io.StringIO(newline="")
    writer = csv.writer(found, lineterminator="\r\n")
    known = _KNOWN
    writer.writerows(
        [known[cell] if type(cell) is str else cell if type(cell) is int else safe(cell) for cell in row] for row in rows
    )
    return found.getvalue().encode("utf-8")


def pieces(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield the same for very many rows, some at a time."""
    left = iter(rows)
    while some := lines(islice(left, _ROWS)):
        yield some


class _Known(dict[str, str]):
    """The texts of cells, computed on first use: most cells occur many times, soon after one another."""

    def __missing__(self, cell: str) -> str:
        made = safe(cell)
        if len(cell) <= _LONG:
            if len(self) > _MANY:
                self.clear()
            self[cell] = made
        return made


_KNOWN = _Known()
