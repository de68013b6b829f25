"""How likely a group of surfaces is an initiative: a logistic model over where the surfaces come from and look like.

The weights are data (model/ranks.json.gz); tools/train_tagger.py makes them. A name that stands inside
another one is judged with what the other one is worth.
"""

from __future__ import annotations

import gzip
import json
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import accumulate, chain
from math import exp
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from kg.extract.candidates import Candidate
from kg.extract.features import cue_sets, generic_matcher
from kg.extract.grouping import IN_TEXT, Group
from kg.extract.kinds import head_kind
from kg.extract.known import national, times
from kg.lexicon import cached
from kg.model import Kind

_DENSEST = 6
_CURATED = 0.6  # the least for a quoted row of the national lexicon
MODEL = Path(__file__).parent / "model" / "ranks.json.gz"
_PUNCTUATION = frozenset("、,。;:!?()《》“”‘’\n")
_LIKE = {"known": "national", "family": "quoted", "component": "quoted"}  # counts like what there are more examples of
_SURE = frozenset({"quoted", "title", "lost-quotes", "broken-quotes", "family", "component"})
_REMEMBERED = 50_000  # combinations of values
Stand = tuple[int, int, str]  # start, end and rule of a surface
Block = tuple[Any, ...]  # what makes some features, and the values that it makes them of


