"""The answer to a question, as plain values that pass between processes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

Cell = str | int | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under named columns. An unbound variable is None, an IRI is its text.

    `truncated` says that rows were left off at the limit.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool = False


def to_cell(value: str, datatype: str | None) -> Cell:
    """Return the plain value of a literal: `datatype` is the local name of its XSD datatype, else None.

    Both engines lead through here, so 97.0 and 97 are one number whoever answers.
    """
    try:
        if datatype == "boolean":
            return value in {"true", "1"}
        if datatype == "integer":
            return int(value)
        if datatype == "decimal":
            return _plain(Decimal(value))
    except (ArithmeticError, ValueError):  # such a literal is ill-typed; its text is all that is known
        return value
    return value


def _plain(number: Decimal) -> Cell:
    if not number.is_finite():
        return str(number)
    return int(number) if number == number.to_integral_value() else number.normalize()


def dump(table: Table) -> str:
    """Return the table as JSON text that `restore` reads back exactly; decimals are marked."""
    rows = [[{"decimal": str(cell)} if isinstance(cell, Decimal) else cell for cell in row] for row in table.rows]
    return json.dumps({"columns": table.columns, "rows": rows, "truncated": table.truncated})


def restore(text: str) -> Table:
    """Return the table that `dump` wrote."""
    read = json.loads(text)
    rows = tuple(tuple(Decimal(cell["decimal"]) if isinstance(cell, dict) else cell for cell in row) for row in read["rows"])
    return Table(tuple(read["columns"]), rows, bool(read["truncated"]))
