"""Phrases around a number: what to take off, where the verb is, what leans on what was named before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.lexicon import cached, rules, table

_EXAMPLES = re.compile(r"(?<![平同均上中高优一二三初相何对])等(?=[^级次于同候额效待到。]|$)")
_GUARD = re.compile(r"“[^”“\n]{0,60}”|《[^》《\n]{0,60}》|\([^()\n]{0,60}\)")
_NEW = r"新?\([^()]{1,5}\)建"
_ENUMERATION = re.compile(r"^(?:\([一二三四五六七八九十0-9]{1,3}\)|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.、](?![0-9])|[①-⑳])")
_QUOTE_OPEN = re.compile(r"^[”’)\s]+|[“‘(\s]+$")


def strip_lead(words: str) -> str:
    """Return `words` without numbering, adverbs and generic subjects in front."""
    words = _ENUMERATION.sub("", words)
    while True:
        shorter = _lead().sub("", words)
        if shorter == words:
            return words
        words = shorter


def strip_tail(words: str) -> str:
    """Return `words` without the link to the number at their end (达, 为, 共, 增至)."""
    return _tail().sub("", words)


def strip_right(words: str) -> str:
    """Return what stands behind a number without 的 in front and 工作 at the end."""
    words = words.lstrip("的").strip()
    return _right_tail().sub("", words)


def drop_examples(words: str) -> str:
    """Return `words` without examples before 等: 引进甲、乙等企业 -> 引进企业."""
    found = None
    for match in _EXAMPLES.finditer(words):
        if not _inside(words, match.start()):
            found = match
    if found is None:
        return words
    examples, rest = words[: found.start()], words[found.end() :].lstrip("的各类多")
    first = split_list(examples)[0]
    return (governing_verb(first) + rest) if examples else rest


def split_list(words: str) -> list[str]:
    """Return the items of a list joined with 、 和 及 与 以及, names and brackets kept whole."""
    items, last = [], 0
    for match in re.finditer("、|以及|和|及|与", words):
        if match.start() < last or _inside(words, match.start()):
            continue
        if match[0] != "、" and not (2 <= match.start() - last and len(words) - match.end() >= 2):
            continue
        items.append(words[last : match.start()])
        last = match.end()
    return [*items, words[last:]]


def verb_chain(words: str) -> str:
    """Return the verbs that `words` begin with (新开工改造, 拓展和盘活), '' when they begin with a noun."""
    match = _chain().match(words)
    return match[0] if match else ""


def closing_verbs(words: str) -> str:
    """Return the verbs that `words` end with, '' when they end with a noun."""
    match = _closing().search(words)
    return match[0] if match else ""


def only_verbs(words: str) -> bool:
    """Tell whether `words` are nothing but verbs."""
    return bool(words) and verb_chain(words) == words


def first_verb(words: str, position: int = 0) -> int:
    """Return the offset of the first verb at or behind `position`, -1 when there is none."""
    for match in _verb().finditer(words, position):
        if not _inside(words, match.start()):
            return match.start()
    return -1


def governing_verb(words: str) -> str:
    """Return the verbs that govern the noun at the end of `words`: 牵头攻克了五村坡道 -> 攻克."""
    opening = verb_chain(words)
    if opening and len(words) > len(opening):
        return opening
    finished = re.search(r"([\u4e00-\u9fff]{2})了(?=[\u4e00-\u9fff“])", words)
    return finished[1] if finished else ""


def is_aspect(words: str) -> bool:
    """Tell whether `words` are a noun of measure that needs to be told of what (面积, 总投资, 完成率)."""
    return words in _words("aspects") or bool(re.fullmatch(r"[\u4e00-\u9fff]{0,4}率", words))


def is_attribute(words: str) -> bool:
    """Tell whether `words` name something that is measured itself, so that no verb is carried over to it."""
    return words.endswith(_endings("attributes"))


def growth(words: str) -> tuple[str | None, str]:
    """Return the direction and the word of growth that `words` end with: 信访总量下降 -> decrease, 下降."""
    match = _growth().search(words)
    if match is None:
        return None, ""
    return ("increase" if match["up"] else "decrease"), match[0]


def light(words: str) -> bool:
    """Tell whether the verb only says that it was so."""
    return words in _words("light")


def drop_generic(words: str) -> str:
    """Return `words` without a generic place in front or behind its verb: 完成辖区 -> 完成."""
    chain = verb_chain(words)
    rest = words[len(chain) :]
    for place in _endings("generic"):
        if rest.startswith(place):
            return chain + rest[len(place) :].lstrip("内的")
    return words


def _inside(words: str, position: int) -> bool:
    return any(match.start() < position < match.end() for match in _GUARD.finditer(words))


def _words(key: str) -> frozenset[str]:
    return _word_sets()[key]


@cached
def _word_sets() -> dict[str, frozenset[str]]:
    return {key: frozenset(value.split()) for key, value in rules("indicator_words").items()}


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in _longest_first(words))


def _endings(key: str) -> tuple[str, ...]:
    return _ending_tuples()[key]


@cached
def _ending_tuples() -> dict[str, tuple[str, ...]]:
    return {key: tuple(_longest_first(words)) for key, words in _word_sets().items()}


@cached
def _lead() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_either(_words('lead'))}|[,:;。\s])")


@cached
def _tail() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_either(_words('tail'))}))$")


@cached
def _right_tail() -> re.Pattern[str]:
    return re.compile(rf"(?:{_either(_words('right_tail'))})$")


@cached
def _growth() -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<up>{_either(_words('grow'))})|(?P<down>{_either(_words('fall'))}))$")


def _verbs(kinds: Sequence[str]) -> str:
    return _either(row["verb"] for row in table("verbs") if row["kind"] in kinds)


@cached
def _verb() -> re.Pattern[str]:
    return re.compile(_verbs(("act",)))


@cached
def _chain() -> re.Pattern[str]:
    verb = f"(?:{_verbs(('act', 'short'))})"
    return re.compile(rf"(?:{_NEW}|新?{verb}(?:(?:、|和|并|与|及|或)?{verb}){{0,3}})(?:了|完成|到|出|起)?")


@cached
def _closing() -> re.Pattern[str]:
    verb = f"(?:{_verbs(('act', 'short'))})"
    return re.compile(rf"(?:{_NEW}|新?{verb}(?:(?:、|和|并|与|及|或)?{verb}){{0,3}})(?:了|完成|到|出|起)?$")
