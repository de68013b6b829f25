"""The options that say how input files are read."""

from __future__ import annotations

import argparse


def register(parser: argparse.ArgumentParser) -> None:
    """Declare --text-column and --ocr."""
    parser.add_argument(
        "--text-column",
        metavar="NAME",
        help="column of xlsx, xls, ods and csv files that holds the texts of reports, one a row (default: 正文, 内容, text … or long cells)",
    )
    parser.add_argument(
        "--ocr",
        action="store_true",
        help="recognise the text of scanned PDF pages (slow; what it reads may be wrong; needs pip install 'jiedao-kg[ocr]')",
    )
