"""Many words found in a text in one pass, by an Aho-Corasick automaton."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SURROGATES = re.compile("[\ud800-\udfff]")  # halves of pairs, which no UTF-8 and so no automaton can hold
Match = tuple[int, int, int]  # index of the word, start, end (excluded)


class Matcher:
    """A set of words; `words` has them in order, as the matches count them."""

    def __init__(self, words: Iterable[str], *, longest: bool = False) -> None:
        """Take the words; `longest`: only the longest at each place counts, and none inside or across another."""
        from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

        known = {*words} - {""}
        if _SURROGATES.search("".join(known)):
            known = {word for word in known if not _SURROGATES.search(word)}
        self.words = tuple(sorted(known))
        kind = MatchKind.LeftmostLongest if longest else MatchKind.Standard
        self._overlapping = not longest
        self._automaton = AhoCorasick(self.words, matchkind=kind, implementation=Implementation.ContiguousNFA)

    def find(self, text: str) -> list[Match]:
        """Return the matches in `text` by their ends."""
        if not self.words:
            return []
        passing = (text + " ")[:-1]  # a copy: a string keeps the UTF-8 that it was once asked for, that of a report for long
        try:
            return self._automaton.find_matches_as_indexes(passing, overlapping=self._overlapping)
        except UnicodeEncodeError:
            plain = _SURROGATES.sub("\ufffd", passing)
            return self._automaton.find_matches_as_indexes(plain, overlapping=self._overlapping)
