"""What kind of initiative a name is: its head noun, the noun behind it, the verb in front, its shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from kg.extract.known import national
from kg.lexicon import cached, column, table
from kg.model import Kind

_PARALLEL = re.compile(r"[、,;]")
_NOT_FIRST = frozenset("等的和与及之是为在中上下里进向对把被将或并也都了着过")
_LONGEST = 7
_CUT = frozenset({"工程序", "工程度", "工程师", "工程量"})  # 复|工程|序 is no 工程
_STRETCH = re.compile(r"[一-龥A-Za-z]{0,14}")
_ROW = re.compile(r"[、和与及]?[“‘]([^“”‘’\n]{1,16})[”’]")  # “甲”“乙”行动: the noun behind the row is that of each
_REST = re.compile(r"[”’]([一-龥A-Za-z]{1,14})$")  # “三会”制度 as one surface
_BRACKET = re.compile(r"[((][^()()]{1,12}[))]$")
_NUMBERED = re.compile(r"[一二三四五六七八九十两双][一-龥]{1,8}|[0-9]{1,3}(?:[+\-][0-9]{1,3}){0,4}")
_COUNTED = re.compile(r"[一二三四五六七八九十两双][个大]")
_ECHO = re.compile(r"(.).\1.|.(.).\2")  # 善作善成, 安商稳商
_WORK = re.compile(
    r"(?:纪录片|专题片|电影|影片|话剧|舞剧|歌剧|川剧|京剧|越剧|豫剧|戏曲|电视剧|剧目|歌曲|图书|小说|演出)(?:《[^《》]{1,20}》[、和]?){0,4}$"
)


class _Cues(NamedTuple):
    """The words that make a formulation: in the clause before it, right behind it, at its end."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    end: tuple[str, ...]


@cached
def head_nouns() -> dict[str, Kind]:
    """Return the kind that each head noun makes."""
    return {row["noun"]: Kind(row["kind"]) for row in table("head_nouns")}


@cached
def _tails() -> dict[str, Kind]:
    """Return the kind that each ending makes: the head nouns, and what kind_tails.tsv says besides or instead."""
    return head_nouns() | {row["tail"]: Kind(row["kind"]) for row in table("kind_tails")}


@cached
def _verbs() -> dict[str, Kind]:
    return {row["verb"]: Kind(row["kind"]) for row in table("kind_cues")}


@cached
def _slogan_cues() -> _Cues:
    rows = table("slogan_cues")
    before, after, end = (tuple(row["cue"] for row in rows if row["side"] == side) for side in ("before", "after", "end"))
    return _Cues(before, after, (*after, *end))


@cached
def _doing() -> dict[int, frozenset[str]]:
    """Return the verbs that a noun phrase behind a name does not reach beyond (治理 and 服务 are nouns as well), by length."""
    generic = frozenset(column("generic_words", "word"))
    cues = {row["cue"] for row in table("name_cues") if row["side"] != "after" and len(row["cue"]) > 1}
    verbs = cues - generic - _tails().keys()
    return {size: frozenset(verb for verb in verbs if len(verb) == size) for size in sorted({len(verb) for verb in verbs})}


def _does(words: str) -> bool:
    """Tell whether one of those verbs stands in `words`."""
    return any(words[at : at + size] in verbs for size, verbs in _doing().items() for at in range(len(words) - size + 1))


def head_behind(text: str, at: int) -> str:
    """Return the noun phrase right behind clean offset `at` that ends in a head noun, '' if there is none.

    Up to four characters may stand before the noun: “1+8”防控作战指挥部 -> 防控作战指挥部.
    """
    nouns = head_nouns()
    stretch = _stretch(text, at)
    if stretch[:1] in _NOT_FIRST:
        return ""
    for end in range(min(len(stretch), _LONGEST + 4), 1, -1):
        for start in range(max(0, end - _LONGEST), min(5, end - 1)):
            if stretch[start:end] in nouns and stretch[end - 2 : end + 1] not in _CUT:
                more = next((n for n in (3, 2) if stretch[end : end + n] in nouns), 0)
                return stretch[: end + more]
    return ""


def _stretch(text: str, at: int) -> str:
    match = _STRETCH.match(text, at)
    return match[0] if match else ""


def head_kind(phrase: str) -> Kind | None:
    """Return the kind that the longest head noun at the end of `phrase` makes."""
    return _longest(phrase, head_nouns())


def ends_in_noun(phrase: str) -> bool:
    """Tell whether `phrase` ends in a noun of two characters or more that names initiatives."""
    return _longest(phrase, _tails(), 2) is not None


def _longest(phrase: str, nouns: Mapping[str, Kind], least: int = 1) -> Kind | None:
    size = len(phrase)
    for length in _lengths().get(phrase[-1:], ()):
        if least <= length <= size and (kind := nouns.get(phrase[-length:])) is not None:
            return kind
    return None


@cached
def _lengths() -> dict[str, tuple[int, ...]]:
    """Return, for each character, the lengths of the words that `_longest` looks for and that end in it, longest first."""
    found: dict[str, set[int]] = {}
    for word in (*_tails(), *_verbs()):
        if len(word) <= _LONGEST:
            found.setdefault(word[-1], set()).add(len(word))
    return {char: tuple(sorted(sizes, reverse=True)) for char, sizes in found.items()}


