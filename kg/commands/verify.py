"""Check a built folder: quotations at their offsets, evidence, shapes, counts and hash."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.commands.console import complain, say


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("output", type=Path, nargs="?", default=Path("output"), help="the built folder (default: output)")


def run(options: argparse.Namespace) -> int:
    """Verify and print every fault. Exit code 1 if there is one."""
    from kg.graph.verify import verify

    faults = verify(options.output)
    for fault in faults:
        complain(str(fault))
    if not faults:
        say(
            f"{options.output}: every quotation stands at its offsets, every statement has evidence, shapes, counts and hash agree"
        )
    return 1 if faults else 0
