"""Slots: each number of a sentence with the words on its left and right that may say what it counts.

Offsets are clean offsets. A clause ends at , ; : outside names and brackets; a bracket with numbers in
it is a clause inside a clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.extract import phrases, verbs
from kg.extract.quantities import Quantity
from kg.extract.wordlists import pattern
from kg.text.periods import PeriodMention

_MARK = re.compile(r"“[^”“\n]{0,60}”|《[^》《\n]{0,60}》|[,;:。!?]")
_BRACKET = re.compile(r"\([^()\n]{1,200}\)")
_TWIN = frozenset({"", "/", "的", "共", "共计", "合计", "计"})
_CUT = re.compile(r"[、,/\-—]|(?:和(?![美平谐睦])|及|与|并)")
_LIST_OPEN = re.compile(r"(?:、|以及|和(?![美平谐睦])|及|与|并|/)")
_LIST_CLOSE = re.compile(r"(?:、|以及|和|及|与|并)$")


class Slot(NamedTuple):
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


class Clause(NamedTuple):
    """The slots of the clause that begins at `start`; `subset` when it begins with 其中."""

    start: int
    slots: tuple[Slot, ...]
    subset: bool
    previous: str = ""  # the clause before it in the same sentence


def clauses_of(
    text: str, start: int, end: int, quantities: Sequence[Quantity], periods: Sequence[PeriodMention]
) -> Iterator[Clause]:
    """Yield the clauses of `text[start:end]` that hold quantities or begin with 其中."""
    brackets = [m.span() for m in _BRACKET.finditer(text, start, end) if any(m.start() < q.start < m.end() for q in quantities)]
    before = this = ""
    for first, last in _clause_spans(text, start, end, brackets):
        before, this = this, text[first:last]
        inner = [(a, b) for a, b in brackets if first <= a < last]
        own = [q for q in quantities if first <= q.start < last and not any(a < q.start < b for a, b in inner)]
        subset = bool(pattern("subset").match(text, first))
        if not own and not inner:
            if subset:
                yield Clause(first, (), True)
            continue
        begin = first
        if first == start:
            begin = last - len(phrases.strip_number(text[first:last]))
        begin = _behind_periods(text, begin, last, periods)
        slots = _slots(text, begin, last, own, inner)
        for a, b in inner:
            outer = max((n for n, slot in enumerate(slots) if slot.quantity.start < a and slot.inside < 0), default=-1)
            within = [q for q in quantities if a < q.start < b]
            for one, two in _clause_spans(text, a + 1, b - 1, []):
                part = [q for q in within if one <= q.start < two]
                slots.extend(Slot(s.quantity, s.left, s.right, s.joint, -1, outer) for s in _slots(text, one, two, part, []))
        yield Clause(first, tuple(slots), subset, before)


def _clause_spans(text: str, start: int, end: int, brackets: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    first = start
    for match in _MARK.finditer(text, start, end):
        held = len(match[0]) > 1 or (brackets and any(a < match.start() < b for a, b in brackets))
        if held or _in_bracket(text, match.start(), first):
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
    pieces += [_without(text, one.end, two.start, inner) for one, two in pairwise(quantities)]
    pieces.append(_without(text, quantities[-1].end, last, inner))
    lefts, rights, joints = [pieces[0]], [], ["start"]
    for index, piece in enumerate(pieces[1:-1], 1):
        at_end = not pieces[index + 1] or pieces[index + 1][0] in "、,和及与/("
        right, left, joint = _between(piece, at_end=at_end, rate=quantities[index].kind in ("ratio", "points"))
        rights.append(right)
        lefts.append(left)
        joints.append(joint)
    rights.append(_behind_last(pieces[-1].rstrip("。!?;"), joints[-1], rights[-1] if rights else ""))
    if len(quantities) > 1 and joints[1] == "words" and pattern("for").search(lefts[0]):
        rights[0] = pieces[1]  # 为6万户居民登记购买口罩167万只
    slots = [Slot(q, lefts[n], rights[n], joints[n]) for n, q in enumerate(quantities)]
    return _shared(_paired(slots))


def _behind_last(words: str, joint: str, sibling: str) -> str:
    """Return what of the words behind the last number of a clause belongs to it."""
    if _CUT.match(words) or (joint == "list" and words.startswith("的") and not sibling):
        return ""  # 养老院6家、助餐点8家的服务体系
    return phrases.split_list(words)[0] if joint == "list" and "、" in words else words


def _without(text: str, start: int, end: int, brackets: Sequence[tuple[int, int]]) -> str:
    for a, b in brackets:
        if start <= a and b <= end:
            return text[start:a] + text[b:end]
    return text[start:end]


def _between(piece: str, *, at_end: bool, rate: bool) -> tuple[str, str, str]:
    """Return what belongs to the number before, what to the number behind, and how they are joined."""
    if piece in _TWIN or pattern("from-to").match(piece):
        return "", "", "twin"
    return _listed(piece, at_end=at_end) or _worded(piece, at_end=at_end, rate=rate)


def _listed(piece: str, *, at_end: bool) -> tuple[str, str, str] | None:
    opened = _LIST_OPEN.match(piece)
    if opened:
        return "", piece[opened.end() :], "list"
    if piece.endswith("与") and len(piece) > 1 and not at_end:
        return piece[:-1], "与", "words"
    closed = _LIST_CLOSE.search(piece)
    return (piece[: closed.start()], "", "list") if closed else None


def _worded(piece: str, *, at_end: bool, rate: bool) -> tuple[str, str, str]:
    items = phrases.split_list(piece)
    closing = verbs.closing_verbs(phrases.strip_tail(piece)) if at_end else ""
    if at_end and rate and (len(items) == 1 or pattern("all").search(piece)):
        return (pattern("rate-end").sub("", piece) if len(items) == 1 else ""), piece, "words"
    if len(items) > 1 and not (closing and len(closing) < len(items[-1])):
        return piece[: len(piece) - len(items[-1]) - 1], items[-1], "list"
    if closing:
        bare = phrases.strip_tail(piece)
        return bare[: len(bare) - len(closing)], bare, "words"
    verb = piece.find("在", 2) if "在" in piece[2:] and not at_end else verbs.first_verb(piece, 2)
    if verb < 0:
        return piece, piece, "words"
    return piece[:verb], piece if at_end else piece[verb:], "words"


def _paired(slots: list[Slot]) -> list[Slot]:
    """4409户11730人 and 475人次/137100元 share the words before the first and behind the last."""
    result = list(slots)
    for index in range(1, len(slots)):
        if slots[index].joint != "twin":
            continue
        first = result[index - 1].twin if result[index - 1].twin >= 0 else index - 1
        head = result[first]
        if phrases.is_attribute(phrases.strip_lead(head.left)) and slots[index].right:
            continue  # 总投资120亿元的15个项目
        result[first] = Slot(head.quantity, head.left, head.right or slots[index].right, head.joint, head.twin, head.inside)
        result[index] = Slot(slots[index].quantity, head.left, slots[index].right, "twin", first)
    return result


def _shared(slots: list[Slot]) -> list[Slot]:
    """4个省级、3个市级示范小区: the noun or the action behind the last number belongs to both."""
    result = list(slots)
    for index in range(len(slots) - 2, -1, -1):
        slot, following = result[index], result[index + 1]
        if following.joint == "list" and not following.left and slot.right and following.right:
            tail = _common_end(slot.right, following.right) or _common_action(slots[0].left, slot.right, following.right)
            result[index] = slot._replace(right=slot.right + tail)
    return result


def _common_action(left: str, one: str, two: str) -> str:
    """Return what is done to both: 老旧小区 | 商品房小区技防设施改造 -> 技防设施改造, else ''."""
    if pattern("to").search(left):
        done = pattern("done").search(two)
        return done[0] if done else ""
    if not verbs.is_empty_verb(left) or verbs.ends_in_action(one):
        return ""
    predicate = phrases.predicate_of(two)
    if not left and predicate:
        return predicate if not phrases.has_predicate(one) else ""
    action = phrases.action_of(two)
    at = two.rfind(one[-2:]) if action and len(one) > 2 else -1
    return two[at + 2 :] if at > 0 else action


def _common_end(one: str, two: str) -> str:
    """Return the end of `two` that belongs to `one` as well (省级 | 市级示范小区 -> 示范小区), else ''."""
    both = pattern("all-behind").search(two)
    if both and not pattern("all-behind").search(one):
        return two[both.end() :]
    if len(one) > 4 or len(two) < len(one) + 2:
        return ""
    at = two.find(one[-1], 0, len(one) + 2)
    if one[-1] in "级类型式性" and at >= 0:
        return two[at + 1 :]
    return two[len(one) :] if len(one) <= 2 and one[0] == two[0] else ""
