"""What the parts of a graph have of one another, whether they are in the memory or on the disk (kg.model.held)."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeGuard

from kg.model.graph import Statement
from kg.model.mentions import Extraction
from kg.model.text import CleanText, Report

if TYPE_CHECKING:
    from kg.model.held import Extractions
    from kg.model.held_statements import Statements


def is_held(extractions: Sequence[Extraction]) -> TypeGuard[Extractions]:
    """Tell whether extractions are on the disk."""
    return not isinstance(extractions, list | tuple)


def _are_held(statements: Sequence[Statement]) -> TypeGuard[Statements]:
    return not isinstance(statements, list | tuple)


def reports_of(extractions: Sequence[Extraction]) -> Mapping[str, Report]:
    """Return the reports by id; those on the disk are read when they are asked for: ask for one after the other."""
    return extractions.reports() if is_held(extractions) else {found.report.id: found.report for found in extractions}


def by_id(extractions: Sequence[Extraction]) -> Mapping[str, Extraction]:
    """Return extractions by report id; those on the disk are read when they are asked for."""
    return extractions.by_id() if is_held(extractions) else {found.report.id: found for found in extractions}


def heads_of(extractions: Sequence[Extraction]) -> Mapping[str, Report]:
    """Return the reports by id for one who does not ask for their texts; those on the disk are read when asked for."""
    return extractions.heads() if is_held(extractions) else reports_of(extractions)


def only(extractions: Sequence[Extraction], *kinds: str) -> Sequence[Extraction]:
    """Return extractions for one who asks for these kinds of mentions alone and for no sections and sentences.

    Of those on the disk no more is read.
    """
    return extractions.only(*kinds) if is_held(extractions) else extractions


def texts_of(extractions: Sequence[Extraction]) -> Mapping[str, str]:
    """Return the stored texts by report id; those on the disk are read when they are asked for."""
    return extractions.texts() if is_held(extractions) else {found.report.id: found.report.text for found in extractions}


def bare(report: Report) -> Report:
    """Return a report without its text: what it says of itself, of which a build may hold very many."""
    return replace(report, text="", clean=CleanText("", array("I", [0])), sections=(), sentences=())


def by_report(statements: Sequence[Statement]) -> Mapping[str, Sequence[Statement]]:
    """Return the statements of each report that makes any, sorted by id."""
    if _are_held(statements):
        return statements.by_report()
    found: dict[str, list[Statement]] = defaultdict(list)
    for item in statements:
        found[item.report].append(item)
    return found


def with_changes(extractions: Sequence[Extraction], changed: Iterable[Extraction]) -> Sequence[Extraction]:
    """Return extractions with others for some of the reports."""
    if is_held(extractions):
        return extractions.with_changes(changed)
    others = {found.report.id: found for found in changed}
    return tuple(others.get(found.report.id, found) for found in extractions)


def without(statements: Sequence[Statement], ids: Container[str]) -> Sequence[Statement]:
    """Return the statements but those with the given ids."""
    if _are_held(statements):
        return statements.without(ids)
    return tuple(item for item in statements if item.id not in ids)
