"""What a SHACL constraint asks of the values of one property of one node, as functions over terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from kg import terms
from kg.graph.parsed import RDF_TYPE, Parsed
from kg.terms import Term, language, plain

# The node, its values; returned are the values that are wrong, '' standing for the property as a whole.
Constraint = Callable[[Parsed, str, Sequence[Term]], Sequence[Term]]
Test = Callable[[Parsed, Term], bool]
_WHOLE: Sequence[Term] = ("",)
_NONE: Sequence[Term] = ()
_LEXICAL = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),  # without a time zone, which no report gives
    "boolean": re.compile("true|false|0|1"),
}
_NUMERIC = ("integer", "decimal")


def at_least(count: int) -> Constraint:
    """sh:minCount."""
    return lambda parsed, node, values: _WHOLE if len(values) < count else _NONE


def at_most(count: int) -> Constraint:
    """sh:maxCount."""
    return lambda parsed, node, values: _WHOLE if len(values) > count else _NONE


def each(test: Test) -> Constraint:
    """Every value must pass a test."""
    return lambda parsed, node, values: [value for value in values if not test(parsed, value)]


def unique_languages(parsed: Parsed, node: str, values: Sequence[Term]) -> Sequence[Term]:
    """sh:uniqueLang."""
    tags = [tag for value in values if (tag := language(value))]
    return _WHOLE if len(tags) != len(set(tags)) else _NONE


def disjoint(other: str) -> Constraint:
    """sh:disjoint: no value may be a value of the other property too."""

    def check(parsed: Parsed, node: str, values: Sequence[Term]) -> Sequence[Term]:
        others = parsed.terms(node, other)
        return [value for value in values if value in others] if others else _NONE

    return check


def less_than(other: str, *, equal: bool) -> Constraint:
    """sh:lessThan, sh:lessThanOrEquals: values that cannot be compared are wrong as well."""

    def check(parsed: Parsed, node: str, values: Sequence[Term]) -> Sequence[Term]:
        others = parsed.terms(node, other)
        return [value for value in values if not all(_before(value, one, equal) for one in others)] if others else _NONE

    return check


def _before(one: Term, other: Term, equal: bool) -> bool:
    first, second = _key(one), _key(other)
    if first is None or second is None or isinstance(first, str) != isinstance(second, str):
        return False
    return first < second or (equal and first == second)  # type: ignore[operator]


def _key(term: Term) -> Decimal | str | None:
    """Return what a number or a date compares by."""
    for datatype in _NUMERIC:
        if has_datatype(terms.XSD + datatype, term):
            return Decimal(plain(term))
    return plain(term) if has_datatype(terms.XSD + "date", term) else None


def has_class(classes: Collection[str]) -> Test:
    """sh:class, given the class with all that are under it."""
    members = {f"<{name}>" for name in classes}
    return lambda parsed, value: value[0] == "<" and not members.isdisjoint(parsed.terms(value[1:-1], RDF_TYPE))


def one_of(allowed: Collection[Term]) -> Test:
    """sh:in."""
    return lambda parsed, value: value in allowed


def datatype(wanted: str) -> Test:
    """sh:datatype: the datatype, and a lexical form that is one of it."""
    return lambda parsed, value: has_datatype(wanted, value)


def has_datatype(wanted: str, value: Term) -> bool:
    """Tell whether a term is a well-formed literal of a datatype."""
    if value[0] == "<":
        return False
    if wanted == terms.XSD + "string":
        return value[-1] == '"'
    if not value.endswith(f'"^^<{wanted}>'):
        return False
    kind, text = wanted.removeprefix(terms.XSD), plain(value)
    if kind in _LEXICAL and not _LEXICAL[kind].fullmatch(text):
        return False
    return kind != "date" or _is_day(text)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:  # the 30th of February
        return False


def is_iri(parsed: Parsed, value: Term) -> bool:
    """sh:nodeKind sh:IRI."""
    return value[0] == "<"


def matches(pattern: str) -> Test:
    """sh:pattern."""
    found = re.compile(pattern)
    return lambda parsed, value: found.search(plain(value)) is not None


def long_enough(length: int) -> Test:
    """sh:minLength, in code points."""
    return lambda parsed, value: len(plain(value)) >= length


def in_languages(tags: Collection[str]) -> Test:
    """sh:languageIn; a tag covers its longer forms."""
    return lambda parsed, value: any(language(value) == tag or language(value).startswith(tag + "-") for tag in tags)


def bounded(limit: Decimal, *, below: bool, equal: bool) -> Test:
    """sh:minInclusive, sh:minExclusive, sh:maxInclusive: what is no number is outside."""

    def check(parsed: Parsed, value: Term) -> bool:
        try:
            number = Decimal(plain(value)) if value[-1] == ">" and value[0] == '"' else None
        except InvalidOperation:
            return False
        if number is None or number.is_nan():
            return False
        return (equal and number == limit) or (number < limit if below else number > limit)

    return check


def any_of(tests: Sequence[Test]) -> Test:
    """sh:or."""
    return lambda parsed, value: any(test(parsed, value) for test in tests)


def exactly_one(tests: Sequence[Test]) -> Test:
    """sh:xone."""
    return lambda parsed, value: sum(test(parsed, value) for test in tests) == 1
