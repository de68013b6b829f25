"""What the name tagger looks at: character windows, and flags from marks, lexicons and punctuation.

The training script and the decoder both use this module, so that they cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from kg.extract.known import Names, national
from kg.lexicon import cached, table

WINDOWS = (
    (0, 1), (-1, 1), (1, 1), (-2, 1), (2, 1), (-3, 1), (3, 1),
    (-1, 2), (0, 2), (-2, 2), (1, 2), (-3, 2), (2, 2),
    (-2, 3), (-1, 3), (0, 3), (-3, 3), (1, 3),
)  # fmt: skip
PAD = "\x00" * 4
_BUCKETS = "012344477777"
_PUNCTUATION = frozenset("、,。;:!?()《》“”‘’「」\n ")
_DIGITS = str.maketrans("123456789", "000000000")
_NUMERALS = frozenset("一二两三四五六七八九十百千万双")


def padded(text: str) -> str:
    """Return `text` with digits made equal and room for the windows at both ends."""
    return PAD + text.translate(_DIGITS) + PAD


Lengths = dict[str, tuple[int, ...]]  # first character -> lengths of the words that begin with it, longest first


def _lengths(words: Iterable[str]) -> Lengths:
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[0], set()).add(len(word))
    return {char: tuple(sorted(sizes, reverse=True)) for char, sizes in found.items()}


@cached
def _nouns() -> tuple[dict[str, str], Lengths]:
    flags = {row["noun"]: row["kind"][:2] + str(min(len(row["noun"]), 3)) for row in table("head_nouns")}
    return flags, _lengths(flags)


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
def _generic() -> tuple[frozenset[str], Lengths]:
    words = frozenset(row["word"] for row in table("generic_words"))
    return words, _lengths(words)


def generic_cover(text: str) -> list[str]:
    """Return for each character whether an everyday word covers it: B where one begins, I inside, - outside."""
    words, lengths = _generic()
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
def _lexicon() -> Names:
    return Names((form, row["use"]) for form, row in national().items())


def flags(text: str, marks: Sequence[tuple[int, int, str]]) -> list[list[str]]:
    """Return the flags of `text`: one list for each kind of flag, with one entry for each character.

    `marks` are quotations as (start, end, verdict) counted in `text`, end excluded.
    """
    quoted = _quote_states(len(text), marks)
    noun_ends, noun_starts = _noun_edges(text)
    begins, ends = _cue_edges(text)
    generic = f"  {''.join(generic_cover(text))}  "
    left, right = _distances(text)
    shapes = [_shape(char) for char in text]
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
        ["n" + a for a in _lexicon_states(text)],
        ["G" + generic[at : at + 5] for at in range(len(text))],
        ["s" + a + b + c for a, b, c in zip(before, shapes, after, strict=True)],
        ["l" + a + b for a, b in zip(left, begins[:-1], strict=True)],
        ["r" + a + b for a, b in zip(right, noun_ends, strict=True)],
        ["d" + a + b for a, b in zip(left, right, strict=True)],
    ]


def _quote_states(size: int, marks: Iterable[tuple[int, int, str]]) -> list[str]:
    states = ["-"] * size
    for start, end, verdict in marks:
        length = "s" if end - start <= 8 else "m" if end - start <= 14 else "l"
        for at in range(start, end):
            place = "o" if at == start else "c" if at == end - 1 else "f" if at == start + 1 else "z" if at == end - 2 else "i"
            states[at] = place + verdict + length
    return states


def _noun_edges(text: str) -> tuple[list[str], list[str]]:
    """Return at each character the longest head noun that ends there, and the longest that starts there."""
    nouns, lengths = _nouns()
    size = len(text)
    ends, starts = ["-"] * size, ["-"] * size
    for at, char in enumerate(text):
        for length in lengths.get(char, ()):
            flag = nouns.get(text[at : at + length])
            if flag is not None and at + length <= size:
                starts[at] = flag
                if ends[at + length - 1] == "-":
                    ends[at + length - 1] = flag
                break
    return ends, starts


def _cue_edges(text: str) -> tuple[list[str], list[str]]:
    """Return for each place whether a cue ends right before it, and whether one starts right at it."""
    before, after = cue_sets()
    lengths = _cue_lengths()
    size = len(text)
    begins, ends = ["-"] * (size + 1), ["-"] * (size + 1)
    for at, char in enumerate(text):
        for length in lengths.get(char, ()):
            word = text[at : at + length]
            if at + length > size:
                continue
            if word in before and begins[at + length] == "-":
                begins[at + length] = str(length)
            if word in after and ends[at] == "-":
                ends[at] = str(length)
    return begins, ends


def _lexicon_states(text: str) -> list[str]:
    states = ["-"] * len(text)
    for hit in _lexicon().find(text):
        use = hit.name[0]
        for at in range(hit.start, hit.end):
            states[at] = ("B" if at == hit.start else "E" if at == hit.end - 1 else "I") + use
    return states


def _distances(text: str) -> tuple[list[str], list[str]]:
    """Return for each character how far the punctuation before it and behind it is."""
    left, steps = [], 9
    for char in text:
        steps = 0 if char in _PUNCTUATION else steps + 1
        left.append(_BUCKETS[steps] if steps < 12 else "9")
    right, steps = [], 9
    for char in reversed(text):
        steps = 0 if char in _PUNCTUATION else steps + 1
        right.append(_BUCKETS[steps] if steps < 12 else "9")
    right.reverse()
    return left, right


@lru_cache(maxsize=8192)
def _shape(char: str) -> str:
    if "一" <= char <= "龥":
        return "n" if char in _NUMERALS else "x"
    if char.isdigit():
        return "0"
    if char.isascii() and char.isalpha():
        return "a"
    return char if char in "、,。;:“”‘’《》()\n" else "."
