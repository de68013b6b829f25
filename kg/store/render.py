"""Tables as text: columns for a terminal, CSV, JSON, Markdown."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from unicodedata import combining, east_asian_width

from kg.errors import QueryError
from kg.store.table import Cell, Table

WIDEST = 60  # columns of a cell of the terminal table; the other formats never cut
_FORMULA = ("=", "+", "-", "@", "\t", "\n")


def render(table: Table, form: str, widest: int = WIDEST) -> str:
    """Return the table as 'table', 'csv', 'json' or 'markdown', ending with a newline."""
    makers = {"table": lambda one: as_text(one, widest), "csv": as_csv, "json": as_json, "markdown": as_markdown}
    if form not in makers:
        raise QueryError(f"{form}: no such format. Known: {', '.join(makers)}")
    return makers[form](table)


def as_text(table: Table, widest: int = WIDEST) -> str:
    """Return aligned columns; a Chinese character counts two. Cells wider than `widest` end with ….

    The number of rows stands below.
    """
    rows = [[_cut(_shown(cell), widest) for cell in row] for row in table.rows]
    widths = [max(map(_width, column)) for column in zip(table.columns, *rows, strict=True)]
    lines = [_line(list(table.columns), widths), _line(["─" * width for width in widths], widths)]
    lines += [_line(row, widths) for row in rows]
    noun = "row" if len(rows) == 1 else "rows"
    more = ", more were left off" if table.truncated else ""
    return "\n".join([*lines, f"({len(rows)} {noun}{more})"]) + "\n"


def as_csv(table: Table) -> str:
    """Return CSV; text that a spreadsheet would run as a formula gets an apostrophe in front."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def as_json(table: Table) -> str:
    """Return a JSON array with an object a row; unbound cells are null, numbers are numbers where that is exact."""
    rows = [dict(zip(table.columns, map(_json, row), strict=True)) for row in table.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def as_markdown(table: Table) -> str:
    """Return a Markdown table; bars, angle brackets and line ends in cells are escaped."""
    lines = [list(table.columns), ["---"] * len(table.columns)]
    lines += [[_escaped(_shown(cell)) for cell in row] for row in table.rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"{cell:f}" if isinstance(cell, Decimal) else " ".join(str(cell).split())


def _harmless(cell: Cell) -> str:
    if not isinstance(cell, str):
        return _shown(cell)
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")  # the writer quotes a line feed, and a bare return ends a row
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _json(cell: Cell) -> str | int | float | bool | None:
    if not isinstance(cell, Decimal):
        return cell
    return float(cell) if Decimal(repr(float(cell))) == cell else f"{cell:f}"


def _escaped(text: str) -> str:
    for old, new in (("\\", "\\\\"), ("|", "\\|"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(old, new)
    return text


def _line(cells: list[str], widths: list[int]) -> str:
    return "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)


def _cut(text: str, widest: int) -> str:
    if _width(text) <= widest:
        return text
    used = 0
    for position, one in enumerate(text):
        used += _width(one)
        if used > widest - 1:
            return text[:position] + "…"
    return text
