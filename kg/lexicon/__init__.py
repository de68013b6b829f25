"""Chinese data as tables that a non-programmer can edit, and the loader that reads them.

Every table is UTF-8, tab-separated, with a header row; the first column is unique; lines that begin
with `#` are comments. A user's own folder (`kg build --lexicon DIR`) is laid over the built-in one:
rows with a new first column are added, rows with a known one replace the built-in row.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from kg.errors import LexiconError

BUILT_IN = Path(__file__).parent
_overlays: list[Path] = []
_caches: list[Callable[[], None]] = []
Made = TypeVar("Made")
Given = ParamSpec("Given")
_REMEMBERED = 4096  # answers of each function that does not say how many

Row = dict[str, str]


def cached(make: Callable[[], Made]) -> Callable[[], Made]:
    """Call `make` once and keep what it returns until the lexicon changes (for compiled patterns)."""
    kept = cache(make)
    _caches.append(kept.cache_clear)
    return kept


def remembered(answer: Callable[Given, Made], answers: int = _REMEMBERED) -> Callable[Given, Made]:
    """Keep the last answers of a function until the lexicon changes: reports repeat themselves. Give their number where texts are long."""
    kept = lru_cache(maxsize=answers)(answer)
    _caches.append(kept.cache_clear)
    return kept  # type: ignore[return-value]


def forget() -> None:
    """Forget what was made of the tables, and what was remembered with it; it is made anew when it is asked for.

    What was read of a user's own tables stays: one that is edited while a build runs changes nothing in it.
    """
    if not _overlays:
        table.cache_clear()
        rules.cache_clear()
    for clear in _caches:
        clear()


def lay_over(folder: Path | None) -> None:
    """Use the tables of `folder` on top of the built-in ones (None: the built-in ones alone).

    Raises LexiconError, naming file and line, for a folder that is not there, a table that no rule reads, and
    every fault that `table` and `rules` find; they are read here, so that a fault shows before any work is done.
    """
    _overlays[:] = []
    forget()
    if folder is not None:
        _check_names(folder)
        _overlays.append(folder)
        for path in sorted(folder.iterdir()):
            table(path.stem) if path.suffix == ".tsv" else rules(path.stem)


@cache
def table(name: str) -> tuple[Row, ...]:
    """Return the rows of `name`.tsv in order, each a dict of column to text ('' where empty).

    Raises LexiconError with file and line for a missing cell, a repeated key or a strange column.
    """
    rows: dict[str, Row] = {}
    for folder in [BUILT_IN, *_overlays]:
        path = folder / f"{name}.tsv"
        if path.is_file():
            rows.update(_read_table(path, name))
        elif folder is BUILT_IN:
            raise LexiconError(f"{path}: the table is missing")
    return tuple(rows.values())


@cache
def rules(name: str) -> dict[str, Any]:
    """Return the content of `name`.toml; top-level tables of an overlay replace the built-in ones."""
    merged: dict[str, Any] = {}
    for folder in [BUILT_IN, *_overlays]:
        path = folder / f"{name}.toml"
        if path.is_file():
            try:
                merged |= tomllib.loads(_text(path))
            except tomllib.TOMLDecodeError as error:
                raise LexiconError(f"{path}: {error}. Mend that line; kg/lexicon/{path.name} shows the form") from error
        elif folder is BUILT_IN:
            raise LexiconError(f"{path}: the rule file is missing")
    return merged


def column(name: str, key: str) -> tuple[str, ...]:
    """Return one column of a table, empty cells left out."""
    return tuple(row[key] for row in table(name) if row[key])


def _check_names(folder: Path) -> None:
    if not folder.is_dir():
        raise LexiconError(
            f"{folder}: is not a folder. Give a folder with tables named as in kg/lexicon, for instance national.tsv"
        )
    known = {path.name for path in BUILT_IN.iterdir() if path.suffix in {".tsv", ".toml"}}
    for path in sorted(folder.iterdir()):
        if path.name not in known:
            raise LexiconError(f"{path}: no table has this name. Known are: {', '.join(sorted(known))}")


def _read_table(path: Path, name: str) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    header: list[str] = []
    blank: Row = {}
    columns = _header(name) if path.parent != BUILT_IN else []
    checked = name in _allowed()
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            header = cells
            if columns and (header[0] != columns[0] or not set(header) <= set(columns)):
                raise LexiconError(f"{path}:{number}: the columns must be {', '.join(columns)}, the first one first")
            blank = dict.fromkeys(columns, "")
            continue
        if len(cells) > len(header) or not cells[0]:
            raise LexiconError(f"{path}:{number}: expected {len(header)} columns ({', '.join(header)}), first one filled")
        if cells[0] in rows:
            raise LexiconError(f"{path}:{number}: {cells[0]!r} stands there twice")
        row = blank | dict(zip_longest(header, cells, fillvalue="")) if blank else dict(zip_longest(header, cells, fillvalue=""))
        if checked:
            _check_values(row, name, f"{path}:{number}")
        rows[cells[0]] = row
    return rows


def _check_values(row: Row, name: str, where: str) -> None:
    for column, allowed in _allowed().get(name, {}).items():
        if row.get(column, "") not in allowed:
            raise LexiconError(f"{where}: {column} is {row.get(column)!r}; it must be one of {', '.join(filter(None, allowed))}")


@cache
def _allowed() -> dict[str, dict[str, list[str]]]:
    """Return, for tables and columns that allow few values only, what they allow."""
    return tomllib.loads((BUILT_IN / "values.toml").read_text(encoding="utf-8"))


def _header(name: str) -> list[str]:
    """Return the columns of a built-in table."""
    lines = (BUILT_IN / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.strip() and not line.startswith("#")).split("\t")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: is not UTF-8. Save the table as UTF-8 text with tabs between the columns") from error
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error.strerror})") from error
