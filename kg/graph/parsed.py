"""graph.ttl read back by a strict parser of another make, as plain values to check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg import terms
from kg.terms import Term, plain

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
    """The triples by subject and predicate (addresses without brackets); the objects are terms as in kg.terms."""

    values: dict[str, dict[str, list[Term]]] = field(default_factory=dict)
    classes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # class: its members
    iris: set[Term] = field(default_factory=set)  # all that are objects
    blank: int = 0  # triples with blank nodes; they are in no other field
    triples: int = 0

    def terms(self, subject: str, predicate: str) -> list[Term]:
        """Return the values of a predicate of a subject as terms."""
        found = self.values.get(subject)
        return found.get(predicate, []) if found else []

    def all(self, subject: str, predicate: str) -> list[str]:
        """Return the values of a predicate of a subject: addresses, texts of literals."""
        return [plain(term) for term in self.terms(subject, predicate)]

    def one(self, subject: str, predicate: str) -> str:
        """Return the first value of a predicate of a subject, '' where there is none."""
        found = self.terms(subject, predicate)
        return plain(found[0]) if found else ""

    def number(self, subject: str, predicate: str) -> int:
        """Return a whole number, -1 where there is none."""
        text = self.one(subject, predicate)
        return int(text) if text.isdecimal() else -1

    def members(self, class_iri: str) -> list[str]:
        """Return the subjects of a class."""
        return self.classes.get(class_iri, [])

    def objects(self) -> Iterator[tuple[str, Term]]:
        """Yield each triple's subject and object."""
        return ((subject, term) for subject, about in self.values.items() for found in about.values() for term in found)

    def lines(self) -> Iterator[str]:
        """Yield the sorted N-Triples lines, subject by subject."""
        for subject in sorted(self.values, key=lambda one: one + ">"):
            yield "".join(
                sorted(f"<{subject}> <{name}> {term} .\n" for name, found in self.values[subject].items() for term in found)
            )


def iri(term: Term) -> str:
    """Return the address of an IRI term."""
    return term[1:-1]


def parse(path: Path) -> tuple[Parsed | None, Fault | None]:
    """Return the content of a Turtle file, or the fault that kept it from being read."""
    try:
        return _read(path), None
    except (SyntaxError, OSError, ValueError) as error:
        return None, Fault(str(path), f"is no valid Turtle: {error}", "Build the folder again; do not edit graph.ttl by hand")


def _read(path: Path) -> Parsed:
    from pyoxigraph import BlankNode, RdfFormat
    from pyoxigraph import parse as triples

    found = Parsed()
    values, same = found.values, dict[str, str]().setdefault  # IRIs come many times: each is kept once
    for quad in triples(path=str(path), format=RdfFormat.TURTLE):
        found.triples += 1
        subject, value = quad.subject, quad.object
        if isinstance(subject, BlankNode) or isinstance(value, BlankNode):
            found.blank += 1
            continue
        name, term = quad.predicate.value, str(value)  # the N-Triples form of the parser is that of kg.terms
        if term[0] == "<":
            term = same(term, term)
            found.iris.add(term)
        about = values.setdefault(same(subject.value, subject.value), {})
        about.setdefault(same(name, name), []).append(term)
        if name == RDF_TYPE:
            found.classes[term[1:-1]].append(subject.value)
    _drop_repeated(found)
    return found


def _drop_repeated(found: Parsed) -> None:
    """Leave one of each triple that is written twice."""
    for about in found.values.values():
        for name, terms_of in about.items():
            if len(terms_of) > 1:
                about[name] = list(dict.fromkeys(terms_of))
