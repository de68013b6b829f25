"""Organisations that a report names as cooperating with the sub-district or serving it."""

from __future__ import annotations

import re

from kg import lexicon
from kg.extract.clauses import Clause, Dealt, Gate, dealt, words_of
from kg.extract.edges import inner, is_proper_word, left_edge, stops
from kg.extract.wordlists import either
from kg.model import PartnerMention, Report
from kg.text.literals import required
from kg.text.patterns import compiled

_LONGEST = 20
_SHORT = "[一-鿿]{2,6}(?<![省市区县州年轮等])"
_JOINING = re.compile("签|约|合作|共建|结对|协[议作]")
_SPLIT = re.compile(r"、|和|及|以及|(?<=[院学司团行会])与")
_OWN = re.compile(
    r"^(?:区|市|省|县|街道|社区|辖区|我|本|各|全|相关|有关|驻区|驻地|周边|知名|优质|专业|第三方|多家|一批|国内|国家|高|名|重点|民营|国有|龙头|社会|物业|职业|技工|普通|公办|民办|企业|大型|外地|国际|其他|上市|智慧|股份|商业|互联网|三甲|综合|中心|央企|国企|大院|名校|头部|世界|强企|行业)"
)


@lexicon.cached
def _patterns() -> tuple[tuple[str, bool, str, re.Pattern[str]], ...]:
    """Return each cue, whether it is loose, its pattern, and the pattern of the words that a match of that needs."""
    return tuple(
        (row["cue"], row["loose"] == "yes", row["pattern"], re.compile(either(required(row["pattern"]))))
        for row in lexicon.table("partner_cues")
    )


@lexicon.cached
def _suffix() -> re.Pattern[str]:
    endings = sorted(lexicon.column("organisation_suffixes", "suffix"), key=lambda word: (-len(word), word))
    return re.compile("(?:" + "|".join(map(re.escape, endings)) + ")")


@lexicon.cached
def gates() -> tuple[Gate, ...]:
    """Return what the clauses that may name a partner pass."""
    return (Gate(_suffix(), _JOINING),)


def find_partners(report: Report, parts: Dealt | None = None) -> tuple[PartnerMention, ...]:
    """Return the partners of `report`, one per distinct name, each with the span of its first mention.

    `parts` are its clauses that pass `gates`, where they are at hand.
    """
    found: dict[str, PartnerMention] = {}
    for clause in (parts or dealt(report, gates()))[gates()[0]]:
        for start, end, rule in _in_clause(clause):
            name = clause.text[start:end]
            if name not in found:
                found[name] = PartnerMention(report.clean.span(clause.start + start, clause.start + end), f"partner:{rule}", name)
    return tuple(sorted(found.values(), key=lambda item: (item.span.start, item.span.end, item.name)))


def _in_clause(clause: Clause) -> list[tuple[int, int, str]]:
    found: dict[int, tuple[int, int, str]] = {}
    for cue, loose, pattern, words in _patterns():
        for match in compiled(pattern).finditer(clause.text) if words.search(clause.text) else ():
            for start, end in _members(clause.text, match.start("who"), match.end("who"), loose):
                found.setdefault(start, (start, end, cue))
    return [found[start] for start in sorted(found)]


def _members(text: str, begin: int, end: int, loose: bool) -> list[tuple[int, int]]:
    """Return the spans of the organisations in the list that stands between `begin` and `end`."""
    members = []
    start = begin
    bounds = [(m.start(), m.end()) for m in _SPLIT.finditer(text, begin, end)]
    for stop, after in [*bounds, (end, end)]:
        span = _organisation(text, start, stop) or (_short_name(text, start, stop) if loose else None)
        if span is not None:
            members.append(span)
        start = after
    return members


def _organisation(text: str, start: int, stop: int) -> tuple[int, int] | None:
    """Return the span of the organisation within a list member: its last known ending and what belongs to it."""
    heads = list(_suffix().finditer(text, start, stop))
    if not heads:
        return None
    head = next((found for found in heads if found[0] == "大学"), heads[-1])  # 同济大学|软件学院
    edge = max(start, left_edge(text, head.start(), max(start, head.start() - _LONGEST), inner()))
    name = text[edge : head.end()]
    if _OWN.match(name) or not (_is_proper(text, edge, head.end(), head.start())):
        return None
    return edge, head.end()


def _is_proper(text: str, start: int, end: int, head: int) -> bool:
    if start == head:
        return end - start >= 2 and text[start:end] in _brands()
    if text[head:end] == "大学" and head - start >= 4:
        return True  # 理工科技大学: plain words make its name
    words = [(word, flag) for at, word, flag in words_of(text, start, end) if at < end and at + len(word) > start]
    return any(is_proper_word(word, flag) for word, flag in words)


@lexicon.cached
def _brands() -> frozenset[str]:
    return frozenset(
        r["suffix"]
        for r in lexicon.table("organisation_suffixes")
        if r["kind"] == "company"
        and r["example"].endswith(r["suffix"])
        and len(r["suffix"]) >= 2
        and r["suffix"] not in ("公司", "集团", "保险")
    )


def _short_name(text: str, start: int, stop: int) -> tuple[int, int] | None:
    """Return a name without a known ending when jieba does not know it as a word: 附二医, 浙工贸."""
    name = text[start:stop]
    if not 3 <= len(name) <= 6 or _OWN.match(name) or name in stops() or not compiled(_SHORT).fullmatch(name):
        return None
    words = [(word, flag) for at, word, flag in words_of(text, start, stop) if start <= at < stop]
    if any(word in stops() for word, _ in words):
        return None
    if all(flag == "ns" for _, flag in words):
        return None  # 上海杨浦: a division, no organisation
    return (start, stop) if any(is_proper_word(word, flag) for word, flag in words) else None
