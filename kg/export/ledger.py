"""The ledger of a build: report.json for programs, report.html for people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.export.ledger_page import page
from kg.export.leftovers import Parted, parted
from kg.model import Extraction, Graph, Ledger, Leftover, Outcome, Reviewed

Content = dict[str, Any]

_FACTS = ("initiatives", "metrics", "honours", "firsts", "partners", "localities")


def content(ledger: Ledger, graph: Graph, version: str, sha256: str, files: list[str]) -> Content:
    """Return what report.json says: outcomes of the files, facts and leftovers of each report, and the graph's hash."""
    leftovers = parted(graph)
    return {
        "tool": f"jiedao-kg {version}",
        "graph_sha256": sha256,
        "files": sorted(files),
        "found": len(ledger.entries),
        **{outcome.value: ledger.count(outcome) for outcome in Outcome},
        "inputs": [
            {
                "name": entry.name,
                "outcome": entry.outcome.value,
                "report": entry.report,
                "reason": entry.reason,
                "remedy": entry.remedy,
                "encoding": entry.encoding,
                "sha256": entry.sha256,
            }
            for entry in ledger.entries
        ],
        "counts": {
            "places": len(graph.places),
            "initiatives": len(graph.initiatives),
            "shared_initiatives": sum(len(item.carried_out_by) > 1 for item in graph.initiatives),
            "indicators": len(graph.indicators),
            "localities": len(graph.localities),
            "statements": len(graph.statements),
        },
        "decisions": [_decision(done) for done in graph.reviewed],
        "reports": [_report(found, graph, leftovers[found.report.id]) for found in graph.extractions],
    }


def write(folder: Path, data: Mapping[str, Any]) -> None:
    """Write report.json and report.html into `folder`."""
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / "report.json").write_text(text, encoding="utf-8", errors="replace", newline="\n")
    (folder / "report.html").write_text(page(data), encoding="utf-8", errors="replace", newline="\n")


def _decision(done: Reviewed) -> Content:
    return {
        "id": done.id,
        "decision": done.ruling.value,
        "subject": done.subject,
        "candidate": done.candidate,
        "value": done.value,
        "note": done.note,
        "outcome": "stale" if done.stale else "applied",
        "reason": done.why,
        "touched": [f"{kind}/{key}" for kind, key in done.touched],
        "left_out": list(done.left_out),
    }


def _report(found: Extraction, graph: Graph, leftovers: Parted) -> Content:
    report = found.report
    decision = graph.decisions[report.id]
    return {
        "id": report.id,
        "title": report.head.title,
        "place": decision.place.id,
        "place_name": decision.place.name,
        "place_certain": decision.certain,
        "place_reasons": list(decision.reasons),
        "year": report.year,
        "characters": len(report.text),
        "facts": {kind: len(getattr(found, kind)) for kind in _FACTS},
        "leftover_counts": dict(sorted(Counter(item.reason for item in leftovers.open).items())),
        "leftovers": [_leftover(item, report.text) for item in leftovers.open],
        "within_facts": [_leftover(item, report.text) for item in leftovers.within],
    }


def _leftover(item: Leftover, text: str) -> Content:
    span = item.span
    return {"start": span.start, "end": span.end, "text": span.of(text), "kind": item.kind, "reason": item.reason}
