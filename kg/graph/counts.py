"""Do the counts that a built folder states agree with what is in it?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from kg import terms
from kg.graph.checks import STATEMENTS
from kg.graph.parsed import Fault, Parsed

_REBUILD = "Build the folder again; do not edit its files by hand"
_VOID = terms.VOCABULARIES["void"]
_CLASSES = {
    "initiatives": ("Initiative",),
    "shared_initiatives": ("SharedInitiative",),
    "indicators": ("Indicator",),
    "localities": ("Locality",),
    "places": ("SubDistrict", "Town", "Township", "District", "City", "Province", "OtherPlace"),
    "statements": STATEMENTS,
}


def dataset_faults(parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for each count of the dataset description that the graph does not bear out."""
    whole = list(parsed.members(terms.VOCABULARIES["dcat"] + "Dataset"))
    if len(whole) != 1:
        yield Fault("graph.ttl", f"describes {len(whole)} datasets, should describe one", _REBUILD)
        return
    yield from _differs(whole[0], "void:triples", parsed.number(whole[0], _VOID + "triples"), parsed.triples)
    yield from _differs(
        whole[0], "void:distinctSubjects", parsed.number(whole[0], _VOID + "distinctSubjects"), len(parsed.values)
    )
    for part in parsed.all(whole[0], _VOID + "classPartition"):
        found = sum(1 for _ in parsed.members(parsed.one(part, _VOID + "class")))
        yield from _differs(part, "void:entities", parsed.number(part, _VOID + "entities"), found)


def ledger_faults(output: Path, parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for each count of report.json, if it is there, that the graph does not bear out."""
    path = output / "report.json"
    if not path.is_file():
        return
    try:
        ledger = json.loads(path.read_text(encoding="utf-8"))
        counts = {key: int(value) for key, value in ledger["counts"].items()}
        built = len({item["report"] for item in ledger["inputs"] if item["outcome"] == "built"})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        yield Fault(str(path), f"cannot be read ({error})", _REBUILD)
        return
    yield from _differs(str(path), "reports", built, sum(1 for _ in parsed.members(terms.JD + "Report")))
    for key, classes in sorted(_CLASSES.items()):
        if key in counts:
            found = sum(1 for name in classes for _ in parsed.members(terms.JD + name))
            yield from _differs(str(path), key, counts[key], found)


def _differs(subject: str, what: str, stated: int, found: int) -> Iterator[Fault]:
    if stated != found:
        yield Fault(subject, f"states {what} {stated}, the graph has {found}", _REBUILD)
