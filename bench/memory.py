"""Peak memory of linking and writing as the text grows, without the hours of extraction.

python bench/memory.py EXTRACTED MEGABYTES OUT       (EXTRACTED: a folder of shards, the --work of an earlier build)

Copies of the extracted reports are put on the disk until there are so many megabytes of text. In each copy other
characters stand for a part of the characters, in texts and names alike, so that no copy repeats another one and every
copy brings its own names: the entity tables grow as fast as the text, which is more than real reports do. Printed are
processor seconds, memory and its peak after each step, and the size of the entity tables, which may grow.
"""

from __future__ import annotations

import gc
import hashlib
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kg import pipeline  # noqa: E402
from kg.aside import SELDOM  # noqa: E402
from kg.engine.shard_file import values  # noqa: E402
from kg.link.build import link  # noqa: E402
from kg.link.places import decide_place  # noqa: E402
from kg.model import CleanText, Extraction, Graph, Ledger, PlaceDecision, Source  # noqa: E402
from kg.model.codec import from_json, value_from_json  # noqa: E402
from kg.model.held import Extractions, Held  # noqa: E402

_NAMES = ("name", "indicator", "about", "components", "initiative", "family")
_CHANGED = 12_000  # of the 20,000 characters
_TABLES = ("places", "initiatives", "indicators", "localities", "decisions", "sources", "adoptions", "conflicts", "fulfilments")
Decided = tuple[Extraction, PlaceDecision]


def main(shards: Path, megabytes: float, out: Path) -> None:
    """Print the table."""
    gc.set_threshold(*SELDOM)  # as the command has it
    held, decisions, size = Held(), dict[str, PlaceDecision](), 0
    said("start")
    for found, decision in copies(shards):
        held.put(found)
        decisions[found.report.id] = decision
        size += len(found.report.text.encode())
        if size >= megabytes * 1e6:
            break
    said(f"{size / 1e6:.1f} MB of text, {len(decisions)} reports on the disk")
    graph = link(Extractions(held), decisions, {})
    said(f"linked: {len(graph.statements)} statements, {len(graph.initiatives)} initiatives")
    print(f"  entity tables: {tables(graph) / 1e6:.0f} MB")
    pipeline.write(pipeline.Built(graph, Ledger(())), out, pages=False)
    said("written, without pages")


def copies(shards: Path) -> Iterator[Decided]:
    """Yield the extracted reports, and copies of them without end."""
    number = 0
    while True:
        for found, decision in extracted(shards):
            yield varied(found, decision, number) if number else (found, decision)
        number += 1


def extracted(shards: Path) -> Iterator[Decided]:
    """Yield the reports of a folder of shards with their places."""
    for path in sorted(shards.glob("extract-*.shard")):
        for _, kind, *more in values(path):
            if kind == "report":
                found = from_json(more[2], more[1], value_from_json(Source, more[0]))
                yield found, decide_place(found)


def varied(found: Extraction, decision: PlaceDecision, number: int) -> Decided:
    """Return a report and its place in other characters."""
    table = _cipher(number)
    text = found.report.text.translate(table)
    key = hashlib.sha256(text.encode()).hexdigest()[:16]
    clean = CleanText(found.report.clean.text.translate(table), found.report.clean.offsets)
    source = replace(found.report.source, name=f"{number}-{found.report.source.name}")
    report = replace(found.report, id=key, text=text, clean=clean, source=source)
    mentions = [_said(getattr(found, field.name), table) for field in fields(Extraction)[1:]]
    place = replace(decision.place, id=f"{decision.place.id}-{number}")
    evidence = tuple(replace(one, report=key) for one in decision.evidence)
    return Extraction(report, *mentions), replace(decision, place=place, evidence=evidence)


def _cipher(number: int) -> dict[int, str]:
    chance = random.Random(number)  # noqa: S311 - the same copies on every run
    some = chance.sample([chr(code) for code in range(0x4E00, 0x9FA5)], _CHANGED)
    return {ord(one): other for one, other in zip(some, chance.sample(some, _CHANGED), strict=True)}


def _said(value: Any, table: dict[int, str]) -> Any:
    if type(value) is str:
        return value.translate(table)
    if type(value) is tuple:
        return tuple(_said(one, table) for one in value)
    names = [name for name in _NAMES if hasattr(value, name)] if is_dataclass(value) else []
    changed: Any = replace(value, **{name: _said(getattr(value, name), table) for name in names}) if names else value
    return changed


def tables(graph: Graph) -> int:
    """Return the bytes of the entity tables in memory."""
    seen: set[int] = set()
    waiting: list[Any] = [getattr(graph, name) for name in _TABLES]
    size = 0
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        size += sys.getsizeof(value)
        if isinstance(value, dict):
            waiting += (*value.keys(), *value.values())
        elif isinstance(value, tuple | list):
            waiting += value
        elif is_dataclass(value):
            waiting += [getattr(value, field.name) for field in fields(value)]
    return size


def said(what: str) -> None:
    """Print a line of the table."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    memory = {
        name: int(value.split()[0]) // 1024 for name, value in (line.split(":") for line in lines) if name in ("VmRSS", "VmHWM")
    }
    print(f"{time.process_time():8.1f} s  {memory['VmRSS']:6} MiB, peak {memory['VmHWM']:6} MiB  {what}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3]))
