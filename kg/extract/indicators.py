"""Indicators: what each number of a sentence counts, resolved jointly from left to right.

The words before a number, the words behind it and what the numbers before it counted are put together
to action + object (+ aspect). All texts are pieces of one sentence of the clean text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.extract import phrases
from kg.extract.quantities import Quantity
from kg.extract.slots import Slot, clauses_of
from kg.text.periods import PeriodMention

_FRAME = re.compile(r"(?:^|.{0,30})(?:对|将|把)$")
_DONE_TO = re.compile(r"(?:进行|实施|予以|开展|给予|加以|全部|全面)")
_WITH = re.compile(r"^(?:与|同|和|联合)")
_EACH = re.compile(r"^(?P<head>.*)(?:分别|依次|各)(?P<tail>.{0,10})$")
_FEW = re.compile(r"^[\u4e00-\u9fff]{1,3}$")
_SUBSET = re.compile(r"^(?:其中|包括|含|包含)[,:]?")


@dataclass(slots=True)
class Memory:
    """What the numbers before counted: carried over clauses of a paragraph."""

    indicator: str = ""
    noun: str = ""
    verb: str = ""
    unit: str = ""
    base: str = ""  # the whole that 其中 takes parts of
    recent: list[str] = field(default_factory=list)

    def keep(self, indicator: str, noun: str, verb: str, unit: str) -> None:
        """Remember a level (not a growth rate)."""
        self.indicator, self.noun, self.verb, self.unit = indicator, noun, verb, unit
        self.recent.append(indicator)


@dataclass(frozen=True, slots=True)
class Named:
    """An indicator for one quantity, with the direction of change and the words that change is measured against."""

    quantity: Quantity
    indicator: str
    change: str | None
    rule: str


def name_quantities(
    text: str, start: int, end: int, quantities: Sequence[Quantity], periods: Sequence[PeriodMention], memory: Memory
) -> list[Named]:
    """Return an indicator for each quantity of the sentence `text[start:end]`, in order; `memory` is updated."""
    named: list[Named] = []
    for clause in clauses_of(text, start, end, quantities, periods):
        if clause.text_start_subset:
            memory.base = memory.noun or memory.indicator
        named.extend(_distributed(clause.slots, memory) or _one_by_one(clause.slots, memory))
    return sorted(named, key=lambda item: item.quantity.start)


def _one_by_one(slots: Sequence[Slot], memory: Memory) -> list[Named]:
    named: list[Named] = []
    done: dict[int, Named] = {}
    for index, slot in enumerate(slots):
        if slot.twin >= 0 and slot.twin in done:
            first = done[slot.twin]
            item = Named(slot.quantity, first.indicator, first.change, "pair")
        elif slot.inside >= 0 and slot.inside in done:
            item = _bracketed(slot, done[slot.inside], memory)
        else:
            item = _named(slot, memory)
        done[index] = item
        named.append(item)
    return named


def _named(slot: Slot, memory: Memory) -> Named:
    if slot.right and slot.quantity.kind not in ("points",):
        return _with_right(slot, memory)
    return _with_left(slot, memory)


def _with_right(slot: Slot, memory: Memory) -> Named:
    left = phrases.strip_lead(slot.left)
    right = phrases.strip_right(slot.right)
    bare = phrases.strip_tail(left)
    if _FRAME.match(left) and not phrases.only_verbs(left):
        return _keep(slot, _done_to(right, left), right, "", memory, "done-to")
    if _WITH.match(left):
        return _keep(slot, _done_with(right), right, "", memory, "done-with")
    left = phrases.drop_examples(bare)
    left = phrases.drop_generic(left)
    verb = phrases.closing_verbs(left)
    if verb and verb != left and len(left) > 12:
        left = verb
    if not left and slot.joint == "list" and memory.verb and phrases.first_verb(right, 2) < 0:
        left = memory.verb
        verb = left
    if phrases.light(left) and len(right) >= 5:
        left = ""
    return _keep(slot, left + right, right, verb or phrases.verb_chain(left), memory, "left-right" if left else "right")


def _with_left(slot: Slot, memory: Memory) -> Named:
    left = phrases.strip_tail(phrases.strip_lead(slot.left))
    left = phrases.strip_tail(left)
    change, word = phrases.growth(left)
    rate = slot.quantity.kind in ("ratio", "points")
    if not rate and word not in ("净增", "增加", "减少"):
        change = None
    if word and word == left and (rate or memory.indicator):
        return Named(slot.quantity, memory.indicator + word, change, "growth")
    if change:
        return Named(slot.quantity, phrases.drop_examples(left), change, "growth-own")
    if not left:
        return _keep(slot, memory.indicator, memory.noun, memory.verb, memory, "carried")
    if phrases.is_aspect(left):
        return _aspect(slot, left, memory)
    if phrases.only_verbs(left) and memory.noun:
        return _keep(slot, left + memory.noun, memory.noun, left, memory, "verb-carried")
    if memory.base and slot.quantity.unit == memory.unit and not phrases.verb_chain(left) and not _SUBSET.match(left):
        joined = left + memory.base
        memory.recent.append(joined)
        return Named(slot.quantity, joined, None, "part-of")
    left = phrases.drop_examples(left)
    verb = phrases.verb_chain(left)
    if not verb and slot.joint == "list" and memory.verb and not phrases.is_attribute(left):
        return _keep(slot, memory.verb + left, left, memory.verb, memory, "verb-shared")
    return _keep(slot, left, left[len(verb) :] or left, verb, memory, "left")


def _aspect(slot: Slot, left: str, memory: Memory) -> Named:
    whole = memory.noun if left.endswith("率") or len(memory.indicator) > 10 else memory.indicator
    indicator = left if not whole or whole.endswith(left) else whole + left
    memory.recent.append(indicator)
    if not left.endswith("率"):
        memory.indicator = indicator
    return Named(slot.quantity, indicator, None, "aspect")


def _bracketed(slot: Slot, outer: Named, memory: Memory) -> Named:
    left = phrases.strip_tail(phrases.strip_lead(slot.left))
    right = phrases.strip_right(slot.right)
    if right:
        return Named(slot.quantity, left + right, None, "bracket")
    change, word = phrases.growth(left)
    if (change and word == left) or phrases.is_aspect(left):
        return Named(slot.quantity, outer.indicator + left, change, "bracket-aspect")
    if slot.quantity.unit == outer.quantity.unit and left and not phrases.verb_chain(left):
        return Named(slot.quantity, left + memory.noun, None, "bracket-part")
    return Named(slot.quantity, left or outer.indicator, change, "bracket")


def _done_to(right: str, left: str) -> str:
    """对8个小区杂物进行清理 -> 清理小区杂物."""
    match = _DONE_TO.search(right)
    if match and right[match.end() :]:
        return right[match.end() :] + right[: match.start()]
    verb = phrases.first_verb(right, 2)
    return right[verb:] + right[:verb] if verb > 0 else right


def _done_with(right: str) -> str:
    """与12个单位签订战略合作协议 -> 签订战略合作协议单位."""
    verb = phrases.first_verb(right, 1)
    return right[verb:] + right[:verb] if verb > 0 else right


def _distributed(slots: Sequence[Slot], memory: Memory) -> list[Named]:
    """A、B分别增长5%、6%: one name for each number, from the list or from the numbers before."""
    if len(slots) < 2:
        return []
    match = _EACH.match(slots[0].left)
    if match is None or any(slot.left or slot.joint != "list" for slot in slots[1:]) or any(slot.right for slot in slots[:-1]):
        return []
    tail = phrases.strip_tail(match["tail"])
    change, word = phrases.growth(tail)
    names = _aligned(phrases.strip_lead(match["head"]), len(slots), memory)
    result = []
    for slot, name in zip(slots, names, strict=True):
        indicator = name + tail + phrases.strip_right(slots[-1].right)
        if change is None:
            memory.keep(indicator, name, "", slot.quantity.unit)
        result.append(Named(slot.quantity, indicator, change if word else None, "distributed"))
    return result


def _aligned(head: str, count: int, memory: Memory) -> list[str]:
    parts = phrases.split_list(head) if head else []
    if len(parts) >= count:
        return _with_shared_end(parts[-count:])
    if len(memory.recent) >= count and not head:
        return memory.recent[-count:]
    return [head or memory.indicator] * count


def _with_shared_end(parts: list[str]) -> list[str]:
    """城镇 | 农村居民人均可支配收入 -> 城镇居民人均可支配收入: the end of the last part belongs to all."""
    last = parts[-1]
    if phrases.is_attribute(parts[0]) or not phrases.is_attribute(last):
        return parts
    result = []
    for part in parts[:-1]:
        at = max(last.find(part[-2:]), last.find(part[-1:]) if len(part) > 1 else -1)
        end = last[at + (2 if last.find(part[-2:]) == at else 1) :] if at > 0 else last[len(part) :] if len(part) < len(last) else ""
        result.append(part + end if not phrases.is_attribute(part) else part)
    return [*result, last]


def _keep(slot: Slot, indicator: str, noun: str, verb: str, memory: Memory, rule: str) -> Named:
    memory.keep(indicator, noun, verb, slot.quantity.unit)
    return Named(slot.quantity, indicator, None, rule)
