"""Named initiatives of a report: quoted names, titles, national formulations, names that the tagger finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from kg.extract import ranking, tagger
from kg.extract.candidates import (
    Candidate,
    Judged,
    Stretches,
    judged_quotations,
    known_candidates,
    marked_sentences,
    national_candidates,
    outside,
    quoted_candidates,
    tagged_candidates,
    with_tags,
)
from kg.extract.components import components_of
from kg.extract.grouping import Group, grouped
from kg.extract.kinds import kind_of
from kg.extract.known import Names, national
from kg.extract.screening import is_no_name, proper_part
from kg.extract.standing import standing
from kg.lexicon import cached, table
from kg.model import InitiativeMention, Leftover, Report
from kg.text.literals import headed, required
from kg.text.patterns import compiled

LEAST = 0.12  # of what the tagger proposes
ENOUGH = 0.52  # of what is kept, after ranking

LENT = "known"  # the rule of names from other reports

_REMEMBERED = 64  # reports
_SHORTEST = 4  # characters of a short form
_NAMES = 16_384  # whose family is remembered

_BARE_CODE = re.compile(r"[0-9+.\-/×]{1,12}")  # 133 alone is a number wherever it is not quoted

Weights = tuple[tagger.Model, ranking.Ranks]


def find_initiatives(report: Report) -> tuple[tuple[InitiativeMention, ...], tuple[Leftover, ...]]:
    """Return the named initiatives of `report` in order, and the quoted phrases that name none with the reason."""
    return find_initiatives_with(report, ())


def find_initiatives_with(
    report: Report, known_names: Iterable[str]
) -> tuple[tuple[InitiativeMention, ...], tuple[Leftover, ...]]:
    """Do what `find_initiatives` does, and find unquoted uses of `known_names` (from other reports) besides."""
    return find_by(report, known_names, (tagger.load(), ranking.load()))


def find_by(
    report: Report, known_names: Iterable[str], weights: Weights
) -> tuple[tuple[InitiativeMention, ...], tuple[Leftover, ...]]:
    """Find initiatives with the given weights (the evaluation passes those trained without this report)."""
    sight = first_sight(report, weights[0])
    chosen = _repeated(report, choose(sight, propose(report, sight, known_names), weights[1]))
    mentions = tuple(
        sorted((_known_mention(sight, *pair) for pair in chosen), key=lambda item: (item.span.start, item.span.end, item.name))
    )
    return mentions, _leftovers(report, sight.judged, mentions)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a report shows by itself: its quotations with their verdicts, and the candidates in and outside of them."""

    report: Report
    judged: tuple[Judged, ...]
    quoted: tuple[Candidate, ...]
    loose: tuple[Candidate, ...]
    tagged: tuple[Candidate, ...]
    # what was made of it, for the pass that brings in names from other reports
    worths: dict[tuple[ranking.Ranks, Group], float] = field(default_factory=dict, compare=False, repr=False)
    mentions: dict[tuple[Group, float], InitiativeMention] = field(default_factory=dict, compare=False, repr=False)


def first_sight(report: Report, model: tagger.Model) -> Sight:
    """Return what `report` shows by itself; of the last reports it is remembered for the second pass."""
    look_at([report], model)
    sight: Sight = model.sights[report.id]
    return sight


def look_at(reports: Iterable[Report], model: tagger.Model) -> None:
    """Look at some reports, _REMEMBERED at most, so that the first sight of each is remembered: faster than one by one."""
    new = [(one, judged_quotations(one)) for one in reports if not _remembers(model, one)]
    tagger.tag_all([marked for pair in new for _, marked in marked_sentences(*pair)], model)
    for report, judged in new:
        tagged = tuple(tagged_candidates(report, judged, model, LEAST))
        quoted = tuple(with_tags(quoted_candidates(report, judged), tagged))
        sight = Sight(report, tuple(judged), quoted, tuple(national_candidates(report)), tagged)
        if len(model.sights) >= _REMEMBERED:
            del model.sights[next(iter(model.sights))]
        model.sights[report.id] = sight


def _remembers(model: tagger.Model, report: Report) -> bool:
    known = model.sights.get(report.id)
    return known is not None and known.report is report


