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
