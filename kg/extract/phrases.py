"""Phrases around a number: what to take off, and what leans on what was named before."""

from __future__ import annotations

import re

from kg.extract.verbs import closing_verbs, governing_verb, verb_chain
from kg.extract.wordlists import ALL_KINDS, NEW_BUILT, either, endings, inside_name, no_noun, pattern, verbs, words_of
from kg.lexicon import cached, remembered

_ENUMERATION = re.compile(r"^(?:\([一二三四五六七八九十0-9]{1,3}\)|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.、](?![0-9])|[①-⑳])")
_SHORT_RATE = re.compile(r"[一-鿿]{0,2}率")
_LIST_END = re.compile(r"(?:、|(?<![惠涉普波遍顾])及|和|(?<!参)与)$")
_BRACKET_FIRST = re.compile(r"^\([^()]{1,60}\)")


def strip_number(words: str) -> str:
    """Return the beginning of a sentence without its list number (一、, (二), 3.)."""
    return _ENUMERATION.sub("", words)


@remembered
def strip_lead(words: str) -> str:
    """Return `words` without adverbs and generic subjects in front."""
    while True:
        shorter = _without_manner(pattern("term").sub("", _lead().sub("", words)))
        if shorter == words:
            return words
        words = shorter


def _without_manner(words: str) -> str:
    """Take off an adverb before a verb (重点整治 -> 整治), not from 联合执法 or 按时办结率, which say it all."""
    match = _manner().match(words)
    if match is None or (match.end() > 1 and (len(words) - match.end() <= 2 or words.endswith("率"))):
        return words
    return words[match.end() :]


@remembered
def strip_tail(words: str) -> str:
    """Return `words` without the link to the number at their end (达, 为, 共, 增至)."""
    while words[-1:] in _ends("tail"):
        shorter = _tail().sub("", words)
        if shorter == words:
            break
        words = shorter
    return words


def bare_measure(words: str) -> str:
    """Return `words` without a measure at the end, so that another can follow: 粮食播种面积 -> 粮食."""
    return pattern("measured").sub("", words) or words


def strip_pushing(words: str) -> str:
    """Return the measured noun without the verb that moves it: 推动参保率 -> 参保率."""
    return pattern("pushing").sub("", words)


def behind_having(words: str) -> str:
    """Return what is had: 初步形成现有养老院 -> 养老院."""
    return pattern("having").sub("", words)


@remembered
def strip_right(words: str) -> str:
    """Return what stands behind a number without 的 in front and 工作 at the end."""
    words = pattern("all-done").sub("", pattern("doing").sub("", without_bracket(words)))
    while words[-1:] in _ends("right_tail"):
        shorter = _right_tail().sub("", words)
        if shorter == words:
            break
        words = shorter
    return words


def without_bracket(words: str) -> str:
    """Return what stands behind a number without a bracket or 的 in front."""
    return _BRACKET_FIRST.sub("", words).lstrip("的").strip()


def drop_examples(words: str, *, noun_behind: bool) -> str:
    """Return `words` without examples before 等: 引进甲、乙等企业 -> 引进企业.

    When nothing follows 等, the noun is either behind the number (`noun_behind`) or the examples are all there is.
    """
    found = None
    for match in pattern("examples").finditer(words):
        if not inside_name(words, match.start()):
            found = match
    if found is None:
        return words
    examples, rest = words[: found.start()], words[found.end() :].lstrip("的各类多地")
    if not rest and not noun_behind:
        return examples
    return governing_verb(*split_list(examples)) + rest


def split_list(words: str, joints: str = "、|以及|和|及|与") -> list[str]:
    """Return the items of a list joined with `joints`, names and brackets kept whole."""
    items, last = [], 0
    for match in re.finditer(joints, words):
        if match.start() < last or inside_name(words, match.start()):
            continue
        if match[0] != "、" and not (match.start() - last >= 2 and len(words) - match.end() >= 2):
            continue
        items.append(words[last : match.start()])
        last = match.end()
    return [*items, words[last:]]


