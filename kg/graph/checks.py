"""What must hold of a built graph: quotations, evidence, references, labels, terms, hash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from kg import resources, terms
from kg.graph.parsed import RDF_TYPE, Fault, Parsed, iri
from kg.terms import language

_REBUILD = "Build the folder again; do not edit its files by hand"
_REPORT_FAULT = "Report this as a fault of the builder"
_LABEL, _DERIVED, _QUOTED = iri(terms.RDFS_LABEL), iri(terms.WAS_DERIVED_FROM), iri(terms.WAS_QUOTED_FROM)
_START, _END, _EXACT, _PART_OF = iri(terms.OA_START), iri(terms.OA_END), iri(terms.OA_EXACT), iri(terms.IS_PART_OF)
_STATUS, _MENTION, _REPORT = terms.JD + "status", terms.JD + "mention", terms.JD + "report"
STATEMENTS = ("Observation", "Implementation", "Recognition", "FirstClaim", "Partnership", "LocalityNote")
_UNLABELLED = (terms.JD + "Passage", terms.JD + "Mention", terms.JD + "Occurrence")
_TAGGED = (">", '"', "@zh", "@en")  # how most terms end: asked before the language
_BLANKS = re.compile(r"\s+")


def statements(parsed: Parsed) -> Iterator[str]:
    """Yield the statements of a graph."""
    found = {subject for name in STATEMENTS for subject in parsed.members(terms.JD + name)}
    return (subject for subject in parsed.values if subject in found)


def hash_faults(output: Path, parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault where graph.nt.sha256 is not the hash of the sorted triples."""
    path = output / "graph.nt.sha256"
    if not path.is_file():
        yield Fault(str(path), "the file is missing", _REBUILD)
        return
    found = hashlib.sha256()
    for lines in parsed.lines():
        found.update(lines.encode("utf-8"))
    if path.read_text(encoding="utf-8").split()[:1] != [found.hexdigest()]:
        yield Fault(str(path), f"is not the hash of the triples of graph.ttl ({found.hexdigest()})", _REBUILD)


