"""The columns of `features.flags` for a whole sheet at once, as numbers instead of strings."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from itertools import chain

import numpy as np
import numpy.typing as npt

from kg.extract.features import (
    BUCKETS,
    STOPS,
    cue_sets,
    generic_lengths,
    generic_matcher,
    lexicon,
    noun_flags,
    quote_states,
    shapes_of,
)
from kg.extract.matching import Match, Matcher
from kg.extract.sheet import Ints, Sheet, distinct
from kg.lexicon import cached

Numbers = Mapping[str, int]  # value -> its number; zero for a value that weighs nothing
Columns = dict[str, Ints]
Bools = npt.NDArray[np.bool_]
_EDGE = 10  # the first and the last character of a sentence count as so many steps away from punctuation
_FAR = 4 * _EDGE  # room between sentences when steps are counted
_LONGEST_CUE = 3
_SHAPES = np.zeros(sys.maxunicode + 1, dtype=np.int64)  # of each character: zero until it is met


def columns_of(sheet: Sheet, numbers: Mapping[str, Numbers]) -> Columns:
    """Return the number of each value at each character of the sheet.

    `numbers` has them for the sorts shape, noun, cue, quote, use, cover and steps; around a sentence stand
    the values ^ and $ or blanks, as in `features.flags`.
    """
    sort = {name: numbers.get(name, {}) for name in ("shape", "noun", "cue", "quote", "use", "cover", "steps")}
    noun_end, noun_start = _nouns(sheet, sort["noun"])
    begins, ends = _cues(sheet, sort["cue"])
    left, right = _steps(sheet, sort["steps"])
    return {
        "shape": _with_edges(_by_code(_shapes(sheet.codes), sort["shape"]), sheet, sort["shape"]),
        "noun_end": _with_edges(noun_end, sheet, sort["noun"]),
        "noun_start": _with_edges(noun_start, sheet, sort["noun"]),
        "begins": begins,
        "ends": ends,
        "left": left,
        "right": right,
        "quote": _with_edges(_quotes(sheet, sort["quote"]), sheet, sort["quote"]),
        "use": _uses(sheet, sort["use"]),
        "cover": _cover(sheet, sort["cover"]),
    }


def _filled(sheet: Sheet, numbers: Numbers, value: str = "-") -> Ints:
    return np.full(len(sheet.codes), numbers.get(value, 0), dtype=np.int64)


def _with_edges(column: Ints, sheet: Sheet, numbers: Numbers) -> Ints:
    column[sheet.starts - 1] = numbers.get("^", 0)
    column[sheet.ends] = numbers.get("$", 0)
    return column


def _by_code(codes: Ints, numbers: Numbers) -> Ints:
    """Return the numbers of characters, zero for those that have none."""
    table = np.zeros(2 + max(map(ord, numbers), default=0), dtype=np.int64)
    for char, number in numbers.items():
        table[ord(char)] = number
    found: Ints = table[np.minimum(codes, len(table) - 1)]
    return found


def _shapes(codes: Ints) -> Ints:
    """Return the shapes of characters, as `features.shapes_of` has them; each is asked for once."""
    found = _SHAPES[codes]
    if not found.all():
        for code in distinct(codes[found == 0]).tolist():
            _SHAPES[code] = ord(shapes_of(chr(code)))
        found = _SHAPES[codes]
    return found


def _found(matches: list[Match]) -> tuple[Ints, Ints, Ints]:
    """Return which words were found, where they start and where they end."""
    numbers = np.fromiter(chain.from_iterable(matches), dtype=np.int64, count=3 * len(matches))
    return numbers[::3], numbers[1::3], numbers[2::3]


@cached
def _noun_matcher() -> Matcher:
    return Matcher(noun_flags())


def _nouns(sheet: Sheet, numbers: Numbers) -> tuple[Ints, Ints]:
    """Return what `features.noun_edges` finds: the longest noun at each start, of those with one end the first."""
    matcher, flags = _noun_matcher(), noun_flags()
    words, starts, ends = _found(matcher.find(sheet.text))
    longest = np.full(len(sheet.codes), -1, dtype=np.int64)
    in_order = np.argsort(ends, kind="stable")
    longest[starts[in_order]] = in_order  # the last one stays
    chosen = longest[longest >= 0]
    own = np.array([numbers.get(flags[word], 0) for word in matcher.words], dtype=np.int64)[words[chosen]]
    noun_end, noun_start = _filled(sheet, numbers), _filled(sheet, numbers)
    noun_start[starts[chosen]] = own
    noun_end[ends[chosen[::-1]] - 1] = own[::-1]
    return noun_end, noun_start


@cached
def _cue_matcher() -> Matcher:
    return Matcher(word for words in cue_sets() for word in words if len(word) <= _LONGEST_CUE)


@cached
def _cue_sides() -> tuple[Bools, Bools]:
    """Return which of the cues names begin behind, and which ones names end before."""
    words, (before, after) = _cue_matcher().words, cue_sets()
    return np.array([word in before for word in words]), np.array([word in after for word in words])


def _cues(sheet: Sheet, numbers: Numbers) -> tuple[Ints, Ints]:
    """Return what `features.cue_edges` finds: the length of the longest cue at each place, before and behind it."""
    words, starts, ends = _found(_cue_matcher().find(sheet.text))
    leads, follows = (side[words] for side in _cue_sides())
    begins, stops = _filled(sheet, numbers), _filled(sheet, numbers)
    for length in range(1, _LONGEST_CUE + 1):
        own = ends - starts == length
        begins[ends[own & leads]] = stops[starts[own & follows]] = numbers.get(str(length), 0)
    return begins, stops


@cached
def _overhangs() -> Ints:
    """Return by how much the longest everyday word that begins like each one is longer than that."""
    words, longest = generic_matcher().words, generic_lengths()
    return np.array([longest[word[0]][0] - len(word) for word in words], dtype=np.int64)


def _cover(sheet: Sheet, numbers: Numbers) -> Ints:
    """Return what `features.generic_cover` finds, with two blanks on either side of a sentence."""
    words, starts, ends = _found(generic_matcher().find(sheet.text))
    column = _filled(sheet, numbers)
    change = np.zeros(len(column), dtype=np.int64)
    change[starts] = 1
    change[ends] -= 1
    column[np.cumsum(change) > 0] = numbers.get("I", 0)
    column[starts] = numbers.get("B", 0)
    for outside in (sheet.starts - 1, sheet.starts - 2, sheet.ends, sheet.ends + 1):
        column[outside] = numbers.get(" ", 0)
    closing = np.zeros(len(column), dtype=bool)
    closing[sheet.ends] = True
    last, overhang = closing[ends], _overhangs()[words]
    for beyond in (0, 1):  # the last word of a sentence reaches beyond it, as it did in training
        column[ends[last & (overhang > beyond)] + beyond] = numbers.get("I", 0)
    return column


def _uses(sheet: Sheet, numbers: Numbers) -> Ints:
    """Return what `features.lexicon_states` finds."""
    column = _filled(sheet, numbers)
    for hit in lexicon().find(sheet.text):
        use = hit.name[0]
        column[hit.start : hit.end] = numbers.get("I" + use, 0)
        column[hit.end - 1] = numbers.get("E" + use, 0)
        column[hit.start] = numbers.get("B" + use, 0)
    return column


def _quotes(sheet: Sheet, numbers: Numbers) -> Ints:
    """Return what `features.quote_states` finds; quotations of one length and verdict are alike."""
    column = _filled(sheet, numbers)
    alike: dict[tuple[int, str], Ints] = {}
    for at, marks in zip(sheet.starts.tolist(), sheet.marks, strict=True):
        for start, end, verdict in marks:
            sort = end - start, verdict
            if sort not in alike:
                states = quote_states(end - start, [(0, end - start, verdict)])
                alike[sort] = np.array([numbers.get(state, 0) for state in states], dtype=np.int64)
            column[at + start : at + end] = alike[sort]
    return column


def _steps(sheet: Sheet, numbers: Numbers) -> tuple[Ints, Ints]:
    """Return what `features.distances` finds: how far the punctuation before and behind is."""
    stops = _by_code(sheet.codes, dict.fromkeys(STOPS, 1)) > 0
    at = np.arange(len(sheet.codes))
    at += _FAR * np.cumsum(np.bincount(sheet.starts, minlength=len(at)))  # sentences do not see one another's stops
    before, behind = np.where(stops, at, -_FAR), np.where(stops, at, at[-1] + _FAR)
    before[sheet.starts - 1] = at[sheet.starts] - _EDGE
    behind[sheet.ends] = at[sheet.ends - 1] + _EDGE
    steps = np.array([numbers.get(step, 0) for step in (*BUCKETS, "9")], dtype=np.int64)
    left = at - np.maximum.accumulate(before)
    right = np.minimum.accumulate(behind[::-1])[::-1] - at
    return steps[np.clip(left, 0, len(BUCKETS))], steps[np.clip(right, 0, len(BUCKETS))]
