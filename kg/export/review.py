"""review.tsv: what needs a person's eye, as a table that a spreadsheet opens and a decisions file can be made of."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from kg.export.cells import safe
from kg.model import Question

NAME = "review.tsv"
HEADER = ("key", "question", "subject", "candidate", "reasons", "sentence", "report", "decision", "value", "note")


def write_review(path: Path, questions: Iterable[Question]) -> None:
    """Write the questions with empty columns for decision, value and note.

    UTF-8 with a byte order mark, so that Excel shows Chinese; a cell that a spreadsheet would run as a formula gets an
    apostrophe in front; line ends and tabs inside a cell become blanks.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\r\n")
        writer.writerow(HEADER)
        for row in questions:
            cells = (row.key, row.kind, row.subject, row.candidate, row.reasons, row.sentence, row.report)
            writer.writerow([safe(" ".join(cell.split())) for cell in cells] + ["", "", ""])
