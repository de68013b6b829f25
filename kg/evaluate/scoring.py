"""All kinds of facts of all labelled reports against their labels."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kg.errors import EvidenceError, InputError
from kg.evaluate.heads import score_head
from kg.evaluate.names import score_names
from kg.evaluate.numbers import score_metrics
from kg.evaluate.tally import Detail, Figures, Record, Tally

LISTS = ("metrics", "initiatives", "honours", "firsts", "partners", "places")
KINDS = ("metrics", "initiatives_strict", "initiatives_relaxed", "honours", "firsts", "partners", "places", "report")


def score(predictions: list[dict[str, Any]], labels: Path, texts: Path) -> Figures:
    """Return the figures of `predictions` (records of kg.extract.records) for the labelled reports.

    `labels` holds one NAME.json per report, `texts` the NAME.txt that its quotations are in. A labelled
    report without a prediction counts as missed whole. Raises InputError for labels that cannot be
    read and EvidenceError for spans or quotations outside the text.
    """
    by_id = {str(record["id"]): record for record in predictions}
    tallies = {kind: Tally() for kind in KINDS}
    details: list[Detail] = []
    for path in sorted(labels.glob("*.json")):
        for kind, tally, found in _score_report(path, texts / f"{path.stem}.txt", by_id.get(path.stem, {})):
            tallies[kind].add(tally)
            details.extend(found)
    return Figures(tallies, tuple(details))


def _score_report(path: Path, text_path: Path, found: Record) -> list[tuple[str, Tally, list[Detail]]]:
    label, text = _read(path, text_path)
    name = path.stem
    for kind in LISTS:
        _check_spans(name, kind, text, found.get(kind, []))
    rows = [
        ("metrics", *score_metrics(name, text, label.get("metrics", []), found.get("metrics", []), label.get("initiatives", [])))
    ]
    initiatives = label.get("initiatives", []), found.get("initiatives", [])
    strict, _ = score_names(name, "initiatives", *initiatives, relaxed=False)
    relaxed, faults = score_names(name, "initiatives", *initiatives, relaxed=True)
    rows += [("initiatives_strict", strict, []), ("initiatives_relaxed", relaxed, faults)]
    for kind in ("honours", "partners", "places"):
        rows.append((kind, *score_names(name, kind, label.get(kind, []), found.get(kind, []), relaxed=True)))
    firsts = [{"name": item["quote"], "mentions": [item.get("about") or ""]} for item in label.get("firsts", [])]
    claims = [{"name": text[item["start"] : item["end"]]} for item in found.get("firsts", [])]
    rows.append(("firsts", *score_names(name, "firsts", firsts, claims, relaxed=True)))
    if label.get("report", {}).get("sub_district"):
        rows.append(("report", *score_head(name, label["report"], found.get("report", {}))))
    return rows


def _read(path: Path, text_path: Path) -> tuple[dict[str, Any], str]:
    try:
        label: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        with text_path.open(encoding="utf-8", newline="") as handle:  # offsets count \r\n as two
            return label, handle.read()
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be scored ({error})", "Give a text of the same name for each label file") from error


def _check_spans(report: str, kind: str, text: str, items: Sequence[Record]) -> None:
    for item in items:
        if not 0 <= item["start"] < item["end"] <= len(text):
            raise EvidenceError(f"{report}: {kind} span outside the text: {item['start']}..{item['end']}")
