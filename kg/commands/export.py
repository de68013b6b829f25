"""Write a built graph in another form: N-Triples, N-Quads, TriG, JSON-LD, Data Cube, Web Annotations."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.console import say
from kg.errors import OutputError, QueryError

if TYPE_CHECKING:
    from kg.terms import Block

FORMATS = ("turtle", "ntriples", "nquads", "trig", "jsonld")


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "format",
        choices=FORMATS,
        help="form of the triples; nquads and trig have one named graph per report, called as the report",
    )
    parser.add_argument(
        "--output", "-o", type=Path, default=Path("output"), metavar="DIR", help="the built folder (default: output)"
    )
    parser.add_argument(
        "--view", metavar="NAME", help="the graph as a view: annotations (W3C Web Annotation) or datacube (RDF Data Cube)"
    )
    parser.add_argument("--to", type=Path, metavar="FILE", help="file to write (default: standard output)")
    parser.add_argument(
        "--split",
        type=int,
        metavar="MB",
        help="ntriples or nquads as packed files of at most so many megabytes (before packing) in the new folder --to, for bulk loaders",
    )


def run(options: argparse.Namespace) -> int:
    """Write the graph or a view of it."""
    from kg.graph.reread import blocks
    from kg.store.views import view

    graph = options.output / "graph.ttl"
    if not graph.is_file():
        raise QueryError(f"{graph}: not there. Build it first: kg build seeds --out {options.output}")
    chosen = view(options.view, graph) if options.view else blocks(graph)
    if options.split is not None:
        _split(options.format, chosen, options.split, options.to)
    else:
        _write(options.format, chosen, _base(graph), options.to)
    return 0


def _split(form: str, blocks: Iterable[Block], megabytes: int, target: Path | None) -> None:
    import tempfile

    from kg.export.parts import FORMS, SUMS, write_parts

    if form not in FORMS or megabytes < 1 or target is None:
        raise OutputError(f"--split needs {' or '.join(FORMS)}, 1 megabyte or more, and a new folder with --to")
    if target.exists():
        raise OutputError(f"{target}: is there already. Choose a new folder with --to")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".kg-export-") as folder:
            made = Path(folder) / target.name
            made.mkdir()
            paths = write_parts(made, form, blocks, megabytes)
            made.rename(target)  # whole or not at all
    except OSError as error:
        raise OutputError(f"{target}: cannot be written ({error.strerror}). Choose another folder with --to") from error
    say(f"{len(paths)} files in {target}, with their hashes in {SUMS}")


def _base(graph: Path) -> str:
    """Return what the data IRIs begin with: the file binds the prefix place to it."""
    from kg import terms

    with graph.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.startswith("@prefix place: <") and line.endswith("place/> .\n"):
                return line[len("@prefix place: <") : -len("place/> .\n")]
            if not line.startswith("@prefix"):
                break
    return terms.DEFAULT_BASE


def _write(form: str, blocks: Iterable[Block], base: str, target: Path | None) -> None:
    import shutil
    import sys
    import tempfile

    from kg.export.graph_formats import write_graph

    if target is None:
        with tempfile.TemporaryDirectory() as folder:
            made = write_graph(Path(folder), form, blocks, base)
            with made.open(encoding="utf-8", newline="") as file:
                shutil.copyfileobj(file, sys.stdout)
        return
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".kg-export-") as folder:
            write_graph(Path(folder), form, blocks, base).replace(target)  # whole or not at all
    except OSError as error:
        raise OutputError(f"{target}: cannot be written ({error.strerror}). Choose another file with --to") from error
