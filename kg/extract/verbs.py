"""Verbs around a number: which one governs it, and whether its object is said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from kg.extract.wordlists import (
    ALL_KINDS,
    LONG,
    NEW_BUILT,
    either,
    endings,
    inside_name,
    no_noun,
    pattern,
    verbs,
    verbs_of,
    words_of,
)
from kg.lexicon import cached, remembered
from kg.text.words import tag_words

_MORE = 3  # verbs behind the first one of a chain
_NEW_BUILT = re.compile(NEW_BUILT)
_FINISHED = re.compile(r"([一-鿿]{2})了(?=[一-鿿“])")
_ADVERBS = (
    "已经|已|共计|(?<![公中国党])共(?![建享同产治])|累计|合计|全年|先后|陆续|(?<![人平年户月日地])均|年内|目前|(?<![偿归返退])还"
)


@remembered
def verb_chain(words: str) -> str:
    """Return the verbs that `words` begin with (新开工改造, 拓展和盘活), '' when they begin with a noun."""
    if words[:1] not in _openings():
        return ""
    built = _NEW_BUILT.match(words)
    end = built.end() if built else _first_end(words, _from(words, 0), endings("noun_ends"))
    for _ in range(0 if built or not end else _MORE):
        end = _first_end(words, _from(words, end, words_of("joints")), endings("noun_ends")) or end
    return words[:end] + next((tail for tail in endings("behind_verb") if end and words.startswith(tail, end)), "")


@remembered
def closing_verbs(words: str) -> str:
    """Return the verbs that `words` end with, '' when they end with a noun."""
    if words[-1:] not in _ends():
        return ""
    return next((words[at:] for at in range(len(words)) if words[at] in _openings() and _closes(words, at)), "")


def only_verbs(words: str) -> bool:
    """Tell whether `words` are nothing but verbs."""
    return bool(words) and verb_chain(words) == words


def first_verb(words: str, position: int = 0) -> int:
    """Return the offset of the first verb at or behind `position`, -1 when there is none."""
    return next((start for start in _long_verbs(words, position) if not inside_name(words, start)), -1)


def count_verbs(words: str) -> int:
    """Return how many verbs `words` hold."""
    return sum(1 for _ in _long_verbs(words, 0))


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
    first = _first(words)
    return first if first and chain and len(words) - len(chain) <= 2 else chain


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
        first = _first(words)
        return words[len(first) :] if first and len(rest) <= 3 and count_verbs(chain) > 1 else rest
    closing = closing_verbs(words)
    if closing and len(words) > len(closing) + 1:
        return words[: len(words) - len(closing)]
    found = _adverb().search(words)
    end = _behind_verb(words, found.end()) if found else len(words)
    return words[end:] if len(words) - end >= 2 else words


def squeezed(words: str) -> str:
    """Return `words` without adverbs between subject and verb: “快来议事”已组织议事 -> “快来议事”组织议事."""
    return _adverb().sub("", pattern("in-a-row").sub("", words))


@cached
def _adverb() -> re.Pattern[str]:
    return re.compile(rf"(?<=.{{2}})(?:{_ADVERBS}){{1,8}}(?=新?(?:{verbs(LONG)}){no_noun()})")


def _behind_verb(words: str, at: int) -> int:
    """Return where the verb ends that `_adverb` has found at the offset, 了 behind it included."""
    end = _first_end(words, _from(words, at), endings("noun_ends"), LONG)
    return end + 1 if words[end : end + 1] == "了" else end


@cached
def _maker() -> re.Pattern[str]:
    return re.compile(f"(?<=.{{2}})({either(words_of('makers'))})(?=.{{2}})")


def _first(words: str) -> str:
    """Return the first verb of `words`, with 新 before it and 了 behind it."""
    end = _first_end(words, _from(words, 0))
    return words[: end + 1] if end and words[end : end + 1] == "了" else words[:end]


def _long_verbs(words: str, at: int) -> Iterator[int]:
    """Yield where the verbs of two characters or more begin, from the offset on."""
    sizes, _ = _known(LONG)
    while at < len(words):
        ends = _verb_ends(words, at, LONG, endings("noun_ends")) if words[at] in sizes else ()
        if ends:
            yield at
        at = ends[0] if ends else at + 1


def _closes(words: str, at: int) -> bool:
    """Tell whether `words` are verbs from the offset to their end."""
    built = _NEW_BUILT.match(words, at)
    return bool(built and _is_tail(words[built.end() :])) or _close(words, _from(words, at), _MORE)


def _close(words: str, starts: Iterable[int], more: int) -> bool:
    ends = (end for start in starts for end in _verb_ends(words, start))
    joints = words_of("joints")
    return any(_is_tail(words[end:]) or (more > 0 and _close(words, _from(words, end, joints), more - 1)) for end in ends)


def _is_tail(words: str) -> bool:
    """Tell whether nothing stands behind a verb, or only what belongs to it."""
    return not words or words in words_of("behind_verb")


def _from(words: str, at: int, passed: Collection[str] = ("新",)) -> tuple[int, ...]:
    """Return where a verb may begin: at the offset, behind a character of `passed` there first."""
    return (at + 1, at) if words[at : at + 1] in passed else (at,)


def _first_end(words: str, starts: Iterable[int], unless: tuple[str, ...] = (), kinds: tuple[str, ...] = ALL_KINDS) -> int:
    """Return where the first verb that begins at one of `starts` ends, 0 when there is none."""
    return next((ends[0] for start in starts if (ends := _verb_ends(words, start, kinds, unless))), 0)


def _verb_ends(words: str, at: int, kinds: tuple[str, ...] = ALL_KINDS, unless: tuple[str, ...] = ()) -> Sequence[int]:
    """Return where the verbs that begin at the offset end, the longest first; none before a word of `unless`."""
    sizes, known = _known(kinds)
    ends = [at + size for size in sizes.get(words[at : at + 1], ()) if words[at : at + size] in known]
    return [end for end in ends if end <= len(words) and not words.startswith(unless, end)] if ends else ends


@remembered
def _known(kinds: tuple[str, ...]) -> tuple[dict[str, tuple[int, ...]], frozenset[str]]:
    """Return how long the verbs of some kinds are, the longest first, by their first character, and the verbs."""
    found = frozenset(verb for kind in kinds for verb in verbs_of(kind))
    sizes: dict[str, set[int]] = defaultdict(set)
    for verb in found:
        sizes[verb[0]].add(len(verb))
    return {first: tuple(sorted(those, reverse=True)) for first, those in sizes.items()}, found


@cached
def _openings() -> frozenset[str]:
    """Return the first characters of what _closes finds."""
    return frozenset(("新", "(", *_known(ALL_KINDS)[0]))


@cached
def _ends() -> frozenset[str]:
    """Return the last characters of what _closes finds."""
    return frozenset(
        word[-1] for word in (*words_of("behind_verb"), "建", *(verb for kind in ALL_KINDS for verb in verbs_of(kind)))
    )
