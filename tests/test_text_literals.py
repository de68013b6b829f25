"""What is said of a pattern beforehand holds for each of its matches."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import firsts, honours, localities, partners, rankings, titles
from kg.extract.clauses import Clause, Gate, dealt
from kg.lexicon import table
from kg.model import Report, Source
from kg.text.layout import lay_out
from kg.text.literals import headed, openings, required

SEEDS = sorted((Path(__file__).resolve().parents[1] / "seeds").glob("*.txt"))
SIMPLE = [
    "甲",
    "乙",
    "丙丁",
    "[甲乙]",
    "[^甲]",
    ".",
    "[甲-丁]",
    r"\.",
    r"\d",
    "(?=甲)",
    "(?!乙)",
    "(?<!丙)",
    "^",
    "$",
    "(?P<g>乙甲)",
]


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    repeated = st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{1,3}", "*?", "{1}"]))
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        repeated.map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
    )


PATTERNS = st.recursive(st.sampled_from(SIMPLE), _grown, max_leaves=8)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("首(?:个|家)(?!付)", {"首个", "首家"}),
        ("率[^,]{1,6}之先", {"之先"}),
        ("(?:获评|获)", {"获"}),
        ("(?P<who>[^,]{2,9}?)(?:落户|入驻)", {"落户", "入驻"}),
        ("甲?乙{2,3}", {"乙"}),
        ("甲?", set()),
        ("甲|.", set()),
        (r"\u4e00", set()),
        ("(?i)ab", set()),
        ("(甲)\\1|乙", set()),
    ],
)
def test_a_match_needs_one_of_some_words(pattern: str, words: set[str]) -> None:
    assert required(pattern) == words


@pytest.mark.parametrize(
    ("pattern", "characters"),
    [("(?<!一)(?:自|从)?月", "自从月"), ("[1-3]年", "123"), ("(?=甲)乙", "乙"), (".甲", ""), ("甲*", ""), ("[^甲]", "")],
)
def test_a_match_begins_with_one_of_some_characters(pattern: str, characters: str) -> None:
    assert openings(pattern) == set(characters)


@settings(max_examples=400, deadline=None)
@given(PATTERNS, st.text(alphabet="甲乙丙丁.1,", max_size=12))
def test_every_match_of_any_pattern_is_as_was_said(pattern: str, text: str) -> None:
    try:
        compiled = re.compile(pattern)
    except re.error:  # a group named twice
        return
    words, characters = required(pattern), openings(pattern)
    found = list(compiled.finditer(text))
    for match in found:
        assert not words or any(word in match[0] for word in words)
        assert not characters or match[0][0] in characters
    assert [match.span() for match in headed(pattern).finditer(text)] == [match.span() for match in found]


@pytest.mark.parametrize("name", ["first_cues", "metric_patterns", "partner_cues", "ranks"])
def test_the_patterns_of_the_lexicon_match_their_examples_with_a_needed_word(name: str) -> None:
    for row in table(name):
        words = required(row["pattern"])
        for match in re.finditer(row["pattern"], row["example"]):
            assert not words or any(word in match[0] for word in words), row


def passing(report: Report, gate: Gate) -> list[Clause]:
    return list(dealt(report, (gate,))[gate])


def all_clauses(report: Report) -> list[Clause]:
    return passing(report, Gate(re.compile(".")))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_no_clause_with_a_match_is_passed_over(path: Path) -> None:
    report = lay_out(Source("a.txt", "0" * 64), path.read_text(encoding="utf-8"))
    parts = all_clauses(report)
    lookups = (firsts._cues(), titles.cues(), honours._back_cues(), rankings._pattern(), localities._heads(), partners._suffix())
    for pattern in lookups:
        assert required(pattern.pattern)
        held = set(passing(report, Gate(pattern)))
        assert held < set(parts)
        assert {clause for clause in parts if pattern.search(clause.text)} <= held


def test_a_pattern_of_which_nothing_is_known_lets_every_clause_pass() -> None:
    report = lay_out(Source("a.txt", "0" * 64), "某某街道2023年工作总结\n完成改造3处,新建公园2座。")
    assert passing(report, Gate(re.compile("."), re.compile("公园"))) == all_clauses(report)


def test_clauses_are_dealt_to_several_gates_as_to_each_one_alone() -> None:
    report = lay_out(
        Source("a.txt", "0" * 64), "某某街道2023年工作总结\n完成改造3处,新建公园2座;一是获评“公园、绿地”,(绿地)扩大。"
    )
    gates = (Gate(re.compile("公园")), Gate(re.compile("绿地|改造")), Gate(re.compile(".")))
    assert dealt(report, gates) == {gate: passing(report, gate) for gate in gates}
    assert [[clause.text for clause in dealt(report, gates)[gate]] for gate in gates[:2]] == [
        ["新建公园2座", "获评“公园、绿地”"],
        ["完成改造3处", "获评“公园、绿地”", "(绿地)扩大"],
    ]
