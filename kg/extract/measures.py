"""Units and measure words behind a numeral, and the bounds (约, 超过, 突破) before it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from kg.extract.wordlists import either, pattern
from kg.lexicon import cached, column, table
from kg.text.numbers import Numeral

_BARE_END = re.compile(r"[,。;、)\n]|$")
_ODD_UNIT = re.compile(r"([一-鿿])(?=[,。;、)])")
_NO_UNIT = frozenset("年月日时号点级")
_MILLION, _BILLION = 1_000_000, 1_000_000_000


class Measure(NamedTuple):
    """A unit as written without scale word, its kind, the offset behind it and the factor to the unit (角 -> 元)."""

    unit: str
    kind: str
    end: int
    factor: Decimal = Decimal(1)


def measure_behind(text: str, numeral: Numeral, start: int, end: int) -> Measure | None:
    """Return the unit behind `numeral` within `text[start:end]`, None when the numeral is not measured."""
    match = unit_behind(text, numeral, end)
    if match:
        return _known(match)
    return _of_scale(text, numeral, start) if numeral.han else _without_word(text, numeral, start, end)


def unit_behind(text: str, numeral: Numeral, end: int) -> re.Match[str] | None:
    """Return the match of `units_pattern` behind `numeral`, of which a blank may part it; None without a unit."""
    return units_pattern().match(text, numeral.end + (text[numeral.end : numeral.end + 1] == " "), end)


def bound_before() -> re.Pattern[str]:
    """Return the pattern of a bound right before a number (not the 约 of 签约)."""
    return _bounds()


def han_use(unit: str) -> str:
    """Return how a Chinese numeral before `unit` is to be read: one, loose, one+loose or '' (see units.tsv)."""
    return _han().get(unit, "")


def units_pattern() -> re.Pattern[str]:
    """Return the pattern of a unit, with a second one behind `/` in group `per`."""
    return _pattern()


def _known(match: re.Match[str]) -> Measure:
    unit, per = match["unit"], match["per"]
    kind, normal, factor = _units()[unit]
    if kind == "money":
        return Measure(f"{normal}/{per}" if per else normal, "price" if per else "money", match.end(), factor)
    return Measure(f"{unit}/{per}" if per else unit.lstrip("大"), kind, match.end())


def _without_word(text: str, numeral: Numeral, start: int, end: int) -> Measure | None:
    """6000万 behind 投资额 is money, 3万群众 and 43万 are counts; one strange character before a stop is a unit."""
    if any(scale in text[numeral.start : numeral.end] for scale in "万亿"):
        money = pattern("money-cue").search(text, max(start, numeral.start - 6), numeral.start)
        if _BARE_END.match(text, numeral.end, end):
            return Measure("元", "money", numeral.end) if money else Measure("", "count", numeral.end)
        return Measure("", "count", numeral.end) if "一" <= text[numeral.end] <= "龥" else None
    if _BARE_END.match(text, numeral.end, end) and pattern("ratio-cue").search(
        text, max(start, numeral.start - 12), numeral.start
    ):
        return Measure("", "ratio", numeral.end)
    odd = _ODD_UNIT.match(text, numeral.end, end)
    return Measure(odd[1], "count", odd.end()) if odd and odd[1] not in _NO_UNIT else None


def _of_scale(text: str, numeral: Numeral, start: int) -> Measure | None:
    """百亿, 千亿, 百万 behind 突破, 超, 迈上 are amounts of money or of what the words before say."""
    if not numeral.bare_scale or numeral.value < _MILLION:
        return None
    if not bound_before().search(text, max(start, numeral.start - 6), numeral.start):
        return None
    if numeral.value >= _BILLION or pattern("money-cue").search(text, max(start, numeral.start - 8), numeral.start):
        return Measure("元", "money", numeral.end)
    return Measure("", "count", numeral.end)


@cached
def _units() -> dict[str, tuple[str, str, Decimal]]:
    return {row["unit"]: (row["kind"], row["normal"], Decimal(row["factor"])) for row in table("units")}


@cached
def _han() -> dict[str, str]:
    return {row["unit"]: row["han"] for row in table("units")}


@cached
def _pattern() -> re.Pattern[str]:
    words = either(column("units", "unit"))
    return re.compile(rf"(?P<unit>{words})(?:/(?P<per>{words}))?")


@cached
def _bounds() -> re.Pattern[str]:
    words = [row["word"] for row in table("modifiers") if row["place"] == "before"]
    return re.compile(f"(?:(?<![签预节集违合条制履缔大续邀])(?=约)|(?=[^约]))(?:{either(words)})$")
