"""report.html: the ledger of a build for people, Chinese first; English by a switch that needs no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from kg.export.words import reason_name, said, words
from kg.model import Outcome

_STYLE = """
:root{color-scheme:light dark;--line:#8886;--link:#1d5fa6}
@media(prefers-color-scheme:dark){:root{--link:#7cbcff}}
body{font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:72rem;margin:1.5rem auto;padding:0 1rem}
.scroller{overflow-x:auto}.scroller table{min-width:46rem}table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid var(--line);padding:.3rem .6rem;text-align:left;vertical-align:top}
td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td{overflow-wrap:anywhere}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}th[scope=row]{font-weight:400}a{color:var(--link)}
details{margin:.4rem 0;border-bottom:1px solid var(--line)}summary{cursor:pointer;padding:.3rem 0;overflow-wrap:anywhere}
details details{margin-left:1.2rem}
.quarantined{color:#b3261e}@media(prefers-color-scheme:dark){.quarantined{color:#ff8a80}}
.switch{float:right;cursor:pointer;border:1px solid var(--line);border-radius:6px;padding:.1rem .8rem}
#english{position:absolute;opacity:0}#english:focus-visible+.switch{outline:3px solid var(--link)}
.en{display:none}#english:checked~main .en{display:inline}#english:checked~main .zh{display:none}
@media print{.switch{display:none}details>*{display:block}}
"""
Content = Mapping[str, Any]


def pieces(data: Content) -> Iterator[str]:
    """Yield the pieces of the page of what report.json says; everything from files and reports is escaped."""
    yield (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>构建台账</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f'<style>{_STYLE}</style></head><body><input type="checkbox" id="english"><label class="switch" for="english" lang="en">English</label>'
        f"<main><h1>{_both('构建台账', 'Build ledger')}</h1>{_totals(data)}{_inputs(data)}"
        f"<h2>{_say('leftovers')}</h2><p>{_both(*_WHAT)}</p>"
    )
    yield from map(_report, data["reports"])
    yield "</main></body></html>\n"


_WHAT = (
    "以下数字和引号内的词语没有转为事实，按原因列出；位置从 0 起按 Unicode 码位计，不含末位，对应 texts 文件夹中的文本。",
    "These numerals and quoted phrases were not turned into facts. Positions count Unicode code points from 0, end excluded, in the files of the texts folder.",
)


def _both(chinese: str, english: str) -> str:
    return f'<span class="zh">{escape(chinese)}</span><span class="en" lang="en">{escape(english)}</span>'


def _say(key: str) -> str:
    return _both(*words()[key])


def _totals(data: Content) -> str:
    counts = [_say(f"outcome.{outcome.value}") + f" {data[outcome.value]}" for outcome in Outcome]
    found = _both("输入文件", "Input files")
    return f'<p>{escape(data["tool"])} · {found} {data["found"]} = {" + ".join(counts)} · <a href="index.html">index.html</a></p>'


def _inputs(data: Content) -> str:
    heads = "".join(f'<th scope="col">{_say(key)}</th>' for key in ("file", "outcome", "report", "reason"))
    rows = "".join(
        f'<tr class="{escape(item["outcome"])}"><th scope="row">{escape(item["name"])}</th><td>{_say("outcome." + item["outcome"])}</td>'
        f"<td>{_link(item['report'])}</td><td>{_both(*said(item['reason'], item['remedy']))}</td></tr>"
        for item in data["inputs"]
    )
    return (
        f'<h2>{_say("files")}</h2><div class="scroller"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _link(report: str | None) -> str:
    return f'<a href="index.html#/report/{escape(report)}">{escape(report)}</a>' if report else ""


def _report(report: Content) -> str:
    """One report: its leftovers by class of reason, the largest class first."""
    groups = sorted(report["leftover_counts"].items(), key=lambda pair: (-pair[1], pair[0]))
    title = escape(f"{report['place_name']} {report['year'] or ''} — {report['title'] or report['id']}")
    return (
        f"<details><summary>{title} <small>{sum(report['leftover_counts'].values())}</small></summary>"
        + "".join(_group(report, reason, count) for reason, count in groups)
        + "</details>"
    )


def _group(report: Content, reason: str, count: int) -> str:
    rows = "".join(
        f'<tr><td class="number"><a href="index.html#/report/{escape(report["id"])}?at={item["start"]}-{item["end"]}">'
        f"{item['start']}–{item['end']}</a></td><td><bdi>{escape(item['text'])}</bdi></td></tr>"
        for item in report["leftovers"]
        if item["reason"] == reason
    )
    name = _both(*reason_name(reason))
    return f"<details><summary>{name} <small>{count}</small></summary><table><tbody>{rows}</tbody></table></details>"
