"""Which quoted phrases name something, and why the others do not."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.kinds import ends_in_noun
from kg.extract.known import national
from kg.extract.quotes import Quotation
from kg.lexicon import cached, rules, table

_PARALLEL = re.compile(r"[、,;]")
_JOINTS = re.compile(r"[、+]")
_NAMED_NEXT = re.compile(r"的?[“‘]|[一-龥]{1,4}[”’]")  # “甲+乙+丙”的“三联” spells out what “三联” is
_LEADING = re.compile(r"^(?:的|了|等|与|及其?|或|和(?![美谐平睦合顺气乐韵事煦悦声风]))(?=.{3})")
_BARE_TIME = re.compile(
    r"(?:[0-9]{1,2}\.[0-9]{1,2}|[0-9]{1,2}月[0-9]{1,2}[日号]?|[0-9一二两三四五六七八九十半]{1,4}个?(?:年|月|周|天|日|小时|分钟|季度))(?:[前后内]|以[前后内])?"
)
_AND_MORE = re.compile(r"(?<![高中同头平上下初优劣])等(?![级候待保])(?=.)")
_SOME = re.compile(r"(?:一?系列|各[类项种级]|有关|相关|多种|部分)")
_HOTLINE = re.compile(r"1(?:10|14|19|20|22)|(?:12|9[56])[0-9]{3}")


class _Contexts(NamedTuple):
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


def proper_part(name: str) -> tuple[int, int]:
    """Return where the name proper begins and ends in a name without marks.

    Function words in front go (的环保工作机制); of an open list its one member stays if it is named like an
    initiative itself (规范提升年等专项行动 -> 规范提升年).
    """
    match = _LEADING.match(name)
    start, end = match.end() if match else 0, len(name)
    more = _AND_MORE.search(name, start) if "等" in name else None
    if more and more.start() - start > 4 and "、" not in name[start : more.start()] and ends_in_noun(name[: more.start()]):
        end = more.start()
    return start, end


def is_no_name(name: str, *, loose: bool) -> bool:
    """Tell whether a chosen `name` names nothing: a bare date or length of time, whatever stands around it.

    Without marks (`loose`) neither an open list (甲浜等河道治理), nor what only says that there are several
    (各类活动) is a name.
    """
    if _BARE_TIME.fullmatch(name):
        return True
    return loose and bool(("等" in name and _AND_MORE.search(name)) or _SOME.match(name))


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
    if contexts.fires("contrast", "before", before) or contexts.fires("contrast", "after", after):
        return "rhetoric"
    return "newspaper" if contexts.fires("source", "after", after) else None
