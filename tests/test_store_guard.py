"""Queries from outside cannot change, load or call anything, and do not run for ever."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import store
from kg.errors import QueryError
from kg.store.guard import check
from kg.store.limits import evaluate_limited

REFUSED = {
    "service": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "silent service": "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "service of a variable": "SELECT * { ?s ?p ?e . SERVICE ?e { ?a ?b ?c } }",
    "service in a subquery": "SELECT * { { SELECT ?s { { SERVICE <http://e/> { ?s ?p ?o } } } } }",
    "service in a filter": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <http://e/> { ?s ?p ?o } } }",
    "service in an expression": "SELECT * { ?s ?p ?o BIND(IF(EXISTS { SERVICE <http://e/> { ?s ?q ?z } }, 1, 2) AS ?x) }",
    "service in optional and minus": "SELECT * { ?s ?p ?o OPTIONAL { ?a ?b ?c MINUS { SERVICE <http://e/> { ?s ?p ?o } } } }",
    "service in a union": "SELECT * { { ?s ?p ?o } UNION { SERVICE <http://e/> { ?s ?p ?o } } }",
    "service with escaped letters": "SELECT * { \\u0053ERVICE <http://e/> { ?s ?p ?o } }",
    "service behind an escaped quotation mark": 'SELECT * { ?s ?p "\\u0022 . } #" . SERVICE <http://e/> { ?s ?p ?o } }',
    "service in a construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://e/> { ?s ?p ?o } }",
    "service in an ask": "ASK { sErViCe <http://e/> { ?s ?p ?o } }",
    "service in a having": "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING(EXISTS { SERVICE <http://e/> { ?s ?p ?o } })",
    "from a file": "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <http://e/> { GRAPH ?g { ?s ?p ?o } }",
    "from in a describe": "DESCRIBE <http://e/> FROM <file:///etc/hostname>",
    "from in an ask": "ASK FROM <http://e/> { ?s ?p ?o }",
    "load": "LOAD <file:///etc/hostname>",
    "load into": "LOAD SILENT <http://e/> INTO GRAPH <http://e/g>",
    "insert": "INSERT DATA { <http://e/a> <http://e/b> 1 }",
    "delete": "DELETE WHERE { ?s ?p ?o }",
    "clear": "CLEAR ALL",
    "drop": "DROP DEFAULT",
    "create": "CREATE GRAPH <http://e/>",
    "copy": "COPY <http://e/a> TO <http://e/b>",
    "two updates": "CLEAR DEFAULT ; LOAD <http://e/>",
    "query then update": "SELECT * { ?s ?p ?o } ; CLEAR ALL",
    "nothing": "",
    "no sparql": "SELEKT * { ?s ?p ?o }",
    "unknown prefix": "SELECT * { ?s nowhere:p ?o }",
    "unclosed": "SELECT * { ?s ?p ?o",
    "deeply nested": "SELECT * { " + "{ " * 400 + "?s ?p ?o" + " }" * 400 + " }",
}
ALLOWED = [
    "SELECT ?service { ?service <http://e/from> 'SERVICE <http://e/> { } FROM <x>' } # LOAD <file:///etc/hostname>",
    "PREFIX load: <http://e/SERVICE#> ASK { ?s load:clear ?o }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DESCRIBE <http://e/insert>",
]
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p FILTER(STR(?a) != STR(?p)) }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("guard") / "graph.ttl"
    path.write_text("".join(f'<http://e/s{n}> <http://e/p> "{n}"@zh .\n' for n in range(300)), encoding="utf-8")
    return path


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_a_hostile_or_broken_query_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match=r"refused|not valid SPARQL"):
        check(text)


@pytest.mark.parametrize("text", ALLOWED)
def test_the_words_alone_are_harmless(text: str) -> None:
    check(text)


def test_an_update_is_told_that_it_is_one() -> None:
    with pytest.raises(QueryError, match="an update changes the graph"):
        check("DELETE WHERE { ?s ?p ?o }")


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_a_runaway_query_is_stopped_at_its_limit(engine: store.Engine, graph: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(QueryError, match=r"stopped after 1\.5 s"):
        evaluate_limited(SLOW, graph, engine, timeout=1.5)
    assert time.monotonic() - begun < 6


def test_rows_beyond_the_limit_are_left_off_and_said_to_be(graph: Path) -> None:
    table = store.answer_text("SELECT ?s { ?s ?p ?o } ORDER BY ?s", graph, row_limit=10)
    assert (len(table.rows), table.truncated) == (10, True)
    assert "10 rows, more were left off" in store.render(table, "table")


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_every_form_of_query_gives_a_table(engine: store.Engine, graph: Path) -> None:
    iri = "<http://e/s1>"
    assert store.answer_text(f"ASK {{ {iri} ?p ?o }}", graph, engine=engine).rows == ((True,),)
    described = store.answer_text(f"DESCRIBE {iri}", graph, engine=engine)
    assert described.columns == ("subject", "predicate", "object")
    assert described.rows == (("http://e/s1", "http://e/p", "1"),)
    assert store.answer_text(f"SELECT (1.50 AS ?x) (?no AS ?y) {{ {iri} ?p ?o }}", graph, engine=engine).rows[0][1] is None


def test_a_file_is_answered_by_a_child_with_its_parameters(graph: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(
        '# mine\n# 我的\n# mine\n# param n=1\nSELECT ?s {\n  VALUES ?n { "1" }\n  ?s ?p ?o FILTER(STR(?o) = ?n)\n}',
        encoding="utf-8",
    )
    assert store.answer(str(path), graph, parameters={"n": "7"}).rows == (("http://e/s7",),)


def test_a_graph_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "graph.ttl"
    broken.write_text("<http://e/s> <http://e/p> .", encoding="utf-8")
    for engine in ("oxigraph", "rdflib"):
        with pytest.raises(QueryError, match=r"graph\.ttl: cannot be loaded"):
            store.answer("overview", broken, engine=engine)


def test_the_canned_questions_do_not_load_rdflib() -> None:
    code = "import sys, kg.store as s; s.list_queries(); s.find_query('firsts'); sys.exit('rdflib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
