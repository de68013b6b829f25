"""Where a proper name begins: jieba's words read from right to left until one cannot belong to a name."""

from __future__ import annotations

import re

from kg import lexicon
from kg.extract.clauses import words_of
from kg.text.words import is_word

_NOUN = ("n", "l", "j", "b", "s", "f", "x", "eng", "i", "t", "vn", "z", "g", "a")
_PROPER = ("nr", "ns", "nt", "nz")
_NUMERAL = re.compile(
    "第?[一二三四五六七八九十百千两]{1,2}|[一二三四五六七八九十][^个项家座条处批所户名大类期轮次年月日级届种等位只份余多]"
)
_SIDES = "上下中前后外"


@lexicon.cached
def stops() -> frozenset[str]:
    """Return the words that no name goes beyond."""
    return frozenset(lexicon.column("edge_stops", "word"))


@lexicon.cached
def inner() -> frozenset[str]:
    """Return the words of doing that names of titles and organisations may hold."""
    return frozenset(lexicon.column("name_inner", "word"))


def left_edge(text: str, end: int, floor: int = 0, through: frozenset[str] = frozenset()) -> int:
    """Return the offset at which the name that reaches up to `end` of the clause `text` begins.

    The offset is never before `floor`; the words of `through` do not stop it; it is `end` itself when the word right before cannot belong to a name.
    """
    edge = end
    for start, word, flag in reversed(words_of(text, end, end)):
        if start >= end:
            continue
        piece = word[: end - start]
        if start < floor:
            return floor if start + len(word) > floor and not is_known(word) else edge
        if not (piece in through or _belongs(piece, flag)) or (piece in _SIDES and _after_noun(text, start)):
            break
        if len(piece) > 1 and piece[0] in stops() and not is_known(word):
            return start + 1  # the dictionary does not know 至控江, 以锦园: a function word and a name
        edge = start
    return edge


def _belongs(word: str, flag: str) -> bool:
    if word in stops() or not word.isalnum() or word[0].isdigit() or _holds_stop(word, flag):
        return False
    if flag == "m":
        return _NUMERAL.fullmatch(word) is not None
    if not is_known(word):
        return len(word) != 2 or "*" + word[1] not in stops()
    return len(word) == 1 or flag.startswith(_NOUN) or flag in ("d", "q")


def _holds_stop(word: str, flag: str) -> bool:
    """Tell whether a set phrase begins or ends with a verb of doing: 顺利完成, 统筹安排."""
    return (flag[0] in "li" or len(word) >= 4) and (word[:2] in stops() or word[-2:] in stops())


def _after_noun(text: str, position: int) -> bool:
    """Tell whether a noun that is no name ends right before `position` (辖区|内, 河|上)."""
    for start, word, flag in words_of(text, position, position):
        if start + len(word) == position:
            return flag.startswith("n") and not flag.startswith(_PROPER)
    return False


def is_known(word: str) -> bool:
    """Tell whether jieba's dictionary has the word."""
    return is_word(word)


def is_proper_word(word: str, flag: str) -> bool:
    """Tell whether a word is a name by jieba's tags, or unknown to its dictionary, or a single character."""
    return len(word) == 1 or flag.startswith(_PROPER) or not is_known(word)


def in_quotes(text: str, position: int) -> bool:
    """Tell whether `position` of a clause lies inside “…” or 《…》."""
    before = text[:position]
    return before.count("“") > before.count("”") or before.count("《") > before.count("》")
