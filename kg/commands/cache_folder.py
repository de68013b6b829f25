"""The options that say where extractions are kept from build to build."""

from __future__ import annotations

import argparse
from pathlib import Path


def register(parser: argparse.ArgumentParser) -> None:
    """Declare --cache and --no-cache."""
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument(
        "--cache",
        type=Path,
        metavar="DIR",
        help="where extractions are kept for the next build (default: jiedao-kg in your cache folder)",
    )
    choice.add_argument("--no-cache", action="store_true", help="extract every report anew and keep nothing")


def chosen(options: argparse.Namespace) -> Path | None:
    """Return the folder to use, None for none; the default one is done without where it is not the user's own."""
    from kg.cache.folder import Folder, default_folder
    from kg.errors import CacheError

    if options.no_cache or options.cache is not None:
        return None if options.no_cache else Path(options.cache)
    try:
        folder = Folder(default_folder())
        return folder.path if folder.is_private() else None
    except (CacheError, OSError):
        return None
