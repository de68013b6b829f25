"""Slots: each number of a sentence with the words on its left and right that may say what it counts.

Offsets are clean offsets. A clause ends at , ; : outside names and brackets; a bracket with numbers in
it is a clause inside a clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract import phrases
from kg.extract.quantities import Quantity
from kg.text.periods import PeriodMention

_MARK = re.compile(r"“[^”“\n]{0,60}”|《[^》《\n]{0,60}》|[,;:。!?]")
_BRACKET = re.compile(r"\([^()\n]{1,200}\)")
_SUBSET = re.compile(r"(?:其中|包括|含)")
_LIST_OPEN = re.compile(r"(?:、|以及|和|及|与|并|/)")
_LIST_CLOSE = re.compile(r"(?:、|以及|和|及|与|并)$")


@dataclass(frozen=True, slots=True)
class Slot:
    """A quantity with the words to its left and right; `joint` tells how it hangs on the one before it.

    `twin`: index of the slot of the same clause with which it shares its words (817户次/1259人次), else -1.
    `inside`: index of the slot before whose bracket it stands in, else -1.
    """

    quantity: Quantity
    left: str
    right: str
    joint: str = "start"  # start | list | words
    twin: int = -1
    inside: int = -1


@dataclass(frozen=True, slots=True)
class Clause:
    """The slots of a clause; `text_start_subset` when it begins with 其中."""

    slots: tuple[Slot, ...]
    text_start_subset: bool


def clauses_of(
    text: str, start: int, end: int, quantities: Sequence[Quantity], periods: Sequence[PeriodMention]
) -> Iterator[Clause]:
    """Yield the clauses of `text[start:end]` that hold quantities or begin with 其中."""
    brackets = [m.span() for m in _BRACKET.finditer(text, start, end) if any(m.start() < q.start < m.end() for q in quantities)]
    for first, last in _clause_spans(text, start, end, brackets):
        inner = [(a, b) for a, b in brackets if first <= a < last]
        own = [q for q in quantities if first <= q.start < last and not any(a < q.start < b for a, b in inner)]
        subset = bool(_SUBSET.match(text, first))
        if not own and not inner:
            if subset:
                yield Clause((), True)
            continue
        begin = _behind_periods(text, first, last, periods)
        slots = _slots(text, begin, last, own, inner)
        for a, b in inner:
            outer = max((n for n, slot in enumerate(slots) if slot.quantity.start < a and slot.inside < 0), default=-1)
            within = [q for q in quantities if a < q.start < b]
            for one, two in _clause_spans(text, a + 1, b - 1, []):
                part = [q for q in within if one <= q.start < two]
                slots.extend(
                    Slot(s.quantity, s.left, s.right, s.joint, -1, outer) for s in _slots(text, one, two, part, [])
                )
        yield Clause(tuple(slots), subset)


def _clause_spans(text: str, start: int, end: int, brackets: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    first = start
    for match in _MARK.finditer(text, start, end):
        if len(match[0]) > 1 or any(a < match.start() < b for a, b in brackets) or _in_bracket(text, match.start(), first):
            continue
        if first < match.start():
            yield first, match.start()
        first = match.end()
    if first < end:
        yield first, end


def _in_bracket(text: str, position: int, first: int) -> bool:
    opened = text.rfind("(", first, position)
    return opened >= 0 and text.find(")", opened, position) < 0 and text.find(")", position, position + 60) >= 0


def _behind_periods(text: str, first: int, last: int, periods: Sequence[PeriodMention]) -> int:
    begin = first
    for mention in periods:
        lead = text[begin : mention.start] if begin <= mention.start < last else "?"
        if mention.end <= last and (not lead or not phrases.strip_lead(lead)):
            begin = mention.end
    return begin


def _slots(text: str, first: int, last: int, quantities: Sequence[Quantity], inner: Sequence[tuple[int, int]]) -> list[Slot]:
    if not quantities:
        return []
    pieces = [_without(text, first, quantities[0].start, inner)]
    for one, two in zip(quantities, quantities[1:], strict=False):
        pieces.append(_without(text, one.end, two.start, inner))
    pieces.append(_without(text, quantities[-1].end, last, inner))
    lefts, rights, joints = [pieces[0]], [], ["start"]
    for index, piece in enumerate(pieces[1:-1], 1):
        right, left, joint = _between(piece, at_end=index == len(quantities) - 1 and not pieces[-1])
        rights.append(right)
        lefts.append(left)
        joints.append(joint)
    rights.append(pieces[-1].rstrip("。!?;”"))
    slots = [Slot(q, lefts[n], rights[n], joints[n]) for n, q in enumerate(quantities)]
    return _shared(_paired(slots))


def _without(text: str, start: int, end: int, brackets: Sequence[tuple[int, int]]) -> str:
    for a, b in brackets:
        if start <= a and b <= end:
            return text[start:a] + text[b:end]
    return text[start:end]


def _between(piece: str, *, at_end: bool) -> tuple[str, str, str]:
    """Return what belongs to the number before, what to the number behind, and how they are joined."""
    if not piece:
        return "", "", "twin"
    if piece == "/":
        return "", "", "twin"
    opened = _LIST_OPEN.match(piece)
    if opened:
        return "", piece[opened.end() :], "list"
    closed = _LIST_CLOSE.search(piece)
    if closed:
        return piece[: closed.start()], "", "list"
    items = phrases.split_list(piece)
    if len(items) > 1:
        left = items[-1]
        return piece[: len(piece) - len(left) - 1], left, "list"
    verb = phrases.first_verb(piece, 1)
    if verb < 0:
        return piece, piece, "words"
    if at_end:
        return piece[:verb], piece, "words"
    return piece[:verb], piece[verb:], "words"


def _paired(slots: list[Slot]) -> list[Slot]:
    """4409户11730人 and 475人次/137100元 share the words before the first and behind the last."""
    result = list(slots)
    for index in range(1, len(slots)):
        if slots[index].joint != "twin":
            continue
        first = result[index - 1].twin if result[index - 1].twin >= 0 else index - 1
        head = result[first]
        result[first] = Slot(head.quantity, head.left, head.right or slots[index].right, head.joint, head.twin, head.inside)
        result[index] = Slot(slots[index].quantity, head.left, slots[index].right, "twin", first)
    return result


def _shared(slots: list[Slot]) -> list[Slot]:
    """4个省级、3个市级示范小区: the noun behind the last number belongs to both."""
    result = list(slots)
    for index in range(len(slots) - 2, -1, -1):
        one, two = result[index], result[index + 1]
        if two.joint != "list" or two.left or not one.right or len(one.right) > 3 or len(two.right) < len(one.right) + 2:
            continue
        at = two.right.find(one.right[-1], 0, len(one.right) + 2)
        tail = two.right[at + 1 :] if at >= 0 else two.right[len(one.right) :]
        result[index] = Slot(one.quantity, one.left, one.right + tail, one.joint, one.twin, one.inside)
    return result
