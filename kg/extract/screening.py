"""Which quoted phrases name something, and why the others do not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.known import national
from kg.extract.quotes import Quotation
from kg.lexicon import cached, rules, table

_PARALLEL = re.compile(r"[、,;]")
_JOINTS = re.compile(r"[、+]")
_NAMED_NEXT = re.compile(r"的?[“‘]|[一-龥]{1,4}[”’]")  # “甲+乙+丙”的“三联” spells out what “三联” is
_HOTLINE = re.compile(r"1(?:10|14|19|20|22)|(?:12|9[56])[0-9]{3}")


@dataclass(frozen=True, slots=True)
class _Contexts:
    """Compiled patterns of quote_context.toml: (reason, which text they look at) -> patterns."""

    patterns: dict[tuple[str, str], tuple[re.Pattern[str], ...]]

    def fires(self, reason: str, where: str, text: str) -> bool:
        return any(pattern.search(text) for pattern in self.patterns.get((reason, where), ()))


@cached
def _contexts() -> _Contexts:
    return _Contexts(
        {
            (reason, where): tuple(re.compile(p) for p in ([value] if isinstance(value, str) else value))
            for reason, entry in rules("quote_context").items()
            for where, value in entry.items()
        }
    )


@cached
def _stop() -> dict[str, str]:
    return {row["phrase"]: row["reason"] for row in table("quote_stop")}


def screen(text: str, quotation: Quotation, previous: tuple[Quotation, str | None] | None) -> str | None:
    """Return the class of reason for which a quotation names no initiative, None when it may name one.

    `previous` is the quotation before this one with its verdict: in 被评为“甲”和“乙” both are honours.
    """
    inner = text[quotation.inner : quotation.outer]
    if inner in national() and inner not in _stop():
        return None
    if quotation.mark == "《":
        return _title_reason(inner)
    return _word_reason(inner) or _context_reason(text, quotation, previous)


def _title_reason(inner: str) -> str | None:
    contexts = _contexts()
    if contexts.fires("press", "inner", inner):
        return "newspaper"
    return "law" if contexts.fires("law", "inner", inner) else None


def _word_reason(inner: str) -> str | None:
    if len(inner) < 2:
        return "ordinary"
    if inner in _stop():
        return _stop()[inner]
    if _HOTLINE.fullmatch(inner):
        return "hotline"
    if len(inner) > 16 and not _PARALLEL.search(inner):
        return "sentence"
    return "sentence" if len(inner) > 44 else None


def _context_reason(text: str, quotation: Quotation, previous: tuple[Quotation, str | None] | None) -> str | None:
    before = text[max(0, quotation.start - 24) : quotation.start]
    after = text[quotation.end : quotation.end + 12]
    inner = text[quotation.inner : quotation.outer]
    contexts = _contexts()
    if len(_JOINTS.findall(inner)) > 1 and _NAMED_NEXT.match(after):
        return "components"
    if (
        contexts.fires("honour", "before", before)
        or contexts.fires("honour", "after", after)
        or contexts.fires("honour", "inner", inner)
    ):
        return "honour"
    if previous is not None and previous[1] == "honour":
        between = text[previous[0].end : quotation.start] if previous[0].end <= quotation.start else "-"
        if contexts.fires("honour", "chain", between):
            return "honour"
    if contexts.fires("speech", "before", before) and len(inner) > 8:
        return "sentence"
    return "newspaper" if contexts.fires("source", "after", after) else None
