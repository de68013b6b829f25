"""The verbs in order: find, read, lay out, extract, resolve places, link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from kg import lexicon, read
from kg.errors import InputError
from kg.extract import extract, known_names, propagate
from kg.link.build import link
from kg.link.places import decide_place
from kg.model import Entry, Extraction, Graph, Ledger, Outcome, Report, Source
from kg.text.layout import lay_out

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the graph and the ledger of its input files."""

    graph: Graph
    ledger: Ledger


def build(
    inputs: Sequence[str | Path], *, jobs: int = 1, lexicon_folder: Path | None = None, progress: Progress | None = None
) -> Built:
    """Read the files and folders `inputs` and return their graph; a file that cannot be read is in the ledger.

    `jobs` processes extract side by side; the result does not depend on their number nor on the order of
    `inputs`. `lexicon_folder` holds a user's own tables, laid over the built-in ones.
    """
    lexicon.lay_over(lexicon_folder)
    tell = progress or (lambda stage, done, total: None)
    reports, sources, ledger = _read_all(inputs, tell)
    found = _extract_all(reports, jobs, lexicon_folder, tell)
    tell("link", 0, 1)
    decisions = {one.report.id: decide_place(one) for one in found}
    graph = link(found, decisions, sources)
    tell("link", 1, 1)
    return Built(graph, ledger)


def _read_all(inputs: Sequence[str | Path], tell: Progress) -> tuple[list[Report], dict[str, tuple[Source, ...]], Ledger]:
    files, entries = read.find_inputs(inputs)
    reports: dict[str, Report] = {}
    sources: dict[str, tuple[Source, ...]] = {}
    for number, file in enumerate(files):
        tell("read", number, len(files))
        try:
            texts = read.read_file(file)
        except InputError as error:
            entries.append(Entry(file.name, Outcome.QUARANTINED, None, error.reason, error.remedy))
            continue
        for source, text in texts:
            report = lay_out(source, text)
            first = sources.get(report.id)
            sources[report.id] = (*(first or ()), source)
            reports.setdefault(report.id, report)
            outcome = Outcome.DUPLICATE if first else Outcome.BUILT
            reason = f"the same text as {first[0].name}" if first else ""
            entries.append(Entry(source.name, outcome, report.id, reason, "", source.encoding, source.sha256))
    tell("read", len(files), len(files))
    ledger = Ledger(tuple(sorted(entries, key=lambda entry: (entry.name, entry.outcome))))
    return [reports[key] for key in sorted(reports)], sources, ledger


def _extract_all(reports: Sequence[Report], jobs: int, folder: Path | None, tell: Progress) -> list[Extraction]:
    found: list[Extraction] = []
    if jobs > 1 and len(reports) > 1:
        context = get_context("spawn")  # fork would copy threads of libraries; spawn is the same on every system
        with ProcessPoolExecutor(jobs, context, initializer=lexicon.lay_over, initargs=(folder,)) as pool:
            for one in pool.map(extract, reports, chunksize=4):
                found.append(one)
                tell("extract", len(found), len(reports))
    else:
        for report in reports:
            tell("extract", len(found), len(reports))
            found.append(extract(report))
    names = known_names(found)
    found = [propagate(one, names) for one in found]
    tell("extract", len(found), len(reports))
    return found
