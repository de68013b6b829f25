"""A written graph read back as blocks of triples, to be written in another form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import QueryError
from kg.terms import Block, Pair


def blocks(path: Path) -> Iterator[Block]:
    """Yield the subjects of a Turtle file as they come, each with its predicates and objects; nothing else is kept.

    The terms are in the form of kg.terms. Raises QueryError where the file is no Turtle.
    """
    from pyoxigraph import RdfFormat, parse

    subject: str = ""
    pairs: list[Pair] = []
    try:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if str(quad.subject) != subject:
                if pairs:
                    yield subject, tuple(pairs)
                subject, pairs = str(quad.subject), []
            pairs.append((str(quad.predicate), str(quad.object)))
    except (SyntaxError, OSError, ValueError) as error:
        raise QueryError(f"{path}: cannot be read ({error}). Build the folder again, or run kg verify") from error
    if pairs:
        yield subject, tuple(pairs)
