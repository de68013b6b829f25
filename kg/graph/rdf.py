"""The graph as RDF: one block of triples per subject, no blank node, no time stamp, the same on every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from kg import terms
from kg.graph import across, decisions, entities, facts, links
from kg.graph.entities import Minter, block
from kg.model import Graph
from kg.terms import Block, Pair, Term

_GROUPS: tuple[Callable[[Graph, Minter], Iterator[Block]], ...] = (
    entities.places,
    entities.reports,
    entities.sections,
    entities.initiatives,
    entities.components,
    entities.families,
    entities.indicators,
    entities.localities,
    facts.statements,
    facts.passages,
    facts.mentions,
    decisions.decisions,
    across.fulfilments,
    across.conflicts,
    across.reused_passages,
    across.occurrences,
    across.near_duplicates,
    links.shared_links,
)
_LICENSE = "<https://creativecommons.org/licenses/by/4.0/>"


def blocks(graph: Graph, base_iri: str = terms.DEFAULT_BASE, version: str = "") -> Iterator[Block]:
    """Yield every subject of the graph with its triples: places, reports, ... statements, passages, the dataset last.

    Within a group subjects are sorted by IRI. The dataset comes last because it counts what came before.
    `version` is that of the tool. Raises InputError for a base that no IRI can begin with.
    """
    mint = Minter(terms.check_base(base_iri))
    triples = 0
    subjects = 0
    classes: Counter[Term] = Counter()
    marks = decisions.marks(graph, mint)
    more = across.additions(graph, mint)
    for group in _GROUPS:
        for subject, plain in group(graph, mint):
            added = (*marks.get(subject, ()), *more.get(subject, ()))
            pairs = block(subject, (*plain, *added))[1] if added else plain
            subjects += 1
            triples += len(pairs)
            for predicate, value in pairs:
                if predicate != terms.RDF_TYPE:
                    break  # a block begins with its classes
                classes[value] += 1
            yield subject, pairs
    yield from _dataset(graph, base_iri, version, Counts(triples, subjects, classes))


def triples(graph: Graph, base_iri: str = terms.DEFAULT_BASE, version: str = "") -> Iterator[tuple[Term, Term, Term]]:
    """Yield the triples of the graph, each term in N-Triples form."""
    for subject, pairs in blocks(graph, base_iri, version):
        for predicate, value in pairs:
            yield subject, predicate, value


class Counts:
    """How many triples, subjects and members of each class came before the dataset."""

    def __init__(self, triples: int, subjects: int, classes: Counter[Term]) -> None:
        self.triples = triples
        self.subjects = subjects
        self.classes = classes


def _dataset(graph: Graph, base: str, version: str, counts: Counts) -> Iterator[Block]:
    """Yield the dataset and its class partitions; the counts include these blocks themselves."""
    subject = f"<{base}dataset>"
    partitions = [_partition(base, key, counts.classes[key]) for key in sorted(counts.classes)]
    pairs = list(_description(graph, base, version))
    pairs += [(terms.name("void", "classPartition"), iri) for iri, _ in partitions]
    own = len(pairs) + 3 + sum(len(block_pairs) for _, block_pairs in partitions)
    pairs += [
        (terms.name("void", "triples"), terms.integer(counts.triples + own)),
        (terms.name("void", "entities"), terms.integer(counts.subjects)),
        (terms.name("void", "distinctSubjects"), terms.integer(counts.subjects + 1 + len(partitions))),
    ]
    yield block(subject, pairs)
    yield from partitions


def _description(graph: Graph, base: str, version: str) -> Iterator[Pair]:
    yield terms.RDF_TYPE, terms.name("void", "Dataset")
    yield terms.RDF_TYPE, terms.name("dcat", "Dataset")
    yield terms.RDFS_LABEL, terms.zh("街道工作报告知识图谱")
    yield terms.name("dcterms", "title"), terms.zh("街道工作报告知识图谱")
    yield terms.name("dcterms", "title"), terms.en("Knowledge graph of sub-district work reports")
    yield terms.name("dcterms", "license"), _LICENSE
    yield terms.name("void", "uriSpace"), terms.text(base)
    yield terms.name("dcat", "version"), terms.text(terms.digest(version, *(found.report.id for found in graph.extractions)))
    if version:
        yield terms.name("jd", "toolVersion"), terms.text(version)
    for vocabulary in ("jd", "oa", "prov", "qudt", "schema", "skos"):
        yield terms.name("void", "vocabulary"), f"<{terms.VOCABULARIES[vocabulary]}>"


def _partition(base: str, class_term: Term, members: int) -> Block:
    local = class_term.rstrip(">").rsplit("#", 1)[-1].rsplit("/", 1)[-1]
    pairs = [
        (terms.RDF_TYPE, terms.name("void", "Dataset")),
        (terms.RDFS_LABEL, terms.zh(f"{local} 分区")),
        (terms.name("void", "class"), class_term),
        (terms.name("void", "entities"), terms.integer(members)),
    ]
    return block(f"<{base}dataset/{local}>", pairs)
