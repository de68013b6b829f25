"""Facts: subjects of which very many have the same class and the same predicates, described by their values alone.

What such subjects have in common is a form: those who write make of each a text with gaps, once, and fill it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from kg.terms import RDF_TYPE, VOCABULARIES, XSD, Block, Term, block, encoded, stretch

# so short that with -start-end behind it (see LocalNames.within) a name is none too long for kg.export.turtle._LOCAL
_USUAL = re.compile("[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,60}[A-Za-z0-9_])?", re.ASCII)
_KNOWN = 1 << 14  # names remembered, some 3 MB: what is named again is named soon
FORMS = 1 << 10  # remembered, and so many templates of them (kg.export.turtle)
COMMON = 64  # triples of the largest form that many subjects may have: those of very many pieces of evidence are unlike
_LITERALS = {
    "zh": ('"', '"@zh'),
    "en": ('"', '"@en'),
    "text": ('"', '"'),
    **{kind: ('"', f'"^^<{XSD}{kind}>') for kind in ("boolean", "date", "decimal", "integer")},
}


@dataclass(frozen=True, eq=False, slots=True)
class Property:
    """A predicate with what its values are.

    `values` is a kind of things or a vocabulary, whose values are given as local names (see LocalNames); or zh, en, text or a
    datatype, whose values are given as the text of the literal, escaped.
    """

    predicate: Term
    values: str


class Form:
    """The classes and the properties of subjects."""

    def __init__(self, base_iri: str, kind: str, classes: Sequence[Term], properties: Sequence[Property]) -> None:
        """Take the kind of the subjects, their classes, and the properties in the order of the values."""
        self.classes, self.triples, self.values = classes, len(classes) + len(properties), 1 + len(properties)
        ends = {values: _ends(base_iri, values) for values in {kind, *(one.values for one in properties)}}
        self._ends = [ends[kind], *(ends[one.values] for one in properties)]
        self._predicates = [one.predicate for one in properties]

    def block(self, values: Sequence[str]) -> Block:
        """Return the subject whose name comes first in `values`, with its predicates and objects."""
        subject, *others = (f"{before}{value}{behind}" for (before, behind), value in zip(self._ends, values, strict=True))
        return block(subject, [*((RDF_TYPE, one) for one in self.classes), *zip(self._predicates, others, strict=True)])

    def subject(self, values: Sequence[str]) -> Term:
        """Return the subject whose name comes first in `values`."""
        before, behind = self._ends[0]
        return f"{before}{values[0]}{behind}"


class Fact(NamedTuple):
    """A subject of a form: its local name, then the value of each property.

    Of a predicate that comes twice the values are different ones, and sorted as terms.
    """

    form: Form
    values: Sequence[str]


class Said:
    """What is said of a subject: properties, and of each the value."""

    __slots__ = ("properties", "values")

    def __init__(self, properties: Iterable[Property], values: Iterable[str]) -> None:
        """Begin with so many of both."""
        self.properties, self.values = [*properties], [*values]

    def add(self, which: Property, value: str) -> None:
        """Say another thing."""
        self.properties.append(which)
        self.values.append(value)

    def add_each(self, which: Property, values: Iterable[str], key: Callable[[str], str]) -> None:
        """Say a thing with each of its values once, sorted by the key."""
        for value in sorted(set(values), key=key):
            self.add(which, value)


def as_term(local: str) -> str:
    """Return what things of one kind, which have such local names, are sorted by: a term ends with >."""
    return local + ">"


def as_literal(escaped: str) -> str:
    """Return what literals of one language or datatype, between whose quotation marks this stands, are sorted by."""
    return escaped + '"'


One = TypeVar("One", Block, Fact, Block | Fact)


class LocalNames(dict[str, str]):
    """The local names of things by their ids, computed on first use, and the forms of facts, under one base."""

    def __init__(self, base_iri: str) -> None:
        """Begin with none."""
        super().__init__()
        self.unusual: set[str] = set()  # names that may not stand behind a prefix in every way of writing
        self._base = base_iri
        self._forms: dict[tuple[str, tuple[Term, ...], tuple[Property, ...]], Form] = {}

    def __missing__(self, thing: str) -> str:
        if len(self) > _KNOWN:
            self.clear()
        if _USUAL.fullmatch(thing):
            self[thing] = thing
            return thing
        made = self[thing] = encoded(thing)
        self.unusual.add(made)
        return made

    def within(self, whole: str, start: int, end: int) -> str:
        """Return the name of a stretch of the report that has the name `whole`."""
        made = stretch(whole, start, end)
        if self.unusual and whole in self.unusual:
            self.unusual.add(made)
        return made

    def fact(self, kind: str, classes: tuple[Term, ...], local: str, said: Said) -> Fact:
        """Return what is said of the thing with a local name; other parameters as of Form."""
        return Fact(self.form(kind, classes, tuple(said.properties)), (local, *said.values))

    def form(self, kind: str, classes: tuple[Term, ...], properties: tuple[Property, ...]) -> Form:
        """Return a form; parameters as of Form."""
        if len(classes) + len(properties) > COMMON:  # triples
            return Form(self._base, kind, classes, properties)
        key = kind, classes, properties
        found = self._forms.get(key)
        if found is None:
            if len(self._forms) > FORMS:
                self._forms.clear()
            found = self._forms[key] = Form(self._base, kind, classes, properties)
        return found


class Counts:
    """How many triples, subjects and members of each class there are in a graph."""

    def __init__(self) -> None:
        """Begin with none."""
        self.triples = self.subjects = 0
        self.classes: Counter[Term] = Counter()

    def add(self, one: Block | Fact) -> None:
        """Count a subject."""
        self.subjects += 1
        if isinstance(one, Fact):
            self.triples += one.form.triples
            for class_term in one.form.classes:
                self.classes[class_term] += 1
            return
        self.triples += len(one[1])
        for predicate, value in one[1]:
            if predicate != RDF_TYPE:
                break  # classes come first
            self.classes[value] += 1

    def update(self, other: Counts) -> None:
        """Add what was counted elsewhere."""
        self.triples += other.triples
        self.subjects += other.subjects
        self.classes.update(other.classes)

    def passing(self, subjects: Iterable[One]) -> Iterator[One]:
        """Yield subjects as they come, and count them."""
        for one in subjects:
            self.add(one)
            yield one


def _ends(base_iri: str, values: str) -> tuple[str, str]:
    """Return what stands before and behind a value in its term."""
    if values in _LITERALS:
        return _LITERALS[values]
    return (f"<{VOCABULARIES[values]}" if values in VOCABULARIES else f"<{base_iri}{values}/"), ">"
