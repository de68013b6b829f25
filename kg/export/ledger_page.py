"""report.html: the ledger of a build for people, Chinese first; English by a switch that needs no script."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from kg.export.words import counted, reason_name, said, words
from kg.model import Outcome

_STYLE = """
:root{color-scheme:light dark;--line:#8886;--link:#1d5fa6;--bg:#fff;--fg:#1a2028}
@media(prefers-color-scheme:dark){:root{--link:#7cbcff;--bg:#11161d;--fg:#e7edf4}}
html{background:var(--bg);color:var(--fg)}
body{font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:72rem;margin:1.5rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid var(--line);padding:.3rem .6rem;text-align:left;vertical-align:top}
td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;width:9rem}td,th[scope=row],h1,h2{overflow-wrap:anywhere}
.inputs th[scope=row]{width:27%}.inputs .outcome{white-space:nowrap}
@media(min-width:45rem){.inputs td:last-child{width:20%}}
@media(max-width:45rem){.inputs,.inputs tbody,.inputs tr,.inputs td,.inputs th[scope=row]{display:block;width:auto}
.inputs thead{position:absolute;left:-9999px}.inputs tr{border-bottom:1px solid var(--line);padding:.4rem 0}
.inputs td,.inputs th[scope=row]{border:0;padding:.1rem 0}.inputs td:empty{display:none}.inputs th[scope=row]{font-weight:600}td.number{width:8em;padding-left:0;text-align:left}}
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


TAIL = "</main></body></html>\n"


def head(data: Content, names: Mapping[str, str]) -> str:
    """Return the page up to its reports, whose `names` are by id; everything from files and reports is escaped."""
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>构建台账</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f'<style>{_STYLE}</style></head><body><input type="checkbox" id="english"><label class="switch" for="english" lang="en">English</label>'
        f"<main><h1>{_both('构建台账', 'Build ledger')}</h1>{_totals(data)}{_inputs(data, names)}"
        f"<h2>{_say('leftovers')}</h2><p>{_both(*_WHAT)}</p>"
    )


_WHAT = (
    "以下数字和引号内的词语没有转为事实，按原因列出；位置从 0 起按 Unicode 码位计，不含末位，对应 texts 文件夹中的文本。",
    "These numerals and quoted phrases were not turned into facts. Positions count Unicode code points from 0, end excluded, in the files of the texts folder.",
)


def _both(chinese: str, english: str) -> str:
    return f'<span class="zh">{escape(chinese)}</span><span class="en" lang="en">{escape(english)}</span>'


def _say(key: str) -> str:
    return _both(*words()[key])


def _totals(data: Content) -> str:
    counts = [_say(f"outcome.{outcome.value}") + f" {data[outcome.value]:,}" for outcome in Outcome]
    page = f'<a href="index.html">{_both("图谱页面", "interactive page")}</a>'
    return f"<p>{escape(data['tool'])} · {_say('files')} {data['found']:,} = {' + '.join(counts)} · {page}</p>"


def _inputs(data: Content, names: Mapping[str, str]) -> str:
    heads = "".join(f'<th role="columnheader" scope="col">{_say(key)}</th>' for key in ("file", "outcome", "report", "reason"))
    rows = "".join(
        f'<tr role="row" class="{escape(item["outcome"])}"><th role="rowheader" scope="row">{escape(item["name"])}</th>'
        f'<td role="cell" class="outcome">{_say("outcome." + item["outcome"])}</td>'
        f'<td role="cell">{_link(item["report"], names)}</td>'
        f'<td role="cell">{_both(*said(item["reason"], item["remedy"])) if item["reason"] else ""}</td></tr>'
        for item in data["inputs"]
    )
    return (  # roles: on phones the rows are shown as blocks, and must stay a table for those who hear it
        f'<h2>{_say("files")}</h2><table class="inputs" role="table"><thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def name(report: Content) -> str:
    """Return what people call a report: its title, with place and year in front where it does not name the place."""
    title: str = report["title"] or report["id"]
    if report["place_name"] in title:
        return title
    return f"{' '.join(str(part) for part in (report['place_name'], report['year']) if part)} — {title}"


def _link(report: str | None, names: Mapping[str, str]) -> str:
    return f'<a href="index.html#/report/{escape(report)}">{escape(names.get(report, report))}</a>' if report else ""


def report(about: Content) -> str:
    """Return the part on one report: its leftovers by class of reason, the largest class first."""
    groups = sorted(about["leftover_counts"].items(), key=lambda pair: (-pair[1], pair[0]))
    within = len(about["within_facts"])
    return (
        f"<details><summary>{escape(name(about))} <small>{sum(about['leftover_counts'].values()):,}</small></summary>"
        + "".join(_group(about, reason, count) for reason, count in groups)
        + (f"<p>{_both(*counted('withinFacts', within))}</p>" if within else "")
        + "</details>"
    )


def _group(report: Content, reason: str, count: int) -> str:
    rows = "".join(
        f'<tr><td class="number"><a href="index.html#/report/{escape(report["id"])}?at={item["start"]}-{item["end"]}">'
        f"{item['start']}–{item['end']}</a></td><td><bdi>{escape(item['text'])}</bdi></td></tr>"
        for item in report["leftovers"]
        if item["reason"] == reason
    )
    title = _both(*reason_name(reason))
    return f"<details><summary>{title} <small>{count:,}</small></summary><table><tbody>{rows}</tbody></table></details>"
