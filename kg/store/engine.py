"""Run a query over a graph file in Oxigraph or in rdflib; both give the same plain cells."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from kg.errors import QueryError
from kg.store.columns import order
from kg.store.table import Cell, Table, to_cell
from kg.terms import XSD

Engine = Literal["oxigraph", "rdflib"]
ROW_LIMIT = 100_000
_TRIPLE = ("subject", "predicate", "object")
_REMEDY = "Build the folder again, or run kg verify"


def evaluate(text: str, graph_path: Path, engine: Engine = "oxigraph", row_limit: int = ROW_LIMIT) -> Table:
    """Load `graph_path` (Turtle, N-Triples ...; or the folder of an Oxigraph store) and run the query `text`.

    Nothing is checked or limited here except the number of rows: see kg.store.answer.
    """
    if engine == "rdflib":
        return _rdflib(text, graph_path, row_limit)
    return _oxigraph(text, graph_path, row_limit)


def load(graph_path: Path) -> Any:
    """Return an Oxigraph store with the content of a file, or the store that lies in a folder, read only."""
    import pyoxigraph

    try:
        if graph_path.is_dir():
            return pyoxigraph.Store.read_only(str(graph_path))
        store = pyoxigraph.Store()
        store.bulk_load(path=graph_path)
    except (OSError, SyntaxError, RuntimeError, ValueError) as error:  # a store whose files are damaged raises RuntimeError
        raise QueryError(f"{graph_path}: cannot be loaded ({error}). {_REMEDY}") from error
    return store


def _oxigraph(text: str, graph_path: Path, row_limit: int) -> Table:
    import pyoxigraph

    store = load(graph_path)
    try:
        found = store.query(text)
        if isinstance(found, pyoxigraph.QueryBoolean):
            return Table(("answer",), ((bool(found),),))
        if isinstance(found, pyoxigraph.QueryTriples):
            return _sorted(_taken(([_ox_cell(term) for term in triple] for triple in found), _TRIPLE, row_limit))
        names = [variable.value for variable in found.variables]
        shown = order(text, names)
        columns = tuple(names[place] for place in shown)
        return _taken(([_ox_cell(row[place]) for place in shown] for row in found), columns, row_limit)
    except (OSError, SyntaxError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query failed: {error}") from error


def _ox_cell(term: Any) -> Cell:
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    return to_cell(str(getattr(term, "value", term)), _local(datatype.value) if datatype is not None else None)


def _rdflib(text: str, graph_path: Path, row_limit: int) -> Table:
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    try:
        graph.parse(graph_path)
    except Exception as error:
        raise QueryError(f"{graph_path}: cannot be loaded ({error}). {_REMEDY}") from error
    try:
        found = graph.query(text)
        if found.type == "ASK":
            return Table(("answer",), ((bool(found.askAnswer),),))
        if found.type in {"CONSTRUCT", "DESCRIBE"}:
            return _sorted(_taken(([_rdflib_cell(term) for term in triple] for triple in found.graph or ()), _TRIPLE, row_limit))
        names = [str(variable) for variable in found.vars or ()]
        shown = order(text, names)
        columns = tuple(names[place] for place in shown)
        cells = ([_rdflib_cell(row[place]) for place in shown] for row in found if isinstance(row, tuple))
        return _taken(cells, columns, row_limit)
    except Exception as error:
        raise QueryError(f"the query failed: {type(error).__name__}: {error}") from error


def _rdflib_cell(term: Any) -> Cell:
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    return to_cell(str(term), _local(str(datatype)) if datatype is not None else None)


def _local(datatype: str) -> str | None:
    return datatype.removeprefix(XSD) if datatype.startswith(XSD) else None


def _taken(rows: Iterable[list[Cell]], columns: tuple[str, ...], limit: int) -> Table:
    taken = [tuple(row) for row in islice(rows, limit + 1)]
    return Table(columns, tuple(taken[:limit]), truncated=len(taken) > limit)


def _sorted(table: Table) -> Table:
    return Table(table.columns, tuple(sorted(table.rows, key=str)), table.truncated)
