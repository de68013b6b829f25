"""Read reports and write the graph, the pages, the tables and the ledger."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.aside import cores
from kg.commands import cache_folder, in_shards, reading
from kg.commands.console import complain, progress, say
from kg.commands.export import FORMATS
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.commands.summary import Line


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="files, folders (with all below), globs, or - for standard input"
    )
    parser.add_argument("--out", "-o", type=Path, default=Path("output"), metavar="DIR", help="folder to write (default: output)")
    parser.add_argument(
        "--base-iri", metavar="IRI", help="what the IRIs of your data begin with (default: an example.org address)"
    )
    parser.add_argument("--lexicon", type=Path, metavar="DIR", help="your own lexicon tables, laid over the built-in ones")
    parser.add_argument(
        "--decisions",
        type=Path,
        metavar="FILE",
        help="a reviewer's decisions (default: decisions.tsv inside or beside the input folder, if it is there)",
    )
    parser.add_argument(
        "--format",
        action="append",
        choices=FORMATS,
        help="write the graph in this form too, may be repeated (graph.ttl is always written; kg export makes them later)",
    )
    parser.add_argument(
        "--jobs",
        "-j",
        type=int,
        default=cores(),
        metavar="N",
        help="processes at a time (default: as many as there are processors)",
    )
    parser.add_argument("--store", type=Path, metavar="DIR", help="also keep the graph as an Oxigraph store in this folder")
    reading.register(parser)
    cache_folder.register(parser)
    in_shards.register(parser)
    parser.add_argument(
        "--resume", action="store_true", help="go on with a build that was stopped (every build does, unless --no-cache is given)"
    )
    parser.add_argument(
        "--no-pages",
        action="store_true",
        help="leave out index.html and review.html, which no browser opens for very many reports",
    )
    parser.add_argument("--strict", action="store_true", help="fail if any input file could not be read")
    noise = parser.add_mutually_exclusive_group()
    noise.add_argument("--quiet", "-q", action="store_true", help="print problems only")
    noise.add_argument("--verbose", "-v", action="store_true", help="print what became of each file")


def run(options: argparse.Namespace) -> int:
    """Build, and say what was found. Exit code 1 if nothing could be built, or with --strict if anything failed."""
    from kg.export.folder import check_target
    from kg.export.lock import only_build
    from kg.terms import check_base

    if options.resume and options.no_cache:
        raise KgError("--resume needs what the stopped build kept. Leave out --no-cache")
    if options.base_iri is not None:
        check_base(options.base_iri)  # now, not after the work
    check_target(options.out)
    with only_build(options.out):
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    cache = cache_folder.chosen(options)
    if cache is None:
        return _tell(*_build(options, None)[1:], options)
    from kg.cache.builds import Builds, Recipe

    said = (options.out, options.base_iri, options.text_column, options.ocr, options.no_pages)
    chosen = (*map(str, said), *sorted(set(options.format or ())))
    recipe = Recipe(options.inputs, options.out, options.lexicon, options.decisions, chosen)
    key = recipe.key()
    builds = Builds(cache)
    done = None if options.store else builds.find(key, options.out)  # a store is always loaded anew
    if done is not None:
        return _tell([*done.lines, ("summary", f"nothing has changed: {options.out} is as it was")], done.failed, options)
    files, lines, failed = _build(options, cache)
    if key is not None and key == recipe.key():  # no input was changed while it was read
        builds.keep(key, options.out, files, lines, failed)
    return _tell(lines, failed, options)


def _build(options: argparse.Namespace, cache: Path | None) -> tuple[list[str], list[Line], int]:
    """Build, and return the names of the files written, what is to be said, and how many inputs could not be read."""
    from kg import pipeline
    from kg.commands import summary
    from kg.model import Outcome

    if options.store:
        from kg.store import disk  # no other build needs the engine

        disk.check_target(options.store, options.out)
    tally = summary.Tally()
    with progress(shown=not options.quiet) as tell:
        built = pipeline.build(
            options.inputs,
            jobs=options.jobs,
            lexicon_folder=options.lexicon,
            out=options.out,
            decisions=options.decisions,
            text_column=options.text_column,
            ocr=options.ocr,
            cache=cache,
            progress=tell,
            work=in_shards.chosen(options),
            say=complain,
        )
        files = pipeline.write(
            built,
            options.out,
            base_iri=options.base_iri,
            formats=options.format or (),
            jobs=options.jobs,
            progress=tell,
            pages=not options.no_pages,
            also=[tally],
        )
    if options.store:
        disk.write_store(options.out / "graph.ttl", options.store)
    lines = [*summary.messages(built)]
    said = summary.summary(built, tally, options.out, len(files), pages=not options.no_pages)
    lines += (("summary", text) for text in said)
    return files, lines, built.ledger.count(Outcome.QUARANTINED)


def _tell(lines: Iterable[Line], failed: int, options: argparse.Namespace) -> int:
    """Say what the user wants to know, and return the exit code."""
    for level, text in lines:
        if level == "problem" or (level == "note" and options.verbose):
            complain(text)
        elif (level == "detail" and options.verbose) or (level == "summary" and not options.quiet):
            say(text)
    return 1 if options.strict and failed else 0
