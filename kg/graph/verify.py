"""A built folder, checked from its files alone: what graph.ttl says must be true of the texts beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.graph import checks, checks_across, checks_links, counts, shapes
from kg.graph.parsed import Fault, Parsed, parse

__all__ = ["Fault", "verify"]

_REBUILD = "Build the folder again with kg build"


def verify(output: Path, *, with_shapes: bool = True) -> list[Fault]:
    """Return every fault of a built folder, sorted: each with its subject, what is wrong and what to do.

    Checked are the syntax, the hash file, every quotation at its offsets in texts/, evidence of every statement,
    mentions within their passages and none over another, references, labels, terms of the ontology, counts, and the SHACL shapes
    (`with_shapes=False` leaves out the last).
    """
    path = output / "graph.ttl"
    if not path.is_file():
        return [Fault(str(path), "the file is missing", _REBUILD)]
    parsed, fault = parse(path)
    if fault is not None or parsed is None:
        return [fault] if fault else []
    refused = shapes.faults(parsed) if with_shapes else ()
    return sorted({*_from_files(output, parsed), *_from_graph(parsed), *refused})


def _from_files(output: Path, parsed: Parsed) -> Iterator[Fault]:
    yield from checks.hash_faults(output, parsed)
    yield from checks.quotation_faults(output, parsed)
    yield from checks_links.text_faults(output, parsed)
    yield from counts.ledger_faults(output, parsed)


def _from_graph(parsed: Parsed) -> Iterator[Fault]:
    yield from checks.evidence_faults(parsed)
    yield from checks.mention_faults(parsed)
    yield from checks.overlap_faults(parsed)
    yield from checks_across.reuse_faults(parsed)
    yield from checks_across.fulfilment_faults(parsed)
    yield from checks_across.conflict_faults(parsed)
    yield from checks_links.sharing_faults(parsed)
    yield from checks_links.part_faults(parsed)
    yield from checks_links.containment_faults(parsed)
    yield from checks.reference_faults(parsed)
    yield from checks.label_faults(parsed)
    yield from checks.term_faults(parsed)
    yield from checks.count_faults(parsed)
    yield from counts.dataset_faults(parsed)
