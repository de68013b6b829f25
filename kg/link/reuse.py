"""Copies: passages that two reports share and that are not boilerplate, and reports that are nearly the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from zlib import crc32

from kg.link.labels import squeeze
from kg.link.matches import Match, Pair, matches
from kg.link.shingles import Letters, Places, Settings, read_letters, settings, shared_shingles
from kg.model import NearDuplicate, Occurrence, Report, ReusedPassage
from kg.terms import digest

_FOUR_PLACES = Decimal("0.0001")
_SHOWN = 24  # characters of a passage in its label


def text_reuse(
    reports: Sequence[Report], names: Mapping[str, str]
) -> tuple[tuple[ReusedPassage, ...], tuple[NearDuplicate, ...]]:
    """Return the passages that two reports share and the pairs of near-duplicates, each sorted by id.

    `names` gives what to call each report, by id. The result does not depend on the order of `reports`.
    """
    rules = settings()
    ordered = sorted({report.id: report for report in reports}.items())
    texts = [read_letters(report) for _, report in ordered]
    shared = shared_shingles(texts, rules.length, rules.repeats)
    near = _near_duplicates(texts, shared, rules, names)
    own = _without_common(texts, shared, rules)
    passages: list[ReusedPassage] = []
    for pair, found in matches(texts, own, rules.length).items():
        own_words = [
            match for match in _once(texts[pair[0]], found) if texts[pair[0]].own(match.first, match.length) >= rules.length
        ]
        passages += [_passage(texts, pair, match, ordered[pair[0]][1], names) for match in own_words]
    return tuple(sorted(passages, key=lambda item: item.id)), near


def _without_common(texts: Sequence[Letters], shared: Mapping[str, Places], rules: Settings) -> dict[str, Places]:
    """Mark in `texts` what so many reports have that it is everybody's, and return the other shingles."""
    rest: dict[str, Places] = {}
    for shingle, places in shared.items():
        if not rules.is_common(len(places), len(texts)):
            rest[shingle] = places
            continue
        for index, starts in places.items():
            for start in starts:
                texts[index].plain[start : start + rules.length] = b"\x01" * rules.length
    return rest


def _once(text: Letters, found: Sequence[Match]) -> list[Match]:
    """Return the matches of a pair without those whose words an earlier one has."""
    words: dict[str, Match] = {}
    for match in found:
        words.setdefault(text.text[match.first : match.first + match.length], match)
    return list(words.values())


def _passage(texts: Sequence[Letters], pair: Pair, match: Match, report: Report, names: Mapping[str, str]) -> ReusedPassage:
    one, other = texts[pair[0]], texts[pair[1]]
    first = Occurrence(one.report, one.span(match.first, match.length))
    second = Occurrence(other.report, other.span(match.second, match.length))
    words = squeeze(first.span.of(report.text))
    shown = words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
    label = f"{names[one.report]}与{names[other.report]}共有{match.length}字：{shown}"
    key = (first.report, first.span.start, first.span.end, second.report, second.span.start, second.span.end)
    return ReusedPassage(digest(*key, length=16), match.length, (first, second), label)


def _near_duplicates(
    texts: Sequence[Letters], shared: Mapping[str, Places], rules: Settings, names: Mapping[str, str]
) -> tuple[NearDuplicate, ...]:
    """Return the pairs that have so many stretches in common; a sample of the stretches finds the candidates."""
    large = sum(len(text.text) for text in texts) > rules.sample_above
    common: Counter[Pair] = Counter()
    for shingle, places in shared.items():
        if not large or crc32(shingle.encode()) % rules.sample == 0:
            indices = sorted(places)
            common.update((one, other) for at, one in enumerate(indices) for other in indices[at + 1 :])
    found: list[NearDuplicate] = []
    for one, other in sorted(common):
        longer = max(len(texts[one].text), len(texts[other].text)) - rules.length + 1
        hits = common[one, other] * (rules.sample if large else 1)
        if 4 * hits < rules.near_share * longer:  # far below: a text that repeats itself has fewer stretches than letters
            continue
        share = _share(texts[one].text, texts[other].text, rules.length)
        if share >= rules.near_share:
            label = f"{names[texts[one].report]}与{names[texts[other].report]}几乎相同，相同比例{(share * 100).normalize():f}%"
            pair = (texts[one].report, texts[other].report)
            found.append(NearDuplicate(digest(*pair, length=16), pair, share, label))
    return tuple(sorted(found, key=lambda item: item.id))


def _share(one: str, other: str, length: int) -> Decimal:
    """Return which share of the different stretches of the text that has more of them the other one has too."""
    first, second = ({text[at : at + length] for at in range(len(text) - length + 1)} for text in (one, other))
    return (Decimal(len(first & second)) / max(len(first), len(second))).quantize(_FOUR_PLACES)
