"""Show what needs a person's eye: doubtful places, kinds and values, like names, merges made by rule."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.console import say
from kg.errors import OutputError

if TYPE_CHECKING:
    from kg.model import Question

KINDS = {
    "place": "uncertain places, one row a guess (decide: place)",
    "conflict": "different values for one place, year, indicator and unit (decide: reject)",
    "kind": "kinds that mentions disagree on (decide: kind)",
    "confidence": "initiatives found with low confidence (decide: reject, or kind to confirm)",
    "similar": "like names that are not merged (decide: same or different)",
    "merge": "merges made by rule (decide: different, or same to confirm)",
}


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("output", type=Path, nargs="?", default=Path("output"), help="the built folder (default: output)")
    parser.add_argument("--kind", choices=list(KINDS), action="append", help="show these questions only; may be repeated")
    parser.add_argument("--limit", type=int, default=5, metavar="N", help="rows to show of each kind, 0 for all (default: 5)")
    parser.add_argument("--tsv", action="store_true", help="print the rows as tab-separated text, to be kept as decisions.tsv")


def run(options: argparse.Namespace) -> int:
    """Print the questions of review.tsv."""
    import csv
    import sys

    path = options.output / "review.tsv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
    except (OSError, csv.Error) as error:
        raise OutputError(f"{path}: cannot be read. Build the folder first: kg build seeds --out {options.output}") from error
    wanted = [row for row in rows if row["question"] in (options.kind or KINDS)]
    if options.tsv:
        writer = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
        writer.writerow(wanted[0].keys() if wanted else ())
        writer.writerows(row.values() for row in wanted)
        return 0
    for kind, what in KINDS.items():
        mine = [row for row in wanted if row["question"] == kind]
        if not mine:
            continue
        say(f"{len(mine)} {what}")
        shown = mine[: options.limit] if options.limit else mine
        for row in shown:
            other = f"  ~  {row['candidate']}" if row["candidate"] else ""
            say(f"  {row['subject']}{other}\n    {row['reasons']}")
        if len(shown) < len(mine):
            say(f"  … and {len(mine) - len(shown)} more")
    _write_page(options.output, rows)
    say(f"{len(wanted)} rows in {path}: fill in the column decision, keep it as decisions.tsv beside the reports, build again")
    say(f"or decide in the browser: open {options.output / 'review.html'}")
    return 0


def _write_page(output: Path, rows: list[dict[str, str]]) -> None:
    """Write review.html where it is missing: the same that the build writes, made of its table and its ledger."""
    import json

    from kg.export.review_page import PAGE, write_review_page
    from kg.model import Reviewed, Ruling

    if (output / PAGE).exists():
        return
    asked = [_question({name: cell.removeprefix("'") for name, cell in row.items()}) for row in rows]
    try:
        decided = json.loads((output / "report.json").read_text(encoding="utf-8"))["decisions"]
        reviewed = [
            Reviewed(
                id=item["id"],
                ruling=Ruling(item["decision"]),
                subject=item["subject"],
                candidate=item["candidate"],
                value=item["value"],
                note=item["note"],
                lines=(),
                why=item["reason"],
            )
            for item in decided
        ]
        write_review_page(output, asked, reviewed)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError(f"{output}: review.html cannot be written ({error}). Build the folder again") from error


def _question(row: dict[str, str]) -> Question:
    from kg.model import Question

    return Question(row["key"], row["question"], row["subject"], row["candidate"], row["reasons"], row["sentence"], row["report"])
