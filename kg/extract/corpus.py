"""What a collection knows that one report does not: names in quotation marks here, without them there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extract import tagger
from kg.extract.initiatives import find_initiatives_with, look_at
from kg.extract.known import Names
from kg.extract.metrics import link_metrics
from kg.model import Extraction, Leftover, Report
from kg.text.words import is_word

_SURE = frozenset({"quoted"})  # rules that are sure enough for a name to be looked for elsewhere
_ORDINARY = 2  # a name that more reports per quoting report write without marks is an ordinary word
_SHORTEST = 3
_CHARACTERS, _REPORTS = 50_000, 32  # of a batch: more at once is hardly faster, and takes memory


def spread(found: Sequence[Extraction]) -> list[Extraction]:
    """Return the extractions with unquoted uses of names that other reports of the collection put in marks.

    The result does not depend on the order of `found`.
    """
    lent = {one.report.id: names for one, names in zip(found, new_names(found), strict=True)}
    hearing = {one.report.id: one for one in found if lent[one.report.id]}
    result = {one.report.id: one for one in found}
    for batch in in_batches(one.report for one in hearing.values()):
        look_at(batch, tagger.load())
        result |= {report.id: with_names(hearing[report.id], lent[report.id]) for report in batch}
    return [result[one.report.id] for one in found]


def in_batches(reports: Iterable[Report]) -> Iterator[Sequence[Report]]:
    """Yield `reports` in order, as many at a time as are best looked at together."""
    batch: list[Report] = []
    size = 0
    for report in reports:
        batch.append(report)
        size += len(report.text)
        if size >= _CHARACTERS or len(batch) >= _REPORTS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def new_names(found: Sequence[Extraction]) -> list[list[str]]:
    """Return for each extraction, sorted, the names that others put in marks and that its report only writes without.

    A name is looked for only where it behaves like one: no word of the dictionary, and not written without
    marks by far more reports than with them (平台, 城市).
    """
    quoting: Counter[str] = Counter()
    for one in found:
        quoting.update({item.name for item in one.initiatives if item.rule in _SURE})
    candidates = Names((name, name) for name in quoting if len(name) >= _SHORTEST and not is_word(name))
    heard = [  # their own names are read once more: those of all reports may be too many to be held
        {hit.name for hit in candidates.find(one.report.clean.text)} - {item.name for item in one.initiatives} for one in found
    ]
    unmarked = Counter(name for names in heard for name in names)
    return [sorted(name for name in names if unmarked[name] <= _ORDINARY * quoting[name]) for names in heard]


def with_names(one: Extraction, names: Sequence[str]) -> Extraction:
    """Return `one` with the unquoted uses of `names`: the part of `spread` that concerns one report."""
    if not names:
        return one
    initiatives, loose_quotes = find_initiatives_with(one.report, names)
    numerals = tuple(item for item in one.leftovers if item.kind == "numeral")
    return replace(
        one,
        initiatives=initiatives,
        metrics=link_metrics(one.metrics, initiatives, one.report),
        leftovers=in_order(numerals, loose_quotes),
    )


def in_order(numerals: Sequence[Leftover], quotes: Sequence[Leftover]) -> tuple[Leftover, ...]:
    """Return both kinds of leftovers in the order of the text, the quotations marked as such."""
    marked = (Leftover(item.span, item.reason, "quotation") for item in quotes)
    return tuple(sorted((*numerals, *marked), key=lambda item: (item.span.start, item.span.end, item.kind, item.reason)))
