"""Cases as data for extractors of mentions: texts in which ⟦ ⟧ marks the words that are to be found."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from kg.model import Report, Source
from kg.text.layout import lay_out

CASES = Path(__file__).parent / "cases"


def read_cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of tests/cases/NAME.toml."""
    cases: list[dict[str, Any]] = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return cases


def report_of(text: str) -> Report:
    """Return the report that `text` makes."""
    return lay_out(Source(name="case.txt", sha256="0" * 64), text)


def unmark(text: str) -> tuple[Report, list[str]]:
    """Return the report of a marked text and the words between its marks."""
    words = [piece.split("⟧")[0] for piece in text.split("⟦")[1:]]
    return report_of(text.replace("⟦", "").replace("⟧", "")), words
