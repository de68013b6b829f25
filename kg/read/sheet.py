"""Tables (xlsx, xls, et, ods, csv): a report for each row where a column holds texts of reports, else for each sheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from statistics import median
from typing import Any

from kg.errors import InputError
from kg.lexicon import cached, column, table
from kg.read.blocks import Lines
from kg.read.decode import decode
from kg.read.magic import signature
from kg.read.registry import Content, Options, reader
from kg.read.zipped import Zipped

MEDIA_TYPE = "application/vnd.ms-excel"
_HAN = re.compile("[\u3400-\u9fff]")
_LONG = 200  # Han characters; a cell of a data table has fewer, a text of a report more
_PROSE = re.compile("[。；;]")
_MOST_ROWS, _MOST_COLUMNS = 100_000, 2_000
_HEADER_ROWS = 5
_NO_VALUE = re.compile(rb"(?:</f>|<f(?: [^<>]{0,400})?/>)\s{0,9}</c>")
_SAVE_VALUES = "Open it in Excel or WPS and save it again."
_REMEDY = "Name the column with --text-column, or save the text as .txt."

Row = list[str]


@reader(".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods", needs=("python_calamine",))
def read_workbook(data: bytes, name: str, options: Options) -> list[Content]:
    """Return the reports that a workbook holds, sheet by sheet."""
    from python_calamine import CalamineError, CalamineWorkbook

    package = Zipped(data, name) if signature(data) == "zip" else None  # refuses bombs before the library unpacks anything
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(sheet, workbook.get_sheet_by_name(sheet).to_python(nrows=_MOST_ROWS + 1)) for sheet in workbook.sheet_names]
    except CalamineError as error:
        if "assword" in str(error):
            raise InputError(name, "protected by a password", "Take the password off, or save the text anew.") from error
        raise InputError(name, "the workbook is damaged", _SAVE_VALUES) from error
    contents: list[Content] = []
    for sheet, cells in sheets:
        rows = [[_written(cell) for cell in row[:_MOST_COLUMNS]] for row in cells]
        _check_rows(rows, name)
        contents += _reports(rows, sheet if len(sheets) > 1 else "", options, MEDIA_TYPE, "utf-8")
    unsaved = _formulas_without_values(package) if package else 0
    if unsaved and not contents:
        raise InputError(name, f"{unsaved} formulas without saved values", _SAVE_VALUES)
    note = f"{unsaved} formulas without saved values" if unsaved else ""
    return _some([replace(content, note=note) for content in contents], name, options)


@reader(".csv", ".tsv")
def read_csv(data: bytes, name: str, options: Options) -> list[Content]:
    """Return the reports that a comma- or tab-separated file holds."""
    decoded = decode(data)
    first = decoded.text[:10_000].partition("\n")[0]
    delimiter = "\t" if "\t" in first else max(",;，", key=first.count)
    limit = csv.field_size_limit(len(data) + 1_000)
    try:
        rows = list(csv.reader(io.StringIO(decoded.text.replace("\0", ""), newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise InputError(name, f"cannot be read as a table ({error})", "Save it again from the spreadsheet.") from error
    finally:
        csv.field_size_limit(limit)
    _check_rows(rows, name)
    return _some(_reports(rows, "", options, "text/csv", decoded.label), name, options)


def _formulas_without_values(package: Zipped) -> int:
    """Count the cells whose formula was never calculated: a program wrote the workbook, and no spreadsheet has opened it."""
    sheets = (member for member in package.names if member.startswith("xl/worksheets/") and member.endswith(".xml"))
    return sum(len(_NO_VALUE.findall(package.read(member))) for member in sheets)


def _check_rows(rows: Sequence[Row], name: str) -> None:
    if len(rows) > _MOST_ROWS:
        raise InputError(name, f"has more than {_MOST_ROWS} rows", "Split it into several files.")


def _some(contents: list[Content], name: str, options: Options) -> list[Content]:
    if contents:
        return contents
    if options.text_column:
        raise InputError(name, f"has no column {options.text_column!r} with texts", "Check the name in its header line.")
    raise InputError(name, "a table without a column of texts", _REMEDY)


def _reports(rows: Sequence[Row], sheet: str, options: Options, media_type: str, encoding: str) -> list[Content]:
    found = _text_column(rows, options)
    if found is None:
        text = _sheet_text(rows) if options.text_column is None else ""
        return [Content(text, media_type, encoding, sheet)] if text else []
    header, index = found
    contents = []
    for number in range(header + 1, len(rows)):
        row = rows[number]
        if index < len(row) and row[index].strip():
            part = f"{sheet}/{number + 1}" if sheet else str(number + 1)
            contents.append(Content(_row_text(rows[header], row, index), media_type, encoding, part))
    return contents


def _text_column(rows: Sequence[Row], options: Options) -> tuple[int, int] | None:
    """Return the header row and the column of texts: the one named, one called 正文, or one with long cells."""
    wanted = (options.text_column,) if options.text_column else _named("text")
    for header, row in enumerate(rows[:_HEADER_ROWS]):
        for label in wanted:
            for index, cell in enumerate(row):
                if cell.strip().casefold() == label.casefold():
                    return header, index
    if options.text_column or len(rows) < 2:
        return None
    width = max(map(len, rows))
    for index in range(width):
        lengths = [len(_HAN.findall(row[index])) for row in rows[1:] if index < len(row) and row[index].strip()]
        if lengths and median(lengths) >= _LONG and index < len(rows[0]) and len(rows[0][index]) < 20:
            return 0, index
    return None


def _row_text(header: Row, row: Row, index: int) -> str:
    """Return the text of a row's report: its title and what its other columns say of it, then the text."""
    before: list[str] = []
    text = row[index]
    for position, cell in enumerate(row):
        label = header[position].strip() if position < len(header) else ""
        value = " ".join(cell.split())
        if position == index or not value or value in text[:400]:
            continue
        if label in _named("title"):
            before.insert(0, value)
        elif label in _head_labels():
            before.append(f"{label}:{value}")
    lines = Lines()
    lines.add("\n".join([*before, text]))
    return lines.text()


def _sheet_text(rows: Sequence[Row]) -> str:
    """Return the text of a sheet that is laid out as a document, empty for a table of data."""
    lines = Lines()
    for row in rows:
        cells = []
        for cell in row:
            if cell.strip():
                cells.append(Lines())
                cells[-1].add(cell)
        lines.add_row(cells)
    text = lines.text()
    return text if len(_HAN.findall(text)) >= _LONG and len(_PROSE.findall(text)) >= 3 else ""


def _written(cell: Any) -> str:
    """Return a cell as it reads: 12 and not 12.0."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d") if not (cell.hour or cell.minute or cell.second) else cell.strftime("%Y-%m-%d %H:%M")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


@cached
def _head_labels() -> frozenset[str]:
    return frozenset(column("head_fields", "label"))


def _named(role: str) -> tuple[str, ...]:
    return tuple(row["label"] for row in table("table_columns") if row["role"] == role)
