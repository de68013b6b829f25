"""Whether the time of every stage grows as the text does, on text no report has: python bench/strange_text.py [KIND]...

One report in one line, of 300,000 characters and of ten times as many, a process each: processor seconds of every stage and
their ratio. 3,000,000 Chinese characters are 9 MB. `--sizes A,B` takes others. Exit code 1 if a stage of at least a second
takes more than 12 times as long for ten times the text.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]
MOST = 12.0


def main() -> int:
    """Print a table of seconds and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", default=[], metavar="KIND", help=", ".join(pieces()))
    parser.add_argument("--sizes", default="300000,3000000")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)  # the process of one measurement
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measured(options.one[0], int(options.one[1]))))
        return 0
    small, large = map(int, options.sizes.split(","))
    slow = 0
    for kind in options.kinds or pieces():
        little, much = (run(kind, size) for size in (small, large))
        for stage in [*little, "total"]:
            one, ten = (sum(found.values()) if stage == "total" else found[stage] for found in (little, much))
            ratio = ten / max(one, 0.001) * 10 * small / large
            slow += ten >= 1 and ratio > MOST
            print(f"{kind:12} {stage:8} {one:8.2f} {ten:8.2f} {ratio:6.1f}", flush=True)
    return int(slow > 0)


def pieces() -> dict[str, Callable[[], str]]:
    """Return by name what a line is made of, over and over."""
    return {
        "line": report_line,
        "no marks": lambda: re.sub(r"\W", "", report_line()),
        "digits": lambda: "1234567890",
        "quotes": lambda: "“",
        "pairs": lambda: "“一网统管”",
        "commas": lambda: "，",
        "one letter": lambda: "工",
    }


def report_line() -> str:
    """Return the samples as one line without blanks."""
    return "".join("".join(path.read_text(encoding="utf-8").split()) for path in sorted((ROOT / "seeds").glob("*.txt")))


def run(kind: str, size: int) -> dict[str, float]:
    """Measure in a process of its own."""
    command = [sys.executable, str(Path(__file__)), "--one", kind, str(size)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def measured(kind: str, size: int) -> dict[str, float]:
    """Return the processor seconds of each stage of one report of `size` characters."""
    from kg import pipeline
    from kg.extract import extract_all, spread
    from kg.link.build import link
    from kg.link.places import decide_place
    from kg.model import Ledger
    from kg.read import read_bytes
    from kg.text.layout import lay_out

    piece = pieces()[kind]()
    data = ("殷行街道2020年工作总结\n" + (piece * (size // len(piece) + 1))[:size]).encode()
    gc.disable()  # it goes through all that is alive again and again, which is the machine's matter and not the stages'
    clock = Clock()
    ((source, text),) = clock.stage("read", lambda: read_bytes(data, "a.txt"))
    report = clock.stage("layout", lambda: lay_out(source, text))
    alone = clock.stage("extract", lambda: list(extract_all([report])))
    found = clock.stage("spread", lambda: spread(alone))
    place = {one.report.id: decide_place(one) for one in found}
    graph = clock.stage("link", lambda: link(found, place, {one.report.id: (source,) for one in found}, ()))
    with tempfile.TemporaryDirectory() as folder:
        clock.stage("write", lambda: pipeline.write(pipeline.Built(graph, Ledger(())), Path(folder) / "output"))
    return clock.seconds


class Clock:
    """Processor seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def stage(self, name: str, work: Callable[[], Any]) -> Any:
        """Return what `work` does, measured."""
        begun = time.process_time()
        result = work()
        self.seconds[name] = time.process_time() - begun
        return result


if __name__ == "__main__":
    raise SystemExit(main())
