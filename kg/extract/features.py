"""What the name tagger looks at: character windows, and flags from marks, lexicons and punctuation.

The training script and the decoder both use this module, so that they cannot drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.extract.known import Names, national
from kg.extract.matching import Matcher
from kg.lexicon import cached, column, table

WINDOWS = (
    (0, 1), (-1, 1), (1, 1), (-2, 1), (2, 1), (-3, 1), (3, 1),
    (-1, 2), (0, 2), (-2, 2), (1, 2), (-3, 2), (2, 2),
    (-2, 3), (-1, 3), (0, 3), (-3, 3), (1, 3),
)  # fmt: skip
PAD = "\x00" * 4
BUCKETS = "012344477777"
STOPS = "、,。;:!?()《》“”‘’「」\n "
_STOPS = re.compile(f"[{STOPS}]")
_DIGITS = str.maketrans("123456789", "000000000")
_NUMERALS = frozenset("一二两三四五六七八九十百千万双")


def padded(text: str) -> str:
    """Return `text` with digits made equal and room for the windows at both ends."""
    return PAD + text.translate(_DIGITS) + PAD


Mark = tuple[int, int, str]  # a quotation: start, end (excluded), verdict
Lengths = dict[str, tuple[int, ...]]  # first character -> lengths of the words that begin with it, longest first


def _lengths(words: Iterable[str]) -> Lengths:
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[0], set()).add(len(word))
    return {char: tuple(sorted(sizes, reverse=True)) for char, sizes in found.items()}


@cached
def noun_flags() -> dict[str, str]:
    """Return the flag of each head noun: of its kind and its length."""
    return {row["noun"]: row["kind"][:2] + str(min(len(row["noun"]), 3)) for row in table("head_nouns")}


@cached
def _noun_lengths() -> Lengths:
    return _lengths(noun_flags())


@cached
def cue_sets() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that names begin behind, and those that names end before."""
    rows = table("name_cues")
    before = frozenset(row["cue"] for row in rows if row["side"] in ("before", "both", "measure"))
    return before, frozenset(row["cue"] for row in rows if row["side"] in ("after", "both"))


def without_cues(phrase: str) -> str:
    """Return what stands behind the last word of two characters or more in `phrase` that names begin behind."""
    cues, _ = cue_sets()
    for at in range(len(phrase) - 1, 1, -1):
        if phrase[at - 2 : at] in cues or phrase[max(0, at - 3) : at] in cues:
            return phrase[at:]
    return phrase


@cached
def _cue_lengths() -> Lengths:
    return _lengths(word for words in cue_sets() for word in words if len(word) <= 3)


@cached
def generic_words() -> frozenset[str]:
    """Return the everyday words."""
    return frozenset(column("generic_words", "word"))


@cached
def generic_matcher() -> Matcher:
    """Return what finds the everyday words, the longest one at each place."""
    return Matcher(generic_words(), longest=True)


@cached
def generic_lengths() -> Lengths:
    """Return how long the everyday words are that begin with a character."""
    return _lengths(generic_words())


def generic_cover(text: str) -> list[str]:
    """Return for each character whether an everyday word covers it: B where one begins, I inside, - outside.

    A word at the very end counts as long as the longest one that begins alike, so that there may be more than one
    state for each character: the weights of the tagger were trained on it.
    """
    words, lengths = generic_words(), generic_lengths()
    states = ["-"] * len(text)
    done = 0
    for at, char in enumerate(text):
        if at < done or char not in lengths:
            continue
        for length in lengths[char]:
            if text[at : at + length] in words:
                done = at + length
                states[at:done] = ["B", *["I"] * (length - 1)]
                break
    return states


@cached
def lexicon() -> Names:
    """Return the national formulations, each filed under how it is used."""
    return Names((form, row["use"]) for form, row in national().items())


