"""Numbers as reports write them: 1.05万, 167余万, 4-5, 三十余, 10,035, 百分之五, 三分之二.

All offsets are offsets into the text handed in (clean text). The scanner knows nothing of units: it
returns every numeral, and the extractors decide what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from kg.text.literals import headed

HAN = "零〇一二两三四五六七八九十百千万亿"
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_LOOSE = "多余几来"

_ARABIC = r"[0-9]{1,3}(?:,[0-9]{3}){1,3}(?![0-9])(?:\.[0-9]{1,6})?|[0-9]{1,15}(?:\.[0-9]{1,8})?"
_SCALE = r"(?:亿万|万亿|千万|百万|千亿|百亿|十万|十亿|百(?!分)|千(?![瓦米克伏卡帕赫安])|[万亿])"  # 千瓦 and 百分点 are units
_PATTERN = headed(
    rf"(?P<share>百分之|千分之)?(?:(?P<arabic>{_ARABIC})(?:(?P<loose>[{_LOOSE}])?(?P<scale>{_SCALE}))?(?P<after>[{_LOOSE}])?"
    rf"|(?P<han>[{HAN}]{{1,16}})(?:(?P<han_loose>[{_LOOSE}])(?P<han_scale>[十百千万亿]{{1,2}})?)?)"
)
_RANGE = re.compile(rf"(?:-|—{{1,2}}|–|~|至|到)(?P<high>{_ARABIC})(?P<scale>{_SCALE})?")
_HAN_RANGE = re.compile(rf"(?:-|—{{1,2}}|~|至|到)(?P<high>[{HAN}]{{1,6}})")
_PARTS = re.compile(rf"(?P<below>[{HAN}]{{1,4}}|[0-9]{{1,4}})分之(?P<above>[{HAN}]{{1,4}}|[0-9]{{1,4}})")


class Numeral(NamedTuple):
    """A number in the text: offsets, value (`value_max` for a range), how it is written.

    `loose` tells that 余, 多, 几 or 来 stands in or behind it; `share` is % or ‰ for 百分之, 千分之, and
    `parts` for N分之N; `bare_scale` that no digit stands in it (百亿, 万).
    """

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None = None
    han: bool = False
    loose: bool = False
    share: str = ""
    bare_scale: bool = False


def find_numerals(text: str, start: int = 0, end: int | None = None) -> Iterator[Numeral]:
    """Yield the numerals of `text[start:end]` in order, without overlaps.

    Runs of Chinese digits that are no number (二〇二〇, 三五) are left out.
    """
    position = start
    stop = len(text) if end is None else end
    while match := _PATTERN.search(text, position, stop):
        numeral = _parts(text, match.start(), stop) or (
            _arabic(text, match, stop) if match["arabic"] else _chinese(text, match, stop)
        )
        position = max(match.end(), numeral.end if numeral else 0)
        if numeral is not None:
            yield numeral


@lru_cache(maxsize=1024)
def parse_han(written: str) -> Decimal | None:
    """Return the value of a Chinese numeral (两千三百, 十二, 一百零五, 三千万), None when it is not one."""
    total = section = digit = 0
    last_scale = 0
    seen_digit = False
    for character in written:
        if character in _DIGITS:
            if seen_digit and digit:
                return None  # 三五, 二〇二〇: digits in a row are a name or a year
            digit, seen_digit = _DIGITS[character], True
            continue
        scale = _SCALES[character]
        if scale < 10_000:
            section += (digit if seen_digit else 1) * scale
        else:
            total = (total + section + digit) * scale if (total or section or digit) else scale
            section = 0
        last_scale, digit, seen_digit = scale, 0, False
    if written[-1:] in _DIGITS and last_scale >= 100 and "零" not in written[-2:] and "〇" not in written[-2:]:
        digit *= last_scale // 10  # 一百二 is 120, 两万五 is 25000
    return Decimal(total + section + digit)


@lru_cache(maxsize=64)
def scale_of(written: str) -> Decimal:
    """Return the factor of a scale word: 万 -> 10000, 百万 -> 1000000, nothing -> 1."""
    factor = Decimal(1)
    for character in written:
        factor *= _SCALES[character]
    return factor


def _arabic(text: str, match: re.Match[str], stop: int) -> Numeral | None:
    value = Decimal(match["arabic"].replace(",", "")) * scale_of(match["scale"] or "")
    loose = bool(match["loose"] or match["after"])
    end = match.end()
    high = None if loose else _RANGE.match(text, end, stop)
    if high is None:
        return Numeral(match.start(), end, value, loose=loose, share=_share(match))
    factor = scale_of(high["scale"] or "")
    low = value if match["scale"] else value * factor
    top = Decimal(high["high"].replace(",", "")) * factor
    if top <= low:
        return Numeral(match.start(), end, value, share=_share(match))
    return Numeral(match.start(), high.end(), low, top, share=_share(match))


def _chinese(text: str, match: re.Match[str], stop: int) -> Numeral | None:
    written = match["han"]
    value = parse_han(written)
    if value is None:
        return None
    value *= scale_of(match["han_scale"] or "")
    bare = not any(character in _DIGITS or character == "十" for character in written)
    high = _HAN_RANGE.match(text, match.end(), stop)
    top = parse_han(high["high"]) if high else None
    if high and top is not None and top > value:
        return Numeral(match.start(), high.end(), value, top, han=True, share=_share(match))
    return Numeral(match.start(), match.end(), value, None, True, bool(match["han_loose"]), _share(match), bare)


def _parts(text: str, start: int, stop: int) -> Numeral | None:
    match = _PARTS.match(text, start, stop)
    if match is None:
        return None
    below, above = _either(match["below"]), _either(match["above"])
    if not below or not above or match["below"] in ("百", "千", "万"):
        return None
    return Numeral(start, match.end(), round(above / below, 4), han=not match["below"].isdigit(), share="parts")


def _either(written: str) -> Decimal | None:
    return Decimal(written) if written.isdigit() else parse_han(written)


def _share(match: re.Match[str]) -> str:
    return {"百分之": "%", "千分之": "‰"}.get(match["share"] or "", "")
