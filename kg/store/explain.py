"""Why is this in the graph: a node, what is said of it, and the sentences that prove it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import terms
from kg.errors import QueryError
from kg.store.engine import load

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_MARKS = re.compile(r"[\s“”‘’\"'「」『』《》]+")
_ALIKE = 0.3  # the least likeness of a label that is named as near
_JD = terms.JD
_MENTION = ox.NamedNode(_JD + "mention")
_TYPE, _RDFS_LABEL, _PREF, _ALT, _DERIVED, _QUOTED_FROM, _PART_OF, _START, _END, _EXACT = (
    ox.NamedNode(terms.plain(one))
    for one in (
        terms.RDF_TYPE,
        terms.RDFS_LABEL,
        terms.name("skos", "prefLabel"),
        terms.name("skos", "altLabel"),
        terms.WAS_DERIVED_FROM,
        terms.WAS_QUOTED_FROM,
        terms.IS_PART_OF,
        terms.OA_START,
        terms.OA_END,
        terms.OA_EXACT,
    )
)
_NAMING = (_RDFS_LABEL, _PREF, _ALT)


@dataclass(frozen=True, slots=True)
class Proof:
    """A sentence with the words of the fact marked by ⟦ ⟧, and where it stands."""

    statement: str
    sentence: str
    where: str
    rule: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a node is, what is said of it (property, value), and the proofs of it or of what refers to it."""

    iri: str
    label: str
    types: tuple[str, ...]
    properties: tuple[tuple[str, str], ...]
    proofs: tuple[Proof, ...]
    more: int  # proofs left out
    decisions: tuple[str, ...] = ()  # of a reviewer, on the node or on the initiative or report that it is of


def explain(graph_path: Path, what: str, limit: int = 12) -> Explanation:
    """Return the explanation of the node `what`: an IRI, the last parts of one (statement/1f0c…), or a label.

    Raises QueryError if the graph cannot be loaded, holds no such node, or several with that label (they are named).
    """
    store = load(graph_path)
    node = _find(store, what)
    if _has(store, node, _DERIVED):
        statements = [node]
    else:
        derived = {
            quad.subject for quad in store.quads_for_pattern(None, None, node, None) if isinstance(quad.subject, ox.NamedNode)
        }
        statements = sorted((one for one in derived if _has(store, one, _DERIVED)), key=str)
    proofs = [proof for statement in statements for proof in _proofs(store, statement)]
    return Explanation(
        iri=node.value,
        label=_label(store, node),
        types=tuple(sorted(_short(quad.object) for quad in store.quads_for_pattern(node, _TYPE, None, None))),
        properties=_properties(store, node),
        proofs=tuple(proofs[:limit]),
        more=max(0, len(proofs) - limit),
        decisions=_decisions(store, node),
    )


def _properties(store: ox.Store, node: ox.NamedNode) -> tuple[tuple[str, str], ...]:
    """Return what is said of the node; numbered parts in the order of their numbers, labels not Chinese with their language."""
    found = [
        (_short(quad.predicate), _ordinal(store, quad.object), _show(store, quad.object))
        for quad in store.quads_for_pattern(node, None, None, None)
    ]
    return tuple((name, value) for name, _, value in sorted(found))


def _ordinal(store: ox.Store, term: Term) -> int:
    if not isinstance(term, ox.NamedNode):
        return 0
    numbers = (_value(quad.object) for quad in store.quads_for_pattern(term, ox.NamedNode(_JD + "ordinal"), None, None))
    return next((int(number) for number in numbers), 0)


def _decisions(store: ox.Store, node: ox.NamedNode) -> tuple[str, ...]:
    """Return the decisions that made the node what it is, each with its note."""
    about = [
        node,
        *(one for name in ("initiative", "report", "about") for one in _objects(store, node, ox.NamedNode(_JD + name))),
    ]
    found = {decision for one in about for decision in _objects(store, one, ox.NamedNode(_JD + "decision"))}
    said = []
    for decision in sorted(found, key=lambda one: one.value):
        quads = store.quads_for_pattern(decision, ox.NamedNode(_JD + "note"), None, None)
        notes = "".join(f" ({_value(quad.object)})" for quad in quads)
        said.append(f"{_label(store, decision)}{notes}  <{decision.value}>")
    return tuple(said)


def _has(store: ox.Store, node: ox.NamedNode, predicate: ox.NamedNode | None = None) -> bool:
    """Tell whether anything is said of a node, with a property if one is given."""
    return any(True for _ in store.quads_for_pattern(node, predicate, None, None))


def _find(store: ox.Store, what: str) -> ox.NamedNode:
    if "://" in what:
        try:
            node = ox.NamedNode(what)
        except ValueError as error:
            raise QueryError(f"{what}: not an IRI ({error})") from error
        if _has(store, node):
            return node
        raise QueryError(f"{what}: not in the graph. Give an IRI or a label that stands in graph.ttl")
    exact = {quad.subject for quad in store.quads_for_pattern(None, None, ox.Literal(what, language="zh"), None)}
    if not exact and "/" in what:
        exact = {
            quad.subject for quad in store if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.endswith("/" + what)
        }
    nodes = sorted(
        (one for one in exact if isinstance(one, ox.NamedNode)), key=lambda one: ("/initiative/" not in one.value, one.value)
    )
    nodes = [one for one in nodes if not _is_evidence(one)]
    initiatives = [one for one in nodes if "/initiative/" in one.value]
    chosen = initiatives if len(initiatives) == 1 else nodes
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        return _nearest(store, what)
    raise QueryError(f"{what}: several nodes have this label; give one of " + ", ".join(one.value for one in chosen[:8]))


