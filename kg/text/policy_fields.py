"""Which policy field a section belongs to, by the words of its heading."""

from __future__ import annotations

import re

from kg import lexicon
from kg.model import Report


def policy_fields(report: Report) -> tuple[str | None, ...]:
    """Return, for each section of the report, the local name of its policy field; a section inherits its parent's."""
    fields: list[str | None] = []
    for section in report.sections:
        own = field_of(section.title)
        inherited = fields[section.parent] if 0 <= section.parent < len(fields) else None
        fields.append(own or inherited)
    return tuple(fields)


def field_of(heading: str) -> str | None:
    """Return the policy field that a heading names: that of the longest word of the table, else of the first."""
    hits = [match[0] for match in _words().finditer(heading)]
    return _fields()[max(hits, key=len)] if hits else None


@lexicon.cached
def _fields() -> dict[str, str]:
    return {row["word"]: row["field"] for row in lexicon.table("policy_fields")}


@lexicon.cached
def _words() -> re.Pattern[str]:
    words = sorted(_fields(), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))
