"""What a SHACL constraint asks of the values of one property, for many nodes at once, as functions over terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from kg import terms
from kg.graph.parsed import RDF_TYPE, Parsed
from kg.terms import Term, language, plain

Column = Sequence[tuple[str, Sequence[Term]]]  # nodes, each with its values
Wrong = Iterable[tuple[str, Term]]  # nodes with the values that are wrong, '' standing for the property as a whole
Constraint = Callable[[Parsed, Column], Wrong]
Test = Callable[[Parsed, Term], bool]
_LEXICAL = {
    "integer": "[+-]?[0-9]+",
    "decimal": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
    "date": "[0-9]{4}-[0-9]{2}-[0-9]{2}",  # without a time zone, which no report gives
    "boolean": "true|false|0|1",
}
_WELL_FORMED = {terms.XSD + kind: re.compile(f'"(?:{form})"\\^\\^<{terms.XSD}{kind}>') for kind, form in _LEXICAL.items()}
_DATE = terms.XSD + "date"
_NUMERIC = ("integer", "decimal")


def at_least(count: int) -> Constraint:
    """sh:minCount."""
    return lambda parsed, column: [(node, "") for node, values in column if len(values) < count]


def at_most(count: int) -> Constraint:
    """sh:maxCount."""
    return lambda parsed, column: [(node, "") for node, values in column if len(values) > count]


def each(test: Test) -> Constraint:
    """Every value must pass a test, which is asked once for each: most values are of many nodes."""

    def check(parsed: Parsed, column: Column) -> Wrong:
        different = {value for _, values in column for value in values}
        wrong = {value for value in different if not test(parsed, value)}
        return [(node, value) for node, values in column for value in values if value in wrong] if wrong else ()

    return check


def unique_languages(parsed: Parsed, column: Column) -> Wrong:
    """sh:uniqueLang."""
    for node, values in column:
        tags = [tag for value in values if (tag := language(value))] if len(values) > 1 else ()
        if len(tags) != len(set(tags)):
            yield node, ""


def disjoint(other: str) -> Constraint:
    """sh:disjoint: no value may be a value of the other property too."""
    return lambda parsed, column: (
        (node, value) for node, values in column for value in values if value in parsed.terms(node, other)
    )


def less_than(other: str, *, equal: bool) -> Constraint:
    """sh:lessThan, sh:lessThanOrEquals: values that cannot be compared are wrong as well."""
    return lambda parsed, column: (
        (node, value)
        for node, values in column
        for value in values
        if not all(_before(value, one, equal) for one in parsed.terms(node, other))
    )


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
    if wanted in _WELL_FORMED:
        return _WELL_FORMED[wanted].fullmatch(value) is not None and (wanted != _DATE or _is_day(plain(value)))
    return value[-1] == '"' if wanted == terms.XSD + "string" else value.endswith(f'"^^<{wanted}>')


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