def action_of(words: str) -> str:
    """Return the nouns of action that a phrase ends with: 背街小巷改造提升 -> 改造提升; '' when it is nothing else."""
    closing = closing_verbs(strip_right(words))
    return closing if len(closing) >= 2 and len(words) > len(closing) else ""


def is_open_list(words: str) -> bool:
    """Tell whether a list goes on behind `words` (they end with 、 or 和)."""
    return bool(_LIST_END.search(words))


def is_level(words: str) -> bool:
    """Tell whether `words` are a level of government that needs the noun before it (省级)."""
    return words in words_of("levels")


def without_level(words: str) -> str:
    """Return a noun without its level in front: 国家级示范区 -> 示范区."""
    for level in endings("levels"):
        if len(level) > 1 and words.startswith(level):
            return words[len(level) :]
    return words


def is_grant(words: str) -> bool:
    """Tell whether `words` are money paid out (优抚金)."""
    return words.endswith(endings("grants"))


def predicate_of(words: str) -> str:
    """Return the predicate that follows the noun behind a number: 公寓做到全覆盖 -> 做到全覆盖, '' without one."""
    found = [at for word in endings("predicates") if (at := words.find(word, 2)) >= 2]
    return words[min(found) :] if found else ""


def is_quality(words: str) -> bool:
    """Tell whether `words` tell a part of a whole apart without naming it (35周岁以下, 女性)."""
    return words.endswith(endings("qualities"))


def has_predicate(words: str) -> bool:
    """Tell whether `words` behind a number are a clause of their own (企业入选名单)."""
    return any(word in words for word in sorted(words_of("predicates")))


def uncompressed(words: str) -> list[str]:
    """Return the two names that one short form holds: 城乡居民收入 -> 城镇居民收入, 农村居民收入."""
    for entry in sorted(words_of("compressed")):
        short, one, two = entry.split(":")
        if short in words:
            return [words.replace(short, one, 1), words.replace(short, two, 1)]
    return []


@remembered
def is_aspect(words: str) -> bool:
    """Tell whether `words` are a noun of measure that needs to be told of what (面积, 总投资, 完成率)."""
    if words in words_of("aspects") or pattern("amount").fullmatch(words) or _SHORT_RATE.fullmatch(words):
        return True
    return len(words) <= 6 and words.endswith("率") and bool(verb_chain(words))


def is_attribute(words: str) -> bool:
    """Tell whether `words` name something that is measured itself, so that no verb is carried over to it."""
    return words.endswith(endings("attributes"))


@remembered
def growth(words: str) -> tuple[str | None, str]:
    """Return the direction and the word of growth that `words` end with: 信访总量下降 -> decrease, 下降."""
    match = _growth().search(words) if words[-1:] in _ends("grow") | _ends("fall") else None
    if match is None:
        return None, ""
    return ("increase" if match["up"] else "decrease"), match[0]


def drop_generic(words: str) -> str:
    """Return `words` without a generic place in front or behind its verb: 完成辖区 -> 完成."""
    chain = verb_chain(words)
    rest = words[len(chain) :]
    for place in endings("generic"):
        if rest.startswith(place):
            return chain + rest[len(place) :].lstrip("内的")
    return words


@remembered
def _ends(key: str) -> frozenset[str]:
    """Return the last characters of a list of words."""
    return frozenset(word[-1] for word in words_of(key))


@cached
def _lead() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:{either(words_of('lead'))}|[,:;。\s]|和(?![美平谐睦合田])|与(?!会)|及(?!时)|等(?![级次])|成功(?!率))"
    )


@cached
def _manner() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:{either(words_of('manner'))})(?=地?(?:(?:已|共|累计|均|先后|全年|还|又|再|也|可){{0,2}}新?(?:{verbs(ALL_KINDS)}){no_noun()}|{NEW_BUILT}))地?"
    )


@cached
def _tail() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{either(words_of('tail'))}))$")


@cached
def _right_tail() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(words_of('right_tail'))})$")


@cached
def _growth() -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<up>{either(words_of('grow'))})|(?P<down>{either(words_of('fall'))}))$")
