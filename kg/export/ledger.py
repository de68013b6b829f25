"""The ledger of a build: report.json for programs, report.html for people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.export.ledger_page import pieces
from kg.export.leftovers import Parted, parted
from kg.model import Extraction, Graph, Ledger, Leftover, Outcome, Reviewed

Content = dict[str, Any]

_EMPTY = '"reports": []'
_FACTS = ("initiatives", "metrics", "honours", "firsts", "partners", "localities")


def content(ledger: Ledger, graph: Graph, version: str, sha256: str, files: list[str]) -> Content:
    """Return what report.json says: outcomes of the files, facts and leftovers of each report, and the graph's hash."""
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
        "reports": _Reports(graph),
    }


class _Reports:
    """What is said of each report, made anew whenever it is gone through: of very many it would fill the memory."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def __iter__(self) -> Iterator[Content]:
        return (_report(found, self._graph, told) for found, told in parted(self._graph))


def write(folder: Path, data: Mapping[str, Any]) -> None:
    """Write report.json and report.html into `folder`."""
    with (folder / "report.json").open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(_json(data))
    with (folder / "report.html").open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(pieces(data))


def _json(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield the pieces of the JSON, a report at a time."""
    before, after = _indented({**data, "reports": []}).split(_EMPTY)  # quotes in texts are escaped: it stands there once
    count = 0
    for count, report in enumerate(data["reports"], 1):
        yield before + _EMPTY[:-1] if count == 1 else ","
        yield "\n  " + _indented(report).replace("\n", "\n  ")
    yield f"\n ]{after}\n" if count else f"{before}{_EMPTY}{after}\n"


def _indented(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)


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
