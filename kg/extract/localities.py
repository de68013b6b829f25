"""Local places that a report names: communities, estates, roads, waters, parks and sites."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg import lexicon
from kg.extract.clauses import Clause, Dealt, Gate, dealt, words_of
from kg.extract.edges import in_quotes, is_known, is_proper_word, left_edge, stops
from kg.extract.titles import cues
from kg.extract.winners import winners
from kg.model import LocalityMention, Report
from kg.text.patterns import compiled

_LONGEST = 14
_NUMERALS = "一二三四五六七八九十"
_SHARING = ("road", "community", "estate", "site")
_HEADS_BEFORE = "山江河湖路院学校县市区州岛港西城速铁道段"
_DIRECTED = re.compile("(?:^|[、和及与在至])([一-鿿]{2,3}[东西南北中])$")
_UPPER = re.compile(r"街道|[一-鿿]{2}(?:省|市|区|县)(?![场域级政民])|中国|辖区|市区|(?<=区)[内里]|各地")
_FROM_TO = r"(?:[一-鿿]{2,3}至){1,2}[一-鿿]{1,4}$"


class _Find(NamedTuple):
    start: int
    end: int
    name: str
    kind: str


class _Head(NamedTuple):
    """A head noun found in a clause: `start` includes what may stand between name and noun (700|弄, A-23|地块)."""

    start: int
    end: int
    row: lexicon.Row


@lexicon.cached
def _heads() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _suffixes())))


@lexicon.cached
def gates() -> tuple[Gate, Gate]:
    """Return what the clauses that may hold a head noun and those that may say who received a title pass."""
    return Gate(_heads()), Gate(cues())


@lexicon.cached
def _suffixes() -> dict[str, tuple[lexicon.Row, str]]:
    """Return each head noun, longest first, with its row and the pattern that must match the text before it."""
    rows = sorted(lexicon.table("locality_suffixes"), key=lambda row: (-len(row["suffix"]), row["suffix"]))
    return {row["suffix"]: (row, _before(row) + "$") for row in rows}


@lexicon.cached
def _unless() -> dict[str, str]:
    return {row["suffix"]: row["unless"] or "(?!)" for row in lexicon.table("locality_suffixes")}


def _before(row: lexicon.Row) -> str:
    return "".join(f"(?<!{word})" for word in row["after"].split("|") if word) + f"(?P<middle>{row['middle'] or ''})"


def _found(text: str) -> list[_Head]:
    """Return the head nouns of a clause; one that its row rules out gives way to a shorter one."""
    heads = []
    for match in _heads().finditer(text):
        for size in range(len(match[0]), 0, -1):
            suffix = match[0][:size]
            row, before = _suffixes().get(suffix, (None, None))
            if row is None or before is None:
                continue
            head = compiled(before).search(text, max(0, match.start() - 10), match.start())
            if head is not None and not compiled(_unless()[suffix]).match(text, match.start() + size):
                heads.append(_Head(head.start("middle"), match.start() + size, row))
                break
    return heads


@lexicon.cached
def _hosts() -> re.Pattern[str]:
    """Return what shows that a water's name is only part of an organisation's: 控江|初级中学."""
    endings = sorted(lexicon.column("organisation_suffixes", "suffix"), key=lambda word: (-len(word), word))
    return re.compile("[一-鿿]{0,4}(?:" + "|".join(map(re.escape, endings)) + ")")


@lexicon.cached
def _generic() -> frozenset[str]:
    return frozenset(lexicon.column("locality_stop", "word"))


def find_localities(report: Report, parts: Dealt | None = None) -> tuple[LocalityMention, ...]:
    """Return the places of `report`, one per distinct name, each with the span of its first mention.

    `parts` are its clauses that pass `gates`, where they are at hand.
    """
    parts, (headed, titled) = parts or dealt(report, gates()), gates()
    finds = [(clause.start, item) for clause in parts[headed] for item in _in_clause(clause)]
    finds += [(clause.start, item) for clause in parts[titled] for item in _winners(report, clause)]
    finds.sort(key=lambda pair: pair[0])
    found: dict[str, LocalityMention] = {}
    for offset, item in finds:
        if item.name not in found:
            span = report.clean.span(offset + item.start, offset + item.end)
            found[item.name] = LocalityMention(span, f"locality:{item.kind}", item.name, item.kind)
    return tuple(sorted(found.values(), key=lambda item: (item.span.start, item.span.end, item.name)))


def _winners(report: Report, clause: Clause) -> list[_Find]:
    return [_Find(start, end, clause.text[start:end], "other") for start, end in winners(report, clause)]


def _in_clause(clause: Clause) -> list[_Find]:
    text = clause.text
    finds: list[_Find] = []
    for head in _found(text):
        open_list = text[head.start - 1 : head.start] == "等"
        item = _one(text, head.start - 1 if open_list else head.start, head, open_list)
        if item is not None:
            finds.append(item)
            finds.extend(_listed(text, item, "" if open_list else head.row["suffix"]))
    return _without_nested(finds)


def _one(text: str, end: int, head: _Head, open_list: bool) -> _Find | None:
    """Return the place whose head noun is `head`; `end` is where what stands before the head (and 等) ends."""
    row = head.row
    if len(row["suffix"]) == 1 and not _word_ends(text, head.end):
        return None
    edge = left_edge(text, end, max(0, end - _LONGEST))
    start = _after_places(text, edge, end)
    plain = row["open"] == "yes" or start > edge or head.end - head.start > len(row["suffix"])
    if row["suffix"] in ("高速", "高速公路", "铁路", "高铁"):
        joined = compiled(_FROM_TO).search(text, max(0, end - 12), end)
        start = joined.start() if joined else start
    start = _after_descriptions(text, start, end)
    directed = _DIRECTED.search(text, 0, end) if row["suffix"] in ("路", "街") else None
    if directed is not None:  # 延长西路: a verb can make the name of a road with a side
        start, plain = directed.start(1), True
    stop = end if open_list else head.end
    if row["kind"] == "water" and len(row["suffix"]) == 1:
        start = _last_water(text, start, head)
    if end - start < int(row["least"]) or not _is_name(text, start, end, head.end, plain):
        return None
    if open_list and (row["kind"] not in _SHARING or end - start > 6 or _has_head(text[start:end])):
        return None
    if row["kind"] == "water" and _hosts().match(text, stop):
        return None
    name = text[start:stop]
    return _Find(start, stop, name, "estate" if re.search(f"[{_NUMERALS}]村$", name) else row["kind"])


def _after_descriptions(text: str, start: int, end: int) -> int:
    """Step over 国家级, 市域, 云 and the like when a proper word follows them."""
    if any(at < start < at + len(word) and not is_known(word) for at, word, _ in words_of(text, start, end)):
        return start  # inside a word that the dictionary does not know (以|马站): a name begins here
    words = [(at, word, flag) for at, word, flag in words_of(text, start, end) if start <= at < end]
    for index, (at, word, _) in enumerate(words):
        rest = words[index:]
        if word not in _generic() or not any(is_proper_word(w, flag) and w not in _generic() for _, w, flag in rest[1:]):
            return at
        if end - rest[1][0] < 2:
            return at
    return start


def _last_water(text: str, start: int, head: _Head) -> int:
    """Step over what stands before the water's own word (龙门山|湔江, 长江|黄河)."""
    for at, word, flag in words_of(text, start, head.end):
        if (
            start + 2 <= at < head.start
            and text[at - 1] in _HEADS_BEFORE
            and at + len(word) == head.end
            and (flag in ("ns", "nr") or not is_known(word))
        ):
            return at
    for inner in _found(text[start : head.end - 1]):
        if inner.row["kind"] == "water" and is_known(text[start : start + inner.end]):
            start += inner.end
            break
    return start


