"""Verbs around a number: which one governs it, and whether its object is said."""

from __future__ import annotations

import re

from kg.extract.wordlists import (
    ALL_KINDS,
    LONG,
    NEW_BUILT,
    NO_VERB,
    either,
    endings,
    inside_name,
    pattern,
    verbs,
    verbs_of,
    words_of,
)
from kg.lexicon import cached, remembered
from kg.text.words import tag_words

_BEHIND = ("了", "完成", "到", "出", "起")  # what may follow a verb
_FINISHED = re.compile(r"([\u4e00-\u9fff]{2})了(?=[\u4e00-\u9fff“])")
_ADVERBS = (
    "已经|已|共计|(?<![公中国党])共(?![建享同产治])|累计|合计|全年|先后|陆续|(?<![人平年户月日地])均|年内|目前|(?<![偿归返退])还"
)


@remembered
def verb_chain(words: str) -> str:
    """Return the verbs that `words` begin with (新开工改造, 拓展和盘活), '' when they begin with a noun."""
    match = _chain().match(words)
    return match[0] if match else ""


@remembered
def closing_verbs(words: str) -> str:
    """Return the verbs that `words` end with, '' when they end with a noun."""
    match = _closing().search(words) if words[-1:] in _ends() else None
    return match[0] if match else ""


def only_verbs(words: str) -> bool:
    """Tell whether `words` are nothing but verbs."""
    return bool(words) and verb_chain(words) == words


def first_verb(words: str, position: int = 0) -> int:
    """Return the offset of the first verb at or behind `position`, -1 when there is none."""
    for match in _verb().finditer(words, position):
        if not inside_name(words, match.start()):
            return match.start()
    return -1


def count_verbs(words: str) -> int:
    """Return how many verbs `words` hold."""
    return sum(1 for _ in _verb().finditer(words))


def governing_verb(first: str, *others: str) -> str:
    """Return the verbs that govern a list of nouns: 牵头攻克了五村坡道、大板房改造 -> 攻克."""
    opening = verb_chain(first)
    if opening and (len(first) > len(opening) or others):
        return opening
    for item in (first, *others):
        finished = _FINISHED.search(item) or _maker().search(item)
        if finished:
            return finished[1]
    return ""


def leading_verb(words: str) -> str:
    """Return the verb that a following noun of a list shares: 新增 of 新增上市企业, 新开工改造 of 新开工改造小区."""
    chain = verb_chain(words)
    first = _first().match(words)
    return first[0] if first and chain and len(words) - len(chain) <= 2 else chain


def needs_object(words: str) -> bool:
    """Tell whether `words` are a verb without its object (处置, 启动征询), not 开展督查."""
    if not only_verbs(words) or words.startswith(verbs_of("do")):
        return False
    return count_verbs(words) <= 1 or (count_verbs(words) == 2 and not words.endswith(verbs_of("self")))


def needs_subject(words: str) -> bool:
    """Tell whether `words` are a verb that takes no object (开工, 在建)."""
    return words in verbs_of("self")


def is_empty_verb(words: str) -> bool:
    """Tell whether `words` end with a verb that needs a noun of action (完成, 推进, 实施)."""
    return words.endswith(endings("empty")) or not words


def is_light(words: str) -> bool:
    """Tell whether the verb only says that it was so."""
    return words in words_of("light")


def ends_in_action(words: str) -> bool:
    """Tell whether the last word is a verb or a noun of action (文书衔接), by jieba's parts of speech."""
    return bool(closing_verbs(words)) or tag_words(words)[-1][1].startswith("v")


def object_of(words: str) -> str:
    """Return the noun that `words` are about: what follows the verb, or the subject when nothing follows it."""
    chain = verb_chain(words)
    if chain and len(words) > len(chain):
        rest = words[len(chain) :]
        first = _first().match(words)
        return words[first.end() :] if first and len(rest) <= 3 and count_verbs(chain) > 1 else rest
    closing = closing_verbs(words)
    if closing and len(words) > len(closing) + 1:
        return words[: len(words) - len(closing)]
    found = _adverb_verb().search(words)
    return words[found.end() :] if found and len(words) - found.end() >= 2 else words


def squeezed(words: str) -> str:
    """Return `words` without adverbs between subject and verb: “快来议事”已组织议事 -> “快来议事”组织议事."""
    return _adverb().sub("", pattern("in-a-row").sub("", words))


@cached
def _first() -> re.Pattern[str]:
    return re.compile(f"新?(?:{verbs(ALL_KINDS)})了?")


@cached
def _adverb() -> re.Pattern[str]:
    return re.compile(rf"(?<=.{{2}})(?:{_ADVERBS}){{1,8}}(?=新?(?:{verbs(LONG)}){NO_VERB})")


@cached
def _adverb_verb() -> re.Pattern[str]:
    return re.compile(rf"(?<=.{{2}})(?:{_ADVERBS}){{1,3}}新?(?:{verbs(LONG)}){NO_VERB}了?")


@cached
def _maker() -> re.Pattern[str]:
    return re.compile(f"(?<=.{{2}})({either(words_of('makers'))})(?=.{{2}})")


@cached
def _verb() -> re.Pattern[str]:
    return re.compile(f"(?:{verbs(LONG)}){NO_VERB}")


@cached
def _chain() -> re.Pattern[str]:
    verb = f"(?:{verbs(ALL_KINDS)}){NO_VERB}"
    return re.compile(rf"(?:{NEW_BUILT}|新?{verb}(?:(?:、|和|并|与|及|或)?{verb}){{0,3}})(?:{'|'.join(_BEHIND)})?")


@cached
def _closing() -> re.Pattern[str]:
    verb = f"(?:{verbs(ALL_KINDS)})"
    return re.compile(rf"(?:{NEW_BUILT}|新?{verb}(?:(?:、|和|并|与|及|或)?{verb}){{0,3}})(?:{'|'.join(_BEHIND)})?$")


@cached
def _ends() -> frozenset[str]:
    """Return the last characters of what _closing matches."""
    return frozenset(word[-1] for word in (*_BEHIND, "建", *(verb for kind in ALL_KINDS for verb in verbs_of(kind))))
