"""Fuzz readers, scanner and writers for long: python tools/fuzz.py SECONDS [--guided] [--only TARGET]...

Each target (tests/fuzz_targets.py) has an equal share of the time; printed are runs, inputs taken, and faults. Inputs are
good ones damaged by chance, from a fixed seed for each target; --guided leaves the choice to atheris, which looks for
inputs that reach new code (`pip install atheris`). Exit code 1 if there was a fault.
"""

from __future__ import annotations

import argparse
import collections
import random
import re
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
_LONGEST = 20_000  # bytes of an input of atheris
_RUNS = re.compile(r"Done (\d+) runs")
_REACHED = re.compile(r"cov: (\d+)")


def main() -> None:
    """Fuzz each target for an equal share of the time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--guided", action="store_true", help="guide by coverage")
    parser.add_argument("--only", metavar="TARGET", action="append", help="this target, not all; may be given again")
    parser.add_argument("--one", metavar="TARGET", help=argparse.SUPPRESS)  # the process of a target that is guided
    options = parser.parse_args()
    if options.one:
        guide(options.one, options.seconds)
    targets = all_targets()
    names = options.only or list(targets)
    faults = 0
    for name in names:
        share = options.seconds / len(names)
        faults += guided(name, share) if options.guided else fuzz(name, targets[name], share)
    sys.exit(1 if faults else 0)


def all_targets() -> dict[str, Any]:
    """Return the targets by name."""
    from fuzz_targets import TARGETS  # type: ignore[import-not-found]

    found: dict[str, Any] = TARGETS
    return found


def fuzz(name: str, target: Any, seconds: float) -> int:
    """Try damaged inputs for some seconds; print what came of it and return the number of faults."""
    chance = random.Random(name)  # noqa: S311 - the same damage in each run
    faults: collections.Counter[str] = collections.Counter()
    runs = taken = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = target.make(chance)
        runs += 1
        try:
            taken += target.run(data)
        except Exception as error:  # noqa: BLE001 - what fuzzing looks for
            where = traceback.extract_tb(error.__traceback__)[-1]
            faults[f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"[:160]] += 1
    print(f"{name}: {runs} runs, {taken} taken, {sum(faults.values())} faults {dict(faults) or ''}", flush=True)
    return sum(faults.values())


def guided(name: str, seconds: float) -> int:
    """Have atheris try a target in a process of its own; print what came of it and return the number of faults."""
    command = [sys.executable, str(Path(__file__)), str(seconds), "--one", name]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    said = done.stdout + done.stderr
    runs, reached = _RUNS.findall(said), _REACHED.findall(said)
    print(f"{name}: {runs[-1] if runs else '?'} runs, {reached[-1] if reached else '?'} branches reached, exit {done.returncode}")
    if done.returncode:
        print(said[-3000:])
    sys.stdout.flush()
    return int(done.returncode != 0)


def guide(name: str, seconds: float) -> None:
    """Hand a target to atheris; does not return."""
    import atheris

    with atheris.instrument_imports(include=["kg"]):
        target = all_targets()[name]
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(target.begin()):
            (Path(folder) / str(number)).write_bytes(data)
        limits = [f"-max_total_time={int(seconds)}", f"-max_len={_LONGEST}", "-timeout=30", "-rss_limit_mb=4000"]
        atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={tempfile.gettempdir()}/", folder], target.run)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