def quotation_faults(output: Path, parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for each passage, mention, section and report that texts/ does not bear out."""
    texts: dict[str, str] = {}
    for report in parsed.members(terms.JD + "Report"):
        path = output / "texts" / f"{report.rsplit('/', 1)[-1]}.txt"
        if not path.is_file():
            yield Fault(report, f"its text is missing ({path})", _REBUILD)
            continue
        texts[report] = path.read_bytes().decode("utf-8", "replace")  # bytes: line ends must stay as they are
        yield from _text_faults(parsed, report, texts[report])
    for name in ("Passage", "Mention", "Occurrence"):
        for subject in parsed.members(terms.JD + name):
            yield from _words_faults(parsed, subject, texts)
    for subject in parsed.members(terms.JD + "Section"):
        yield from _section_faults(parsed, subject, texts)


def _text_faults(parsed: Parsed, report: str, text: str) -> Iterator[Fault]:
    if parsed.number(report, terms.JD + "charCount") != len(text):
        yield Fault(report, f"jd:charCount is not the length of its text, {len(text)}", _REBUILD)
    if parsed.one(report, terms.JD + "sha256") != hashlib.sha256(text.encode("utf-8")).hexdigest():
        yield Fault(report, "jd:sha256 is not the hash of its text", _REBUILD)


def _report_of(parsed: Parsed, subject: str) -> str:
    """Return the report that a passage is quoted from, that a mention's passage is, or that a section is part of."""
    whole = parsed.one(subject, _PART_OF)
    return parsed.one(subject, _QUOTED) or parsed.one(whole, _QUOTED) or whole


def _stretch(parsed: Parsed, subject: str, text: str) -> str | None:
    start, end = parsed.number(subject, _START), parsed.number(subject, _END)
    return text[start:end] if 0 <= start < end <= len(text) else None


def _words_faults(parsed: Parsed, subject: str, texts: dict[str, str]) -> Iterator[Fault]:
    text = texts.get(_report_of(parsed, subject))
    if text is None:
        yield Fault(subject, "belongs to no report whose text is there", _REBUILD)
        return
    found = _stretch(parsed, subject, text)
    if found is None:
        yield Fault(subject, "its offsets do not lie in the text", _REBUILD)
    elif terms.cleaned(found) != parsed.one(subject, _EXACT):
        yield Fault(subject, f"quotes {parsed.one(subject, _EXACT)[:40]!r}, the text has {found[:40]!r} there", _REBUILD)


def _section_faults(parsed: Parsed, subject: str, texts: dict[str, str]) -> Iterator[Fault]:
    text = texts.get(_report_of(parsed, subject))
    found = _stretch(parsed, subject, text) if text is not None else None
    heading = parsed.one(subject, terms.JD + "number") + parsed.one(subject, terms.JD + "heading")
    if found is None:
        yield Fault(subject, "its offsets do not lie in the text of a report", _REBUILD)
    elif not _same_beginning(found, heading):
        yield Fault(subject, f"does not begin with its heading {heading[:40]!r}", _REPORT_FAULT)


def _same_beginning(text: str, heading: str) -> bool:
    """Tell whether a text begins with a heading; headings are given with blanks and width folded."""
    wanted = _folded(heading)
    return _folded(text[: 4 * len(heading) + 40]).startswith(wanted)


def _folded(text: str) -> str:
    folded = text.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
    return _BLANKS.sub("", re.sub("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+", "", folded))


def evidence_faults(parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for each statement without passage or words, or with words outside its passages."""
    needed = (
        (_DERIVED, "has no evidence (prov:wasDerivedFrom)"),
        (_MENTION, "does not say which words state it (jd:mention)"),
        (_STATUS, "has no jd:status"),
    )
    for subject in statements(parsed):
        for predicate, problem in needed:
            if not parsed.all(subject, predicate):
                yield Fault(subject, problem, _REPORT_FAULT)
        yield from _misplaced(parsed, subject)


def _misplaced(parsed: Parsed, subject: str) -> Iterator[Fault]:
    passages = parsed.all(subject, _DERIVED)
    for mention in parsed.all(subject, _MENTION):
        if not set(passages).intersection(parsed.all(mention, _PART_OF)):
            yield Fault(subject, f"its words {mention} stand in none of its passages", _REPORT_FAULT)
    for passage in passages:
        if parsed.one(passage, _QUOTED) != parsed.one(subject, _REPORT):
            yield Fault(subject, f"its evidence {passage} is of another report", _REPORT_FAULT)


def overlap_faults(parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for each two mentions of one statement that share words: the same words would count twice."""
    for subject in statements(parsed):
        spans = sorted(
            (parsed.number(mention, _START), parsed.number(mention, _END), mention) for mention in parsed.all(subject, _MENTION)
        )
        for (_, end, first), (start, _, second) in pairwise(spans):
            if start < end:
                yield Fault(subject, f"its mentions {first} and {second} overlap", _REPORT_FAULT)


def mention_faults(parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for each mention that does not lie within its passages."""
    for subject in parsed.members(terms.JD + "Mention"):
        start, end = parsed.number(subject, _START), parsed.number(subject, _END)
        passages = parsed.all(subject, _PART_OF)
        if not passages:
            yield Fault(subject, "stands in no passage", _REPORT_FAULT)
        for passage in passages:
            if not parsed.number(passage, _START) <= start < end <= parsed.number(passage, _END):
                yield Fault(subject, f"does not lie within its passage {passage}", _REPORT_FAULT)


def reference_faults(parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for blank nodes, for IRIs that are not ASCII, and for references to nothing."""
    if parsed.blank:
        yield Fault("graph.ttl", f"has {parsed.blank} triples with blank nodes", _REPORT_FAULT)
    for subject in parsed.values:
        if not subject.isascii():
            yield Fault(subject, "is no ASCII IRI", _REPORT_FAULT)
    base = _base(parsed)
    missing: dict[str, set[str]] = {}
    unknown = {term for term in parsed.iris if base and term.startswith(base, 1) and iri(term) not in parsed.values}
    for subject, term in parsed.objects() if unknown else ():
        if term in unknown:
            missing.setdefault(iri(term), set()).add(subject)
    for target, users in missing.items():
        shown = ", ".join(sorted(users)[:3])
        yield Fault(target, f"is referred to by {shown} and described nowhere", _REPORT_FAULT)


def _base(parsed: Parsed) -> str:
    return next(
        (
            parsed.one(subject, terms.VOCABULARIES["void"] + "uriSpace")
            for subject in parsed.values
            if subject.endswith("dataset")
        ),
        "",
    )


def label_faults(parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for each subject without exactly one Chinese label, and for language tags other than zh and en."""
    unlabelled = {subject for name in _UNLABELLED for subject in parsed.members(name)}
    for subject, about in parsed.values.items():
        labels, plain = about.get(_LABEL, ()), subject in unlabelled
        if len(labels) != (0 if plain else 1):
            yield Fault(subject, f"has {len(labels)} labels, should have {0 if plain else 1}", _REPORT_FAULT)
        elif labels and language(labels[0]) != "zh":
            yield Fault(subject, "its label is not tagged @zh", _REPORT_FAULT)
    for subject, term in parsed.objects():
        if not term.endswith(_TAGGED) and language(term) not in {"", "zh", "en"}:
            yield Fault(subject, f"has a literal with the tag {language(term)}", _REPORT_FAULT)


def term_faults(parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for each term of our namespace, each property and each node's class that the ontology does not declare."""
    known = {terms.JD, RDF_TYPE, _LABEL, *_declared()}
    properties: dict[str, str] = {}
    members = {subject for name in known for subject in parsed.members(name)}
    for subject, about in parsed.values.items():
        properties |= dict.fromkeys(about.keys() - properties.keys(), subject)
        if subject not in members:
            yield Fault(subject, "is of no class of the ontology", _REPORT_FAULT)
    unknown = {term for term in parsed.iris if term.startswith(terms.JD, 1) and iri(term) not in known}
    objects = parsed.objects() if unknown else ()
    others = {iri(term): subject for subject, term in reversed([*objects]) if term in unknown}
    for term, user in sorted({**others, **properties}.items()):
        if term not in known:
            yield Fault(term, f"is not in the ontology (used by {user})", "Declare it in ontology/jiedao.ttl")


def count_faults(parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for each initiative whose number of places is not that of the places it names."""
    for subject in parsed.members(terms.JD + "Initiative"):
        places = len(parsed.all(subject, terms.JD + "carriedOutBy"))
        if parsed.number(subject, terms.JD + "placeCount") != places:
            yield Fault(subject, f"jd:placeCount is not the number of its places, {places}", _REPORT_FAULT)


@cache
def _declared() -> frozenset[str]:
    import pyoxigraph

    path = resources.ontology_file("jiedao.ttl")
    quads = pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    return frozenset(quad.subject.value for quad in quads if isinstance(quad.subject, pyoxigraph.NamedNode))
