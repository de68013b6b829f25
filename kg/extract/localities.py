"""Local places that a report names: communities, estates, roads, waters, parks and sites."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg import lexicon
from kg.extract.clauses import Clause, clauses, words_of
from kg.extract.edges import in_quotes, is_proper_word, left_edge, stops
from kg.extract.winners import winners
from kg.model import LocalityMention, Report

_LONGEST = 14
_NUMERALS = "一二三四五六七八九十"
_SHARING = ("road", "community", "estate", "site")
_UPPER = re.compile(r"街道|[一-鿿]{2}(?:省|市|区|县)(?![场域级政民])|中国|辖区|市区|(?<=区)[内里]|各地")
_FROM_TO = re.compile(r"([一-鿿]{2,3})至([一-鿿]{1,4})$")


@dataclass(frozen=True, slots=True)
class _Find:
    start: int
    end: int
    name: str
    kind: str


@lexicon.cached
def _rows() -> tuple[lexicon.Row, ...]:
    return tuple(sorted(lexicon.table("locality_suffixes"), key=lambda row: (-len(row["suffix"]), row["suffix"])))


@lexicon.cached
def _heads() -> re.Pattern[str]:
    return re.compile("|".join(_head(index, row) for index, row in enumerate(_rows())))


def _head(index: int, row: lexicon.Row) -> str:
    unless = f"(?!{row['unless']})" if row["unless"] else ""
    after = "".join(f"(?<!{word})" for word in row["after"].split("|") if word)
    return f"(?P<h{index}>{after}{row['middle']}{re.escape(row['suffix'])}{unless})"


@lexicon.cached
def _hosts() -> re.Pattern[str]:
    """Return what shows that a water's name is only part of an organisation's: 控江|初级中学."""
    endings = sorted(lexicon.column("organisation_suffixes", "suffix"), key=lambda word: (-len(word), word))
    return re.compile("[一-鿿]{0,4}(?:" + "|".join(map(re.escape, endings)) + ")")


@lexicon.cached
def _generic() -> frozenset[str]:
    return frozenset(lexicon.column("locality_stop", "word"))


def find_localities(report: Report) -> tuple[LocalityMention, ...]:
    """Return the places of `report`, one per distinct name, each with the span of its first mention."""
    found: dict[str, LocalityMention] = {}
    for clause in clauses(report):
        for item in (*_in_clause(clause), *_winners(report, clause)):
            if item.name not in found:
                span = report.clean.span(clause.start + item.start, clause.start + item.end)
                found[item.name] = LocalityMention(span, f"locality:{item.kind}", item.name, item.kind)
    return tuple(sorted(found.values(), key=lambda item: (item.span, item.name)))


def _winners(report: Report, clause: Clause) -> list[_Find]:
    return [_Find(start, end, clause.text[start:end], "other") for start, end in winners(report, clause)]


def _in_clause(clause: Clause) -> list[_Find]:
    text = clause.text
    finds: list[_Find] = []
    for match in _heads().finditer(text):
        row = _rows()[int((match.lastgroup or "h0")[1:])]
        open_list = text[match.start() - 1 : match.start()] == "等"
        end = match.start() - 1 if open_list else match.start()
        item = _one(text, end, match, row, open_list)
        if item is not None:
            finds.append(item)
            finds.extend(_listed(text, item, "" if open_list else row["suffix"]))
    return _without_nested(finds)


def _one(text: str, end: int, match: re.Match[str], row: lexicon.Row, open_list: bool) -> _Find | None:
    """Return the place whose head noun is `match`; `end` is where what stands before the head (and 等) ends."""
    if len(row["suffix"]) == 1 and not _word_ends(text, match.end()):
        return None
    start = _after_places(text, left_edge(text, end, max(0, end - _LONGEST)), end)
    if row["suffix"] in ("高速", "高速公路", "铁路", "高铁"):
        joined = _FROM_TO.search(text, max(0, end - 8), end)
        start = joined.start() if joined else start
    stop = end if open_list else match.end()
    if end - start < int(row["least"]) or not _is_name(text, start, end, match.end(), row):
        return None
    if open_list and (row["kind"] not in _SHARING or end - start > 6 or _has_head(text[start:end])):
        return None
    if row["kind"] == "water" and _hosts().match(text, stop):
        return None
    name = text[start:stop]
    return _Find(start, stop, name, "estate" if re.search(f"[{_NUMERALS}]村$", name) else row["kind"])


def _word_ends(text: str, position: int) -> bool:
    """Tell whether a word ends at `position`: 小清河|复航, not 横|河北; 河|东岸 counts."""
    if re.match("[东西南北]岸", text[position:]):
        return True
    return position == len(text) or any(at == position for at, _, _ in words_of(text))


def _after_places(text: str, start: int, head: int) -> int:
    """Step over a place that ends before the name begins (滨湖区|稻香社区)."""
    last = start
    for match in _UPPER.finditer(text, start, head):
        if head - match.end() >= 2:
            last = match.end()
    return last


def _is_name(text: str, start: int, head: int, end: int, row: lexicon.Row) -> bool:
    """Tell whether what stands before the head noun is a proper name, not a description."""
    body = text[start:head]
    if in_quotes(text, start) or body in _generic() or body in stops() or text[start - 1 : start].isdigit():
        return False
    words = [(at, word, flag) for at, word, flag in words_of(text) if at < end and at + len(word) > start]
    if any(at <= start and at + len(word) >= end and flag.startswith(("nr", "ns", "nt", "nz")) for at, word, flag in words):
        return True
    inside = [(word[: head - at], flag) for at, word, flag in words if at < head]
    own = [(word, flag) for word, flag in inside if word not in _generic() and word not in stops()]
    coded = end - head > len(row["suffix"])
    return bool(own) and (row["open"] == "yes" or coded or any(is_proper_word(word, flag) for word, flag in own))


def _has_head(name: str) -> bool:
    return any(match.end() == len(name) and match.start() > 0 for match in _heads().finditer(name))


def _listed(text: str, last: _Find, suffix: str) -> list[_Find]:
    """Return the earlier members of a list whose head noun stands only at its end (罗山、金杨路)."""
    finds: list[_Find] = []
    end = last.start - 1
    while last.kind in _SHARING and end > 1 and text[end] == "、":
        start = left_edge(text, end, max(0, end - 6))
        name = text[start:end]
        own = [word for at, word, flag in words_of(text) if start <= at < end and is_proper_word(word, flag)]
        if text[start - 1 : start].isdigit() or not (2 <= len(name) <= (5 if not suffix else 3)) or _has_head(name) or not own:
            break
        finds.append(_Find(start, end, name + suffix, last.kind))
        end = start - 1
    return finds


def _without_nested(finds: list[_Find]) -> list[_Find]:
    """Drop names inside longer ones; a road or water that a longer name begins with stays a place of its own."""
    kept = []
    for item in finds:
        outer = [o for o in finds if o is not item and o.start <= item.start and item.end <= o.end]
        begins = (
            (item.kind in ("road", "water") or item.name.endswith("站"))
            and len(item.name) >= 3
            and any(o.start == item.start for o in outer)
        )
        if not outer or begins:
            kept.append(item)
    return kept
