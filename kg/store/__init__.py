"""Questions over a built graph: canned ones, and SPARQL files under limits.

`answer` is the door: it finds the question, binds its parameters, runs it and returns a `Table`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.store.engine import ROW_LIMIT, Engine, evaluate
from kg.store.guard import check
from kg.store.limits import TIMEOUT, evaluate_limited
from kg.store.queries import Query, bind, find_query, list_queries, read_query
from kg.store.render import render
from kg.store.table import Cell, Table

__all__ = [
    "Cell",
    "Engine",
    "Query",
    "Table",
    "answer",
    "answer_text",
    "check",
    "find_query",
    "list_queries",
    "read_query",
    "render",
]


def answer(
    question: str,
    graph_path: Path,
    *,
    parameters: Mapping[str, str] | None = None,
    engine: Engine = "oxigraph",
    timeout: float = TIMEOUT,
) -> Table:
    """Answer the canned question `question`, or the query of a file whose name ends with .rq.

    `graph_path` is a graph file or the folder of an Oxigraph store. Our own questions run in this process;
    a file is checked first and runs in a child that is killed after `timeout` seconds.
    Raises QueryError with a remedy for an unknown name or parameter, wrong syntax, a refused clause.
    """
    if not question.endswith(".rq"):
        return evaluate(bind(find_query(question), parameters or {}), graph_path, engine)
    return answer_text(bind(read_query(Path(question)), parameters or {}), graph_path, engine=engine, timeout=timeout)


def answer_text(
    text: str, graph_path: Path, *, engine: Engine = "oxigraph", timeout: float = TIMEOUT, row_limit: int = ROW_LIMIT
) -> Table:
    """Answer the SPARQL query `text` from outside: refused, or run in a child with limits on time, memory and rows."""
    check(text)
    return evaluate_limited(text, graph_path, engine, timeout, row_limit)
