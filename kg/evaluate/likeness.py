"""When two wordings count as the same, and where a quotation stands."""

from __future__ import annotations

import unicodedata
from collections import Counter

from kg.errors import EvidenceError

_DROPPED = frozenset("“”‘’\"'「」『』《》〈〉()（）[]【】、,，。;；:：·—-+＋/")
_UNITS = {
    "㎡": "平方米",
    "平米": "平方米",
    "m²": "平方米",
    "m2": "平方米",
    "km": "公里",
    "千米": "公里",
    "百分之": "%",
    "人民币": "元",
    "人民币元": "元",
    "t": "吨",
}


def bare(text: str | None) -> str:
    """Return `text` with width folded, in lower case, without blanks, quotation marks and punctuation."""
    folded = unicodedata.normalize("NFKC", text or "")
    return "".join(char for char in folded if char not in _DROPPED and not char.isspace()).lower()


def likeness(one: str | None, other: str | None) -> float:
    """Return how alike two wordings are, 0 to 1: the mean Dice overlap of their characters and character pairs."""
    left, right = bare(one), bare(other)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    pairs = (_pairs(left), _pairs(right))
    return (_dice(Counter(left), Counter(right)) + _dice(*pairs)) / 2


def _pairs(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def _dice(left: Counter[str], right: Counter[str]) -> float:
    size = left.total() + right.total()
    return 2 * (left & right).total() / size if size else 0.0


def same_name(one: str, names: list[str], relaxed: bool) -> bool:
    """Tell whether `one` is among `names`; `relaxed` takes a likeness of 0.75 or a name inside a name not much longer."""
    mine = bare(one)
    theirs = {bare(name) for name in names} - {""}
    if mine in theirs:
        return True
    return relaxed and any(_close(mine, name) for name in theirs)


def _close(one: str, other: str) -> bool:
    if likeness(one, other) >= 0.75:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 3 and short in long and len(short) >= 0.6 * len(long)


def same_unit(one: str | None, other: str | None) -> bool:
    """Tell whether two units are the same measure (㎡ is 平方米)."""
    return _unit(one) == _unit(other)


def _unit(unit: str | None) -> str:
    folded = unicodedata.normalize("NFKC", unit or "").strip()
    return _UNITS.get(folded, folded)


def same_number(one: object, other: object) -> bool:
    """Tell whether two values are equal numbers; what is no number equals nothing."""
    if not isinstance(one, int | float) or not isinstance(other, int | float):
        return False
    return abs(one - other) <= 1e-9 * max(1.0, abs(other))


def place_of(text: str, quote: str, occurrence: int | None) -> tuple[int, int]:
    """Return start and end of the n-th (default first) occurrence of `quote`; EvidenceError when there is none."""
    start = -1
    for _ in range(occurrence or 1):
        start = text.find(quote, start + 1)
        if start < 0:
            raise EvidenceError(f"the label's quotation is not in the text: {quote!r}, occurrence {occurrence or 1}")
    return start, start + len(quote)
