"""Namespaces, term constants and the minting of IRIs; every IRI is ASCII and the same on every run.

A term is a `str` in N-Triples form: `<https://...>`, `"text"@zh`, `"1"^^<...integer>`. One form serves
the Turtle writer, the N-Triples hash and comparisons; nothing has to be escaped twice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache
from urllib.parse import quote

from kg.errors import InputError

Term = str
Pair = tuple[Term, Term]
Block = tuple[Term, tuple[Pair, ...]]  # a subject with its sorted predicates and objects

DEFAULT_BASE = "https://example.org/jiedao/id/"
JD = "https://w3id.org/jiedao/ontology#"
XSD = "http://www.w3.org/2001/XMLSchema#"

VOCABULARIES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "jd": JD,
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "unit": "http://qudt.org/vocab/unit/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": XSD,
}
KINDS = (
    "component",
    "decision",
    "conflict",
    "family",
    "fulfilment",
    "indicator",
    "initiative",
    "locality",
    "mention",
    "near-duplicate",
    "occurrence",
    "passage",
    "place",
    "report",
    "reuse",
    "section",
    "shared-link",
    "statement",
)

_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(1, 0x20), 0x7F)} | {
    0x08: "\\b",
    0x09: "\\t",
    0x0A: "\\n",
    0x0C: "\\f",
    0x0D: "\\r",
    0x22: '\\"',
    0x5C: "\\\\",
}
_HOSTILE = re.compile('[\x00-\x1f"\\\\\x7f\ud800-\udfff\ufffe\uffff]')
_UNRESERVED = re.compile("[A-Za-z0-9_.~-]+")  # RFC 3986, section 2.3: never percent-encoded
_NO_TEXT = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|(.))")
_LETTERS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}
_PCHAR = "(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"  # RFC 3986, as the rest of the pattern
_AUTHORITY = _PCHAR.replace(":@-", "-")
_BASE = re.compile(
    "[a-z][a-z0-9+.-]{1,20}:"
    f"(?://(?:(?:{_AUTHORITY}|:)*@)?{_AUTHORITY}+(?::[0-9]{{1,5}})?(?:/(?:{_PCHAR}|/)*)?|{_PCHAR}(?:{_PCHAR}|/)*)"
    rf"(?:\?(?:{_PCHAR}|[/?])*)?#?(?<=[/#:])"
)
_LONGEST_BASE = 500


@cache
def name(prefix: str, local: str) -> Term:
    """Return the term of a vocabulary, rdfs and label giving rdfs:label. Raises KeyError for an unknown prefix."""
    return f"<{VOCABULARIES[prefix]}{local}>"


def coded(prefix: str, code: str) -> Term:
    """Return the term of a vocabulary for a code from a lexicon, which users can extend: no code can break the IRI."""
    return f"<{VOCABULARIES[prefix]}{encoded(code)}>"


def shortened(iri: str) -> str:
    """Return an address with the prefix of its vocabulary, jd:Report; as it is where it is of none."""
    for prefix, start in VOCABULARIES.items():
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return iri


def check_base(base_iri: str) -> str:
    """Return `base_iri`, or raise InputError where data IRIs cannot be made under it."""
    if len(base_iri) > _LONGEST_BASE or not _BASE.fullmatch(base_iri):
        raise InputError(
            repr(base_iri), "is no base for IRIs", "Give an absolute ASCII address that ends with / or #: https://example.org/id/"
        )
    return base_iri


@lru_cache(maxsize=1 << 13)  # most are named many times, and soon again
def mint(base_iri: str, kind: str, local: str) -> Term:
    """Return the IRI of the thing `local` of a kind; every character that could break an IRI is percent-encoded."""
    return f"<{base_iri}{kind}/{encoded(local)}>"


def stretch(report: str, start: int, end: int) -> str:
    """Return the local name of a passage or mention: a stretch of the stored text of a report."""
    return f"{report}-{start}-{end}"


def section(report: str, index: int) -> str:
    """Return the local name of a section of a report by its index."""
    return f"{report}-{index + 1}"


def encoded(local: str) -> str:
    """Return the name of a thing with every character that could break an IRI percent-encoded."""
    return local if _UNRESERVED.fullmatch(local) else quote(local.encode("utf-8", "replace"), safe="")


def digest(*parts: object, length: int = 12) -> str:
    """Return the first `length` hex digits of the SHA-256 of the parts, which a separator keeps apart."""
    text = "\x1f".join(["" if part is None else str(part) for part in parts])
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:length]


def hashed(*parts: object) -> str:
    """Return the id of a discovered thing: x and 12 hex digits."""
    return "x" + digest(*parts)


def cleaned(value: str) -> str:
    """Return what a literal holds of `value`: U+FFFD stands for each character that is none of any text.

    These are U+0000, U+FFFE, U+FFFF and lone surrogates. RDF or one of its parsers refuses them, or ends there.
    """
    return _NO_TEXT.sub("\ufffd", value)


def _hostile(match: re.Match[str]) -> str:
    return _ESCAPES.get(ord(match[0]), "\ufffd")  # see `cleaned`


def text(value: str) -> Term:
    """Return a plain string literal."""
    return f'"{escaped(value)}"'


def escaped(value: str) -> str:
    """Return what stands between the quotation marks of a literal."""
    if value.isprintable() and '"' not in value and "\\" not in value:
        return value  # most texts: what has to be escaped besides these two cannot be printed
    return _HOSTILE.sub(_hostile, value)


def zh(value: str) -> Term:
    """Return a Chinese literal; the tag is never longer than zh, or queries miss it."""
    return f"{text(value)}@zh"


def en(value: str) -> Term:
    """Return an English literal."""
    return f"{text(value)}@en"


def plain(term: Term) -> str:
    """Return the address of an IRI term, the text of a literal: the way back from `mint`, `text`, `zh`."""
    if term[0] == "<":
        return term[1:-1]
    text = term[1 : term.rindex('"')]
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _LETTERS.get(match[3], match[3])


def language(term: Term) -> str:
    """Return the language tag of a literal in lower case, '' where there is none."""
    if term[0] == "<" or term[-1] in '>"':
        return ""
    return term[term.rindex('"') + 2 :].lower()


def integer(value: int) -> Term:
    """Return an xsd:integer literal."""
    return f'"{value}"^^<{XSD}integer>'


def number(value: Decimal) -> Term:
    """Return an xsd:integer literal for a whole number, else xsd:decimal in canonical form, never a float."""
    datatype, digits = numeral(value)
    return f'"{digits}"^^<{XSD}{datatype}>'


def numeral(value: Decimal) -> tuple[str, str]:
    """Return the datatype and the canonical digits of a number."""
    if value == value.to_integral_value():
        return "integer", str(int(value))
    return "decimal", f"{value.normalize():f}"


def date(value: str) -> Term:
    """Return an xsd:date literal of an ISO date."""
    return f"{text(value)}^^<{XSD}date>"


def boolean(value: bool) -> Term:
    """Return an xsd:boolean literal."""
    return f'"{str(value).lower()}"^^<{XSD}boolean>'


def block(subject: Term, pairs: Iterable[Pair]) -> Block:
    """Return a subject with its predicates and objects, each once: class and label first, the rest sorted."""
    first: list[Pair] = []
    others: list[Pair] = []
    for pair in set(pairs):
        (first if pair[0] in _FIRST else others).append(pair)
    first.sort()
    others.sort()
    return subject, (*first, *others)


def prefixes(base_iri: str) -> dict[str, str]:
    """Return every prefix that a Turtle file binds, the data namespaces of `base_iri` included."""
    return dict(sorted({**VOCABULARIES, **{kind: f"{base_iri}{kind}/" for kind in KINDS}}.items()))


RDF_TYPE = name("rdf", "type")
RDFS_LABEL = name("rdfs", "label")
WAS_DERIVED_FROM = name("prov", "wasDerivedFrom")
WAS_QUOTED_FROM = name("prov", "wasQuotedFrom")
OA_START = name("oa", "start")
OA_END = name("oa", "end")
OA_EXACT = name("oa", "exact")
IS_PART_OF = name("dcterms", "isPartOf")
_FIRST = frozenset((RDF_TYPE, RDFS_LABEL))  # of a block, and in this order, which is that of code points too
