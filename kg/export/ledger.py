"""The ledger of a build: report.json for programs, report.html for people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kg.export import ledger_page
from kg.export.leftovers import Parted, parted_of
from kg.model import Extraction, Graph, Ledger, Leftover, Outcome, Reviewed, Statement
from kg.model.runs import Blobs

Content = dict[str, Any]

_EMPTY = '"reports": []'
_FACTS = ("initiatives", "metrics", "honours", "firsts", "partners", "localities")


def content(ledger: Ledger, graph: Graph, version: str, sha256: str, files: list[str]) -> Content:
    """Return what report.json says: outcomes of the files, counts, and the graph's hash; but for its reports."""
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
    }


class Told(NamedTuple):
    """What is said of one report: in report.json, in report.html, and its name for people."""

    json: bytes
    page: bytes
    name: str


class Reports:
    """What is said of each report: a maker of kg.rounds."""

    def __init__(self, graph: Graph) -> None:
        """Begin with none."""
        self.names: dict[str, str] = {}
        self._graph = graph
        self._told = Blobs[str]()

    def of_report(self, found: Extraction, said: Sequence[Statement]) -> Told:
        """Return what is said of a report."""
        content = _report(found, self._graph, parted_of(found, said))
        json = "\n  " + _indented(content).replace("\n", "\n  ")
        return Told(_bytes(json), _bytes(ledger_page.report(content)), ledger_page.name(content))

    def take(self, place: str, report: str, piece: Told) -> None:
        """Take what is said of a report."""
        self.names[report] = piece.name
        self._told.add(report, piece.json, piece.page)

    def json(self) -> Iterator[bytes]:
        """Yield what report.json says of each report."""
        return (json for _, (json, _) in self._told)

    def page(self) -> Iterator[bytes]:
        """Yield what report.html says of each report."""
        return (page for _, (_, page) in self._told)


def write(folder: Path, data: Content, reports: Reports) -> None:
    """Write report.json and report.html into `folder`."""
    with (folder / "report.json").open("wb") as file:
        file.writelines(_json(data, reports.json()))
    with (folder / "report.html").open("wb") as file:
        file.write(_bytes(ledger_page.head(data, reports.names)))
        file.writelines(reports.page())
        file.write(_bytes(ledger_page.TAIL))


def _json(data: Content, reports: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces of the JSON, a report at a time."""
    # quotes in texts are escaped: it stands there once
    before, after = map(_bytes, _indented({**data, "reports": []}).split(_EMPTY))
    count = 0
    for count, report in enumerate(reports, 1):
        yield before + _EMPTY[:-1].encode() if count == 1 else b","
        yield report
    yield (b"\n ]" if count else before + _EMPTY.encode()) + after + b"\n"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


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
