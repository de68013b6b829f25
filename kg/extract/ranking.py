"""How likely a group of surfaces is an initiative: a logistic model over where the surfaces come from and look like.

The weights are data (model/ranks.json.gz); tools/train_tagger.py makes them. A name that stands inside
another one is judged with what the other one is worth.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from functools import cache
from math import exp
from pathlib import Path

from kg.extract.candidates import Candidate
from kg.extract.features import cue_sets, generic_cover
from kg.extract.grouping import Group
from kg.extract.kinds import head_kind
from kg.extract.known import national, times

_DENSEST = 6
_CURATED = 0.6  # the least for a quoted row of the national lexicon
MODEL = Path(__file__).parent / "model" / "ranks.json.gz"
_PUNCTUATION = frozenset("、,。;:!?()《》“”‘’\n")
_LIKE = {
    "known": "national",
    "family": "quoted",
    "component": "quoted",
}  # what counts like something that there are more examples of
_SURE = frozenset({"quoted", "title", "lost-quotes", "broken-quotes", "family", "component"})


@cache
def load(path: Path = MODEL) -> dict[str, float]:
    """Return the weight of each feature; `bias` is the constant."""
    raw: dict[str, int] = json.loads(gzip.decompress(path.read_bytes()))
    return {key: value / 100 for key, value in raw.items()}


class Pool:
    """The groups of one report, with the overlaps between their surfaces."""

    def __init__(self, text: str, groups: Sequence[Group]) -> None:
        """Take the clean text and all groups found in it."""
        self.text = text
        self.groups = groups
        quoted = sum(1 for group in groups for item in group.surfaces if item.rule in _SURE)
        size = len(text) - text.count("\n")  # blank lines between paragraphs are a matter of the file
        self.density = min(quoted * 400 / max(size, 400), _DENSEST)  # quoted names in 400 characters
        self._times = times(text, {group.name for group in groups})
        self._at: list[list[tuple[Candidate, int]]] = [[] for _ in range(len(text) // 64 + 2)]
        for index, group in enumerate(groups):
            for item in group.surfaces:
                for cell in range(item.start // 64, item.end // 64 + 1):
                    self._at[cell].append((item, index))

    def rivals(self, item: Candidate, index: int) -> list[Candidate]:
        """Return the surfaces of other groups that overlap `item`, a surface of group `index`."""
        found = {}
        for cell in range(item.start // 64, item.end // 64 + 1):
            for other, owner in self._at[cell]:
                if owner != index and other.start < item.end and item.start < other.end:
                    found[other.start, other.end, other.rule] = other
        return list(found.values())

    def features(self, index: int) -> list[str]:
        """Return the features of group `index`, as the weights are trained on them."""
        return [*self._own(index), *_density(self.groups[index], int(self.density))]

    def _own(self, index: int) -> list[str]:
        """What does not depend on how full of quotations the report is."""
        group = self.groups[index]
        best = max(group.surfaces, key=lambda c: (c.rule in _SURE, c.confidence, -c.start))
        sure = best.rule in _SURE
        shape = [f"{feature}|{sure}" for feature in _shape(group.name)]
        return [*_sources(group), *self._rivalry(group, index), *shape, *self._frame(group, best)]

    def probability(self, index: int, weights: dict[str, float]) -> float:
        """Return the probability that group `index` is an initiative.

        The weights know whole steps of density; between the middles of two steps they are mixed, so that one
        quotation more or less in a report does not change what all of its names are worth. A formulation of the
        national lexicon in quotation marks is one.
        """
        group = self.groups[index]
        if group.name in national() and any(item.rule in _SURE for item in group.surfaces):
            return max(self._ranked(index, weights), _CURATED)
        return self._ranked(index, weights)

    def _ranked(self, index: int, weights: dict[str, float]) -> float:
        middle = max(self.density - 0.5, 0.0)
        step, share = int(middle), middle - int(middle)
        total = weights.get("bias", 0.0) + _sum(self._own(index), weights)
        total += (1 - share) * _sum(_density(self.groups[index], step), weights)
        total += share * _sum(_density(self.groups[index], min(step + 1, _DENSEST)), weights)
        return 1 / (1 + exp(-total))

    def _rivalry(self, group: Group, index: int) -> list[str]:
        """What overlaps: names around and inside, and the same place cut otherwise."""
        around = inside = crossing = 0.0
        sure = False
        total = 0.0
        for item in group.surfaces:
            own = item.confidence if item.rule == "tagger" else 0.0
            for other in self.rivals(item, index):
                worth = other.confidence
                sure = sure or (other.rule in _SURE and other.start <= item.start and item.end <= other.end)
                if other.start <= item.start and item.end <= other.end:
                    around = max(around, worth)
                elif item.start <= other.start and other.end <= item.end:
                    inside = max(inside, worth)
                else:
                    crossing = max(crossing, worth)
                own += worth if other.rule == "tagger" else 0.0
            total = max(total, own)
        rules = _rules(group)
        return [
            f"around={_step(around)}",
            f"inside={_step(inside)}",
            f"crossing={_step(crossing)}",
            f"place={_step(min(total, 1))}",
            f"around={_step(around)}|{rules}",
            f"inside={_step(inside)}|{rules}",
            f"in-quote={sure}|{rules}",
        ]

    def _frame(self, group: Group, best: Candidate) -> list[str]:
        """What stands around, and how often the name stands in the text at all."""
        text = self.text
        before, after = _neighbour(text, best.start - 1, best.start), _neighbour(text, best.end, best.end + 1)
        cues, tails = cue_sets()
        led = any(text[best.start - n : best.start] in cues for n in (2, 3) if best.start >= n)
        followed = any(text[best.end : best.end + n] in tails for n in (1, 2, 3))
        count = self._times[group.name]
        share = min(len({item.start for item in group.surfaces}) / count, 1) if count else 1
        rules = _rules(group)
        return [
            f"before={before}{led}",
            f"after={after}{followed}",
            f"frame={before}{led}{after}{followed}|{rules}",
            f"times={min(count, 4)}|{rules}",
            f"share={_step(share)}|{min(count, 3)}",
            f"head-behind={head_kind(best.head) if best.head else '-'}|{best.rule}",
        ]


def _sum(features: Sequence[str], weights: dict[str, float]) -> float:
    return sum(weights.get(feature, 0.0) for feature in features)


def _density(group: Group, step: int) -> list[str]:
    rules = _rules(group)
    tagger = _step(max(_tagged(item) for item in group.surfaces))
    return [f"density={step}|{rules}", f"density={step > 1}|{rules}|{tagger}"]


def _sources(group: Group) -> list[str]:
    rules = _rules(group)
    tagger = max((_tagged(item) for item in group.surfaces), default=0.0)
    row = national().get(group.name)
    use = f"{row['use']}{row['boilerplate']}" if row else "-"
    return [f"rules={rules}", f"tagger={_step(tagger)}", f"tagger={_step(tagger)}|{rules}", f"national={use}|{rules}"]


def _tagged(item: Candidate) -> float:
    return item.confidence if item.rule == "tagger" else item.tagged


def _rules(group: Group) -> str:
    rules = {_LIKE.get(item.rule, item.rule) for item in group.surfaces if item.rule != "tagger"}
    return "+".join(sorted(rules)) or "tagger"


def _shape(name: str) -> list[str]:
    cues, tails = cue_sets()
    name = name.replace(" ", "_")
    size = len(name)
    length = str(size) if size < 7 else "7" if size < 10 else "10" if size < 15 else "15"
    marks = "".join(mark for mark in "、,+" if mark in name) + ("0" if any(c.isdigit() for c in name) else "")
    kind = head_kind(name)
    bare = generic_cover(name).count("-")
    return [
        f"bare={min(bare, 4)}",
        f"bare={bare == 0}|{min(size, 9)}",
        f"length={length}",
        f"marks={marks}",
        f"kind={kind}",
        f"kind={kind}|{length}",
        f"first={name[:2] in cues}|{name[:1] in cues}",
        f"last={name[-2:] in tails}|{name[-1:] in tails}",
        f"end={name[-2:]}",
        f"start={name[:2]}",
    ]


def _neighbour(text: str, start: int, end: int) -> str:
    char = text[max(start, 0) : end]
    return "^" if not char.strip() else char if char in _PUNCTUATION else "x"


def _step(value: float) -> int:
    return int(value * 10 + 0.5) if value >= 0.05 else 0
