"""The reviewer's decisions: a table as a spreadsheet saves it -> its filled rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import DecisionError
from kg.model import ReviewDecision, Ruling
from kg.read.decode import decode
from kg.read.inputs import DECISIONS_FILE

LARGEST = 20_000_000
_COLUMNS = ("subject", "decision")
_CONTROLS = re.compile("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_GUARDED = re.compile(r"'\s*[=+\-@＝＋－＠]")  # the apostrophe that keeps a spreadsheet from running a formula


def find_decisions(inputs: Sequence[str | Path]) -> Path | None:
    """Return the decisions file inside or beside an input folder, or beside an input file; None if there is none.

    Raises DecisionError where the inputs lead to several.
    """
    found: dict[str, Path] = {}
    for path in (Path(item) for item in inputs if str(item) != "-"):
        folders = (path, path.resolve().parent) if path.is_dir() else (path.parent,) if path.is_file() else ()
        for folder in folders:
            if (folder / DECISIONS_FILE).is_file():
                found.setdefault(str((folder / DECISIONS_FILE).resolve()), folder / DECISIONS_FILE)
    if len(found) > 1:
        raise DecisionError(f"{' and '.join(sorted(found))}: two decisions files. Name the one that counts with --decisions")
    return next(iter(found.values()), None)


def read_decisions(path: Path) -> tuple[ReviewDecision, ...]:
    """Return the rows with a decision, sorted so that the order of the rows does not matter.

    The file is tab- or comma-separated text in any encoding that a spreadsheet writes, with the header of
    review.tsv; columns may stand in any order, unknown ones are passed over. Raises DecisionError with the line.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise DecisionError(f"{path}: larger than {LARGEST // 1_000_000} MB. Is it a decisions file?")
        text = decode(path.read_bytes()).text
    except OSError as error:
        raise DecisionError(f"{path}: cannot be read ({error.strerror or error}). Check the path") from error
    rows = _rows(path, text)
    header = [cell.lower() for cell in next(rows, (0, []))[1]]
    missing = [name for name in _COLUMNS if name not in header]
    if missing or len(set(filter(None, header))) < len(list(filter(None, header))):
        problem = f"has no column {' and '.join(missing)}" if missing else "names a column twice"
        raise DecisionError(f"{path}: {problem}. Begin it with the header line of review.tsv")
    found = (_decision(path, line, dict(zip(header, cells, strict=False))) for line, cells in rows)
    return tuple(
        sorted((item for item in found if item), key=lambda item: (item.ruling, item.subject, item.candidate, item.line))
    )


def _rows(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    delimiter = "\t" if "\t" in first else max(",;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
                yield line, [_plain(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise DecisionError(
            f"{path}, line {line}: cannot be read as a table ({error}). Save it again from the spreadsheet"
        ) from error


def _plain(cell: str) -> str:
    """Return a cell without control characters, and without the apostrophe in front of what looks like a formula."""
    text = _CONTROLS.sub(" ", cell).strip()
    return text[1:].strip() if _GUARDED.match(text) else text


def _decision(path: Path, line: int, row: dict[str, str]) -> ReviewDecision | None:
    said = row["decision"].lower() if row.get("decision") else ""
    if not said:
        return None
    if said not in set(Ruling):
        raise DecisionError(f"{path}, line {line}: {said[:40]!r} is no decision. Write one of {', '.join(Ruling)}, or nothing")
    subject, candidate, value, report, note = (row.get(name, "") for name in ("subject", "candidate", "value", "report", "note"))
    if not subject and not (said == Ruling.PLACE and report):
        raise DecisionError(f"{path}, line {line}: the subject is missing. Copy it from review.tsv, or write label or id")
    return ReviewDecision(Ruling(said), subject or report, candidate, value, report, note, line)
