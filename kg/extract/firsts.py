"""Claims to be first, only or pioneering: 全国首个, 率全省之先, 率先, 首创, 唯一, 填补空白."""

from __future__ import annotations

import re

from kg import lexicon
from kg.extract.clauses import Clause, Dealt, Gate, dealt, words_of
from kg.extract.edges import in_quotes
from kg.model import FirstMention, Part, Report

_WISH = re.compile("(?:就是)?(?:要)?(?:力争|努力|推动|促进|全力|争取|加快|奋力)")
# What is claimed does not begin with these: 的 first, 在, 完成 stays.
_TRIM = re.compile(r"^(?:的|一个|了|、|在|是)+|(?:的)+$")


@lexicon.cached
def _cues() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<c{i}>{row['pattern']})" for i, row in enumerate(lexicon.table("first_cues"))))


@lexicon.cached
def gates() -> tuple[Gate, ...]:
    """Return what the clauses that may hold a claim pass."""
    return (Gate(_cues()),)


@lexicon.cached
def _scopes() -> re.Pattern[str]:
    names = sorted(lexicon.column("scopes", "scope"), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, names)))


def find_firsts(report: Report, parts: Dealt | None = None) -> tuple[FirstMention, ...]:
    """Return the claims of `report` in order; the span covers the clause, the scope is as written or None.

    `parts` are its clauses that pass `gates`, where they are at hand.
    """
    rows, (gate,) = lexicon.table("first_cues"), gates()
    found = []
    for clause in (parts or dealt(report, gates()))[gate]:
        cue = next((m for m in _cues().finditer(clause.text) if not in_quotes(clause.text, m.start())), None)
        if cue is None or len(clause.text) < len(cue[0]) + 3 or _is_wish(clause, cue):
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


def _is_wish(clause: Clause, cue: re.Match[str]) -> bool:
    """Tell whether a plan only wishes to be early (力争在氢能领域率先突破): no claim yet."""
    return clause.part is Part.PLAN and cue[0] == "率先" and _WISH.match(clause.text) is not None


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
    after = _scopes().match(clause.text, cue.end() + clause.text.startswith("在", cue.end()))
    return after[0] if after else None


def _about(text: str, cue: re.Match[str]) -> str:
    """Return what is claimed: the words after the cue, or before it when nothing follows."""
    rest = _TRIM.sub("", text[cue.end() :])
    return rest if len(rest) >= 3 else _TRIM.sub("", text[: cue.start()]) or text
