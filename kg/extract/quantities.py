"""Quantities: numerals with a unit that state how much, and the reasons why the other numerals do not.

Offsets are clean offsets; every function works inside one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from kg.extract.measures import bound_before, han_use, measure_behind, unit_behind, units_pattern
from kg.extract.wordlists import either, pattern
from kg.lexicon import Row, cached, table
from kg.text.literals import headed, openings
from kg.text.numbers import Numeral, find_numerals
from kg.text.patterns import compiled
from kg.text.periods import PeriodMention

_TO = re.compile(r"(?:-|—{1,2}|–|~|至|到)$")
_QUOTED = re.compile(r"“[^”“\n]{1,24}”|《[^》《\n]{1,60}》|‘[^’‘\n]{1,24}’|\"[^\"\n]{1,24}\"")
_NOUN_END = "[一-鿿”]{3}$"
_CLASS = re.compile(r"级(?!别)")
_NAMED = r"的?[一-鿿A-Za-z“]"
_BARE_END = re.compile(r"[,。;、)\n]|$")
_LIST_MARK = re.compile(r"(?:[.、)]|是[一-鿿])")
_PHONE = re.compile(r"[0-9]{5,}")
_SIZED = frozenset({"money", "area", "mass", "length", "volume", "power", "energy", "voltage", "score"})
_DIGITS = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


class Quantity(NamedTuple):
    """A number with its unit. `start`, `end` include attached modifiers; `core` is where the digits begin."""

    start: int
    end: int
    core: int
    value: Decimal
    value_max: Decimal | None
    unit: str
    kind: str
    modifier: str
    numeral: str


class Loose(NamedTuple):
    """A numeral that is no quantity, and why."""

    start: int
    end: int
    reason: str


def find_quantities(text: str, start: int, end: int, periods: Sequence[PeriodMention]) -> tuple[list[Quantity], list[Loose]]:
    """Return the quantities of the sentence `text[start:end]` and the numerals left over with the class of reason."""
    quantities: list[Quantity] = []
    loose: list[Loose] = []
    quoted = [match.span() for match in _QUOTED.finditer(text, start, end)]
    done = start
    for numeral in find_numerals(text, start, end):
        if numeral.start < done:
            continue  # 百 of 2个百分点
        if numeral.han and not (numeral.share or numeral.bare_scale or unit_behind(text, numeral, end)):
            continue  # 进一步, 统一
        reason = _outside(numeral, periods, quoted, text, start)
        found = None if reason else _measured(text, numeral, start, end)
        if found is None:
            if not numeral.han or (reason and units_pattern().match(text, numeral.end, end)):
                loose.append(Loose(numeral.start, numeral.end, reason or _unmeasured(text, numeral)))
            continue
        done = found.end
        reason = _why_not(text, numeral, found, start, end)
        if reason:
            loose.append(Loose(numeral.start, found.end, reason))
        else:
            quantities.append(found)
    return _joined(text, _shared_units(text, quantities, loose)), loose


def _outside(
    numeral: Numeral, periods: Sequence[PeriodMention], quoted: Sequence[tuple[int, int]], text: str, start: int
) -> str | None:
    if periods and any(mention.start <= numeral.start < mention.end for mention in periods):
        return "date"
    if quoted and any(first < numeral.start < last for first, last in quoted):
        return "name-or-formula"
    if numeral.start == start and _LIST_MARK.match(text, numeral.end):
        return "list-number"
    return _stopped(text, numeral, start)


def _stopped(text: str, numeral: Numeral, start: int) -> str | None:
    head = text[max(start, numeral.start - 4) : numeral.start]
    tail = text[numeral.end : numeral.end + 8]
    stops = _stops()
    for before, after, reason in stops.rows(numeral.han, tail[:1], stops.before.search(head) is not None):
        if (not before or compiled(before).search(head)) and (not after or compiled(after).match(tail)):
            return reason
    return None


def _measured(text: str, numeral: Numeral, start: int, end: int) -> Quantity | None:
    if numeral.share in ("%", "‰"):
        unit, kind, stop, factor = numeral.share, "ratio", numeral.end, Decimal(1)
    elif numeral.share == "parts":
        unit, kind, stop, factor = "", "ratio", numeral.end, Decimal(1)
    else:
        measure = measure_behind(text, numeral, start, end)
        if measure is None:
            return None
        unit, kind, stop, factor = measure.unit, measure.kind, measure.end, measure.factor
    before = bound_before().search(text, max(start, numeral.start - 6), numeral.start)
    after = _after().match(text, stop, end)
    modifier = _modifier(numeral, before, after)
    return Quantity(
        start=before.start() if before else numeral.start,
        end=after.end() if after else stop,
        core=numeral.start,
        value=numeral.value * factor,
        value_max=None if numeral.value_max is None else numeral.value_max * factor,
        unit=unit,
        kind=kind,
        modifier=modifier,
        numeral="han" if numeral.han else "arabic",
    )


def _modifier(numeral: Numeral, before: re.Match[str] | None, after: re.Match[str] | None) -> str:
    words = _modifiers()
    if numeral.value_max is not None:
        return "range"
    if before and words[before[0]] in ("about", "less_than"):
        return words[before[0]]
    if numeral.loose:
        return "more_than"
    if before:
        return words[before[0]]
    return words[after[0]] if after else "exact"


def _why_not(text: str, numeral: Numeral, found: Quantity, start: int, end: int) -> str | None:
    if found.kind in ("age", "voltage"):
        return "age-or-threshold"
    if found.kind == "calendar" or (found.kind == "time" and text.endswith("连续", start, found.start)):
        return "duration"
    if found.kind == "time" and not pattern("duration-cue").search(text, max(start, found.start - 12), found.start):
        return "duration"
    if found.kind == "score" and not pattern("score-cue").search(text, max(start, found.start - 12), found.start):
        return "name-or-formula"
    if _is_threshold(text, found, end):
        return "age-or-threshold"
    if numeral.bare_scale and not numeral.loose and found.start == found.core:
        return "name-or-formula"
    return _han_article(text, numeral, found, start, end) if numeral.han else None


def _is_threshold(text: str, found: Quantity, end: int) -> bool:
    if _CLASS.match(text, found.end, end) or pattern("threshold-end").match(text, found.end, end):
        return True
    bounded = found.end > found.core and text[found.end - 1] in "上下内" and found.modifier != "about"
    bounded = bounded or (found.modifier == "more_than" and text[found.start] == "超" and found.kind == "money")
    return bounded and found.kind in _SIZED and bool(compiled(_NAMED).match(text, found.end, end))


def _han_article(text: str, numeral: Numeral, found: Quantity, start: int, end: int) -> str | None:
    """一家, 三轮 count; 一个, 一种, 二次 and 四个意识 do not."""
    word = text[numeral.start : numeral.end]
    if word in ("二", "半"):
        return "name-or-formula"
    postposed = bool(_BARE_END.match(text, found.end, end)) and found.start > start
    if word == "一":
        making = bool(pattern("making").search(text, max(start, found.start - 3), found.start))
        if postposed and not making:  # 加装监测站一处, 公园一个
            counted = "one" in han_use(found.unit) or found.unit == "个"
            return None if counted and compiled(_NOUN_END).search(text, start, found.start) else "article"
        return None if making and "one" in han_use(found.unit) else "article"
    if "loose" in han_use(found.unit) and found.kind != "money":
        counted = bool(pattern("making").search(text, max(start, found.start - 3), found.start))
        if (postposed and found.unit != "期") or counted or found.value > 10:
            return None
        return "name-or-formula"
    return None


def _unmeasured(text: str, numeral: Numeral) -> str:
    if _PHONE.fullmatch(text, numeral.start, numeral.end):
        return "id"
    return "list-number" if text[numeral.end : numeral.end + 1] in ".、)" else "no-unit"


def _shared_units(text: str, found: list[Quantity], loose: list[Loose]) -> list[Quantity]:
    """45.9、20.7个百分点: a bare number before 、 or 和 takes the unit of the next one."""
    result: list[Quantity] = list(found)
    starts = {item.start: item for item in found}
    for item in [one for one in loose if one.reason in ("no-unit", "list-number")]:
        position = item.end
        if text[position : position + 1] not in ("、", "和", "与", "及"):
            continue
        following = starts.get(position + 1)
        if following is None or following.core != following.start or not text[item.start].isdigit():
            continue
        digits = _DIGITS.match(text, following.core)
        scale = following.value / Decimal(digits[0].replace(",", "")) if digits else Decimal(1)  # 5000、5300亿元
        value = next(find_numerals(text, item.start, item.end)).value * scale
        taken = following._replace(start=item.start, end=item.end, core=item.start, value=value, value_max=None, modifier="exact")
        result.append(taken)
        loose.remove(item)
    return sorted(result, key=lambda one: one.start)


def _joined(text: str, found: list[Quantity]) -> list[Quantity]:
    """Join 4%-5% and 3个至5个 into one range."""
    result: list[Quantity] = []
    for item in found:
        last = result[-1] if result else None
        if (
            last is not None
            and last.unit == item.unit
            and last.value < item.value
            and last.value_max is None
            and 0 < item.start - last.end <= 2
            and _TO.match(text[last.end : item.start])
        ):
            result[-1] = last._replace(end=item.end, value_max=item.value, modifier="range")
        else:
            result.append(item)
    return result


@cached
def _modifiers() -> dict[str, str]:
    return {row["word"]: row["modifier"] for row in table("modifiers")}


@cached
def _after() -> re.Pattern[str]:
    words = [row["word"] for row in table("modifiers") if row["place"] == "after"]
    return re.compile(either(words))


@cached
def _stops() -> _Stops:
    return _Stops(table("measure_stop"))


class _Stops:
    """Rows of measure_stop.tsv: patterns before and behind a numeral, and the reason."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.before = headed("(?:" + "|".join(f"(?:{row['before']})" for row in rows if not row["after"]) + ")$")
        self._rows = [(row, openings(row["after"])) for row in rows]
        self._fitting: dict[tuple[bool, str, bool], list[tuple[str, str, str]]] = {}

    def rows(self, han: bool, behind: str, led: bool) -> list[tuple[str, str, str]]:
        """Return those that a numeral may fit which `behind`, one character, follows; `led`: `before` holds."""
        key = (han, behind, led)
        if key not in self._fitting:
            self._fitting[key] = [
                (row["before"] and f"(?:{row['before']})$", row["after"], row["reason"])
                for row, first in self._rows
                if row["han"] in ("", "yes" if han else "no") and (behind in first if first else led or row["after"])
            ]
        return self._fitting[key]
