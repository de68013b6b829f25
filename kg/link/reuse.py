"""Copies: passages that two reports share and that are not boilerplate, and reports that are nearly the same."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from kg.link import labels
from kg.link.matches import Match, Pair, matches
from kg.link.reuse_rules import Settings, settings
from kg.link.shingles import Places, Texts, by_text, shared_shingles
from kg.model import Extraction, NearDuplicate, Occurrence, PlaceDecision, Report, ReusedPassage
from kg.model.access import heads_of, is_held, reports_of
from kg.model.runs import Runs, one_each
from kg.terms import digest

if TYPE_CHECKING:
    from kg.model.shelf import Shelf

_FOUR_PLACES = Decimal("0.0001")
_SHOWN = 24  # characters of a passage in its label


_HELD = 20_000  # passages in memory: their number grows with the square of what is copied
_Found = tuple[tuple[ReusedPassage, ...], "array[int] | None", tuple[NearDuplicate, ...]]  # or where they are on the disk


class Copies(NamedTuple):
    """What reports have in common, each sorted by id."""

    passages: Sequence[ReusedPassage]
    near: tuple[NearDuplicate, ...]


class Finder:
    """Looks for copies, here or in a process forked from this one; the passages of a large build are on the disk then."""

    def __init__(self, extractions: Sequence[Extraction], decisions: Mapping[str, PlaceDecision]) -> None:
        """Take the reports."""
        self._extractions, self._decisions = extractions, decisions
        self._shelf: Shelf[ReusedPassage] | None = _shelf() if is_held(extractions) else None

    def find(self) -> _Found:
        """Return what `known` needs."""
        passages, near = text_reuse(reports_of(self._extractions), names_of(self._extractions, self._decisions))
        if self._shelf is None:
            return tuple(passages), None, near
        for item in passages:
            self._shelf.add(item)
        return (), self._shelf.ends(), near

    def known(self, found: _Found) -> Copies:
        """Return the copies that `find` found, in whichever process."""
        passages, ends, near = found
        if self._shelf is None or ends is None:
            return Copies(passages, near)
        self._shelf.know(ends)
        return Copies(self._shelf, near)


def names_of(extractions: Sequence[Extraction], decisions: Mapping[str, PlaceDecision]) -> dict[str, str]:
    """Return what to call each report where it is compared with another one; all are by report id."""
    return {key: labels.report(decisions[key].place.name, head.year) for key, head in heads_of(extractions).items()}


def text_reuse(
    reports: Mapping[str, Report], names: Mapping[str, str]
) -> tuple[Iterator[ReusedPassage], tuple[NearDuplicate, ...]]:
    """Return the passages that two reports share and the pairs of near-duplicates, each sorted by id.

    `names` gives what to call each report; both are by report id. Of reports on the disk the letters are there too.
    """
    rules = settings()
    texts = Texts(reports, [], []) if isinstance(reports, dict) else Texts(reports, _shelf(), _shelf())
    shared = shared_shingles(texts, rules.length, rules.repeats)
    near = _near_duplicates(texts, shared, rules, names)
    own = _without_common(texts, shared, rules)
    passages: Runs[str, ReusedPassage] = Runs(_HELD, one_each)
    for pair, found in matches(texts, own, rules.length):
        first = texts.letters(pair[0], rules.length)
        own_words = [match for match in _once(first.text, found) if first.own(match.first, match.length) >= rules.length]
        for item in _passages(texts, pair, own_words, names, rules):
            passages.add(item.id, item)
    return (item for _, (item,) in passages), near


def _shelf() -> Shelf[Any]:
    from kg.model.shelf import Shelf  # no small build needs it

    return Shelf()


def _without_common(texts: Texts, shared: Mapping[str, Places[int]], rules: Settings) -> dict[str, Places[int]]:
    """Mark in `texts` what so many reports have that it is everybody's, and return the other shingles."""
    rest: dict[str, Places[int]] = {}
    for shingle, places in shared.items():
        having = by_text(places)
        if not rules.is_common(len(having), len(texts)):
            rest[shingle] = places
            continue
        for index, starts in having.items():
            texts.common[index] += starts
    return rest


def _once(text: str, found: Sequence[Match]) -> list[Match]:
    """Return the matches of a pair without those whose words an earlier one has."""
    words: dict[str, Match] = {}
    for match in found:
        words.setdefault(text[match.first : match.first + match.length], match)
    return list(words.values())


def _passages(texts: Texts, pair: Pair, found: Sequence[Match], names: Mapping[str, str], rules: Settings) -> list[ReusedPassage]:
    if not found:
        return []
    text = texts.report(pair[0]).text
    one = texts.letters(pair[0], rules.length)
    firsts = [Occurrence(one.report, one.span(match.first, match.length)) for match in found]
    spans = texts.spans(pair[1], [(match.second, match.length) for match in found])
    other = texts.ids[pair[1]]
    made = []
    for first, span, match in zip(firsts, spans, found, strict=True):
        second = Occurrence(other, span)
        words = labels.squeeze(first.span.of(text))
        shown = words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
        label = f"{names[one.report]}与{names[other]}共有{match.length}字：{shown}"
        key = (first.report, first.span.start, first.span.end, second.report, second.span.start, second.span.end)
        made.append(ReusedPassage(digest(*key, length=16), match.length, (first, second), label))
    return made


def _near_duplicates(
    texts: Texts, shared: Mapping[str, Places[int]], rules: Settings, names: Mapping[str, str]
) -> tuple[NearDuplicate, ...]:
    """Return the pairs that have so many stretches in common; a sample of the stretches finds the candidates."""
    large = sum(texts.sizes) > rules.sample_above
    common: Counter[Pair] = Counter()
    for shingle, places in shared.items():
        if not large or crc32(shingle.encode()) % rules.sample == 0:
            common.update(combinations(by_text(places), 2))
    found: list[NearDuplicate] = []
    for one, other in sorted(common):
        longer = max(texts.sizes[one], texts.sizes[other]) - rules.length + 1
        hits = common[one, other] * (rules.sample if large else 1)
        if 4 * hits < rules.near_share * longer:  # far below: a text that repeats itself has fewer stretches than letters
            continue
        share = _share(texts[one], texts[other], rules.length)
        if share >= rules.near_share:
            label = f"{names[texts.ids[one]]}与{names[texts.ids[other]]}几乎相同，相同比例{(share * 100).normalize():f}%"
            pair = (texts.ids[one], texts.ids[other])
            found.append(NearDuplicate(digest(*pair, length=16), pair, share, label))
    return tuple(sorted(found, key=lambda item: item.id))


def _share(one: str, other: str, length: int) -> Decimal:
    """Return which share of the different stretches of the text that has more of them the other one has too."""
    first, second = ({text[at : at + length] for at in range(len(text) - length + 1)} for text in (one, other))
    return (Decimal(len(first & second)) / max(len(first), len(second))).quantize(_FOUR_PLACES)
