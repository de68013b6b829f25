"""The parts of a numeric formula (四查, 五单, “三个行动”) where the text itself spells them out."""

from __future__ import annotations

import re

_DIGITS = {"两": 2, "二": 2, "双": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COUNT = re.compile(r"([两二双三四五六七八九十])|([2-9])(?![0-9+])")
_QUOTED = re.compile(r"[“‘]([^“”‘’\n]{1,30})[”’]")
_ROW = re.compile(r"(?:[“‘][^“”‘’\n]{1,30}[”’](?:[、和与及,]{0,2}|以及)){2,10}")
_LEAD_IN = re.compile(r"[一-龥”’]{0,8}?[,:]?[(]?(?:即|包括|分别是|分别为|也就是|就是|内容为|主要是|:|\()[:]?")
_STOP = re.compile(r"[。;\n)]")
_SPLIT = re.compile(r"[、,]|和(?=[^、,和]{2,12}$)|以及")
_ORDINAL = re.compile(r"(?:^|[。;,:!])([一二三四五六七八九十])(?:是|要)([^,。;:\n]{2,30})")
_TAIL = re.compile(r"(?:的|等|,|:)?$")


def expected_parts(name: str) -> int:
    """Return how many parts the numeral in `name` promises, 0 when there is none."""
    match = _COUNT.search(name)
    if match is None:
        return 0
    return _DIGITS[match[1]] if match[1] else int(match[2])


def components_of(name: str, text: str, start: int, end: int) -> tuple[str, ...]:
    """Return the parts of the formula `name`, verbatim and in order; () when the text does not give them.

    `start`, `end` are the clean offsets of its surface, with its quotation marks.
    """
    count = expected_parts(name)
    if not count:
        return ()
    for parts in (_listed_behind(text, end, count), _row_before(text, start, count), _ordinals(text, end, count)):
        if parts:
            return parts
    return ()


def _listed_behind(text: str, end: int, count: int) -> tuple[str, ...]:
    """“四查”机制,即甲、乙、丙、丁 and “四认四亮”:甲、乙、丙、丁."""
    lead = _LEAD_IN.match(text, end)
    if lead is None:
        return ()
    stop = _STOP.search(text, lead.end())
    stretch = text[lead.end() : min(stop.start() if stop else len(text), lead.end() + 160)]
    row = _ROW.match(stretch)
    if row is not None:
        quoted = tuple(_QUOTED.findall(row[0]))
        if len(quoted) == count:
            return quoted
    return _exactly(_SPLIT.split(stretch), count)


def _row_before(text: str, start: int, count: int) -> tuple[str, ...]:
    """甲、乙、丙“三个行动” and “甲、乙、丙”的“三联”模式: the enumeration right before the name."""
    before = text[max(0, start - 160) : start]
    quoted = re.search(r"[“‘]([^“”\n]{4,120})[”’](?:的|等|为主要?内容的|为重点的){0,2}(?:[一-龥]{0,6})$", before)
    if quoted is not None:
        parts = _exactly(re.split(r"[、,+]", quoted[1]), count)
        if parts:
            return parts
    row = re.search(r"((?:[“‘][^“”‘’\n]{1,30}[”’][、和与及]?){2,10})(?:等|的)?[一-龥]{0,3}$", before)
    if row is not None:
        names = tuple(_QUOTED.findall(row[1]))
        return names if len(names) == count else ()
    plain = re.split(r"[,。;:\n]", before)[-1]
    return _exactly([_TAIL.sub("", part) for part in re.split(r"[、和]", plain)], count, longest=14)


def _ordinals(text: str, end: int, count: int) -> tuple[str, ...]:
    """The clauses behind 一是, 二是, 三是 that follow the name in its paragraph."""
    stop = text.find("\n", end)
    stretch = text[end : min(stop if stop >= 0 else len(text), end + 800)]
    found = [(match[1], match[2]) for match in _ORDINAL.finditer(stretch)]
    numbers = "一二三四五六七八九十"[:count]
    if "".join(number for number, _ in found[:count]) != numbers or len(found) > count:
        return ()
    return tuple(part for _, part in found)


def _exactly(parts: list[str], count: int, longest: int = 26) -> tuple[str, ...]:
    clean = [part.strip("“”‘’ ,、:;") for part in parts]
    clean[-1:] = [re.split(r"[,。;]", clean[-1])[0]] if clean else []
    fits = len(clean) == count and all(2 <= len(part) <= longest for part in clean)
    return tuple(clean) if fits else ()
