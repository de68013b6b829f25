"""One named graph per report: what a report says is in the graph that is called as the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg import terms
from kg.terms import Block, Term

_OF_REPORT = (terms.name("jd", "report"), terms.WAS_QUOTED_FROM)
_REPORT = terms.name("jd", "Report")
_PARTS = {terms.name("jd", name) for name in ("Section", "Mention")}


def by_report(blocks: Iterable[Block]) -> Iterator[tuple[Term | None, Block]]:
    """Yield each block with the IRI of the report that says it, None for what several share.

    Of a report are the report itself, its sections, statements, passages, mentions and occurrences. Places,
    initiatives, indicators, what is found across reports and the dataset are nobody's: they are for the default graph.
    A part must come after the whole that it names, as the builder writes them.
    """
    owners: dict[Term, Term] = {}  # of reports and passages, which mentions refer to
    for subject, pairs in blocks:
        owner = _owner(subject, pairs, owners)
        if owner is not None and "/mention/" not in subject:
            owners[subject] = owner
        yield owner, (subject, pairs)


def _owner(subject: Term, pairs: tuple[tuple[Term, Term], ...], owners: dict[Term, Term]) -> Term | None:
    kinds = {value for name, value in pairs if name == terms.RDF_TYPE}
    if _REPORT in kinds:
        return subject
    for name, value in pairs:
        if name in _OF_REPORT:
            return value
        if name == terms.IS_PART_OF and kinds & _PARTS:
            return owners.get(value)
    return None
