"""A built folder made as large as wanted: copies of its reports, each with a place of its own.

What several places share stays shared, and so do indicators, so that the copies are linked as the reports of many
places would be; the initiatives of one place alone are copied with it. Every copy of a place, and of an initiative, has
a name of its own. Everything in the result is true of its texts: `kg verify` finds no fault in it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kg import terms
from kg.export import turtle
from kg.graph.reread import blocks
from kg.terms import Block, Term, block

BASE = terms.DEFAULT_BASE
_HASHED = re.compile(rf"(<{BASE}(?:report|section|passage|mention|occurrence)/)([0-9a-f]{{16}})")
_NAMED = re.compile(rf"(<{BASE}(?:statement|fulfilment|conflict|reuse|near-duplicate|locality)/)([^>]*)")
_COPIED = re.compile(
    rf"<{BASE}(?:report|section|passage|mention|occurrence|statement|fulfilment|conflict|reuse|near-duplicate|locality)/"
)
_COUNT, _VARIANT, _COMPONENT = (terms.name("jd", local) for local in ("placeCount", "variantOf", "hasComponent"))
_SHARED = terms.name("jd", "SharedInitiative")
_DOERS = (terms.name("jd", "carriedOutBy"), terms.name("jd", "firstAdopter"))
_NAMES = (terms.RDFS_LABEL, terms.name("skos", "prefLabel"), terms.name("skos", "altLabel"))
_VOID = terms.VOCABULARIES["void"]


def grow(source: Path, target: Path, triples: int) -> int:
    """Write a folder with at least `triples` triples made from the built folder `source`; return their number."""
    original = [one for one in blocks(source / "graph.ttl") if not one[0].startswith(f"<{BASE}dataset")]
    places = {value for _, pairs in original for name, value in pairs if name == terms.name("jd", "place")}
    own = places | set(_of_one_place(original))
    copies = -(-triples // sum(len(pairs) for subject, pairs in original if subject in own or _COPIED.match(subject)))
    (target / "texts").mkdir(parents=True, exist_ok=True)
    grown = [one for copy in range(copies) for one in _copied(original, own, places, copy, copies)]
    grown += _dataset(grown)
    turtle.write_turtle(target / "graph.ttl", grown, BASE)
    (target / "graph.nt.sha256").write_text(turtle.sorted_ntriples_sha256(grown) + "\n", encoding="ascii")
    for text in (source / "texts").iterdir():
        for copy in range(copies):
            (target / "texts" / f"{_hash(text.stem, copy)}.txt").write_bytes(text.read_bytes())
    return sum(len(pairs) for _, pairs in grown)


def _of_one_place(original: list[Block]) -> Iterator[Term]:
    """Yield the initiatives that one place alone has, but for those that others are variants of, and their components."""
    mains = {value for _, pairs in original for name, value in pairs if name == _VARIANT}
    for subject, pairs in original:
        if (_COUNT, terms.integer(1)) in pairs and subject not in mains:
            yield subject
            yield from (value for name, value in pairs if name == _COMPONENT)


def _copied(original: list[Block], own: set[Term], places: set[Term], copy: int, copies: int) -> Iterator[Block]:
    for subject, pairs in original:
        if subject in own or _COPIED.match(subject):
            named = subject in own and copy > 0
            yield _renamed(subject, own, copy), tuple((name, _value(name, value, own, copy, named)) for name, value in pairs)
        elif not copy:
            shared = [(terms.RDF_TYPE, _SHARED)] if copies > 1 and any(name == _COUNT for name, _ in pairs) else []
            yield block(subject, (*shared, *(pair for name, value in pairs for pair in _of_all(name, value, places, copies))))


def _value(name: Term, value: Term, own: set[Term], copy: int, named: bool) -> Term:
    """Return an object of a copy: in names the number of the copy follows, where the copied thing has a name of its own."""
    return value.replace('"@', f'{copy}"@') if named and name in _NAMES else _renamed(value, own, copy)


def _of_all(name: Term, value: Term, places: set[Term], copies: int) -> Iterator[tuple[Term, Term]]:
    if name == _COUNT:
        yield name, terms.integer(int(value.split('"')[1]) * copies)
    elif name in _DOERS:
        yield from ((name, _renamed(value, places, copy)) for copy in range(copies))
    else:
        yield name, value


def _renamed(term: Term, own: set[Term], copy: int) -> Term:
    if not copy or term[0] != "<":
        return term
    if term in own:
        return f"{term[:-1]}-{copy}>"
    term = _HASHED.sub(lambda match: match[1] + _hash(match[2], copy), term)
    return _NAMED.sub(lambda match: f"{match[1]}{match[2]}-{copy}", term)


def _hash(report: str, copy: int) -> str:
    return hashlib.sha256(f"{report} {copy}".encode()).hexdigest()[:16] if copy else report


def _dataset(grown: list[Block]) -> list[Block]:
    """Return a description of the dataset whose counts are true."""
    classes = Counter(value for _, pairs in grown for name, value in pairs if name == terms.RDF_TYPE)
    label = (terms.RDFS_LABEL, terms.zh("合成语料"))
    kind = (terms.RDF_TYPE, terms.name("void", "Dataset"))
    parts: list[Block] = [
        (
            f"<{BASE}dataset/{number}>",
            (kind, label, (f"<{_VOID}class>", name), (f"<{_VOID}entities>", terms.integer(classes[name]))),
        )
        for number, name in enumerate(sorted(classes))
    ]
    about = [kind, (terms.RDF_TYPE, terms.name("dcat", "Dataset")), label, (terms.name("dcterms", "title"), label[1])]
    about += [(f"<{_VOID}uriSpace>", terms.text(BASE)), *((f"<{_VOID}classPartition>", part) for part, _ in parts)]
    found = sum(len(pairs) for _, pairs in grown) + 4 * len(parts) + len(about) + 2
    about += [
        (f"<{_VOID}triples>", terms.integer(found)),
        (f"<{_VOID}distinctSubjects>", terms.integer(len(grown) + len(parts) + 1)),
    ]
    return [(f"<{BASE}dataset>", tuple(about)), *parts]
