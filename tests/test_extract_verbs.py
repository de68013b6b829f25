"""Verbs around a number: chains of verbs are those that patterns made of the lexicon would find."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kg import lexicon
from kg.extract import verbs
from kg.extract.wordlists import ALL_KINDS, LONG, NEW_BUILT, no_noun, verbs_of, words_of
from kg.extract.wordlists import verbs as alternatives

_VERBS = sorted(verb for kind in ALL_KINDS for verb in verbs_of(kind))
_BETWEEN = "(?:、|和|并|与|及|或)?"
_BEHIND = "(?:了|完成|到|出|起)?"
_ANY = f"(?:{alternatives(ALL_KINDS)})"
_CHAIN = re.compile(f"(?:{NEW_BUILT}|新?{_ANY}{no_noun()}(?:{_BETWEEN}{_ANY}{no_noun()}){{0,3}}){_BEHIND}")
_CLOSING = re.compile(f"(?:{NEW_BUILT}|新?{_ANY}(?:{_BETWEEN}{_ANY}){{0,3}}){_BEHIND}$")
_LONG = re.compile(f"(?:{alternatives(LONG)}){no_noun()}")

PIECES = st.one_of(
    st.sampled_from(_VERBS),
    st.sampled_from(
        [
            "新",
            "建",
            "完成",
            "(改)建",
            "新(改扩)建",
            "社区",
            "企业",
            "人",
            *"、和并与及或了到出起()",
            *sorted(words_of("noun_ends")),
        ]
    ),
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


def test_what_makes_a_noun_of_a_verb_is_a_list_of_the_lexicon(tmp_path: Path) -> None:
    assert verbs.verb_chain("改造提升小区") == "改造提升"
    (tmp_path / "indicator_words.toml").write_text('noun_ends = "小区"\njoints = "＋"\n', encoding="utf-8")
    lexicon.lay_over(tmp_path)
    try:
        assert verbs.verb_chain("改造提升小区") == "改造"
        assert verbs.verb_chain("改造＋提升道路") == "改造＋提升"
    finally:
        lexicon.lay_over(None)
