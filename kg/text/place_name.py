"""The name of the place that a report is about, as the report writes it (never looked up here)."""

from __future__ import annotations

import re
from collections import Counter

from kg.lexicon import cached, column

_MASK = r"(?:[XxⅩ×*某○]{1,4}[一二三甲乙丙]?)"
_LEVEL = r"(?:[镇乡]?(?:街道|镇|乡)|苏木|地区办事处|街(?=办事处|道办|党工委|$))"  # 湖镇镇 is the town of 湖镇
_NAMED = re.compile(rf"(?:{_MASK}|[一-鿿]{{1,7}}?){_LEVEL}")
_UPPER = re.compile(r"[一-鿿Xx×]{1,9}?(?:特别行政区|自治区|自治州|自治县|省|地区|新区|[市州盟区县旗])(?:人民政府|政府)?")
_SPLIT = re.compile(r"[0-9〇零一二三四五六七八九]{4}年?度?|关于|中国共产党|中共|[^\u4e00-\u9fffXxⅩ×*○]")
_SUFFIX = re.compile(r"(?:街道|镇|乡|街|苏木|地区办事处)$")
_SUFFIXED = re.compile(r"街道|[镇乡街]|苏木|地区办事处")
_ALL = re.compile("[各我该]|[全本][省市州区县镇乡街村]")  # 各街道, 全市街道, but 全福街道, 本溪街道
_HIGHER = re.compile(r"[省市州区县](?:人民政府|政府|委员会|.{0,8}[局委办])(?:$|[^街镇乡])|政府工作报告")
_IN_BODY = re.compile(rf"(?<![一-鿿“《‘])(?:{_MASK}街道|[一-鿿]{{2,7}}?(?:街道|镇|乡))(?![”》’级镇])")
_OPENING = 1500
_BODY = 20_000
_LEAST = 3


def find_sub_district(title: str | None, publisher: str | None, body: str, venue: str | None = None) -> str | None:
    """Return the sub-district, town or township named in the title, else by the publisher, the venue, or in the body.

    All are clean text; `venue` is where a government report was given (在龙港镇第五届人民代表大会…). A quoted name
    (“幸福街道”) and a bare 街道 are no names; a masked one is (`XX街道`). None for reports of districts, cities and provinces.
    """
    for text in (title, publisher, venue):
        name = _named(text) if text else None
        if name:
            return name
    if any(text and _HIGHER.search(text) for text in (title, publisher)):
        return None
    return _in_body(body[:_BODY])


def _named(text: str) -> str | None:
    for piece in _SPLIT.split(text):
        match = _NAMED.match(_without_uppers(piece))
        if match and _is_name(match[0]):
            return match[0]
    return None


def _without_uppers(text: str) -> str:
    """Cut the names of the divisions above off the front: 浙江省衢州市柯城区府山街道 -> 府山街道."""
    while match := _UPPER.match(text):
        rest = text[match.end() :]
        if not (_SUFFIXED.search(rest, 2) or rest[:1] == "某"):  # 蒲鞋市街道 keeps its 市
            break
        text = rest
    return text


def _is_name(name: str) -> bool:
    stem = _SUFFIX.sub("", name)
    return bool(stem) and stem not in _not_names() and _ALL.match(stem) is None


def _in_body(body: str) -> str | None:
    """Return the name that clauses of the body begin with most often, if it is the report's subject."""
    found = Counter(_without_uppers(match[0]) for match in _IN_BODY.finditer(body))
    names = [name for name in found if _is_name(name) and found[name] >= _LEAST and body.find(name) <= _OPENING]
    return min(names, key=lambda name: (-found[name], body.find(name)), default=None)


@cached
def _not_names() -> frozenset[str]:
    return frozenset(column("not_places", "word"))
