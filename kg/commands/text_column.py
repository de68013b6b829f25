"""The option that says which column of tables holds reports."""

from __future__ import annotations

import argparse


def register(parser: argparse.ArgumentParser) -> None:
    """Declare --text-column."""
    parser.add_argument(
        "--text-column",
        metavar="NAME",
        help="column of xlsx, xls, ods and csv files that holds the texts of reports, one a row (default: 正文, 内容, text … or long cells)",
    )
