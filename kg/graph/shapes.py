"""The SHACL shapes of the ontology, compiled once and run over a parsed graph.

A general SHACL engine asks the graph anew for every node; here each shape becomes a few functions over the
values of all its nodes. Understood is what ontology/shapes.ttl uses: targets by class and by subjects of a property, one
predicate as path, and the constraints of `_VALUES` and `_PROPERTY`. Anything else is refused when the shapes are
read, never passed over. Tests hold the findings against those of pyshacl.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kg import resources
from kg.errors import KgError
from kg.graph import constraints
from kg.graph.constraints import Column, Constraint, Test
from kg.graph.parsed import RDF_TYPE, Fault, Parsed
from kg.terms import VOCABULARIES, Term, language, plain

_REMEDY = "Report this as a fault of the builder, with the shape"
_SH = "http://www.w3.org/ns/shacl#"
_RDF = VOCABULARIES["rdf"]
_SUBCLASS = VOCABULARIES["rdfs"] + "subClassOf"
Node = tuple[str, dict[str, list[Term]]]  # with its values by predicate
_NOT_CONSTRAINTS = {"targetClass", "targetSubjectsOf", "property", "path", "message"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape, or a property shape with its path: whom it is about, what it asks, what it says."""

    classes: tuple[str, ...]  # with all classes below them
    subjects_of: tuple[str, ...]
    path: str | None
    asks: tuple[Constraint, ...]
    message: str

    def targets(self, parsed: Parsed) -> Iterator[str]:
        """Yield the nodes that the shape is about."""
        for name in self.classes:
            yield from parsed.members(name)
        for predicate in self.subjects_of:
            yield from (subject for subject, about in parsed.values.items() if predicate in about)

    def column(self, nodes: Iterable[Node]) -> Column:
        """Return nodes with what the shape asks about: the values of its path, or the node itself."""
        if self.path is None:
            return [(node, (f"<{node}>",)) for node, _ in nodes]
        return [(node, about.get(self.path, ())) for node, about in nodes]


def faults(parsed: Parsed) -> Iterator[Fault]:
    """Yield what ontology/shapes.ttl refuses in a graph."""
    for node, message, value in results(parsed):
        yield Fault(node, f"{message} ({plain(value)})" if value else message, _REMEDY)


def results(parsed: Parsed) -> Iterator[tuple[str, str, Term]]:
    """Yield the node, the message and the value (or '') of each violation."""
    targets: dict[tuple[tuple[str, ...], ...], list[Node]] = {}  # many shapes are about the same nodes
    for shape in _shapes():
        about = shape.classes, shape.subjects_of
        if about not in targets:
            targets[about] = [(node, parsed.values[node]) for node in dict.fromkeys(shape.targets(parsed))]
        column = shape.column(targets[about])
        for ask in shape.asks:
            yield from ((node, shape.message, value) for node, value in ask(parsed, column))


@cache
def _shapes() -> tuple[Shape, ...]:
    """Read and compile the shapes."""
    source = _load("shapes.ttl")
    under = _classes_below(_load("jiedao.ttl"))
    return tuple(made for name in source.members(_SH + "NodeShape") for made in _compiled(source, name, under))


def _load(name: str) -> Parsed:
    """Return a file of the ontology with its blank nodes named, for shapes are made of them."""
    import pyoxigraph

    path = resources.ontology_file(name)
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE))
    found = Parsed()
    for quad in dataset:
        subject, value = (str(one) if isinstance(one, pyoxigraph.BlankNode) else one for one in (quad.subject, quad.object))
        key = subject if isinstance(subject, str) else subject.value
        term = f"<{value}>" if isinstance(value, str) else str(value)
        found.values.setdefault(key, {}).setdefault(quad.predicate.value, []).append(term)
        if quad.predicate.value == RDF_TYPE:
            found.classes[plain(term)].append(key)
    return found


def _classes_below(ontology: Parsed) -> Callable[[str], tuple[str, ...]]:
    """Return a function from a class to itself and all that the ontology puts under it."""
    above = {name: ontology.all(name, _SUBCLASS) for name in ontology.values}

    def under(wanted: str) -> tuple[str, ...]:
        found = {wanted}
        while more := {name for name, parents in above.items() if name not in found and found.intersection(parents)}:
            found |= more
        return tuple(sorted(found))

    return under


