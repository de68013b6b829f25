"""Initiatives with like names: proposals for a reviewer, never a reason to merge."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.link.keys import normal
from kg.model import Initiative

ENOUGH = 0.6  # share of common pairs of characters (Dice) from which two names are like
SHORTEST = 4  # characters of a name that another one holds
_MOST_SHARING = 60  # names that share a pair of characters; a pair that more share tells nothing (社区, 服务)
_NUMERALS = re.compile("[0-9〇零一二两三四五六七八九十百千]")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two initiatives, the one that more places name first, how like they are, and in what."""

    first: Initiative
    second: Initiative
    score: float
    reason: str


def alike(initiatives: Sequence[Initiative]) -> list[Likeness]:
    """Return the pairs with like names, the likest first. Names with other numerals in them are not like (三张清单, 五张清单)."""
    keys = {item.id: normal(item.label) for item in initiatives}
    by_id = {item.id: item for item in initiatives}
    found = [
        likeness
        for one, other in sorted(_sharing(keys))
        if (likeness := _compare(by_id[one], by_id[other], keys[one], keys[other]))
    ]
    return sorted(found, key=lambda item: (-item.score, item.first.id, item.second.id))


def _sharing(keys: dict[str, str]) -> set[tuple[str, str]]:
    """Return the pairs of ids whose names share a telling pair of characters, or are equal."""
    holders: dict[str, list[str]] = defaultdict(list)
    for identity in sorted(keys):
        for piece in sorted({*_pieces(keys[identity]), "=" + keys[identity]}):
            holders[piece].append(identity)
    return set(_pairs(ids for ids in holders.values() if 1 < len(ids) <= _MOST_SHARING))


def _pairs(groups: Iterator[list[str]]) -> Iterator[tuple[str, str]]:
    for ids in groups:
        for number, one in enumerate(ids):
            yield from ((one, other) for other in ids[number + 1 :])


def _pieces(key: str) -> list[str]:
    return [key[at : at + 2] for at in range(len(key) - 1)]


def _compare(one: Initiative, other: Initiative, key: str, second: str) -> Likeness | None:
    if _NUMERALS.findall(key) != _NUMERALS.findall(second) or one.id == other.variant_of or other.id == one.variant_of:
        return None
    left, right = set(_pieces(key)), set(_pieces(second))
    score = 2 * len(left & right) / max(1, len(left) + len(right))
    short, long = sorted((key, second), key=len)
    if key == second:
        score, reason = 1.0, "the same name, kept apart by a rule for numbered and generic names"
    elif len(short) >= SHORTEST and short in long:
        reason = f"one name holds the other; {score:.2f} of the pairs of characters are common"
        score = max(score, ENOUGH)
    elif score >= ENOUGH:
        reason = f"{score:.2f} of the pairs of characters are common"
    else:
        return None
    first, then = sorted((one, other), key=lambda item: (-len(item.carried_out_by), len(item.label), item.id))
    return Likeness(first, then, round(score, 4), reason)
