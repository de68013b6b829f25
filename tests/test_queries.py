"""Every canned question gives the expected rows on the synthetic corpus, in Oxigraph and in rdflib."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from corpus.content import make

from kg import store
from kg.store.guard import check
from kg.store.queries import bind

EXPECTED = Path(__file__).parent / "corpus" / "expected"
QUERIES = {query.id: query for query in store.list_queries()}
REQUIRED = {
    "shared-initiatives",
    "initiative-metrics",
    "sub-district-profile",
    "plans-with-numbers",
    "firsts",
    "full-percentages",
    "formulas-decoded",
}


COMPETENCY = {  # the questions that the ontology must be able to answer: by which canned questions it does
    "which initiatives two places or more share, with the sentences": (
        "shared-initiatives",
        "distinctive-initiatives",
        "linked-places",
    ),
    "how many places adopt an initiative, year by year": ("diffusion-by-year",),
    "which formulations were local before they were national": ("local-before-national",),
    "where an initiative went after the place that was first, near or far": (
        "later-adopters",
        "first-adopters",
        "adoption-order",
    ),
    "who belongs to a family of names, and since when": ("families",),
    "who words an initiative how, and how that changes": ("initiative-variants", "initiative-wordings"),
    "which plans were met, and by how much": ("plans-and-results",),
    "how an indicator compares over places and years": ("indicator-comparison",),
    "which share of the percentages is exactly 100": ("full-percentage-share", "full-percentages"),
    "which share of the plans can be tested": ("testable-plans", "plans-with-numbers"),
    "what numeric formulas stand for, and which are never spelt out": ("formulas-decoded", "formulas-undecoded"),
    "whether what was honoured was adopted by more places later": ("recognised-then-adopted",),
    "how attention is divided over policy fields": ("policy-attention",),
    "which passages reports share that are no set phrases": ("text-reuse", "repeated-sentences", "near-duplicates"),
    "which local brands lasted one year without a number": ("short-lived-initiatives",),
    "which facts should be looked at again": ("weak-evidence", "unresolved-places", "conflicting-values"),
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "graph.ttl"
    path.write_text(make(), encoding="utf-8")
    return path


def expected(name: str) -> tuple[dict[str, str], list[list[str]]]:
    """Return the parameters and the rows, header first, of an expectation file."""
    lines = (EXPECTED / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    parameters = dict(line[2:].split("=", 1) for line in lines if line.startswith("# "))
    return parameters, [line.split("\t") for line in lines if not line.startswith("# ")]


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_question_gives_the_expected_rows_in_both_engines(name: str, engine: store.Engine, graph: Path) -> None:
    parameters, rows = expected(name)
    table = store.answer(name, graph, parameters=parameters, engine=engine)
    shown = [["" if cell is None else str(cell) for cell in row] for row in table.rows]
    assert [list(table.columns), *shown] == rows


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_every_question_has_at_least_one_expected_row(name: str) -> None:
    assert len(expected(name)[1]) > 1


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.id)
def test_a_file_begins_with_its_id_and_the_question_in_chinese_and_english(query: store.Query) -> None:
    assert query.text.splitlines()[0] == f"# {query.id}"
    assert re.search("[\u4e00-\u9fff]", query.zh)
    assert re.search("[a-z]", query.en)
    assert not re.search("[\u4e00-\u9fff]", query.en)


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.id)
def test_the_default_in_the_header_is_the_one_in_the_query(query: store.Query) -> None:
    assert bind(query, query.parameters) == query.text


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.id)
def test_a_question_passes_the_guard_that_files_must_pass(query: store.Query) -> None:
    check(query.text)


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.id)
def test_rows_come_in_one_order_and_no_aggregate_runs_over_an_optional(query: store.Query) -> None:
    assert "ORDER BY" in query.text
    if re.search(r"\b(COUNT|SUM|MIN|MAX|AVG|GROUP_CONCAT|SAMPLE)\(", query.text):
        assert "OPTIONAL" not in query.text.split("GROUP BY")[0]
    assert "GROUP_CONCAT" not in query.text
    assert "SAMPLE" not in query.text


def test_the_questions_that_the_product_promises_are_there() -> None:
    assert set(QUERIES) >= REQUIRED
    assert len(QUERIES) >= 23


@pytest.mark.parametrize("question", COMPETENCY)
def test_a_competency_question_is_answered_with_rows(question: str) -> None:
    assert set(COMPETENCY[question]) <= set(QUERIES)
    assert all(len(expected(name)[1]) > 1 for name in COMPETENCY[question])


def test_there_are_sixteen_competency_questions() -> None:
    assert len(COMPETENCY) == 16


def test_every_expectation_file_belongs_to_a_question() -> None:
    assert {path.stem for path in EXPECTED.glob("*.tsv")} == set(QUERIES)


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_the_promised_questions_have_answers_over_the_seeds(name: str, seeds_output: Path) -> None:
    table = store.answer(name, seeds_output / "graph.ttl")
    assert table.rows
    assert not table.truncated


def test_the_seeds_share_an_initiative_with_places_and_sentences(seeds_output: Path) -> None:
    table = store.answer("shared-initiatives", seeds_output / "graph.ttl")
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    places = {row["place"] for row in rows if row["initiative"] == "一网统管"}
    assert places >= {"金杨新村街道", "延吉新村街道"}
    assert all(row["sentence"] for row in rows)
