"""What must hold between the nodes of a built graph: shared initiatives are shared, adopters adopt, parts are in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from kg import terms
from kg.graph.parsed import Fault, Parsed, iri

_REMEDY = "Report this as a fault of the builder"
_REBUILD = "Build the folder again; do not edit its files by hand"
_CARRIED_OUT, _INITIATIVE, _PLACE = terms.JD + "carriedOutBy", terms.JD + "initiative", terms.JD + "place"
_PART_OF, _WITHIN = iri(terms.IS_PART_OF), terms.VOCABULARIES["schema"] + "containedInPlace"


def sharing_faults(parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for each initiative whose places, first adopters or class are not those of what is said of it."""
    doers: dict[str, set[str]] = defaultdict(set)
    for subject in parsed.members(terms.JD + "Implementation"):
        doers[parsed.one(subject, _INITIATIVE)].add(parsed.one(subject, _PLACE))
    shared = set(parsed.members(terms.JD + "SharedInitiative"))
    for subject in parsed.members(terms.JD + "Initiative"):
        stated = set(parsed.all(subject, _CARRIED_OUT))
        if not doers[subject] <= stated:
            yield Fault(subject, "jd:carriedOutBy leaves out a place that carries it out", _REMEDY)
        if len(stated) > 1 and subject not in shared:
            yield Fault(subject, "has several places and is no jd:SharedInitiative", _REMEDY)
        if not stated.issuperset(parsed.all(subject, terms.JD + "firstAdopter")):
            yield Fault(subject, "its jd:firstAdopter does not carry it out", _REMEDY)
        yield from _order_faults(parsed, subject)


def _order_faults(parsed: Parsed, subject: str) -> Iterator[Fault]:
    parts = parsed.all(subject, terms.JD + "hasComponent")
    if sorted(parsed.number(part, terms.JD + "ordinal") for part in parts) != list(range(1, len(parts) + 1)):
        yield Fault(subject, "its components are not numbered 1, 2, 3 ...", _REMEDY)


def part_faults(parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for each section, and each passage in a section, whose whole is of another report."""
    for subject in parsed.members(terms.JD + "Section"):
        parent = parsed.one(subject, terms.JD + "parentSection")
        if parent == subject or (parent and parsed.one(parent, _PART_OF) != parsed.one(subject, _PART_OF)):
            yield Fault(subject, "its jd:parentSection is itself or of another report", _REMEDY)
    quoted = iri(terms.WAS_QUOTED_FROM)
    for subject in parsed.members(terms.JD + "Passage"):
        report = parsed.one(subject, quoted)
        for whole in parsed.all(subject, _PART_OF):
            if report not in (whole, parsed.one(whole, _PART_OF)):
                yield Fault(subject, f"is part of {whole}, which is not of its report", _REMEDY)


def containment_faults(parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for each place that lies in a place which is none of its district, city and province."""
    for subject, about in parsed.values.items():
        if _WITHIN not in about:
            continue
        above = {place for name in ("district", "city", "province") for place in parsed.all(subject, terms.JD + name)}
        if above and not above.issuperset(parsed.all(subject, _WITHIN)):
            yield Fault(subject, "schema:containedInPlace is none of its jd:district, jd:city, jd:province", _REMEDY)


def text_faults(output: Path, parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for each file of texts/ that belongs to no report."""
    known = {report.rsplit("/", 1)[-1] for report in parsed.members(terms.JD + "Report")}
    for path in sorted((output / "texts").glob("*.txt")):
        if path.stem not in known:
            yield Fault(str(path), "is the text of no report of the graph", _REBUILD)
