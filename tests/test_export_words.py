"""What the pages say in words: rules, reasons and states in Chinese and English, and no code without them."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page_corpus
import pytest

from kg.export.leftovers import parted
from kg.export.reasons import both
from kg.export.words import reason_name, rule_name, words
from kg.lexicon import table
from kg.model import Graph, Kind, Status

ROOT = Path(__file__).parents[1]
HAN = re.compile("[\u4e00-\u9fff]")


def parsed(path: str) -> ast.Module:
    """Return the syntax tree of a file of the project."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def calls(path: str, name: str) -> Iterator[ast.Call]:
    """Yield the calls of a function or method of that name."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", None)) == name:
            yield node


def texts(node: ast.AST) -> list[str]:
    """Return the strings within an expression (two of `a if b else c`), without those it is compared with."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def rules_in_code() -> set[str]:
    """Return the codes of the rules that name numbers and initiatives, as the extraction writes them."""
    metrics = {
        text
        for path in sorted((ROOT / "kg" / "extract").glob("*.py"))
        for name in ("Named", "keep")
        for call in calls(f"kg/extract/{path.name}", name)
        if len(call.args) in (4, 5)
        for text in texts(call.args[-1])
    }
    assert {"left", "right", "left-right", "verb-carried", "listed"} <= metrics
    candidates = {
        "quoted",
        "lost-quotes",
        "broken-quotes",
        "title",
        "tagger",
        "national",
        "known",
        "repeat",
        "family",
        "component",
    }
    source = "".join((ROOT / "kg" / "extract" / name).read_text(encoding="utf-8") for name in ("candidates.py", "initiatives.py"))
    assert all(f'"{rule}"' in source for rule in candidates)
    return {f"metric.{code}" for code in metrics} | candidates


@pytest.mark.parametrize("rule", sorted(rules_in_code()))
def test_every_rule_of_the_code_has_words(rule: str) -> None:
    chinese, english = rule_name(rule)
    assert HAN.search(chinese)
    assert chinese != rule != english


def test_every_rule_of_the_seeds_has_words(seeds_built: Any) -> None:
    rules = {statement.rule for statement in seeds_built.graph.statements}
    assert len(rules) > 40
    assert {rule for rule in rules if rule_name(rule) == [rule, rule]} == set()


@pytest.mark.parametrize(
    ("rule", "chinese", "english"),
    [
        ("honour:荣获", "由“荣获”带出的荣誉", "honour told by the words “荣获”"),
        ("honour:rank", "名次", "ranking"),
        ("partner:与签约", "合作说法“与签约”", "cooperation by the words “与签约”"),
        ("<b>:x", "<b>:x", "<b>:x"),
    ],
)
def test_a_rule_with_a_cue_names_the_cue(rule: str, chinese: str, english: str) -> None:
    assert rule_name(rule) == [chinese, english]


def test_every_kind_of_locality_has_words() -> None:
    for row in table("locality_suffixes"):
        assert f"rule.locality:{row['kind']}" in words()


@pytest.mark.parametrize(
    ("reason", "chinese", "english"),
    [
        ("confidence 0.52, found by quoted, tagger", "把握 0.52（满分 1），依据：引号中的名称、由统计模型按上下文识别的名称", "confidence 0.52 of 1, from: name in quotation marks, name told by a statistical model from the words around it"),
        ("mentions disagree: slogan 3, event 1", "各处判定的类别不一：口号 3、活动 1", "its mentions disagree on the kind: slogan 3, event 1"),
        ("名称被隐去; 文中有“柳州市×4” | guess 1, 1.00: 社区“和平”在其名录; 社区“五菱”在其名录", "名称被隐去；文中有“柳州市×4”。第 1 种可能（得分 1.00）：社区“和平”在其名录；社区“五菱”在其名录", "the name is hidden; the text has “柳州市×4”. guess 1 (1.00 points): its list of communities has “和平”; its list of communities has “五菱”"),
        ("national table: 四风 (in 甲街道、乙街道; for different, write the place as value)", "全国提法词表中有：四风（见于甲街道、乙街道；如不是同一个，请填街道名）", "national table: 四风 (in 甲街道、乙街道; for different, write the place as value)"),
        ("名称被隐去 | guess 1, no guess: write a gazetteer id or statistical code as value", "名称被隐去。没有可能的地点：请在“另一地”中填名录代码或统计代码", "the name is hidden. no guess: choose “another place” and write a gazetteer id or a statistical code"),
        ("declared ending: 甲建设 = 甲", "词表中声明的词尾：甲建设 = 甲", "declared ending: 甲建设 = 甲"),
        ("上海市×9", "上海市×9", "上海市×9"),
        ('<img src=x onerror="x">{said} | {', '<img src=x onerror="x">{said}。{', '<img src=x onerror="x">{said}. {'),
    ],
)  # fmt: skip
def test_a_reason_is_said_in_both_languages(reason: str, chinese: str, english: str) -> None:
    assert both(reason) == (chinese, english)