def propose(report: Report, sight: Sight, known_names: Iterable[str]) -> list[Group]:
    """Return every group of surfaces that may be an initiative."""
    names = Names((name, name) for name in known_names if not _BARE_CODE.fullmatch(name))
    loose = [*sight.loose, *known_candidates(report, names, LENT, 0.6)]
    return grouped([*sight.quoted, *outside([*loose, *sight.tagged], sight.quoted)])


def choose(sight: Sight, groups: list[Group], ranks: ranking.Ranks) -> list[tuple[Group, float]]:
    """Return the groups that are likely enough, with their probability; no two keep the same place."""
    text = sight.report.clean.text
    worths = _worths(sight, groups, ranks)
    ranked = sorted((-worth, index) for index, worth in enumerate(worths) if worth >= ENOUGH)
    taken = bytearray(len(text) + 1)
    chosen: list[tuple[Group, float]] = []
    for worth, index in ranked:
        group = groups[index]
        free = [item for item in group.surfaces if taken.find(1, item.start, item.end) < 0]
        if not free:
            continue
        for item in free:
            taken[item.start : item.end] = b"\1" * (item.end - item.start)
        chosen.append((group if len(free) == len(group.surfaces) else Group(group.name, tuple(free)), -worth))
    return _with_short_forms(_well_cut(text, chosen))


def _worths(sight: Sight, groups: list[Group], ranks: ranking.Ranks) -> list[float]:
    """Return the probability of each group; where no lent name overlaps it, it is what it was without lent names."""
    lent = bytearray(len(sight.report.clean.text) + 1)
    for start, end in [(item.start, item.end) for group in groups for item in group.surfaces if item.rule == LENT]:
        lent[start:end] = b"\1" * (end - start)
    alone = [True] * len(groups)
    if 1 in lent:
        alone = [all(lent.find(1, item.start, item.end) < 0 for item in group.surfaces) for group in groups]
    known = [sight.worths.get((ranks, group)) if by_itself else None for group, by_itself in zip(groups, alone, strict=True)]
    asked = [index for index, worth in enumerate(known) if worth is None]
    pool = ranking.Pool(sight.report.clean.text, groups, asked)
    worths = [pool.probability(index, ranks) if worth is None else worth for index, worth in enumerate(known)]
    sight.worths.update(((ranks, groups[index]), worths[index]) for index in asked if alone[index])
    return worths


def _well_cut(text: str, chosen: list[tuple[Group, float]]) -> list[tuple[Group, float]]:
    """Cut loose names to their proper part (的环保工作机制), and drop names that name nothing after all."""
    result = []
    quoted = {item.end for group, _ in chosen for item in group.surfaces if text[item.end - 1] in "”’"}
    for found, worth in chosen:
        loose = _is_loose(found)
        if loose and len(found.name) > 4 and all(item.start in quoted for item in found.surfaces):
            continue  # “甲”治理平台: the noun of the quoted name is no name besides
        group = _cut(found) if loose else found
        if not is_no_name(group.name, loose=loose):
            result.append((group, worth))
    return result


def _is_loose(group: Group) -> bool:
    return {item.rule for item in group.surfaces} == {"tagger"}


def _cut(group: Group) -> Group:
    start, end = proper_part(group.name)
    if end - start == len(group.name):
        return group
    return Group(group.name[start:end], tuple(_cut_surface(item) for item in group.surfaces))


def _cut_surface(item: Candidate) -> Candidate:
    start, end = proper_part(item.name)
    if item.end - item.start != len(item.name):  # marks or blanks inside: the place stays whole
        return item._replace(name=item.name[start:end])
    return item._replace(start=item.start + start, end=item.start + end, name=item.name[start:end])


def _repeated(report: Report, chosen: list[tuple[Group, float]]) -> list[tuple[Group, float]]:
    """Add the places where a chosen name stands once more, without quotation marks or unnoticed."""
    spans = sorted((item.start, item.end) for group, _ in chosen for item in group.surfaces)
    taken = bytearray(len(report.clean.text) + 1)
    for start, end in spans:
        taken[start:end] = b"\1" * (end - start)
    long_enough = [group.name for group, _ in chosen if len(group.name) > 2 and not _BARE_CODE.fullmatch(group.name)]
    again: dict[str, list[Candidate]] = {}
    for item in known_candidates(report, Names((name, name) for name in long_enough), "repeat", 0.5, taken):
        again.setdefault(item.name, []).append(item)
    return [(_joined(group, again[group.name]) if group.name in again else group, worth) for group, worth in chosen]


