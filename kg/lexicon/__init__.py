"""Chinese data as tables that a non-programmer can edit, and the loader that reads them.

Every table is UTF-8, tab-separated, with a header row; the first column is unique; lines that begin
with `#` are comments. A user's own folder (`kg build --lexicon DIR`) is laid over the built-in one:
rows with a new first column are added, rows with a known one replace the built-in row.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import LexiconError

BUILT_IN = Path(__file__).parent
_overlays: list[Path] = []
_caches: list[Callable[[], None]] = []
Made = TypeVar("Made")

Row = dict[str, str]


def cached(make: Callable[[], Made]) -> Callable[[], Made]:
    """Call `make` once and keep what it returns until the lexicon changes (for compiled patterns)."""
    kept = cache(make)
    _caches.append(kept.cache_clear)
    return kept


def lay_over(folder: Path | None) -> None:
    """Use the tables of `folder` on top of the built-in ones (None: the built-in ones alone)."""
    _overlays[:] = [folder] if folder is not None else []
    table.cache_clear()
    rules.cache_clear()
    for clear in _caches:
        clear()


@cache
def table(name: str) -> tuple[Row, ...]:
    """Return the rows of `name`.tsv in order, each a dict of column to text ('' where empty).

    Raises LexiconError with file and line for a missing cell, a repeated key or a strange column.
    """
    rows: dict[str, Row] = {}
    for folder in [BUILT_IN, *_overlays]:
        path = folder / f"{name}.tsv"
        if path.is_file():
            rows.update(_read_table(path))
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
                merged |= tomllib.loads(path.read_text(encoding="utf-8"))
            except tomllib.TOMLDecodeError as error:
                raise LexiconError(f"{path}: {error}") from error
        elif folder is BUILT_IN:
            raise LexiconError(f"{path}: the rule file is missing")
    return merged


def column(name: str, key: str) -> tuple[str, ...]:
    """Return one column of a table, empty cells left out."""
    return tuple(row[key] for row in table(name) if row[key])


def _read_table(path: Path) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    header: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            header = cells
            continue
        if len(cells) > len(header) or not cells[0]:
            raise LexiconError(f"{path}:{number}: expected {len(header)} columns ({', '.join(header)}), first one filled")
        if cells[0] in rows:
            raise LexiconError(f"{path}:{number}: {cells[0]!r} stands there twice")
        rows[cells[0]] = dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))
    return rows