def _compiled(source: Parsed, name: str, under: Callable[[str], tuple[str, ...]]) -> Iterator[Shape]:
    """Yield a node shape's own constraints, and each of its property shapes aimed at the same nodes."""
    targets = source.all(name, _SH + "targetClass")
    classes = tuple(dict.fromkeys(one for target in targets for one in under(target)))
    subjects_of = tuple(source.all(name, _SH + "targetSubjectsOf"))
    own = _asks(source, name, under)
    if own:
        yield Shape(classes, subjects_of, None, own, _message(source, name))
    for part in sorted(
        source.all(name, _SH + "property"), key=lambda one: (source.one(one, _SH + "path"), _message(source, one))
    ):
        yield Shape(classes, subjects_of, source.one(part, _SH + "path"), _asks(source, part, under), _message(source, part))


def _message(source: Parsed, shape: str) -> str:
    found = [plain(term) for term in source.terms(shape, _SH + "message") if language(term) == "en"]
    return found[0] if found else "violates a shape"


def _asks(source: Parsed, shape: str, under: Callable[[str], tuple[str, ...]]) -> tuple[Constraint, ...]:
    """Return the constraints of a shape. Raises KgError for one that is not understood."""
    found: list[Constraint] = []
    for predicate, values in sorted(source.values[shape].items()):
        component = predicate.removeprefix(_SH)
        if predicate == component or component in _NOT_CONSTRAINTS:
            continue
        for value in values:
            if component in _PROPERTY:
                found.append(_PROPERTY[component](plain(value)))
            else:
                found.append(constraints.each(_test(source, component, value, under)))
    return tuple(found)


def _test(source: Parsed, component: str, value: Term, under: Callable[[str], tuple[str, ...]]) -> Test:
    if component == "class":
        return constraints.has_class(under(plain(value)))
    if component in _LISTS:
        return _LISTS[component](_members(source, plain(value)))
    if component in _LOGIC:
        parts = [_conjunction(source, plain(one), under) for one in _members(source, plain(value))]
        return _LOGIC[component](parts)
    if component in _VALUES:
        return _VALUES[component](plain(value))
    raise KgError(f"shapes.ttl: sh:{component} is not understood. Use one of {', '.join(sorted(understood()))}")


def _conjunction(source: Parsed, shape: str, under: Callable[[str], tuple[str, ...]]) -> Test:
    tests = [
        _test(source, name.removeprefix(_SH), value, under)
        for name, values in sorted(source.values[shape].items())
        for value in values
    ]
    return lambda parsed, value: all(test(parsed, value) for test in tests)


def _members(source: Parsed, head: str) -> list[Term]:
    """Return the members of an RDF list."""
    found = []
    while head != _RDF + "nil":
        found += source.terms(head, _RDF + "first")
        head = source.one(head, _RDF + "rest")
    return found


def understood() -> frozenset[str]:
    """Return the names of the SHACL constraints that are understood."""
    return frozenset({"class", *_PROPERTY, *_VALUES, *_LISTS, *_LOGIC})


def _node_kind(wanted: str) -> Test:
    if wanted != _SH + "IRI":
        raise KgError(f"shapes.ttl: sh:nodeKind <{wanted}> is not understood. Use sh:IRI")
    return constraints.is_iri


_PROPERTY: dict[str, Callable[[str], Constraint]] = {
    "minCount": lambda value: constraints.at_least(int(value)),
    "maxCount": lambda value: constraints.at_most(int(value)),
    "uniqueLang": lambda value: constraints.unique_languages,
    "disjoint": constraints.disjoint,
    "lessThan": lambda value: constraints.less_than(value, equal=False),
    "lessThanOrEquals": lambda value: constraints.less_than(value, equal=True),
}
_VALUES: dict[str, Callable[[str], Test]] = {
    "datatype": constraints.datatype,
    "nodeKind": _node_kind,
    "pattern": constraints.matches,
    "minLength": lambda value: constraints.long_enough(int(value)),
    "minInclusive": lambda value: constraints.bounded(Decimal(value), below=False, equal=True),
    "minExclusive": lambda value: constraints.bounded(Decimal(value), below=False, equal=False),
    "maxInclusive": lambda value: constraints.bounded(Decimal(value), below=True, equal=True),
    "maxExclusive": lambda value: constraints.bounded(Decimal(value), below=True, equal=False),
}
_LISTS: dict[str, Callable[[list[Term]], Test]] = {
    "in": lambda members: constraints.one_of(frozenset(members)),
    "languageIn": lambda members: constraints.in_languages(tuple(plain(one).lower() for one in members)),
}
_LOGIC: dict[str, Callable[[list[Test]], Test]] = {"or": constraints.any_of, "xone": constraints.exactly_one}
