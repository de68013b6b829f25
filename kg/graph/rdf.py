"""The graph as RDF: one block of triples per subject, no blank node, no time stamp, the same on every run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from kg import terms
from kg.forms import Counts, Fact, LocalNames
from kg.graph import across, concepts, decisions, entities, facts, links
from kg.graph.entities import Minter
from kg.model import Extraction, Graph, Statement
from kg.model.access import by_report, reports_of
from kg.terms import Block, Pair, Term, block

_Describe = Callable[[Graph, Minter, LocalNames], Iterator[Block | Fact]]


def _minted(describe: Callable[[Graph, Minter], Iterator[Block]]) -> _Describe:
    return lambda graph, mint, names: describe(graph, mint)


def _named(describe: Callable[[Graph, LocalNames], Iterator[Fact]]) -> _Describe:
    return lambda graph, mint, names: describe(graph, names)


_GROUPS: dict[str, _Describe | None] = {  # in the order of the file; None: made of the reports one by one
    "place": _minted(entities.places),
    "report": None,
    "section": None,
    "initiative": _named(concepts.initiatives),
    "component": _minted(concepts.components),
    "family": _minted(concepts.families),
    "indicator": _named(concepts.indicators),
    "locality": _named(concepts.localities),
    "statement": None,
    "passage": None,
    "mention": None,
    "decision": _minted(decisions.decisions),
    "fulfilment": _minted(across.fulfilments),
    "conflict": _minted(across.conflicts),
    "reuse": _named(across.reused_passages),
    "occurrence": _named(across.occurrences),
    "near-duplicate": _minted(across.near_duplicates),
    "shared-link": _minted(links.shared_links),
}
OF_REPORTS = tuple(name for name, describe in _GROUPS.items() if describe is None)
_LICENSE = "<https://creativecommons.org/licenses/by/4.0/>"


def blocks(graph: Graph, base_iri: str = terms.DEFAULT_BASE, version: str = "") -> Iterator[Block]:
    """Yield every subject of the graph with its triples: places, reports, ... statements, passages, the dataset last.

    Within a group subjects are sorted by IRI. The dataset comes last because it counts what came before.
    `version` is that of the tool. Raises InputError for a base that no IRI can begin with.
    """
    return (one.form.block(one.values) if isinstance(one, Fact) else one for one in described(graph, base_iri, version))


def described(graph: Graph, base_iri: str = terms.DEFAULT_BASE, version: str = "") -> Iterator[Block | Fact]:
    """Yield the same, what there may be very much of as facts, which are written sooner than blocks."""
    subjects, counts = Subjects(graph, base_iri, version), Counts()
    said = by_report(graph.statements)
    for name, group in subjects.groups():
        if group is not None:
            yield from counts.passing(group)
        elif name == "statement":  # in the order of their ids, whatever their reports
            yield from counts.passing(map(subjects.statement, graph.statements))
        else:
            for found in graph.extractions:
                yield from counts.passing(subjects.of_report(name, found, said.get(found.report.id, ())))
    yield from subjects.dataset(counts)


class Subjects:
    """Makes the subjects of one graph with their triples, a group at a time; of some groups, those of one report."""

    def __init__(self, graph: Graph, base_iri: str = terms.DEFAULT_BASE, version: str = "") -> None:
        """Take the graph; parameters and errors as of `blocks`."""
        self._graph, self._base, self._version = graph, base_iri, version
        self._mint, self._names = Minter(terms.check_base(base_iri)), LocalNames(base_iri)
        self._added = across.additions(graph, self._mint)
        for subject, pairs in decisions.marks(graph, self._mint).items():
            self._added.setdefault(subject, []).extend(pairs)

    def groups(self) -> Iterator[tuple[str, Iterator[Block | Fact] | None]]:
        """Yield the name of each group, as in its addresses, with its subjects; None: `of_report` describes them."""
        for name, describe in _GROUPS.items():
            yield name, describe and map(self._whole, describe(self._graph, self._mint, self._names))

    def of_report(self, group: str, found: Extraction, said: Sequence[Statement]) -> Iterable[Block | Fact]:
        """Return the subjects of such a group that are of one report, whose statements are `said`, sorted by IRI."""
        report = found.report
        if group == "report":
            return [self._whole(entities.report(self._graph, report, self._mint))]
        if group == "section":
            return map(self._whole, entities.sections(report, self._mint))
        if group == "statement":
            return map(self.statement, said)
        if group == "passage":
            return map(self._whole, facts.passages(report, said, self._graph.decisions[report.id], self._names))
        return map(self._whole, facts.mentions(report, said, self._names))

    def statement(self, item: Statement) -> Block | Fact:
        """Return what is said of a statement."""
        return self._whole(facts.statement(item, self._names))

    def _whole(self, made: Block | Fact) -> Block | Fact:
        """Return a subject with what decisions and other reports add to it: then, and if a name in it is unusual, no fact but a block."""
        if isinstance(made, Fact):
            more, unusual = self._added, self._names.unusual
            if not (more and made.form.subject(made.values) in more) and (not unusual or unusual.isdisjoint(made.values)):
                return made
            made = made.form.block(made.values)
        added = self._added.get(made[0])
        return block(made[0], (*made[1], *added)) if added else made

    def dataset(self, counts: Counts) -> Iterator[Block]:
        """Yield the dataset and its class partitions, given the counts of all other blocks."""
        return _dataset(self._graph, self._base, self._version, counts)


def triples(graph: Graph, base_iri: str = terms.DEFAULT_BASE, version: str = "") -> Iterator[tuple[Term, Term, Term]]:
    """Yield the triples of the graph, each term in N-Triples form."""
    for subject, pairs in blocks(graph, base_iri, version):
        for predicate, value in pairs:
            yield subject, predicate, value


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
    yield terms.name("dcat", "version"), terms.text(terms.digest(version, *reports_of(graph.extractions)))
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