FILLED = {  # what a reason of the linking begins with where the code has a name for it
    "_SAYS[level.kind]": "文中有城市",
    "label": "标题",
    "_INNER": "stands within the name",
    "_FORM": "other wording within one report",
}
SAYING = re.compile("“.+”|^审核者|[a-z]{3} .*(?: = |common|by a reviewer|in every|same place|found by|disagree)|national table")
MESSAGE = re.compile("cannot|is no |one of|Give|Write|^place is")  # errors, which no page shows


def sayings_in_code() -> set[str]:
    """Return what the linking may say of its reasons, with samples for what differs."""
    found: set[str] = set()
    for path in ("reasons", "likeness", "place_cues", "places", "own_places", "rule_places", "rule_initiatives", "review"):
        for node in ast.walk(parsed(f"kg/link/{path}.py")):
            if isinstance(node, ast.JoinedStr):
                found.add("".join(_sample(part, path) for part in node.values))
    return {text for text in found if SAYING.search(text) and not MESSAGE.search(text)}


def _sample(part: ast.expr, path: str) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    said = ast.unparse(part.value)
    return "甲" if path == "reasons" and said == "label" else FILLED.get(said, "甲")


@pytest.mark.parametrize("saying", sorted(sayings_in_code()))
def test_every_saying_of_the_linking_has_both_languages(saying: str) -> None:
    chinese, english = both(saying)
    assert chinese != english


def test_the_scan_of_the_sayings_finds_them() -> None:
    said = sayings_in_code()
    assert {"社区“甲”在其名录", "declared ending: 甲 = 甲", "甲 of the pairs of characters are common"} <= said
    assert len(said) > 20


def test_every_reason_of_the_review_table_has_both_languages(seeds_output: Path) -> None:
    with (seeds_output / "review.tsv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) > 100
    for row in rows:
        chinese, english = both(row["reasons"])
        assert HAN.search(chinese)
        assert not re.search(r"[a-z]{3}", re.sub(r"[“《：（= ].*", "", chinese)), chinese
        assert re.search(r"[a-z]{3} ", english)


def test_what_a_report_may_be_left_over_for_has_words() -> None:
    """Reasons of the tables, of the code, and of decisions."""
    reasons = {row["reason"] for name in ("quote_stop", "measure_stop") for row in table(name)} | {"rejected", "unlikely"}
    for path in ("screening", "quantities"):
        tree = parsed(f"kg/extract/{path}.py")
        given = [text for node in ast.walk(tree) if isinstance(node, ast.Return) and node.value for text in texts(node.value)]
        reasons |= {text for text in given if text not in ("more_than", "about", "less_than", "exact")}
    assert {"hotline", "law", "duration"} <= reasons
    assert {reason for reason in reasons if reason_name(reason) == [reason, reason]} == set()


@pytest.mark.parametrize("key", [*(f"kind.{kind}" for kind in Kind), *(f"status.{status}" for status in Status), "status.voiced"])
def test_kinds_and_states_have_words_in_both_languages(key: str) -> None:
    chinese, english = words()[key]
    assert HAN.search(chinese)
    assert english.isascii()


GRAPHS = {"hostile": page_corpus.hostile, "five": page_corpus.five_places}


@pytest.mark.parametrize("name", ["seeds", "hostile", "five"])
def test_a_leftover_is_within_a_fact_or_left_over_and_never_both(name: str, seeds_built: Any) -> None:
    graph: Graph = GRAPHS[name]() if name in GRAPHS else seeds_built.graph
    words_of: dict[str, set[int]] = {}
    for statement in graph.statements:
        for proof in statement.evidence:
            words_of.setdefault(proof.report, set()).update(range(proof.span.start, proof.span.end))
    for found, told in parted(graph):
        assert sorted((*told.open, *told.within), key=found.leftovers.index) == list(found.leftovers)
        covered = words_of.get(found.report.id, set())
        assert all(covered.issuperset(range(item.span.start, item.span.end)) for item in told.within)
        assert not any(covered.issuperset(range(item.span.start, item.span.end)) for item in told.open)


def test_the_ledger_counts_what_it_lists(seeds_built: Any, seeds_output: Path) -> None:
    data = json.loads((seeds_output / "report.json").read_text(encoding="utf-8"))
    assert sum(len(report["within_facts"]) for report in data["reports"]) > 0
    for report, found in zip(data["reports"], seeds_built.graph.extractions, strict=True):
        assert sum(report["leftover_counts"].values()) == len(report["leftovers"])
        assert len(report["leftovers"]) + len(report["within_facts"]) == len(found.leftovers)


def test_the_ledger_names_reports_by_their_titles(seeds_output: Path) -> None:
    text = (seeds_output / "report.html").read_text(encoding="utf-8")
    links = re.findall(r'<a href="index.html#/report/([0-9a-f]{16})">([^<]+)</a>', text)
    assert len(links) == 5
    assert all(identity not in said and HAN.search(said) for identity, said in links)