def _word_ends(text: str, position: int) -> bool:
    """Tell whether a word ends at `position`: 小清河|复航, not 横|河北; 河|东岸 counts."""
    if re.match("[东西南北]岸", text[position:]):
        return True
    return any(at + len(word) == position for at, word, _ in words_of(text, position - 1, position))


def _after_places(text: str, start: int, head: int) -> int:
    """Step over a place that ends before the name begins (徐汇区|稻花社区)."""
    last = start
    for match in _UPPER.finditer(text, start, head):
        if head - match.end() >= 2:
            last = match.end()
    return last


def _is_name(text: str, start: int, head: int, end: int, plain: bool) -> bool:
    """Tell whether what stands before the head noun is a proper name, not a description; `plain` words may do."""
    body = text[start:head]
    if in_quotes(text, start) or body in _generic() or body in stops() or text[start - 1 : start].isdigit():
        return False
    words = [(at, word, flag) for at, word, flag in words_of(text, start, end) if at < end and at + len(word) > start]
    if any(at <= start and at + len(word) >= end and flag.startswith(("nr", "ns", "nt", "nz")) for at, word, flag in words):
        return True
    inside = [(word[: head - at], flag) for at, word, flag in words if at < head]
    own = [(word, flag) for word, flag in inside if word not in _generic() and word not in stops()]
    return bool(own) and (plain or any(is_proper_word(word, flag) for word, flag in own))


def _has_head(name: str) -> bool:
    return any(head.end == len(name) and head.start > 0 for head in _found(name))


def _listed(text: str, last: _Find, suffix: str) -> list[_Find]:
    """Return the earlier members of a list whose head noun stands only at its end (罗山、金杨路)."""
    finds: list[_Find] = []
    end = last.start - 1
    while last.kind in _SHARING and end > 1 and text[end] == "、":
        start = left_edge(text, end, max(0, end - 6))
        name = text[start:end]
        own = [word for at, word, flag in words_of(text, start, end) if start <= at < end and is_proper_word(word, flag)]
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
            and any(o.start == item.start and (item.kind, o.kind) != ("water", "road") for o in outer)
        )
        if not outer or begins:
            kept.append(item)
    return kept