def kind_of(name: str, text: str, start: int, end: int, *, title: bool = False) -> Kind:
    """Return the kind of the initiative `name`, whose surface stands at clean offsets `start` to `end`.

    The national lexicon decides, then the noun behind a quoted name (“净网”行动), the noun that the name
    ends in, the verb in front of it (召开“某某”), its shape. What stands in quotation marks without any of
    these is a formulation; a name without marks is one only with a cue (理念, 坚持) or by its shape.
    """
    if title:
        return Kind.PROJECT if _WORK.search(text[max(0, start - 60) : start]) else Kind.POLICY
    row = national().get(name)
    if row is not None:
        return Kind(row["kind"])
    before, quoted = text[max(0, start - 16) : start], text[start : start + 1] in "“‘"
    behind = _kind_behind(name, text, start, end)
    bare = _BRACKET.sub("", name) or name
    if behind is not None:
        held = behind is Kind.CAMPAIGN and _longest(bare, _tails(), 2) is Kind.EVENT
        return Kind.EVENT if held else behind  # 开展“某某狂欢月”活动
    if quoted:
        return _quoted_kind(bare, before, text[end : end + 8])
    return _loose_kind(bare, before, text[end : end + 8])


def _kind_behind(name: str, text: str, start: int, end: int) -> Kind | None:
    """Return the kind that the noun behind the closing mark makes, in the surface or after it."""
    rest = _REST.search(text[start:end])
    if rest and not name.endswith(rest[1][-2:]) and _longest(name, _tails(), 2):
        return None  # “1314”红色商圈联盟体系 is filed as 1314红色商圈联盟
    if rest:
        return _longest(rest[1], _tails(), 2)
    if text[end - 1 : end] not in ("”", "’"):
        return None
    while row := _ROW.match(text, end):
        end = row.end()
    if text.startswith("等", end):
        end += 1
    return _noun_kind(text, end, _before_verb(text[max(0, start - 16) : start]))


def _noun_kind(text: str, at: int, verb: Kind | None) -> Kind | None:
    """Return the kind of the first noun of the phrase at `at`, with the nouns that join it (治理|平台)."""
    stretch = _stretch(text, at)
    if stretch[:1] in _NOT_FIRST:
        return None
    begin = next((i for i in range(min(11, len(stretch))) if _noun_at(stretch, i)), None)
    if begin is None or _does(stretch[:begin]) or _NOT_FIRST & set(stretch[:begin]):
        return _activity(stretch, verb)
    end = begin
    while size := _noun_at(stretch, end):
        end += size
    if begin > 4 and not (len(stretch) == end or stretch[end] in "的等"):
        return None
    return _longest(stretch[:end], _tails(), 2)


def _noun_at(stretch: str, at: int) -> int:
    """Return the length of the longest noun of two or more characters at `at` of `stretch`, 0 without one."""
    tails = _tails()
    return next((n for n in range(_LONGEST, 1, -1) if at + n <= len(stretch) and stretch[at : at + n] in tails), 0)


def _activity(stretch: str, verb: Kind | None) -> Kind | None:
    """Return the kind of “甲”活动, “甲”系列活动: an event where it is held, else a campaign."""
    if "活动" not in stretch[:6]:
        return None
    return Kind.EVENT if verb is Kind.EVENT else Kind.CAMPAIGN


def _before_verb(before: str) -> Kind | None:
    """Return the kind that the verb at the end of `before` makes."""
    return _longest(before, _verbs(), 2)


def _quoted_kind(name: str, before: str, after: str) -> Kind:
    if _PARALLEL.search(name):
        return Kind.SLOGAN
    own = _longest(name, _tails(), 2)
    if own is not None:
        return own
    if _is_called(name, before, after):
        return Kind.SLOGAN
    if _NUMBERED.fullmatch(name) and not _COUNTED.match(name):
        return _before_verb(before) or Kind.MECHANISM
    return _before_verb(before) or _longest(name, _tails()) or Kind.SLOGAN


def _loose_kind(name: str, before: str, after: str) -> Kind:
    """Return the kind of a name without marks: a project if nothing says another."""
    if name.endswith(_slogan_cues().end):
        return Kind.SLOGAN
    own = _longest(name, _tails(), 2)
    if own is not None:
        return own
    if _ECHO.fullmatch(name) or _is_even(name) or _is_called(name, before, after):
        return Kind.SLOGAN
    return _longest(name, _tails()) or Kind.PROJECT


def _is_called(name: str, before: str, after: str) -> bool:
    """Tell whether words around `name` call it an idea, a demand, an aim."""
    cues = _slogan_cues()
    return before.endswith(cues.before) or after.startswith(cues.after) or name.endswith(cues.end)


def _is_even(name: str) -> bool:
    """Tell whether `name` is a row of at least two phrases of one length: 同心、同行; 应拆尽拆、应改尽改."""
    parts = _PARALLEL.split(name)
    return len(parts) > 1 and len({len(part) for part in parts}) == 1
