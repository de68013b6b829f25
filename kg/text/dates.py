"""Full dates as reports write them."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})(?:年|[-/.])(0?[1-9]|1[0-2])(?:月|[-/.])(3[01]|[12][0-9]|0?[1-9])(?:日|(?![0-9]))"
)
_HAN_DATE = re.compile(
    r"([一二][〇零○九][〇零○一二三四五六七八九]{2})年(十[一二]?|[一二三四五六七八九])月(三?十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_COMPACT = re.compile(r"(?<![0-9])(20[0-9]{2})(0[1-9]|1[0-2])(3[01]|[12][0-9]|0[1-9])(?![0-9])")
_HAN = {"〇": 0, "零": 0, "○": 0} | {character: number for number, character in enumerate("一二三四五六七八九", 1)}


def find_date(text: str) -> tuple[int, int, str] | None:
    """Return start, end and ISO form of the first full date in `text` (clean text), None if there is none."""
    for pattern in (_DATE, _HAN_DATE, _COMPACT):
        for match in pattern.finditer(text):
            iso = _iso(*(_number(group) for group in match.groups()))
            if iso:
                return match.start(), match.end(), iso
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    if "十" in written:
        tens, _, ones = written.partition("十")
        return 10 * _HAN.get(tens, 1) + _HAN.get(ones, 0)
    number = 0
    for character in written:
        number = number * 10 + _HAN[character]
    return number
