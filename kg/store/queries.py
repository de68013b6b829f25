"""The canned questions: files of ontology/queries, their headers and the binding of their parameters.

A file is valid SPARQL that any engine runs as it stands:

    # initiative-metrics
    # 某项举措有哪些数字？
    # Which numbers measure an initiative?
    # param label=一网统管

Each parameter stands in the query once, alone on a line, with its default: VALUES ?level { "市级" }. What is looked up
as a label has its language tags there, VALUES ?label { "一网统管"@zh "一网统管"@en }: a store then finds it in its index,
where a FILTER would have it read every label.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import QueryError
from kg.resources import query_files

_PARAMETER = re.compile(r"# param ([a-z][a-z0-9_]{0,30})=(.{0,200})")
_HEADER_LINES = 3
CODE_POINT = re.compile(r"\\u[0-9a-f]{4}", re.IGNORECASE)
_LITERAL = r'"(?:[^"\\\n]|\\.){0,400}"'
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Query:
    """A question in Chinese and English, its SPARQL text, and its parameters with their defaults."""

    id: str
    zh: str
    en: str
    text: str
    parameters: dict[str, str] = field(default_factory=dict)


def list_queries() -> list[Query]:
    """Return the canned questions, sorted by id."""
    return [read_query(path) for path in query_files()]


def find_query(name: str) -> Query:
    """Return the canned question called `name`; raises QueryError with the known names."""
    for path in query_files():
        if path.stem == name:
            return read_query(path)
    known = ", ".join(path.stem for path in query_files())
    raise QueryError(f"{name}: no such question. Known: {known}; or give a file that ends with .rq")


def read_query(path: Path) -> Query:
    """Return the question of a .rq file; a file without our header has its name as id and no parameters."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    comments = _head(text)
    parameters = {match[1]: match[2].strip() for line in comments if (match := _PARAMETER.fullmatch(line))}
    said = [line[1:].strip() for line in comments if not line.startswith("# param ")][:_HEADER_LINES]
    _, zh, en = (said + [""] * _HEADER_LINES)[:_HEADER_LINES]
    return Query(path.stem, zh, en, text, parameters)


def bind(query: Query, parameters: Mapping[str, str]) -> str:
    """Return the SPARQL text of `query` with `parameters` in place of the defaults.

    A value takes the place of every literal in its VALUES block, whose language tags stay; it is serialised as a string
    literal, so that nothing in it can end the literal. Raises QueryError for a name that the question does not have.
    """
    text = query.text
    for name, value in parameters.items():
        if name not in query.parameters:
            known = ", ".join(query.parameters) or "none"
            raise QueryError(f"{query.id}: no parameter {name!r}; it has: {known}")
        written = literal(value)
        text, changed = _values_line(name).subn(lambda match, new=written: re.sub(_LITERAL, lambda _: new, match[0]), text)  # type: ignore[misc]
        if changed != 1:
            raise QueryError(f'{query.id}: write the parameter once, on its own line: VALUES ?{name} {{ "…" }}')
    return text


def literal(value: str) -> str:
    r"""Return `value` as a SPARQL string literal that means the same to every parser.

    SPARQL lets a parser expand \uXXXX before it looks for the end of a string, and parsers differ in it;
    so a value with such a sequence is refused.
    """
    if CODE_POINT.search(value) or any("\ud800" <= character <= "\udfff" for character in value):
        raise QueryError(
            r"a parameter holds a \uXXXX sequence or half a character (a lone surrogate); write the characters themselves"
        )
    return '"' + "".join(_ESCAPES.get(character, character) for character in value) + '"'


def _values_line(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?m)^[ \t]*VALUES \?{name} \{{ (?:{_LITERAL}(?:@[a-z]{{2}})? ){{1,4}}\}}[ \t]*$")


def _head(text: str) -> list[str]:
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line)
    return lines
