"""Indicators: what each number of a sentence counts, resolved jointly from left to right.

The words before a number, the words behind it and what the numbers before it counted are put together
to action + object (+ aspect). All texts are pieces of one sentence of the clean text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract import phrases, verbs
from kg.extract.distributed import distributed
from kg.extract.memory import Memory, Named
from kg.extract.named_left import with_left
from kg.extract.named_right import with_right
from kg.extract.quantities import Quantity
from kg.extract.slots import Clause, Slot, clauses_of
from kg.text.periods import PeriodMention

_FAR = 99
_STATE = re.compile(r"^(?:在|已|未|正在).{1,4}$")
_BREAK = re.compile(r"[,;:。!?\n]")


def name_quantities(
    text: str, start: int, end: int, quantities: Sequence[Quantity], periods: Sequence[PeriodMention], memory: Memory
) -> list[Named]:
    """Return an indicator for each quantity of the sentence `text[start:end]`, in order; `memory` is updated."""
    named: list[Named] = []
    memory.base = ""
    if not quantities:
        return named
    for clause in clauses_of(text, start, end, quantities, periods):
        _look_back(text, clause, memory)
        if clause.slots:
            named.extend(distributed(clause.slots, memory) or _one_by_one(clause.slots, memory))
            memory.last_end = max(slot.quantity.end for slot in clause.slots)
    return sorted(named, key=lambda item: item.quantity.start)


def _look_back(text: str, clause: Clause, memory: Memory) -> None:
    """Set how near the number before this clause is, and the whole that 其中 takes parts of."""
    if clause.subset:
        whole = memory.last_end >= 0 and len(_BREAK.findall(text, memory.last_end, clause.start)) <= 2
        memory.base = memory.noun if whole else ""
    if clause.slots:
        first = clause.slots[0].quantity.start
        memory.previous = clause.previous
        memory.gap = len(_BREAK.findall(text, memory.last_end, first)) - clause.subset if memory.last_end >= 0 else _FAR
        memory.near = memory.gap <= 1
        if not memory.near:
            memory.recent.clear()


def _one_by_one(slots: Sequence[Slot], memory: Memory) -> list[Named]:
    done: dict[int, Named] = {}
    for index, slot in enumerate(slots):
        if slot.twin >= 0 and slot.twin in done:
            first = done[slot.twin]
            item = Named(slot.quantity, first.indicator, first.change, "pair")
        elif slot.inside >= 0 and slot.inside in done:
            item = _bracketed(slot, done[slot.inside], memory)
        elif slot.right and slot.quantity.kind != "points":
            item = with_right(slot, memory)
        else:
            item = with_left(slot, memory)
        done[index] = item
        memory.full = item.indicator
        memory.near, memory.gap, memory.previous = True, 0, ""
    return [done[index] for index in range(len(slots))]


def _bracketed(slot: Slot, outer: Named, memory: Memory) -> Named:
    """车棚79个(地面52个、地下27个) -> 地面车棚; (总投资5亿元) -> the whole + 总投资."""
    left = phrases.strip_tail(phrases.strip_lead(slot.left))
    right = phrases.strip_right(slot.right)
    if right:
        return Named(slot.quantity, memory.noun + right if _STATE.match(right) else left + right, None, "bracket")
    change, word = phrases.growth(left)
    if (change and word == left) or phrases.is_aspect(left):
        return Named(slot.quantity, outer.indicator + left, change, "bracket-aspect")
    if slot.quantity.unit == outer.quantity.unit and left and not verbs.verb_chain(left):
        return Named(slot.quantity, left + memory.noun, None, "bracket-part")
    return Named(slot.quantity, left or outer.indicator, change, "bracket")