def flags(text: str, marks: Sequence[Mark]) -> list[list[str]]:
    """Return the flags of `text`: one list for each kind of flag, with one entry for each character.

    `marks` are quotations as (start, end, verdict) counted in `text`, end excluded.
    """
    size = len(text)
    quoted = quote_states(size, marks)
    noun_ends, noun_starts = (_column(found, size) for found in noun_edges(text))
    begins, ends = (_column(found, size + 1) for found in cue_edges(text))
    generic = f"  {''.join(generic_cover(text))}  "
    left, right = distances(text)
    shapes = shapes_of(text)
    before, after = ["^", *shapes[:-1]], [*shapes[1:], "$"]
    return [
        ["q" + a for a in quoted],
        ["Q" + a + b for a, b in zip(["^", *quoted[:-1]], [*quoted[1:], "$"], strict=True)],
        ["h" + a + b for a, b in zip(noun_ends, after, strict=True)],
        ["H" + a for a in noun_starts],
        ["g" + a for a in [*noun_starts[1:], "$"]],
        ["e" + a + b for a, b in zip(["^", *noun_ends[:-1]], shapes, strict=True)],
        ["b" + a + b for a, b in zip(begins[:-1], before, strict=True)],
        ["E" + a + b for a, b in zip(ends[1:], after, strict=True)],
        ["n" + a for a in _column(lexicon_states(text), size)],
        ["G" + generic[at : at + 5] for at in range(len(text))],
        ["s" + a + b + c for a, b, c in zip(before, shapes, after, strict=True)],
        ["l" + a + b for a, b in zip(left, begins[:-1], strict=True)],
        ["r" + a + b for a, b in zip(right, noun_ends, strict=True)],
        ["d" + a + b for a, b in zip(left, right, strict=True)],
    ]


def _column(found: dict[int, str], size: int) -> list[str]:
    return [found.get(at, "-") for at in range(size)]


def quote_states(size: int, marks: Iterable[Mark]) -> list[str]:
    """Return for each character where in a quotation it is, with verdict and length; - outside."""
    states = ["-"] * size
    for start, end, verdict in marks:
        length = "s" if end - start <= 8 else "m" if end - start <= 14 else "l"
        for at in range(start, end):
            place = "o" if at == start else "c" if at == end - 1 else "f" if at == start + 1 else "z" if at == end - 2 else "i"
            states[at] = place + verdict + length
    return states


def noun_edges(text: str) -> tuple[dict[int, str], dict[int, str]]:
    """Return where head nouns end and where they start: position of a character -> the longest one's flag."""
    nouns, lengths = noun_flags(), _noun_lengths()
    size = len(text)
    ends: dict[int, str] = {}
    starts: dict[int, str] = {}
    for at, char in enumerate(text):
        if char not in lengths:
            continue
        for length in lengths[char]:
            flag = nouns.get(text[at : at + length])
            if flag is not None and at + length <= size:
                starts[at] = flag
                ends.setdefault(at + length - 1, flag)
                break
    return ends, starts


def cue_edges(text: str) -> tuple[dict[int, str], dict[int, str]]:
    """Return before which characters a cue ends, and at which one starts, with its length (0 to the length of `text`)."""
    before, after = cue_sets()
    lengths = _cue_lengths()
    size = len(text)
    begins: dict[int, str] = {}
    ends: dict[int, str] = {}
    for at, char in enumerate(text):
        if char not in lengths:
            continue
        for length in lengths[char]:
            word = text[at : at + length]
            if at + length > size:
                continue
            if word in before:
                begins.setdefault(at + length, str(length))
            if word in after:
                ends.setdefault(at, str(length))
    return begins, ends


def lexicon_states(text: str) -> dict[int, str]:
    """Return where in a national formulation a character is, and how that is used."""
    states = {}
    for hit in lexicon().find(text):
        use = hit.name[0]
        for at in range(hit.start, hit.end):
            states[at] = ("B" if at == hit.start else "E" if at == hit.end - 1 else "I") + use
    return states


def distances(text: str) -> tuple[str, str]:
    """Return for each character how far the punctuation before it and behind it is, in steps of BUCKETS."""
    stretches = _STOPS.split(text)
    forward = [_from_stop(len(stretch)) for stretch in stretches]
    left = _from_edge(len(stretches[0])) + "".join(BUCKETS[0] + steps for steps in forward[1:])
    right = "".join(steps[::-1] + BUCKETS[0] for steps in forward[:-1]) + _from_edge(len(stretches[-1]))[::-1]
    return left, right


def _from_stop(size: int) -> str:
    return (BUCKETS[1:] + "9" * (size - len(BUCKETS) + 1))[:size]


def _from_edge(size: int) -> str:
    """The edge of a sentence counts as nine steps away."""
    return (BUCKETS[10:] + "9" * size)[:size]


class _Shapes(dict[int, str]):
    """A translation table that is filled as characters come."""

    def __missing__(self, code: int) -> str:
        shape = self[code] = _shape(chr(code))
        return shape


_SHAPES = _Shapes()


def shapes_of(text: str) -> str:
    """Return what sort of character each one of `text` is: a letter, or itself where it is punctuation."""
    return text.translate(_SHAPES)


def _shape(char: str) -> str:
    if "一" <= char <= "龥":
        return "n" if char in _NUMERALS else "x"
    if char.isdigit():
        return "0"
    if char.isascii() and char.isalpha():
        return "a"
    return char if char in "、,。;:“”‘’《》()\n" else "."
