"""The name of the place that a report is about, as the report writes it (never looked up here)."""

from __future__ import annotations

import re
from collections import Counter

from kg.lexicon import cached, column

_MASK = r"(?:[XxⅩ×某*○〇]{1,4}|[XxⅩ×]{1,4}[一二三甲乙丙])"
_UPPER = r"(?:[\u4e00-\u9fffXx×]{2,9}?(?:特别行政区|自治区|自治州|自治县|省|地区|新区|[市州盟区县旗]))"
_NAME = rf"(?:{_MASK}|[\u4e00-\u9fff]{{1,7}}?)"
_SPLIT = re.compile(r"(?:[0-9〇零一二三四五六七八九]{4}年?度?|关于|中共|中国共产党|[^\u4e00-\u9fffXxⅩ×*○〇])")
_UPPERS = re.compile(rf"{_UPPER}{{0,4}}?")
_LEVEL = r"(?:街道|镇|乡|地区办事处|街(?=办事处|道办|党工委|$))"
_BODY_NAME = re.compile(rf"(?<![\u4e00-\u9fff“《‘])({_MASK}街道|[\u4e00-\u9fff]{{2,7}}?(?:街道|镇|乡))(?![”》’级\u9547])")
_BODY_LIMIT = 20_000
_OPENING = 1500


def find_sub_district(title: str | None, publisher: str | None, body: str) -> str | None:
    """Return the sub-district, town or township named in the title, else by the publisher, else in the body.

    All three are clean text. A quoted name (“幸福街道”) and a bare 街道 are no names; a masked one is
    (`XX街道`). None for reports of cities and provinces.
    """
    for text in (title, publisher):
        name = _named(text) if text else None
        if name:
            return name
    return _in_body(body[:_BODY_LIMIT])


def _named(text: str) -> str | None:
    pattern = re.compile(rf"({_NAME}{_LEVEL})")
    for piece in _SPLIT.split(text):
        for candidate in (piece,):
            match = pattern.search(_without_uppers(candidate))
            if match and _is_name(match[1]):
                return match[1]
    return None


def _without_uppers(text: str) -> str:
    """Cut the names of the divisions above off the front: 浙江省衢州市柯城区府山街道 -> 府山街道."""
    while match := re.match(_UPPER, text):
        rest = text[match.end() :]
        if len(rest) < 3 or not re.search(r"街道|[镇乡街]", rest[1:]):
            break
        text = rest
    return text


def _is_name(name: str) -> bool:
    stem = re.sub(r"(?:街道|镇|乡|街|地区办事处)$", "", name)
    return bool(stem) and stem not in _not_names() and not any(stem.startswith(word) for word in ("各", "全", "我", "本", "该"))


def _in_body(body: str) -> str | None:
    """Return the name that clauses of the body begin with most often, if it is the report's subject."""
    found = Counter(match[1] for match in _BODY_NAME.finditer(body) if _is_name(_without_uppers(match[1])))
    best = max(found.items(), key=lambda item: (item[1], -body.find(item[0])), default=(None, 0))
    name, count = best
    if name is None or count < 3 or body.find(name) > _OPENING:
        return None
    return _without_uppers(name)


@cached
def _not_names() -> frozenset[str]:
    return frozenset(column("not_places", "word"))
