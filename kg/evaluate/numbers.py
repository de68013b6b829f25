"""Metrics against labels: numbers are paired by place, then each attribute is judged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from kg.evaluate.likeness import bare, likeness, place_of, same_number, same_unit
from kg.evaluate.tally import Detail, Record, Tally

SAME_INDICATOR = 0.85
_NUMERAL = re.compile("[0-9０-９零〇一二两三四五六七八九十百千万亿半数几]")
_FACT = ("value", "unit", "status", "indicator")


def score_metrics(
    report: str, text: str, labels: Sequence[Record], predictions: Sequence[Record], initiatives: Sequence[Record] = ()
) -> tuple[Tally, list[Detail]]:
    """Return the tally of one report's numbers; labels marked `optional` are neither missed nor wrong.

    `initiatives` are the labelled ones: a number's initiative is right under any of its names.
    """
    tally, details = Tally(), []
    pairs = _pair(text, labels, predictions)
    for index, label in enumerate(labels):
        if label.get("optional"):
            continue
        tally.labelled += 1
        if index not in pairs:
            details.append(Detail(report, "metrics", "missed", f"{label['quote']} | {label['indicator']}"))
            continue
        tally.found += 1
        tally.predicted += 1
        tally.right += 1
        found = predictions[pairs[index]]
        wrong = [*_judge(tally, label, found), *_judge_initiative(tally, label, found, initiatives)]
        details.extend(Detail(report, "metrics", "wrong", words) for words in wrong)
    for index in sorted(set(range(len(predictions))) - set(pairs.values())):
        tally.predicted += 1
        start, end = predictions[index]["start"], predictions[index]["end"]
        around = text[max(0, start - 12) : end + 8]
        details.append(
            Detail(report, "metrics", "false", f"{text[start:end]} | {predictions[index].get('indicator')} | …{around}")
        )
    return tally, details


def _pair(text: str, labels: Sequence[Record], predictions: Sequence[Record]) -> dict[int, int]:
    """Return label -> prediction: pairs that share a numeral, equal values first, then the best overlap."""
    candidates = []
    for index, label in enumerate(labels):
        start, end = place_of(text, label["quote"], label.get("occ"))
        for other, found in enumerate(predictions):
            inner = max(start, found["start"]), min(end, found["end"])
            if inner[0] >= inner[1] or not _NUMERAL.search(text[inner[0] : inner[1]]):
                continue
            share = (inner[1] - inner[0]) / (max(end, found["end"]) - min(start, found["start"]))
            candidates.append((same_number(found.get("value"), label.get("value")), share, index, other))
    pairs: dict[int, int] = {}
    for _, _, index, other in sorted(candidates, reverse=True):
        if index not in pairs and other not in pairs.values():
            pairs[index] = other
    return pairs


def _judge(tally: Tally, label: Record, found: Record) -> list[str]:
    """Judge every attribute of a pair; return a line for each wrong one."""
    names = [label["indicator"], *label.get("indicator_alt", [])]
    verdicts = {
        "value": _same_value(label, found),
        "unit": any(same_unit(found.get("unit"), unit) for unit in allowed(label, "unit")),
        "modifier": found.get("modifier") in allowed(label, "modifier"),
        "status": found.get("status") in allowed(label, "status"),
        "period": (found.get("period") or None) in [value or None for value in allowed(label, "period")],
        "change": (found.get("change") or None) in [value or None for value in allowed(label, "change")],
        "indicator": max(likeness(found.get("indicator"), name) for name in names) >= SAME_INDICATOR,
    }
    for name, right in verdicts.items():
        tally.judge(name, right)
    tally.judge("whole_fact", all(verdicts[name] for name in _FACT))
    return [
        f"{name}: {label['quote']}: {label.get(name)!r}, found {found.get(name)!r}"
        for name, right in verdicts.items()
        if not right
    ]


def _judge_initiative(tally: Tally, label: Record, found: Record, initiatives: Sequence[Record]) -> list[str]:
    """Judge the initiative that a number is said to belong to, where one is labelled; a missing one is wrong."""
    want, got = label.get("initiative"), found.get("initiative")
    if not want:
        return []
    names = {bare(want)}
    for item in initiatives:
        known = {bare(name) for name in (item["name"], *item.get("mentions", []))}
        if bare(want) in known:
            names |= known
    right = bare(got) in names
    tally.judge("initiative", right)
    fault = f"{want!r}, found {got!r}" if got else f"{want!r}, missing"
    return [] if right else [f"initiative: {label['quote']}: {fault}"]


def _same_value(label: Record, found: Record) -> bool:
    if not any(same_number(found.get("value"), value) for value in allowed(label, "value")):
        return False
    return label.get("value_max") is None or same_number(found.get("value_max"), label["value_max"])


def allowed(label: Record, name: str) -> list[Any]:
    """Return the right answers for an attribute: the labelled one and those of NAME_ok ("null": no value)."""
    more = label.get(f"{name}_ok")
    values = more if isinstance(more, list) else [] if more is None else [more]
    return [label.get(name), *(None if value == "null" else value for value in values)]
