"""Word lists of the metric rules, as sets, as endings and as parts of patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.lexicon import cached, remembered, rules, table
from kg.text.patterns import compiled

NEW_BUILT = r"新?\([^()]{1,5}\)建"  # 新(改)建
LONG = ("act", "self", "do")
ALL_KINDS = (*LONG, "short")
_GUARD = re.compile(r"“[^”“\n]{0,60}”|《[^》《\n]{0,60}》|\([^()\n]{0,60}\)")


def inside_name(words: str, position: int) -> bool:
    """Tell whether the offset lies in a name in “”, 《》 or in a bracket."""
    return any(match.start() < position < match.end() for match in _GUARD.finditer(words))


def pattern(name: str) -> re.Pattern[str]:
    """Return a pattern of `metric_patterns.tsv`."""
    return compiled(_patterns()[name])


def words_of(key: str) -> frozenset[str]:
    """Return a list of `indicator_words.toml` as a set."""
    return _word_sets()[key]


def endings(key: str) -> tuple[str, ...]:
    """Return a list of `indicator_words.toml`, longest words first."""
    return _ending_tuples()[key]


def either(words: Iterable[str]) -> str:
    """Return the words as alternatives of a pattern, longest first."""
    return "|".join(re.escape(word) for word in _longest_first(words))


def no_noun() -> str:
    """Return the part of a pattern that holds behind a verb, not inside of a noun that begins with it."""
    return f"(?!{either(words_of('noun_ends'))})"


def verbs(kinds: Sequence[str]) -> str:
    """Return the verbs of `kinds` as alternatives of a pattern."""
    return either(row["verb"] for row in table("verbs") if row["kind"] in kinds)


@remembered
def verbs_of(kind: str) -> tuple[str, ...]:
    """Return the verbs of one kind."""
    return tuple(row["verb"] for row in table("verbs") if row["kind"] == kind)


@cached
def _patterns() -> dict[str, str]:
    return {row["name"]: row["pattern"] for row in table("metric_patterns")}


@cached
def _word_sets() -> dict[str, frozenset[str]]:
    return {key: frozenset(value.split()) for key, value in rules("indicator_words").items()}


@cached
def _ending_tuples() -> dict[str, tuple[str, ...]]:
    return {key: tuple(_longest_first(words)) for key, words in _word_sets().items()}


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))
