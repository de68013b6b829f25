"""Print the facts of reports as JSON lines, one report a line, with offsets into the text."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.aside import cores
from kg.commands import cache_folder, reading
from kg.commands.console import complain, progress


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="files, folders, globs, or - for standard input")
    parser.add_argument("--lexicon", type=Path, metavar="DIR", help="your own lexicon tables, laid over the built-in ones")
    parser.add_argument(
        "--jobs",
        "-j",
        type=int,
        default=cores(),
        metavar="N",
        help="processes at a time (default: as many as there are processors)",
    )
    reading.register(parser)
    cache_folder.register(parser)


def run(options: argparse.Namespace) -> int:
    """Extract and print; files that cannot be read are named on standard error."""
    import json
    import sys

    from kg import pipeline
    from kg.model import Outcome

    with progress(shown=True) as tell:
        built = pipeline.build(
            options.inputs,
            jobs=options.jobs,
            lexicon_folder=options.lexicon,
            text_column=options.text_column,
            ocr=options.ocr,
            cache=cache_folder.chosen(options),
            progress=tell,
        )
    for entry in built.ledger.entries:
        if entry.outcome is not Outcome.BUILT:
            complain(f"{entry.name}: {entry.outcome.value}: {entry.reason}. {entry.remedy}")
    for line in pipeline.records(built):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0
