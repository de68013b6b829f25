"""Time expressions inside sentences -> ISO intervals.

All offsets are clean offsets. An interval is `2020-01-01/2020-10-31`, open ends are `..`
(`../2020-11-30`), a whole calendar year is `2019`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from kg.lexicon import cached, table
from kg.model import Period
from kg.text.literals import headed

_HAN = "〇零○一二三四五六七八九"
_DIGIT = {character: str(max(0, index - 2)) for index, character in enumerate(_HAN)}
_SMALL = {"两": 2, "十": 10, "十一": 11, "十二": 12} | {c: n for n, c in enumerate("一二三四五六七八九", 1)}
_TAIL_DAY = {"初": 10, "上旬": 10, "中旬": 20}
_GOVERNING = frozenset(
    {"until", "since", "range", "first", "first-quarters", "quarter", "half", "years", "plan", "back", "year", "month"}
)
_BASE = re.compile(r"(?:较|比|同比|相比|对比|于|超过|高出|低于)$")

_YEAR = r"(?P<%s>(?:19|20)[0-9]{2}(?:年|(?=[上下]半年))|[一二][〇零○九][〇零○一二三四五六七八九]{2}年|今年|本年|当年|去年|上年|前年|明年)"
_MONTH = r"(?P<%s>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?P<%s>3[01]|[12][0-9]|0?[1-9])"
_FOUR = r"(?P<%s>(?:19|20)[0-9]{2})"
_PLACEHOLDERS = {
    "{Y}": _YEAR % "y",
    "{Y2}": _YEAR % "y2",
    "{Y4}": _FOUR % "y",
    "{Y5}": _FOUR % "y2",
    "{M}": _MONTH % "m",
    "{M2}": _MONTH % "m2",
    "{D}": _DAY % "d",
    "{D2}": _DAY % "d2",
    "{N}": r"(?P<n>1[0-2]|[1-9]|十[一二]?|[两二三四五六七八九])",
    "{Q}": r"(?P<q>[一二两三四1-4])",
}


class PeriodMention(NamedTuple):
    """A time expression: clean offsets, its ISO interval, the rule, its kind, and whether it is a base of comparison."""

    start: int
    end: int
    iso: str
    rule: str
    kind: str
    base: bool = False  # 较2019年, 比去年: what a change is measured against, not when something was


def find_periods(text: str, start: int, end: int, report_year: int | None) -> list[PeriodMention]:
    """Return the time expressions of `text[start:end]` (clean text), in order, without overlaps.

    `report_year` resolves months without a year and 今年, 去年, 五年来; an expression that needs it when
    it is None is left out. Kind `report` (今年以来, 截至目前, 全年) means the report's own period: its
    interval is the report's year.
    """
    rules = _rules()
    found = []
    for match in _pattern().finditer(text, start, end):
        rule, kind = rules[match.lastgroup or ""]
        groups = {name.partition("__")[0]: value for name, value in match.groupdict().items() if value and "__" in name}
        iso = _INTERVALS[kind](groups, report_year)
        if iso:
            base = bool(_BASE.search(text, max(start, match.start() - 3), match.start()))
            found.append(PeriodMention(match.start(), match.end(), iso, rule, kind, base))
    return found


def governing_period(mentions: Sequence[PeriodMention], position: int, own: Period | None) -> str | None:
    """Return the interval that holds for a number at clean offset `position`, None for the report's own.

    `mentions` are those of one sentence up to its full stop (a `;` does not end a period's reach). A
    start and a later end join: 11月1日起 …, 截止11月15日 -> 2021-11-01/2021-11-15.
    """
    since, until = "..", ".."
    whole: str | None = None
    for mention in mentions:
        if mention.end > position:
            break
        if mention.kind == "report":
            since, until, whole = "..", "..", None
        elif not mention.base and mention.kind in _GOVERNING:
            if mention.kind == "until":
                until, whole = mention.iso.partition("/")[2], None
            elif mention.kind == "since":
                since, whole = mention.iso.partition("/")[0], None
            else:
                since, until, whole = "..", "..", mention.iso
    result = whole or (f"{since}/{until}" if (since, until) != ("..", "..") else None)
    return None if result is None or _same(result, own) else result


def month_end(year: int, month: int) -> int:
    """Return the last day of a month."""
    return calendar.monthrange(year, month)[1]


def year_of(written: str | None, report_year: int | None) -> int | None:
    """Return the year that 2020年, 二〇二〇年 or 去年 names; `report_year` where nothing is written."""
    if written is None:
        return report_year
    relative = {"今年": 0, "本年": 0, "当年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}
    if written in relative:
        return None if report_year is None else report_year + relative[written]
    return int("".join(_DIGIT.get(character, character) for character in written.rstrip("年")))


def _same(iso: str, own: Period | None) -> bool:
    """A bare year that the own period lies in says nothing more (今年 in a half-year's report)."""
    if own is None:
        return False
    return iso in (f"{own.start}/{own.end}", own.start[:4], own.end[:4])


@cached
def _pattern() -> re.Pattern[str]:
    alternatives = []
    for number, row in enumerate(table("periods")):
        body = row["pattern"]
        for placeholder, expression in _PLACEHOLDERS.items():
            body = body.replace(placeholder, expression)
        body = re.sub(r"\(\?P<([a-z0-9]+)>", rf"(?P<\1__{number}>", body)
        alternatives.append(f"(?P<rule{number}>{body})")
    return headed(r"(?<![0-9.\-/])(?<![〇零○一二三四五六七八九十第“《‘])(?:" + "|".join(alternatives) + ")")


@cached
def _rules() -> dict[str, tuple[str, str]]:
    return {f"rule{number}": (row["rule"], row["kind"]) for number, row in enumerate(table("periods"))}


Groups = dict[str, str]


def _number(written: str) -> int:
    return int(written) if written.isdigit() else _SMALL[written]


def _date(groups: Groups, suffix: str, year: int | None, *, late: bool) -> str | None:
    """Return the date of groups m, d (with `suffix`); without a day the first or, when `late`, the last of the month."""
    if year is None:
        return None
    month = _number(groups["m" + suffix])
    day = groups.get("d" + suffix)
    last = month_end(year, month)
    if day:
        number = min(int(day), last)
    elif groups.get("tail"):
        number = _TAIL_DAY.get(groups["tail"], last)
    else:
        number = last if late else 1
    return f"{year}-{month:02d}-{number:02d}"


def _until(groups: Groups, report_year: int | None) -> str | None:
    year = year_of(groups.get("y"), report_year)
    if year is None:
        return None
    return f"../{_date(groups, '', year, late=True)}" if "m" in groups else f"../{year}-12-31"


def _since(groups: Groups, report_year: int | None) -> str | None:
    year = year_of(groups.get("y"), report_year)
    if year is None:
        return None
    return f"{_date(groups, '', year, late=False)}/.." if "m" in groups else f"{year}-01-01/.."


def _range(groups: Groups, report_year: int | None) -> str | None:
    last_year = year_of(groups.get("y2") or groups.get("y"), report_year)
    first_year = year_of(groups.get("y"), last_year)
    first, last = _date(groups, "", first_year, late=False), _date(groups, "2", last_year, late=True)
    if first is None or last is None:
        return None
    if first > last and "y" not in groups:  # 9月至次年6月
        first = f"{int(first[:4]) - 1}{first[4:]}"
    return f"{first}/{last}" if first <= last else None


def _months(year: int | None, first: int, last: int) -> str | None:
    return f"{year}-{first:02d}-01/{year}-{last:02d}-{month_end(year, last)}" if year else None


def _month(groups: Groups, report_year: int | None) -> str | None:
    month = _number(groups["m"])
    return _months(year_of(groups.get("y"), report_year), month, month)


def _first(groups: Groups, report_year: int | None) -> str | None:
    return _months(year_of(groups.get("y"), report_year), 1, _number(groups["n"]))


def _first_quarters(groups: Groups, report_year: int | None) -> str | None:
    return _months(year_of(groups.get("y"), report_year), 1, 3 * _number(groups["q"]))


def _quarter(groups: Groups, report_year: int | None) -> str | None:
    quarter = _number(groups["q"])
    return _months(year_of(groups.get("y"), report_year), 3 * quarter - 2, 3 * quarter)


def _half(groups: Groups, report_year: int | None) -> str | None:
    first, last = (1, 6) if groups["half"] == "上" else (7, 12)
    return _months(year_of(groups.get("y"), report_year), first, last)


def _years(groups: Groups, _: int | None) -> str | None:
    first, last = int(groups["y"]), int(groups["y2"])
    return f"{first}-01-01/{last}-12-31" if first < last else None


def _plan(groups: Groups, _: int | None) -> str:
    first = 2001 + 5 * _SMALL.get(groups.get("plan", ""), 0)
    return f"{first}-01-01/{first + 4}-12-31"


def _back(groups: Groups, report_year: int | None) -> str | None:
    return f"{report_year - _number(groups['n']) + 1}-01-01/{report_year}-12-31" if report_year else None


def _year(groups: Groups, report_year: int | None) -> str | None:
    year = year_of(groups.get("y"), report_year)
    return str(year) if year else None


def _deadline(groups: Groups, report_year: int | None) -> str | None:
    year = year_of(groups.get("y"), report_year)
    return f"../{year}-12-31" if year else None


def _day(groups: Groups, report_year: int | None) -> str | None:
    day = _date(groups, "", year_of(groups.get("y"), report_year), late=False)
    if day is None:
        return None
    return f"../{day}" if "before" in groups else f"{day}/{day}"


_INTERVALS: dict[str, Callable[[Groups, int | None], str | None]] = {
    "until": _until,
    "since": _since,
    "range": _range,
    "month": _month,
    "first": _first,
    "first-quarters": _first_quarters,
    "quarter": _quarter,
    "half": _half,
    "years": _years,
    "plan": _plan,
    "back": _back,
    "year": _year,
    "deadline": _deadline,
    "date": _day,
    "report": _year,
}
