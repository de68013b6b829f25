"""Indicators of numbers with a noun behind them: 完成2处微型公园提升, 对8个小区进行清理."""

from __future__ import annotations

from kg.extract import phrases, verbs
from kg.extract.memory import Memory, Named
from kg.extract.slots import Slot
from kg.extract.wordlists import pattern

_LONG_SUBJECT = 12


def with_right(slot: Slot, memory: Memory) -> Named:
    """Return the indicator of a number with a noun behind it, and remember it."""
    left = phrases.strip_lead(slot.left)
    right = phrases.strip_right(slot.right)
    return _framed(slot, left, right, memory) or _joined(slot, left, right, memory)


def without_place(words: str) -> str:
    """Return `words` without a preposition of place in front (在敦化路小区 -> 敦化路小区)."""
    return pattern("place").sub("", words)


def _framed(slot: Slot, left: str, right: str, memory: Memory) -> Named | None:
    frame = pattern("frame").match(left)
    if frame or pattern("examples-to").search(left):
        place = phrases.drop_generic(frame["of"].rstrip("的")).lstrip("内的") if frame else ""
        noun, done = _done_to(place + phrases.without_bracket(slot.right))
        return memory.keep(slot, phrases.strip_right(done + noun), noun.removeprefix(place), "", "done-to")
    agreed = pattern("agreed").search(right) if pattern("with").search(slot.left) else None
    if agreed and agreed.start() > 0:  # 与12个单位签订协议 -> 签订协议单位
        noun = right[: agreed.start()]
        return memory.keep(slot, right[agreed.start() :].replace("了", "", 1) + noun, noun, "", "done-with")
    sized = pattern("of-size").search(left) if slot.right.startswith("的") else None
    if sized:
        noun = pattern("predicate").sub("", right)
        return memory.keep(slot, noun + sized[0], noun, verbs.verb_chain(left), "size-of")
    return None


def _joined(slot: Slot, left: str, right: str, memory: Memory) -> Named:
    left = _left_of_noun(_without_named(left, slot))
    verb = verbs.closing_verbs(left)
    if verb and len(left) > _LONG_SUBJECT and not verbs.verb_chain(left):
        left = verb
    if not left and slot.joint == "list" and memory.verb and not phrases.has_predicate(right):
        left = verb = memory.verb
    if _says_nothing(left, right):
        left = ""
    repeats = verbs.verb_chain(right)
    if not left and memory.near and memory.unit == slot.quantity.unit and repeats:
        left = memory.left
    item = memory.keep(slot, left + right, right, verb or verbs.verb_chain(left), "left-right" if left else "right")
    memory.left = left if repeats and not verb else ""
    return item


def _says_nothing(left: str, right: str) -> bool:
    if verbs.is_empty_verb(left) and phrases.action_of(right):
        return True
    return verbs.is_light(left) and len(right) >= 3


def _without_named(left: str, slot: Slot) -> str:
    """Return the verb of a list that names what is counted: 实施交通、管网2个行动 -> 实施."""
    items = phrases.split_list(left)
    if len(items) < 2 or len(items) != slot.quantity.value:
        return left
    return verbs.governing_verb(*items)


def _left_of_noun(left: str) -> str:
    """Return what of the words before `number + noun` belongs to the indicator: the verb, or the noun's own place."""
    if phrases.is_open_list(left):
        return verbs.governing_verb(*phrases.split_list(left[:-1]))
    return phrases.drop_generic(without_place(phrases.drop_examples(phrases.strip_tail(left), noun_behind=True)))


def _done_to(right: str) -> tuple[str, str]:
    """Return the noun and what is done to it: 小区杂物进行清理 -> 小区杂物, 清理."""
    match = pattern("done-to").search(right)
    if match and right[match.end() :]:
        return right[: match.start()], right[match.end() :]
    verb = verbs.first_verb(right, 2)
    return (right[:verb], right[verb:]) if verb > 0 else (right, "")
