"""Counts of what was found, missed and wrong, and the figures made from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class Detail:
    """One miss, false alarm, duplicate or wrong attribute, in words that a reader can look up."""

    report: str
    kind: str  # metrics, initiatives, honours, firsts, partners, places, report
    fault: str  # missed, false, duplicate, wrong
    words: str


@dataclass(slots=True)
class Tally:
    """Counts of one kind of fact; precision counts `right` of `predicted`, recall `found` of `labelled`."""

    labelled: int = 0
    found: int = 0
    predicted: int = 0
    right: int = 0
    attributes: dict[str, list[int]] = field(default_factory=dict)  # name -> [right, judged]

    def judge(self, attribute: str, right: bool) -> None:
        """Count one judgement of an attribute."""
        counts = self.attributes.setdefault(attribute, [0, 0])
        counts[0] += right
        counts[1] += 1

    def add(self, other: Tally) -> None:
        """Add the counts of another report."""
        self.labelled += other.labelled
        self.found += other.found
        self.predicted += other.predicted
        self.right += other.right
        for name, (right, judged) in other.attributes.items():
            counts = self.attributes.setdefault(name, [0, 0])
            counts[0] += right
            counts[1] += judged

    @property
    def precision(self) -> float:
        """The share of the predictions that is right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the labels that was found."""
        return self.found / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def accuracy(self, attribute: str) -> float:
        """Return the share of right judgements of an attribute; 0.0 when none was made."""
        right, judged = self.attributes.get(attribute, [0, 0])
        return right / judged if judged else 0.0

    def as_dict(self) -> dict[str, Any]:
        """Return counts, precision, recall, F1 and attribute accuracies, ready for JSON."""
        figures: dict[str, Any] = {
            "labelled": self.labelled,
            "found": self.found,
            "predicted": self.predicted,
            "right": self.right,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
        }
        figures["attributes"] = {
            name: {"accuracy": right / judged, "judged": judged} for name, (right, judged) in self.attributes.items() if judged
        }
        return figures


@dataclass(frozen=True, slots=True)
class Figures:
    """The tallies of every kind over all labelled reports, and what went wrong, one by one."""

    tallies: dict[str, Tally]
    details: tuple[Detail, ...]

    def __getitem__(self, kind: str) -> Tally:
        return self.tallies[kind]

    def as_dict(self) -> dict[str, Any]:
        """Return the figures ready for JSON."""
        return {kind: tally.as_dict() for kind, tally in self.tallies.items()}
