"""Indicators of numbers whose noun stands before them: 发放低保金533805元, 面积达…, 同比增长…, 其中女性139人.

Each rule returns a name or None; the first that answers wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from kg.extract import phrases, verbs
from kg.extract.memory import Memory, Named
from kg.extract.named_right import without_place
from kg.extract.slots import Slot
from kg.extract.wordlists import pattern

_NAME = re.compile(r"“[^”]{1,20}”|《[^》]{1,30}》")
_LONG = 10


class Case(NamedTuple):
    """A slot with the cleaned words before its number; `rate`: it is a percentage or the like."""

    slot: Slot
    left: str
    rate: bool


def with_left(slot: Slot, memory: Memory) -> Named:
    """Return the indicator of a number that the words before it (or the numbers before it) name, and remember it."""
    left = phrases.behind_having(phrases.strip_tail(phrases.strip_lead(slot.left)))
    rate = slot.quantity.kind in ("ratio", "points")
    if rate or left.startswith("实现"):
        left = phrases.strip_pushing(left)
    case = Case(slot, left, rate)
    for rule in _RULES:
        named = rule(case, memory)
        if named is not None:
            return named
    return _plain(case, memory)


def comparison(words: str) -> str | None:
    """Return the direction when `words` compare (高于面上, 超年度计划), else None."""
    match = pattern("compared").match(words)
    if match is None:
        return None
    return "increase" if match["up"] else "decrease"


def _grown(case: Case, memory: Memory) -> Named | None:
    change, word = phrases.growth(case.left)
    if not word:
        return None
    if not case.rate and not pattern("counted-growth").search(word):
        return None
    if word == case.left:
        before = None if memory.near else pattern("subject").match(phrases.strip_lead(memory.previous))
        return Named(case.slot.quantity, (before[1] if before else memory.indicator) + word, change, "growth")
    left = phrases.drop_examples(case.left, noun_behind=False)
    memory.indicator = memory.noun = left[: len(left) - len(word)]
    return Named(case.slot.quantity, left, change, "growth-own")


def _compared(case: Case, memory: Memory) -> Named | None:
    if not (case.rate and memory.near):
        return None
    change = comparison(case.left)
    if change:
        return Named(case.slot.quantity, memory.full + case.left, change, "compared")
    if pattern("share-of").match(case.left):
        return Named(case.slot.quantity, memory.indicator + case.left, None, "share")
    return None


def _unsaid(case: Case, memory: Memory) -> Named | None:
    if case.left:
        return None
    total = memory.verb and memory.verb != memory.indicator and pattern("total").search(case.slot.left)
    indicator = memory.noun if total else memory.indicator  # 新增公园162座、累计达到832座
    return memory.keep(case.slot, indicator, memory.noun, memory.verb, "carried")


def _aspect(case: Case, memory: Memory) -> Named | None:
    """面积达11740平方米 behind 拆除违法建筑136处 -> 拆除违法建筑面积."""
    left = case.left
    if not phrases.is_aspect(left):
        return None
    if memory.gap > 1 and not (memory.gap == 2 and left.endswith("率") and left[:2] in memory.indicator):
        return memory.keep(case.slot, left, left, "", "aspect-alone")
    leaning = left.endswith("率") or len(memory.indicator) > _LONG or verbs.closing_verbs(memory.indicator)
    whole = memory.noun if leaning else memory.indicator
    whole = phrases.bare_measure(whole)
    indicator = left if whole.endswith(left) or (whole and left.startswith(whole)) else whole + left
    memory.recent.append(indicator)
    if not left.endswith("率"):
        memory.indicator = indicator
    return Named(case.slot.quantity, indicator, None, "aspect")


def _verb_alone(case: Case, memory: Memory) -> Named | None:
    """处置10985件 behind 发现问题11250件 -> 处置问题; 在建5台 -> 电梯在建."""
    if not verbs.needs_object(case.left):
        return None
    if not memory.same_unit(case.slot):
        return _object_before(case, memory)
    whole = memory.noun + case.left if verbs.needs_subject(case.left) else case.left + memory.noun
    memory.recent.append(whole)
    memory.indicator = memory.noun
    return Named(case.slot.quantity, whole, None, "verb-carried")


def _object_before(case: Case, memory: Memory) -> Named | None:
    """加强城中村人口管理,清退338人 -> 清退城中村人口: the object stands in the clause before."""
    noun = verbs.object_of(phrases.strip_lead(memory.previous))
    action = verbs.closing_verbs(noun)
    noun = noun[: len(noun) - len(action)]
    if (
        verbs.needs_subject(case.left)
        or not action
        or not 2 <= len(noun) <= _LONG
        or not verbs.verb_chain(phrases.strip_lead(memory.previous))
    ):
        return None
    return memory.keep(case.slot, case.left + noun, noun, case.left, "object-before")


def _granted(case: Case, memory: Memory) -> Named | None:
    """优抚金25人次 behind 发放低保金 -> 发放优抚金."""
    if not (memory.near and memory.verb and phrases.is_grant(case.left)) or verbs.verb_chain(case.left):
        return None
    if not phrases.is_grant(memory.noun):
        return None
    return memory.keep(case.slot, memory.verb + case.left, case.left, memory.verb, "verb-kept")


def _verb_behind(case: Case, memory: Memory) -> Named | None:
    """“学习强国”39篇 behind 区级媒体报道177篇 -> “学习强国”报道."""
    verb = verbs.closing_verbs(memory.indicator)
    if not (verb and memory.same_unit(case.slot) and _NAME.fullmatch(case.left)):
        return None
    return memory.keep(case.slot, case.left + verb, case.left, "", "verb-behind")


def _level(case: Case, memory: Memory) -> Named | None:
    """省级74家 behind 国家级龙头企业3家 -> 省级龙头企业."""
    if not (memory.near and memory.noun and phrases.is_level(case.left)):
        return None
    indicator = memory.verb + case.left + phrases.without_level(memory.noun)
    return memory.keep(case.slot, indicator, memory.noun, memory.verb, "level")


def _part(case: Case, memory: Memory) -> Named | None:
    """其中,女性139人 -> 女性 + what the whole counted."""
    if not memory.base or case.slot.quantity.unit != memory.unit or verbs.verb_chain(case.left):
        return None
    if len(case.left) > 3 and not phrases.is_quality(case.left):
        return None
    return memory.keep(case.slot, case.left + memory.base, case.left, "", "part-of")


def _toward(words: str) -> str:
    """向《晚报》报送稿件 -> 报送稿件; a place in front loses its preposition."""
    if not pattern("toward").match(words):
        return without_place(words)
    verb = verbs.first_verb(words, 2)
    return words[verb:] if verb > 0 else words


def _plain(case: Case, memory: Memory) -> Named:
    left = verbs.squeezed(_toward(phrases.drop_examples(case.left, noun_behind=False)))
    verb = verbs.leading_verb(left)
    if not verb and case.slot.joint == "list" and memory.verb and not phrases.is_attribute(left):
        return memory.keep(case.slot, memory.verb + left, left, memory.verb, "verb-shared")
    named = memory.keep(case.slot, left, verbs.object_of(left), verb, "left")
    return named._replace(change="increase") if left.startswith("净增") else named


_RULES: tuple[Callable[[Case, Memory], Named | None], ...] = (
    _grown,
    _compared,
    _unsaid,
    _aspect,
    _verb_alone,
    _verb_behind,
    _level,
    _granted,
    _part,
)
