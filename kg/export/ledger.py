"""The ledger of a build: report.json for programs, report.html for people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from kg.model import Extraction, Graph, Ledger, Outcome

Content = dict[str, Any]

_STYLE = """
:root{color-scheme:light dark;--line:#8884}
body{font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid var(--line);padding:.3rem .6rem;text-align:left;vertical-align:top}
td.number{text-align:right;font-variant-numeric:tabular-nums}td{overflow-wrap:anywhere}
details{margin:.6rem 0;border-bottom:1px solid var(--line)}summary{cursor:pointer;padding:.3rem 0}
.quarantined{color:#b3261e}@media(prefers-color-scheme:dark){.quarantined{color:#ff8a80}}
"""
_OUTCOMES = {
    Outcome.BUILT: "已收录 built",
    Outcome.DUPLICATE: "重复 duplicate",
    Outcome.QUARANTINED: "未能读取 quarantined",
    Outcome.SKIPPED: "跳过 skipped",
}
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
        "reports": [_report(found, graph) for found in graph.extractions],
    }


def write(folder: Path, data: Mapping[str, Any]) -> None:
    """Write report.json and report.html into `folder`."""
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / "report.json").write_text(text, encoding="utf-8", newline="\n")
    (folder / "report.html").write_text(_page(data), encoding="utf-8", newline="\n")


def _report(found: Extraction, graph: Graph) -> Content:
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
        "leftover_counts": dict(sorted(Counter(item.reason for item in found.leftovers).items())),
        "leftovers": [
            {"start": item.span.start, "end": item.span.end, "text": item.span.of(report.text), "kind": item.kind, "reason": item.reason}
            for item in found.leftovers
        ],
    }


def _page(data: Mapping[str, Any]) -> str:
    rows = "".join(
        f'<tr class="{escape(item["outcome"])}"><td>{escape(item["name"])}</td>'
        f"<td>{escape(_OUTCOMES[Outcome(item['outcome'])])}</td><td>{escape(item['report'] or '')}</td>"
        f"<td>{escape(item['reason'])} {escape(item['remedy'])}</td></tr>"
        for item in data["inputs"]
    )
    totals = "，".join(f"{label} {data[outcome.value]}" for outcome, label in _OUTCOMES.items())
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>构建台账 build ledger</title>'
        '<meta name="viewport" content="width=device-width">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{_STYLE}</style></head><body><h1>构建台账 <small>build ledger</small></h1>"
        f"<p>{escape(data['tool'])}；输入 found {data['found']} = {escape(totals)}</p>"
        "<table><thead><tr><th>文件 file</th><th>结果 outcome</th><th>报告 report</th><th>原因与处理 reason, remedy</th></tr></thead>"
        f"<tbody>{rows}</tbody></table><h2>未转成事实的数字与引语 <small>numerals and quoted phrases not turned into facts</small></h2>"
        + "".join(_leftovers(report) for report in data["reports"])
        + "</body></html>\n"
    )


def _leftovers(report: Mapping[str, Any]) -> str:
    title = escape(f"{report['place_name']} {report['year'] or ''} — {report['title'] or report['id']}")
    counts = escape("，".join(f"{reason} {count}" for reason, count in report["leftover_counts"].items()))
    rows = "".join(
        f'<tr><td class="number">{item["start"]}–{item["end"]}</td><td><bdi>{escape(item["text"])}</bdi></td>'
        f"<td>{escape(item['reason'])}</td></tr>"
        for item in report["leftovers"]
    )
    return f"<details><summary>{title}：{counts}</summary><table><tbody>{rows}</tbody></table></details>"