class _Known(dict[Block, tuple[float, ...]]):
    """The weights of the features that blocks make, in their order; those that weigh nothing are left out."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__()
        self.weights = weights

    def __missing__(self, block: Block) -> tuple[float, ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
        get = self.weights.get
        found = self[block] = tuple(weight for feature in _features(block) if (weight := get(feature, 0.0)))
        return found


class Ranks:
    """The weight of each feature; `bias` is the constant, `of` has the weights of a block."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        """Take the weights; those of features that were made of the same values are remembered."""
        self.bias = weights.get("bias", 0.0)
        self.of = _Known(weights)


def _features(block: Block) -> list[str]:
    make: Callable[..., list[str]] = block[0]
    return make(*block[1:])


@cached
def load() -> Ranks:
    """Return the weights that are shipped; after a change of lexicons with nothing remembered."""
    raw: dict[str, int] = json.loads(gzip.decompress(MODEL.read_bytes()))
    return Ranks({key: value / 100 for key, value in raw.items()})


class _Seen(NamedTuple):
    """A group at a glance: its surest surface, whether that is sure, its rules, what the tagger gives it."""

    best: Candidate
    sure: bool
    rules: str
    tagged: int


def _seen(group: Group) -> _Seen:
    only = group.surfaces[0]
    if len(group.surfaces) == 1 and only.rule == "tagger":  # most groups
        return _Seen(only, False, "tagger", _step(only.confidence))
    best, rank, tagged = group.surfaces[0], (False, -1.0, 0), 0.0
    rules = set()
    for item in group.surfaces:
        rule, worth = item.rule, item.confidence
        if rule != "tagger":
            rules.add(_LIKE.get(rule, rule))
        tagged = max(tagged, worth if rule == "tagger" else item.tagged)
        own = rule in _SURE, worth, -item.start
        if own > rank:
            best, rank = item, own
    return _Seen(best, rank[0], "+".join(sorted(rules)) or "tagger", _step(tagged))


class Pool:
    """The groups of one report, with the overlaps between their surfaces."""

    def __init__(self, text: str, groups: Sequence[Group], asked: Collection[int] | None = None) -> None:
        """Take the clean text, all groups found in it, and which of them will be asked about (None: all)."""
        self.text = text
        self.groups = groups
        wanted = groups if asked is None else [groups[index] for index in asked]
        names = {group.name for group in wanted}
        self._bare = _uncovered({_written(name) for name in names})
        quoted = sum(1 for group in groups for item in group.surfaces if item.rule in _SURE)
        size = len(text) - text.count("\n")  # blank lines between paragraphs are a matter of the file
        self.density = min(quoted * 400 / max(size, 400), _DENSEST)  # quoted names in 400 characters
        self._times = times(text, names)
        self._rivals = _overlapping(groups, wanted, len(text))

    def features(self, index: int) -> list[str]:
        """Return the features of group `index`, as the weights are trained on them."""
        seen = _seen(self.groups[index])
        blocks = [*self._own(index, seen), (_density, int(self.density), seen.rules, seen.tagged)]
        return [feature for block in blocks for feature in _features(block)]

    def _own(self, index: int, seen: _Seen) -> tuple[Block, ...]:
        """Return what does not depend on how full of quotations the report is."""
        group = self.groups[index]
        row = national().get(group.name)
        use = f"{row['use']}{row['boilerplate']}" if row else "-"
        name = _written(group.name)
        return (
            (_sources, seen.rules, seen.tagged, use),
            self._rivalry(index, seen.rules),
            _built(name, self._bare[name], seen.sure),
            (_first, name[:2], seen.sure),
            (_last, name[-2:], seen.sure),
            (_start, name[:2], seen.sure),
            self._frame(group, seen),
        )

    def probability(self, index: int, ranks: Ranks) -> float:
        """Return the probability that group `index` is an initiative.

        The weights know whole steps of density; between the middles of two steps they are mixed, so that one
        quotation more or less in a report does not change what all of its names are worth. A formulation of the
        national lexicon in quotation marks is one.
        """
        group = self.groups[index]
        seen = _seen(group)
        middle = max(self.density - 0.5, 0.0)
        step, share = int(middle), middle - int(middle)
        of = ranks.of
        total = ranks.bias + sum(chain.from_iterable([of[block] for block in self._own(index, seen)]))
        total += (1 - share) * sum(of[_density, step, seen.rules, seen.tagged])
        total += share * sum(of[_density, min(step + 1, _DENSEST), seen.rules, seen.tagged])
        probability = 1 / (1 + exp(-total))
        return max(probability, _CURATED) if seen.sure and group.name in national() else probability

    def _rivalry(self, index: int, rules: str) -> Block:
        """What overlaps: names around and inside, and the same place cut otherwise."""
        around = inside = crossing = total = 0.0
        sure = False
        for item in self.groups[index].surfaces:
            start, end = item.start, item.end
            own = item.confidence if item.rule == "tagger" else 0.0
            for other in self._rivals.get((index, IN_TEXT(item)), {}).values():
                worth = other.confidence
                if other.start <= start and end <= other.end:
                    around = max(around, worth)
                    sure = sure or other.rule in _SURE
                elif start <= other.start and other.end <= end:
                    inside = max(inside, worth)
                else:
                    crossing = max(crossing, worth)
                own += worth if other.rule == "tagger" else 0.0
            total = max(total, own)
        return _overlaps, _step(around), _step(inside), _step(crossing), _step(min(total, 1)), sure, rules

    def _frame(self, group: Group, seen: _Seen) -> Block:
        """What stands around, and how often the name stands in the text at all."""
        text, best = self.text, seen.best
        start, end = best.start, best.end
        cues, tails = cue_sets()
        led = (start >= 2 and text[start - 2 : start] in cues) or (start >= 3 and text[start - 3 : start] in cues)
        followed = text[end : end + 1] in tails or text[end : end + 2] in tails or text[end : end + 3] in tails
        count = self._times[group.name]
        places = 1 if len(group.surfaces) == 1 else len({item.start for item in group.surfaces})
        share = min(places / count, 1) if count else 1
        before, after = f"{_neighbour(text, start - 1)}{led}", f"{_neighbour(text, end)}{followed}"
        head = head_kind(best.head) if best.head else "-"
        return _framed, before, after, min(count, 4), _step(share), f"{head}|{best.rule}", seen.rules


def _overlapping(groups: Sequence[Group], wanted: Iterable[Group], size: int) -> dict[tuple[int, Stand], dict[Stand, Candidate]]:
    """Return for each surface of `wanted` (its group, its place) those of other groups that overlap it, by place."""
    found: dict[tuple[int, Stand], dict[Stand, Candidate]] = {}
    near = bytearray(size)
    for start, end in [item[:2] for group in wanted for item in group.surfaces]:
        near[start:end] = b"\1" * (end - start)
    every = [(index, item) for index, group in enumerate(groups) for item in group.surfaces]
    surfaces = [(IN_TEXT(item), index, item) for index, item in every if near.find(1, item.start, item.end) >= 0]
    going: list[tuple[Stand, int, Candidate]] = []
    for place, index, item in sorted(surfaces, key=itemgetter(0, 1)):
        going = [before for before in going if before[0][1] > place[0]]
        for other_place, owner, other in going:
            if owner != index:
                found.setdefault((index, place), {})[other_place] = other
                found.setdefault((owner, other_place), {})[place] = item
        going.append((place, index, item))
    return found


def _sources(rules: str, tagged: int, use: str) -> list[str]:
    return [f"rules={rules}", f"tagger={tagged}", f"tagger={tagged}|{rules}", f"national={use}|{rules}"]


def _overlaps(around: int, inside: int, crossing: int, place: int, sure: bool, rules: str) -> list[str]:
    return [
        f"around={around}",
        f"inside={inside}",
        f"crossing={crossing}",
        f"place={place}",
        f"around={around}|{rules}",
        f"inside={inside}|{rules}",
        f"in-quote={sure}|{rules}",
    ]


def _written(name: str) -> str:
    """Return a name as features spell it."""
    return name.replace(" ", "_")


def _uncovered(names: Collection[str]) -> dict[str, int]:
    """Return how many characters of each name no everyday word covers; see `features.generic_cover`."""
    in_order = sorted(names)
    bare = [len(name) for name in in_order]
    behind = list(accumulate(len(name) + 1 for name in in_order))
    for _, start, end in generic_matcher().find("\n".join(in_order)):
        bare[bisect_right(behind, start)] -= end - start
    return dict(zip(in_order, bare, strict=True))


def _built(name: str, bare: int, sure: bool) -> Block:
    """What sort of name it is: its length, its marks, its kind, and how much of it no everyday word covers."""
    size = len(name)
    length = str(size) if size < 7 else "7" if size < 10 else "10" if size < 15 else "15"
    marks = "" if name.isalpha() else _marks(name)
    return _shape, min(bare, 4), min(size, 9), length, marks, head_kind(name), sure


def _marks(name: str) -> str:
    return "".join(mark for mark in "、,+" if mark in name) + ("0" if any(c.isdigit() for c in name) else "")


def _shape(bare: int, size: int, length: str, marks: str, kind: Kind | None, sure: bool) -> list[str]:
    return [
        f"bare={bare}|{sure}",
        f"bare={bare == 0}|{size}|{sure}",
        f"length={length}|{sure}",
        f"marks={marks}|{sure}",
        f"kind={kind}|{sure}",
        f"kind={kind}|{length}|{sure}",
    ]


def _first(start: str, sure: bool) -> list[str]:
    cues, _ = cue_sets()
    return [f"first={start in cues}|{start[:1] in cues}|{sure}"]


def _last(end: str, sure: bool) -> list[str]:
    _, tails = cue_sets()
    return [f"last={end in tails}|{end[-1:] in tails}|{sure}", f"end={end}|{sure}"]


def _start(start: str, sure: bool) -> list[str]:
    return [f"start={start}|{sure}"]


def _framed(before: str, after: str, count: int, share: int, head: str, rules: str) -> list[str]:
    return [
        f"before={before}",
        f"after={after}",
        f"frame={before}{after}|{rules}",
        f"times={count}|{rules}",
        f"share={share}|{min(count, 3)}",
        f"head-behind={head}",
    ]


def _density(step: int, rules: str, tagged: int) -> list[str]:
    return [f"density={step}|{rules}", f"density={step > 1}|{rules}|{tagged}"]


def _neighbour(text: str, at: int) -> str:
    char = text[at] if 0 <= at < len(text) else ""
    return "^" if not char.strip() else char if char in _PUNCTUATION else "x"


def _step(value: float) -> int:
    return int(value * 10 + 0.5) if value >= 0.05 else 0
