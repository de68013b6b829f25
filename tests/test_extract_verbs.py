"""Verbs around a number: chains of verbs are those that patterns made of the lexicon would find."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import verbs
from kg.extract.wordlists import ALL_KINDS, LONG, NEW_BUILT, NO_VERB, NOUN_ENDS, verbs_of
from kg.extract.wordlists import verbs as alternatives

_VERBS = sorted(verb for kind in ALL_KINDS for verb in verbs_of(kind))
_BETWEEN = "(?:、|和|并|与|及|或)?"
_BEHIND = "(?:了|完成|到|出|起)?"
_ANY = f"(?:{alternatives(ALL_KINDS)})"
_CHAIN = re.compile(f"(?:{NEW_BUILT}|新?{_ANY}{NO_VERB}(?:{_BETWEEN}{_ANY}{NO_VERB}){{0,3}}){_BEHIND}")
_CLOSING = re.compile(f"(?:{NEW_BUILT}|新?{_ANY}(?:{_BETWEEN}{_ANY}){{0,3}}){_BEHIND}$")
_LONG = re.compile(f"(?:{alternatives(LONG)}){NO_VERB}")

PIECES = st.one_of(
    st.sampled_from(_VERBS),
    st.sampled_from(["新", "建", "完成", "(改)建", "新(改扩)建", "社区", "企业", "人", *"、和并与及或了到出起()", *NOUN_ENDS]),
)
PHRASES = st.lists(PIECES, max_size=8).map("".join)


@settings(max_examples=500, deadline=None)
@given(PHRASES)
def test_verbs_at_the_beginning_are_those_of_the_pattern(words: str) -> None:
    match = _CHAIN.match(words)
    assert verbs.verb_chain(words) == (match[0] if match else "")


@settings(max_examples=500, deadline=None)
@given(PHRASES)
def test_verbs_at_the_end_are_those_of_the_pattern(words: str) -> None:
    match = _CLOSING.search(words)
    assert verbs.closing_verbs(words) == (match[0] if match else "")


@settings(max_examples=500, deadline=None)
@given(PHRASES)
def test_long_verbs_are_counted_as_the_pattern_does(words: str) -> None:
    assert verbs.count_verbs(words) == len(_LONG.findall(words))
