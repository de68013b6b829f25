"""Named things against labels: one label credits one prediction, a second name for it is a duplicate."""

from __future__ import annotations

from collections.abc import Sequence

from kg.evaluate.likeness import bare, same_name
from kg.evaluate.numbers import allowed
from kg.evaluate.tally import Detail, Record, Tally


def score_names(
    report: str, kind: str, labels: Sequence[Record], predictions: Sequence[Record], *, relaxed: bool
) -> tuple[Tally, list[Detail]]:
    """Return the tally of one report's names of a kind.

    Recall counts the labels that are core (the default) and not optional; precision counts every
    prediction, and any label makes one right. Kind, status and level of what was found are judged where labelled.
    """
    credited = _credit(labels, predictions, relaxed)
    taken = set(credited.values())
    tally = Tally(predicted=len(predictions), right=len(taken))
    details = []
    for index, found in enumerate(predictions):
        if index not in taken:
            known = any(same_name(found["name"], _names(label), relaxed) for label in labels)
            details.append(Detail(report, kind, "duplicate" if known else "false", found["name"]))
    for index, label in enumerate(labels):
        if not label.get("core", True) or label.get("optional"):
            continue
        tally.labelled += 1
        if index not in credited:
            details.append(Detail(report, kind, "missed", label["name"]))
            continue
        tally.found += 1
        details.extend(Detail(report, kind, "wrong", words) for words in _judge(tally, label, predictions[credited[index]]))
    return tally, details


def _credit(labels: Sequence[Record], predictions: Sequence[Record], relaxed: bool) -> dict[int, int]:
    """Return label -> prediction; predictions that bear a label's very name come first."""
    credited: dict[int, int] = {}
    settled: set[int] = set()
    for exact in (True, False):
        for index, found in enumerate(predictions):
            if index in settled:
                continue
            for other, label in enumerate(labels):
                fits = bare(found["name"]) == bare(label["name"]) if exact else True
                if other not in credited and fits and same_name(found["name"], _names(label), relaxed):
                    credited[other] = index
                    settled.add(index)
                    break
    return credited


def _names(label: Record) -> list[str]:
    return [label["name"], *label.get("mentions", [])]


def _judge(tally: Tally, label: Record, found: Record) -> list[str]:
    wrong = []
    for name in ("kind", "status", "level"):
        if name not in label:
            continue
        right = found.get(name) in allowed(label, name)
        tally.judge(name, right)
        if not right:
            wrong.append(f"{name}: {label['name']}: {label.get(name)!r}, found {found.get(name)!r}")
    return wrong
