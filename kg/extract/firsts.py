"""Claims to be first, only or pioneering: 全国首个, 率全省之先, 率先, 首创, 唯一, 填补空白."""

from __future__ import annotations

import re

from kg import lexicon
from kg.extract.clauses import Clause, clauses, words_of
from kg.model import FirstMention, Report

# What is claimed does not begin with these: 的 first, 在, 完成 stays.
_TRIM = re.compile(r"^(?:的|一个|了|、|在|是)+|(?:的)+$")


@lexicon.cached
def _cues() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<c{i}>{row['pattern']})" for i, row in enumerate(lexicon.table("first_cues"))))


@lexicon.cached
def _scopes() -> re.Pattern[str]:
    names = sorted(lexicon.column("scopes", "scope"), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, names)))


def find_firsts(report: Report) -> tuple[FirstMention, ...]:
    """Return the claims of `report` in order; the span covers the clause, the scope is as written or None."""
    rows = lexicon.table("first_cues")
    found = []
    for clause in clauses(report):
        cue = next((m for m in _cues().finditer(clause.text) if not _in_name(clause.text, m.start())), None)
        if cue is None or len(clause.text) < len(cue[0]) + 3:
            continue
        rule = rows[int((cue.lastgroup or "c0")[1:])]["cue"]
        found.append(
            FirstMention(
                span=report.clean.span(clause.start, clause.end),
                rule=f"first:{rule}",
                scope=_scope(clause, cue),
                about=_about(clause.text, cue),
            )
        )
    return tuple(found)


def _in_name(text: str, position: int) -> bool:
    """Tell whether the cue is part of a quoted name: “首善之区”, 《首创者》."""
    before = text[:position]
    return before.count("“") > before.count("”") or before.count("《") > before.count("》")


def _scope(clause: Clause, cue: re.Match[str]) -> str | None:
    inside = _scopes().search(cue[0])
    if inside is not None:
        return inside[0]
    for size in (3, 4):
        named = clause.text[max(0, cue.start() - size) : cue.start()].removesuffix("内")
        if named.endswith(("省", "市", "区", "县", "州")) and [flag for _, _, flag in words_of(named)] == ["ns"]:
            return named
    before = [m for m in _scopes().finditer(clause.text, 0, cue.start()) if len(m[0]) > 1 or m.end() == cue.start()]
    if before and cue.start() - before[-1].end() <= 12:
        return before[-1][0]
    after = _scopes().match(clause.text, cue.end())
    return after[0] if after else None


def _about(text: str, cue: re.Match[str]) -> str:
    """Return what is claimed: the words after the cue, or before it when nothing follows."""
    rest = _TRIM.sub("", text[cue.end() :])
    return rest if len(rest) >= 3 else _TRIM.sub("", text[: cue.start()]) or text
