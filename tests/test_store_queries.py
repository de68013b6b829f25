"""Questions are found by name or file, and their parameters are bound as terms, whatever they hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg import store
from kg.errors import QueryError
from kg.store.engine import evaluate
from kg.store.queries import CODE_POINT, bind, literal, read_query

ECHO = '# echo\n# 回声\n# Echo\n# param word=甲\nSELECT (?word AS ?out) WHERE {\n  VALUES ?word { "甲" }\n}\n'
HOSTILE = [
    '" } ?s ?p ?o . #',
    "\\",
    '\\"',
    "line\nbreak\r\ttab",
    "\x00\x07\x7f",
    "\\\x00",
    "\u2028\u202e𠮷",
    "}",
    "# comment",
    "'''",
    "$word ?word",
]


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph.ttl"
    path.write_text('<http://e/s> <http://e/p> "o"@zh .', encoding="utf-8")
    return path


@pytest.fixture
def echo(tmp_path: Path) -> store.Query:
    path = tmp_path / "echo.rq"
    path.write_text(ECHO, encoding="utf-8")
    return read_query(path)


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_comes_back_as_it_went_in(value: str, engine: store.Engine, graph: Path, echo: store.Query) -> None:
    assert evaluate(bind(echo, {"word": value}), graph, engine).rows == ((value,),)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_stays_one_literal(value: str) -> None:
    import pyoxigraph

    assume(not CODE_POINT.search(value))
    found = pyoxigraph.Store().query(f"SELECT ?x {{ VALUES ?x {{ {literal(value)} }} }}")
    assert [row["x"].value for row in found] == [value]


@pytest.mark.parametrize("value", ["\ud800", "\\u0022 } #", "\\\\u0022", "\\U00000022"])
def test_what_parsers_would_read_in_different_ways_is_refused(value: str) -> None:
    with pytest.raises(QueryError, match="surrogate"):
        literal(value)


def test_a_header_gives_the_questions_and_the_parameters(echo: store.Query) -> None:
    assert (echo.id, echo.zh, echo.en, echo.parameters) == ("echo", "回声", "Echo", {"word": "甲"})


def test_a_file_without_our_header_is_a_question_without_parameters(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    assert read_query(path) == store.Query("mine", "", "", "ASK { ?s ?p ?o }", {})


def test_a_parameter_that_the_question_does_not_have_is_named(graph: Path) -> None:
    with pytest.raises(QueryError, match="no parameter 'lable'; it has: label"):
        store.answer("initiative-metrics", graph, parameters={"lable": "x"})


def test_a_parameter_that_is_declared_and_not_used_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.rq"
    path.write_text("# odd\n# 怪\n# odd\n# param word=甲\nSELECT * { ?s ?p ?o }", encoding="utf-8")
    with pytest.raises(QueryError, match="on its own line"):
        bind(read_query(path), {"word": "乙"})


def test_an_unknown_question_is_answered_with_the_known_ones(graph: Path) -> None:
    with pytest.raises(QueryError, match=r"no such question. Known: .*shared-initiatives.*rq"):
        store.answer("shared", graph)


def test_a_file_that_is_not_there_is_named(graph: Path) -> None:
    with pytest.raises(QueryError, match=r"nowhere\.rq: cannot be read"):
        store.answer("nowhere.rq", graph)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_takes_the_place_of_every_literal_and_the_language_tags_stay(value: str, graph: Path, tmp_path: Path) -> None:
    path = tmp_path / "tagged.rq"
    path.write_text(
        ECHO.replace('{ "甲" }', '{ "甲"@zh "甲"@en }').replace("(?word AS ?out)", "?word (LANG(?word) AS ?tag)"), "utf-8"
    )
    assert evaluate(bind(read_query(path), {"word": value}), graph).rows == ((value, "zh"), (value, "en"))
