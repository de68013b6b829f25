"""Numbers that share a list: A、B分别增长5%、6% gives each number its own name."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract import phrases, verbs
from kg.extract.memory import Memory, Named
from kg.extract.named_left import comparison
from kg.extract.slots import Slot
from kg.extract.wordlists import pattern


def distributed(slots: Sequence[Slot], memory: Memory) -> list[Named]:
    """Return one name for each number when a list is shared out among them, else nothing."""
    if len(slots) < 2:
        return []
    match = pattern("each").match(slots[0].left) or (pattern("pure-growth").match(slots[0].left) if memory.near else None)
    if not _in_row(slots):
        return []
    if match is None:
        return _listed(slots, memory)
    tail = phrases.strip_tail(match["tail"])
    change = comparison(tail) or phrases.growth(tail)[0]
    names = _aligned(phrases.strip_lead(match["head"]), len(slots), memory)
    behind = phrases.strip_right(slots[-1].right)
    result = []
    for slot, name in zip(slots, names, strict=True):
        indicator = name + tail + behind
        if change is None:
            memory.keep(slot, indicator, name, "", "distributed")
        result.append(Named(slot.quantity, indicator, change, "distributed"))
    return result


def _listed(slots: Sequence[Slot], memory: Memory) -> list[Named]:
    """城镇和农村居民收入80392元、48825元: as many names as numbers, without 分别."""
    left = phrases.strip_tail(phrases.strip_lead(slots[0].left))
    change, word = phrases.growth(left)
    parts = _parts(left[: len(left) - len(word)], len(slots))
    if len(parts) != len(slots) or slots[-1].right:
        return []
    verb = verbs.leading_verb(parts[0])
    result = []
    for index, (slot, name) in enumerate(zip(slots, _with_shared_end(parts), strict=True)):
        indicator = (verb if index else "") + name
        if not word:
            memory.keep(slot, indicator, name.removeprefix(verb), verb, "listed")
        result.append(Named(slot.quantity, indicator + word, change, "listed"))
    return result


def _in_row(slots: Sequence[Slot]) -> bool:
    return not any(slot.left or slot.joint != "list" for slot in slots[1:]) and not any(slot.right for slot in slots[:-1])


def _aligned(head: str, count: int, memory: Memory) -> list[str]:
    parts = _parts(head, count)
    if len(parts) >= count:
        return _with_shared_end(parts[-count:])
    pair = phrases.uncompressed(head or memory.indicator) if count == 2 else []
    if pair and (head or len(memory.recent) < 2 or memory.recent[-1] == memory.recent[-2]):
        return pair
    if len(memory.recent) >= count and not head and not pair:
        return memory.recent[-count:]
    return pair or [head or memory.indicator] * count


def _parts(words: str, count: int) -> list[str]:
    """Return the items of a list; 、 alone divides when that gives as many as there are numbers (汽车及零部件、工具)."""
    if not words:
        return []
    coarse = phrases.split_list(words, joints="、")
    return coarse if len(coarse) == count else phrases.split_list(words)


def _with_shared_end(parts: list[str]) -> list[str]:
    """城镇 | 农村居民人均可支配收入 -> 城镇居民人均可支配收入: the end of the last part belongs to all."""
    last = parts[-1]
    if not phrases.is_attribute(last):
        return parts
    return [*(part + _end(part, last) for part in parts[:-1]), last]


def _end(part: str, last: str) -> str:
    at = last.rfind(part[-2:]) if len(part) > 2 else -1
    if at > 0:
        return last[at + 2 :]
    if phrases.is_attribute(part):
        return ""
    if len(part) <= 3:
        return last[len(part) :]
    measure = pattern("measure").search(last)
    return measure[0] if measure else ""
