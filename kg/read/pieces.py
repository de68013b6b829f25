"""Pieces of text at places of a page -> its printed lines; for formats that say where text stands and not in which order."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from kg.read.pages import Row


class Piece(NamedTuple):
    """Text at a place of a page, in one unit of length from its top left corner: baseline, left and right edge, size."""

    y: float
    x: float
    end: float
    size: float
    text: str


def lines(pieces: Iterable[Piece]) -> list[Row]:
    """Return the lines of a page: pieces whose baselines differ by less than half a character stand in one."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (one.y, one.x)):
        if rows and abs(rows[-1][0].y - piece.y) < 0.5 * max(piece.size, 1.0):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_line(sorted(row, key=lambda one: one.x)) for row in rows]


def _line(row: list[Piece]) -> Row:
    text = row[0].text
    for before, piece in pairwise(row):
        text += ("\t" if piece.x - before.end > 2 * max(piece.size, 1.0) else "") + piece.text
    return Row(text, row[0].x, max(piece.end for piece in row), row[0].y, max(row[0].size, 1.0))
