"""Fuzz the readers for long: python tools/fuzz_readers.py SECONDS; prints runs and faults for each format.

Uses atheris (coverage-guided, `pip install atheris`) with --atheris FORMAT where it is installed; else random damage
of good files, with a fixed seed for each format.
"""

from __future__ import annotations

import argparse
import collections
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_read_fuzz import damaged, samples  # type: ignore[import-not-found]  # noqa: E402 - after the path is set

from kg.errors import InputError  # noqa: E402
from kg.read.contents import contents_of  # noqa: E402
from kg.read.registry import Options  # noqa: E402


def main() -> None:
    """Fuzz each format for an equal share of the time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--atheris", metavar="FORMAT", help="guide by coverage; the suffix of one format, such as docx")
    options, rest = parser.parse_known_args()
    if options.atheris:
        guided(options.atheris, options.seconds, rest)
    found = 0
    for name, data in samples().items():
        runs, read, faults = fuzz(name, data, options.seconds / len(samples()))
        found += sum(faults.values())
        print(f"{name[2:]:5} {runs:8} runs, {read} read, {sum(faults.values())} faults {dict(faults) or ''}")
    sys.exit(1 if found else 0)


def fuzz(name: str, data: bytes, seconds: float) -> tuple[int, int, collections.Counter[str]]:
    """Return how many damaged files were tried and read, and the faults by kind."""
    chance = random.Random(name)  # noqa: S311 - the same damage in each run
    faults: collections.Counter[str] = collections.Counter()
    runs = read = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        changes = [(chance.random(), chance.randrange(256)) for _ in range(chance.randrange(1, 20))]
        runs += 1
        try:
            contents_of(damaged(data, changes, chance.choice([1.0, 1.0, chance.random()])), name, Options())
            read += 1
        except InputError:
            continue
        except Exception as error:  # noqa: BLE001 - what fuzzing looks for
            faults[f"{type(error).__name__}: {error}"[:80]] += 1
    return runs, read, faults


def guided(suffix: str, seconds: float, rest: list[str]) -> None:
    """Hand the reader of a format to atheris; does not return."""
    import atheris

    for name in [name for name in sys.modules if name.startswith("kg.read")]:
        del sys.modules[name]
    with atheris.instrument_imports(include=["kg.read"]):
        from kg.read import formats, registry  # noqa: F401 - the readers register anew
        from kg.read.contents import contents_of

    def one(data: bytes) -> None:
        try:
            contents_of(data, f"a.{suffix}", registry.Options())
        except InputError:
            return

    atheris.Setup([sys.argv[0], f"-max_total_time={int(seconds)}", *rest], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