def _nearest(store: ox.Store, what: str) -> ox.NamedNode:
    """Return the one thing whose label holds `what`, initiatives before other things; else raise with the nearest labels."""
    words = _bare(what)
    labels: dict[ox.NamedNode, set[str]] = {}
    for predicate in _NAMING:
        for quad in store.quads_for_pattern(None, predicate, None, None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal) and _is_thing(quad.subject):
                labels.setdefault(quad.subject, set()).add(quad.object.value)
    held = {node: min(map(len, names)) for node, names in labels.items() if words and any(words in _bare(one) for one in names)}
    equal = [node for node in held if any(words == _bare(one) for one in labels[node])]
    initiatives = [node for node in held if "/initiative/" in node.value]
    ending = [node for node in initiatives if any(_bare(one).endswith(words) for one in labels[node])]
    for group in (equal, initiatives, list(held)) if len(ending) != 1 else (equal, ending):
        if len(group) == 1:
            return group[0]
        if group:
            break
    near = sorted(held, key=lambda node: (node not in equal, "/initiative/" not in node.value, held[node], node.value))
    if not near:
        near = sorted(labels, key=lambda node: (-max(_likeness(words, _bare(one)) for one in labels[node]), node.value))
        near = [node for node in near if max(_likeness(words, _bare(one)) for one in labels[node]) > _ALIKE]
    said = "; ".join(f"{_label(store, node)} <{node.value}>" for node in near[:8])
    raise QueryError(f"{what}: no node has this label. " + (f"Nearest: {said}" if said else "No label is like it either"))


def _likeness(words: str, label: str) -> float:
    """Return which part of the pairs of neighbouring characters two labels share, from 0 to 1."""
    mine, other = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (words, label))
    return 2 * len(mine & other) / max(len(mine) + len(other), 1)


def _bare(label: str) -> str:
    return _MARKS.sub("", label).casefold()


def _is_thing(node: ox.NamedNode) -> bool:
    return not any(kind in node.value for kind in ("/mention/", "/passage/", "/statement/", "/component/"))


def _is_evidence(node: ox.NamedNode) -> bool:
    return "/mention/" in node.value or "/passage/" in node.value


def _proofs(store: ox.Store, statement: ox.NamedNode) -> list[Proof]:
    rule = next(iter(_values(store, statement, "rule")), "")
    proofs = []
    for mention in _objects(store, statement, _MENTION):
        passage = next(iter(_objects(store, mention, _PART_OF)), None)
        if passage is None:
            continue
        start, end = _number(store, mention, _START), _number(store, mention, _END)
        base = _number(store, passage, _START)
        text = _text(store, passage)
        marked = text[: start - base] + "⟦" + text[start - base : end - base] + "⟧" + text[end - base :]
        report = next(iter(_objects(store, passage, _QUOTED_FROM)), None)
        page = next(iter(_values(store, passage, "page")), "")
        where = f"{_label(store, report) if report else ''} [{start}, {end})" + (f", page {page}" if page else "")
        proofs.append(Proof(_label(store, statement), marked, where, rule))
    return proofs


def _objects(store: ox.Store, node: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
    found = [quad.object for quad in store.quads_for_pattern(node, predicate, None, None)]
    return sorted((one for one in found if isinstance(one, ox.NamedNode)), key=lambda one: one.value)


def _values(store: ox.Store, node: ox.NamedNode, name: str) -> list[str]:
    """Return the values of a property of ours."""
    return [_value(quad.object) for quad in store.quads_for_pattern(node, ox.NamedNode(_JD + name), None, None)]


def _number(store: ox.Store, node: ox.NamedNode, predicate: ox.NamedNode) -> int:
    return next(int(_value(quad.object)) for quad in store.quads_for_pattern(node, predicate, None, None))


def _text(store: ox.Store, node: ox.NamedNode) -> str:
    return next(_value(quad.object) for quad in store.quads_for_pattern(node, _EXACT, None, None))


def _label(store: ox.Store, node: ox.NamedNode) -> str:
    found = [quad.object for quad in store.quads_for_pattern(node, _RDFS_LABEL, None, None)]
    labels = sorted(((one.language or "", one.value) for one in found if isinstance(one, ox.Literal)), reverse=True)
    return labels[0][1] if labels else _short(node)


def _show(store: ox.Store, term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        label = _label(store, term)
        return label if label == _short(term) else f"{label} <{term.value}>"
    language = term.language if isinstance(term, ox.Literal) else None
    return f"{_value(term)} @{language}" if language and language != "zh" else _value(term)


def _short(term: Term) -> str:
    value = _value(term)
    return value.replace(_JD, "jd:") if value.startswith(_JD) else value.rsplit("/", 1)[-1].rsplit("#", 1)[-1] or value


def _value(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else str(term.value)
