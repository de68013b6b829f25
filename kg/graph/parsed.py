"""graph.ttl read back by a strict parser of another make, as plain values to check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import terms
from kg.terms import Term

RDF_TYPE = terms.RDF_TYPE[1:-1]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something that a built folder should not be: where, what, and what to do."""

    subject: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.problem}. {self.remedy}."


@dataclass(slots=True)
class Parsed:
    """The triples by subject and predicate; IRIs without brackets, literals as their text."""

    values: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    literals: set[tuple[str, str]] = field(default_factory=set)  # predicate, datatype or language, where literal
    links: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # IRI objects: where they are used
    languages: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[Term, set[str]] = field(default_factory=lambda: defaultdict(set))
    blank: int = 0
    triples: int = 0

    def all(self, subject: str, predicate: str) -> list[str]:
        """Return the values of a predicate of a subject."""
        return self.values[subject].get(predicate, []) if subject in self.values else []

    def one(self, subject: str, predicate: str) -> str:
        """Return the first value of a predicate of a subject, '' where there is none."""
        return next(iter(self.all(subject, predicate)), "")

    def number(self, subject: str, predicate: str) -> int:
        """Return a whole number, -1 where there is none."""
        text = self.one(subject, predicate)
        return int(text) if text.isdecimal() else -1

    def members(self, class_iri: str) -> Iterator[str]:
        """Yield the subjects of a class."""
        return (subject for subject in self.values if class_iri in self.all(subject, RDF_TYPE))


def iri(term: Term) -> str:
    """Return the address of an IRI term."""
    return term[1:-1]


def parse(path: Path) -> tuple[Parsed | None, Fault | None]:
    """Return the content of a Turtle file, or the fault that kept it from being read."""
    import pyoxigraph

    found = Parsed()
    try:
        for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
            _add(found, quad, pyoxigraph)
    except (SyntaxError, OSError, ValueError) as error:
        return None, Fault(str(path), f"is no valid Turtle: {error}", "Build the folder again; do not edit graph.ttl by hand")
    return found, None


def _add(found: Parsed, quad: Any, pyoxigraph: Any) -> None:
    subject, predicate, value = quad.subject, quad.predicate, quad.object
    found.triples += 1
    if isinstance(subject, pyoxigraph.BlankNode) or isinstance(value, pyoxigraph.BlankNode):
        found.blank += 1
        return
    found.values[subject.value][predicate.value].append(value.value)
    if isinstance(value, pyoxigraph.Literal):
        found.languages[subject.value, predicate.value].append(value.language or "")
    else:
        found.links[value.value].add(subject.value)
    found.lines[f"<{subject.value}>"].add(f"<{subject.value}> <{predicate.value}> {_term(value, pyoxigraph)} .\n")


def _term(value: Any, pyoxigraph: Any) -> Term:
    """Return the N-Triples form that kg.terms gives the same value."""
    if isinstance(value, pyoxigraph.NamedNode):
        return f"<{value.value}>"
    text = terms.text(value.value)
    if value.language:
        return f"{text}@{value.language}"
    if value.datatype.value == terms.XSD + "string":
        return text
    return f"{text}^^<{value.datatype.value}>"
