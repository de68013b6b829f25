"""Measure accuracy against hand-made labels, and what was gained and lost since an earlier run."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.commands.console import say
from kg.errors import InputError


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--labels",
        type=Path,
        default=Path("tests/labels"),
        metavar="DIR",
        help="one JSON file per report (default: tests/labels)",
    )
    parser.add_argument(
        "--texts", type=Path, default=Path("seeds"), metavar="DIR", help="the reports, named as the labels (default: seeds)"
    )
    parser.add_argument("--details", action="store_true", help="print every miss, false alarm and wrong attribute")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--save", type=Path, metavar="FILE", help="keep the facts found, as JSON lines")
    parser.add_argument("--against", type=Path, metavar="FILE", help="facts kept by an earlier --save: print gains and losses")


def run(options: argparse.Namespace) -> int:
    """Extract the labelled reports and print the figures."""
    import json
    import sys

    from kg import evaluate, pipeline

    labels = sorted(options.labels.glob("*.json"))
    if not labels:
        raise InputError(str(options.labels), "holds no labels", "Give a folder with one JSON file per report")
    texts = [options.texts / f"{path.stem}.txt" for path in labels]
    predictions = pipeline.records(pipeline.build(texts))
    figures = evaluate.score(predictions, options.labels, options.texts)
    if options.json:
        sys.stdout.write(json.dumps(figures.as_dict(), ensure_ascii=False, indent=1) + "\n")
    else:
        say(evaluate.render(figures, details=options.details))
    if options.against:
        say(evaluate.gains_and_losses(_records(options.against), predictions, options.labels, options.texts))
    if options.save:
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in predictions)
        options.save.write_text("".join(lines), encoding="utf-8", newline="\n")
    return 0


def _records(path: Path) -> list[dict[str, object]]:
    import json

    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "Give a file written by kg eval --save") from error
