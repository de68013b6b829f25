"""JSON-LD: one object per subject, with the context of ontology/context.jsonld inside the document.

Keys are prefixed names as in Turtle. What the context says of a property (its values are IRIs, dates, texts by
language ...) makes its values plain JSON; a value that is not so stands under the full address of the property, as a
value object, and means what it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from kg import resources, terms
from kg.terms import Block, Pair, Term, language, plain

_LARGEST = 2**53  # a whole number above it is no exact number to every reader of JSON
_TYPE = "@type"


def jsonld(blocks: Iterable[Block], base_iri: str) -> Iterator[str]:
    """Yield the pieces of a JSON-LD document, one line a subject."""
    context = {**_context(), **terms.prefixes(base_iri)}
    writer = _Writer(context)
    yield '{"@context": ' + _dump(context) + ',\n"@graph": [\n'
    between = ""
    for block in blocks:
        yield between + _dump(writer.node(block))
        between = ",\n"
    yield "\n]}\n"


def write_jsonld(path: Path, blocks: Iterable[Block], base_iri: str) -> None:
    """Write a JSON-LD file (UTF-8, line feeds) subject by subject."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(jsonld(blocks, base_iri))


@cache
def _context() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(resources.ontology_file("context.jsonld").read_text(encoding="utf-8"))
    found: dict[str, Any] = read["@context"]
    return found


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


class _Writer:
    """Turns blocks into objects under one context."""

    def __init__(self, context: dict[str, Any]) -> None:
        self._prefixes = {address: prefix for prefix, address in context.items() if isinstance(address, str)}
        self._kinds = {name: says for name, says in context.items() if isinstance(says, dict)}

    def node(self, block: Block) -> dict[str, Any]:
        """Return the object of a subject."""
        subject, pairs = block
        found: dict[str, Any] = {"id": self._name(plain(subject))}
        for predicate, value in pairs:
            self._add(found, (predicate, value))
        return found

    def _add(self, found: dict[str, Any], pair: Pair) -> None:
        predicate, value = pair
        if predicate == terms.RDF_TYPE:
            _append(found, "type", self._name(plain(value)))
            return
        name = self._name(plain(predicate))
        says = self._kinds.get(name, {})
        if says.get("@container") == "@language" and (tag := language(value)):
            _append(found.setdefault(name, {}), tag, plain(value))
            return
        made = self._coerced(value, says)
        if made is not None:
            _append(found, name, made)
        else:
            _append(found, name if not says else plain(predicate), self._whole(value))

    def _coerced(self, value: Term, says: dict[str, Any]) -> str | int | None:
        """Return the plain JSON that means `value` under what the context says of its property, None if there is none."""
        wanted = says.get(_TYPE)
        if value[0] == "<":
            return self._name(plain(value)) if wanted == "@id" else None
        if "@container" in says:
            return None
        if wanted is None:
            return plain(value) if value[-1] == '"' else _native(value)
        if wanted == "@id" or not value.endswith(f'"^^<{terms.XSD}{wanted.removeprefix("xsd:")}>'):
            return None
        native = _native(value)
        return plain(value) if native is None else native

    def _whole(self, value: Term) -> dict[str, str]:
        """Return a value object, or a reference."""
        if value[0] == "<":
            return {"id": self._name(plain(value))}
        if tag := language(value):
            return {"@value": plain(value), "@language": tag}
        if value[-1] == '"':
            return {"@value": plain(value)}
        return {"@value": plain(value), _TYPE: self._name(value[value.rindex("<") + 1 : -1])}

    def _name(self, iri: str) -> str:
        """Return an IRI with its prefix, where it has one of the context."""
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._prefixes.get(iri[:cut])
        return f"{prefix}:{iri[cut:]}" if prefix and iri[cut:] else iri


def _native(value: Term) -> int | None:
    """Return the number of an integer literal that JSON writes back the same way."""
    if not value.endswith(f'"^^<{terms.XSD}integer>'):
        return None
    text = plain(value)
    try:
        number = int(text)
    except ValueError:
        return None
    return number if str(number) == text and abs(number) < _LARGEST else None


def _append(found: dict[str, Any], key: str, value: Any) -> None:
    """Put a value under a key; a second one makes a list of them."""
    if key not in found:
        found[key] = value
    elif isinstance(found[key], list):
        found[key].append(value)
    else:
        found[key] = [found[key], value]
