"""What a question from outside must not do; decided on its syntax tree, never on its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.errors import QueryError
from kg.store.queries import CODE_POINT

_REFUSED = {
    "ServiceGraphPattern": "SERVICE would open a network connection",
    "DatasetClause": "FROM would load another document",
}
_REMEDY = "Ask over the graph at hand with SELECT, ASK, CONSTRUCT or DESCRIBE"
_DEEPEST = 200


def check(text: str) -> None:
    """Raise QueryError if `text` is no SPARQL query, or one that updates, loads or calls out."""
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    if CODE_POINT.search(text):
        raise QueryError(r"refused: parsers read \uXXXX in different ways, so it could hide a clause. Write the character itself")
    try:
        tree = parseQuery(text)
        for name in _names(tree, 0):
            if name in _REFUSED:
                raise QueryError(f"refused: {_REFUSED[name]}. {_REMEDY}")
        translateQuery(tree)
    except QueryError:
        raise
    except RecursionError as error:
        raise QueryError("refused: the query is nested too deeply") from error
    except Exception as error:
        if _is_update(text):
            raise QueryError(f"refused: an update changes the graph. {_REMEDY}") from error
        raise QueryError(f"not valid SPARQL: {_first_line(error)}") from error


def _is_update(text: str) -> bool:
    from rdflib.plugins.sparql.parser import parseUpdate

    try:
        parseUpdate(text)
    except Exception:  # noqa: BLE001 - see check
        return False
    return True


def _names(node: Any, depth: int) -> Iterator[str]:
    """Yield the names of all nodes of a parse tree: a rule is a dict with a name, the rest are sequences."""
    if depth > _DEEPEST:
        raise QueryError("refused: the query is nested too deeply")
    if isinstance(node, str):
        return
    if isinstance(node, dict):
        yield str(getattr(node, "name", ""))
        for child in node.values():
            yield from _names(child, depth + 1)
    elif hasattr(node, "__iter__"):
        for child in node:
            yield from _names(child, depth + 1)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]