def _joined(group: Group, more: Iterable[Candidate]) -> Group:
    """Return the group with further surfaces, in order."""
    return Group(group.name, tuple(sorted((*group.surfaces, *more), key=lambda c: (c.start, c.end))))


def _with_short_forms(chosen: list[tuple[Group, float]]) -> list[tuple[Group, float]]:
    """File a loose name under the one longer name that ends in it: 直播产业园 after 温州直播产业园."""
    kept = dict(enumerate(chosen))
    short = {at: group.name for at, (group, _) in enumerate(chosen) if len(group.name) >= _SHORTEST and _is_loose(group)}
    longer: dict[str, list[int]] = {name: [] for name in short.values()}
    endings = {name[-_SHORTEST:] for name in longer}
    for at, (group, _) in enumerate(chosen):
        if group.name[-_SHORTEST:] not in endings:
            continue
        for cut in range(1, len(group.name) - _SHORTEST + 1):
            if group.name[cut:] in longer:
                longer[group.name[cut:]].append(at)
    for at, name in short.items():
        into = [other for other in longer[name] if other in kept]
        if len(into) == 1:
            group, probability = kept[into[0]]
            kept[into[0]] = (_joined(group, kept.pop(at)[0].surfaces), probability)
    return list(kept.values())


def _leftovers(report: Report, judged: Iterable[Judged], mentions: Iterable[InitiativeMention]) -> tuple[Leftover, ...]:
    """Return the quotations that no mention covers, with the reason."""
    covered = Stretches((span.start, span.end) for mention in mentions for span in mention.surfaces)
    result = []
    for quotation, reason in judged:
        span = report.clean.span(quotation.start, quotation.end)
        if quotation.mark == "gap" or covered.hold(span.start + 1, span.end - 1):
            continue
        result.append(Leftover(span, reason or "unlikely"))
    return tuple(result)


@cached
def _families() -> Callable[[str], str | None]:
    families = tuple((row["family"], row["pattern"]) for row in table("families"))
    words = required("|".join(f"(?:{pattern})" for _, pattern in families))
    one_of_them = headed("|".join(map(re.escape, sorted(words))))

    @lru_cache(maxsize=_NAMES)
    def family(name: str) -> str | None:
        if not one_of_them.search(name):
            return None
        return next((family for family, pattern in families if compiled(pattern).search(name)), None)

    return family


def family_of(name: str) -> str | None:
    """Return the name family that `name` belongs to (家门口服务站 -> 家门口), None when it stands alone."""
    return _families()(name)


def _known_mention(sight: Sight, group: Group, probability: float) -> InitiativeMention:
    known = sight.mentions.get((group, probability))
    if known is None:
        known = sight.mentions[group, probability] = _mention(sight.report, group, probability)
    return known


def _mention(report: Report, group: Group, probability: float) -> InitiativeMention:
    text = report.clean.text
    surest = max(group.surfaces, key=lambda c: (c.rule != "tagger", c.confidence, -c.start))
    places = sorted({(item.start, item.end) for item in group.surfaces})
    spans = tuple([report.clean.span(start, end) for start, end in places])
    status, statuses = standing(report, places, widespread=_widespread(group.name))
    return InitiativeMention(
        span=spans[0],
        rule=surest.rule,
        name=group.name,
        kind=kind_of(group.name, text, surest.start, surest.end, title=surest.title),
        status=status,
        surfaces=spans,
        components=_components(group.surfaces, text),
        family=family_of(group.name),
        confidence=round(probability, 3),
        surface_statuses=statuses,
    )


def _widespread(name: str) -> bool:
    row = national().get(name)
    return row is not None and row["kind"] in ("slogan", "policy", "platform", "mechanism")


def _components(surfaces: Iterable[Candidate], text: str) -> tuple[str, ...]:
    for item in surfaces:
        parts = components_of(item.name, text, item.start, item.end)
        if parts:
            return parts
    return ()
