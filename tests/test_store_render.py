"""Tables are printed so that columns line up, spreadsheets stay safe and numbers stay exact."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.store.columns import order
from kg.store.engine import Engine, evaluate
from kg.store.render import render
from kg.store.table import Cell, Table, dump, restore, to_cell

TABLE = Table(("place", "value"), (("府山街道", 136), ("x", Decimal("11740.59")), (None, True)))


def test_columns_line_up_although_a_chinese_character_counts_two() -> None:
    assert render(TABLE, "table").splitlines() == [
        "place     value",
        "────────  ────────",
        "府山街道  136",
        "x         11740.59",
        "          true",
        "(3 rows)",
    ]


def test_a_long_cell_is_cut_in_the_table_alone() -> None:
    table = Table(("text",), (("街" * 50,),))
    assert "街" * 29 + "…" in render(table, "table")
    assert "街" * 50 in render(table, "csv")
    assert "街" * 50 in render(table, "json")
    assert "街" * 50 in render(table, "markdown")


def test_an_empty_answer_still_has_its_columns() -> None:
    assert render(Table(("a", "b"), ()), "table").splitlines()[0] == "a  b"
    assert render(Table(("a", "b"), ()), "csv") == "a,b\n"
    assert json.loads(render(Table(("a",), ()), "json")) == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_run_is_neutralised(text: str) -> None:
    rows = list(csv.reader(io.StringIO(render(Table(("x",), ((text,),)), "csv"), newline="")))
    assert rows[1] == ["'" + text.replace("\r", "\n")]


def test_a_negative_number_is_no_formula() -> None:
    assert render(Table(("x",), ((-3,), (Decimal("-3.2"),))), "csv") == "x\n-3\n-3.2\n"


def test_json_has_numbers_truth_values_and_nulls() -> None:
    assert json.loads(render(TABLE, "json")) == [
        {"place": "府山街道", "value": 136},
        {"place": "x", "value": 11740.59},
        {"place": None, "value": True},
    ]


def test_a_decimal_that_a_float_would_change_stays_text_in_json() -> None:
    assert json.loads(render(Table(("x",), ((Decimal("0.12345678901234567891"),),)), "json")) == [{"x": "0.12345678901234567891"}]


def test_markdown_cells_cannot_break_the_table() -> None:
    assert render(Table(("x",), (("a|b\n<i>\\",),)), "markdown").splitlines()[2] == "| a\\|b &lt;i&gt;\\\\ |"


def test_an_unknown_format_is_answered_with_the_known_ones() -> None:
    with pytest.raises(QueryError, match="table, csv, json, markdown"):
        render(TABLE, "xml")


def test_a_table_survives_the_way_between_processes() -> None:
    table = Table(("a",), ((None,), ("x",), (3,), (Decimal("1.50"),), (False,)), truncated=True)
    assert restore(dump(table)) == table


@pytest.mark.parametrize(
    ("value", "datatype", "cell"),
    [
        ("97.0", "decimal", 97),
        ("97.50", "decimal", Decimal("97.5")),
        ("1000", "integer", 1000),
        ("100", "decimal", 100),
        ("true", "boolean", True),
        ("x", "integer", "x"),
        ("x", "decimal", "x"),
        ("NaN", "decimal", "NaN"),
        ("2020-01-01", "date", "2020-01-01"),
        ("1.5", None, "1.5"),
    ],
)
def test_a_literal_becomes_the_same_plain_value_from_both_engines(value: str, datatype: str | None, cell: Cell) -> None:
    found = to_cell(value, datatype)
    assert (found, type(found)) == (cell, type(cell))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("SELECT * { ?s ?p ?o }", ["s", "p", "o"]),
        ("PREFIX a: <https://e.org/>\nselect distinct * where { $zz a:b ?a . ?a a:c ?zz }", ["zz", "a"]),
        ("SELECT (?y AS ?n) ?y { ?s ?p ?y }", ["n", "y"]),
        ("SELECT ?b ?a { { SELECT * { ?a ?p ?b } } }", ["b", "a"]),
    ],
)
def test_the_columns_of_a_star_stand_as_the_query_names_them_and_others_as_it_asks(query: str, names: list[str]) -> None:
    given = names if "*" not in query.partition("{")[0] else sorted(names, reverse=True)
    assert [given[place] for place in order(query, given)] == names


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_both_engines_give_the_columns_of_a_star_in_the_order_of_the_query(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("<https://e.org/a> <https://e.org/b> 1 .", encoding="utf-8")
    found = evaluate("SELECT * { ?zz ?a ?m }", tmp_path / "graph.ttl", engine)
    assert found.columns == ("zz", "a", "m")
    assert found.rows == (("https://e.org/a", "https://e.org/b", 1),)
