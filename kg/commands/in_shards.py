"""The options of a build in shards: where they are kept, how many, and what makes them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.engine.shards import Work

_ENGINES = ("local", "ray")  # kg.engine.engines is not loaded for --help


def register(parser: argparse.ArgumentParser) -> None:
    """Declare --engine, --work and --shards."""
    parser.add_argument(
        "--engine",
        choices=_ENGINES,
        help="build in shards, with processes of this machine (local) or on a Ray cluster (ray); see docs/scale.md",
    )
    parser.add_argument(
        "--work", type=Path, metavar="DIR", help="folder of the shards, which a stopped build goes on with (default: OUT.work)"
    )
    parser.add_argument("--shards", type=int, metavar="N", help="number of shards (default: by the number of files)")


def chosen(options: argparse.Namespace) -> Work | None:
    """Return how to build in shards, None where no option asks for it."""
    if options.engine is None and options.work is None and options.shards is None:
        return None
    from kg.engine.shards import Work

    out: Path = options.out.absolute()
    return Work(options.work or out.with_name(f"{out.name}.work"), options.shards, options.engine or "local")
