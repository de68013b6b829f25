"""Whole builds of growing size: time and memory of all their processes, with one process and with several.

python bench/sizes.py --texts FOLDER [--megabytes 1 10 ...] [--jobs 1 2 ...] [--out FOLDER]

The reports of FOLDER are spread to each size and altered (see `spread` of bench/stages.py). Every build runs from nothing, without pages,
nothing kept. Printed are seconds on the clock and of processor, the memory of all processes together at its peak (shared
pages counted once; looked at several times a second) and of the largest one, and what became of both from size to size and
from few processes to many. `--out` keeps texts and builds there, in a new folder; else they go to the folder for temporary files.
Builds of one size must have the same bytes whatever the number of processes.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from stages import ROOT, spread

_EVERY = 0.3  # seconds between two looks at the memory


@dataclass(frozen=True)
class Measured:
    """What one build took."""

    megabytes: float
    jobs: int
    clock: float
    processor: float
    together: float  # MiB
    largest: float
    turtle: int
    identity: str


def main() -> int:
    """Print a line for each build, then the ratios; return 1 if builds of one size differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--texts", type=Path, default=ROOT / "seeds")
    parser.add_argument("--megabytes", type=float, nargs="+", default=[1, 10])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.out is not None and options.out.exists():
        parser.error(f"{options.out} exists: the texts there may be others. Give a folder that does not exist")
    print(f"{'MB of text':>10}{'jobs':>6}{'clock s':>10}{'cpu s':>10}{'MiB':>8}{'largest':>9}{'Turtle MB':>11}")
    done: list[Measured] = []
    with tempfile.TemporaryDirectory() as temporary:
        place = options.out or Path(temporary)
        place.mkdir(parents=True, exist_ok=True)
        for megabytes in options.megabytes:
            folder = place / f"texts-{megabytes:g}"
            size = spread(sorted(options.texts.glob("*.txt")), folder, megabytes, altered=True) / 1e6
            for jobs in options.jobs:
                done.append(measured(folder, place / f"out-{megabytes:g}-{jobs}", size, jobs))
                print(line(done[-1]), flush=True)
    return ratios(done)


def measured(folder: Path, out: Path, size: float, jobs: int) -> Measured:
    """Build a folder and return what it took."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-m", "kg", "build", str(folder), "--out", str(out), "--jobs", str(jobs)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([*command, "--no-cache", "--no-pages", "--quiet"], env=environment, start_new_session=True)
    together = largest = 0.0
    while process.poll() is None:
        sizes = memory(process.pid)
        together, largest = max(together, sum(sizes)), max(largest, *sizes, 0.0)
        time.sleep(_EVERY)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    identity = (out / "graph.nt.sha256").read_text(encoding="ascii")
    turtle = (out / "graph.ttl").stat().st_size
    return Measured(size, jobs, time.monotonic() - begun, processor, together, largest, turtle, identity)


def memory(session: int) -> list[float]:
    """Return the proportional set size in MiB of each process of a session."""
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with suppress(OSError, ProcessLookupError, StopIteration):  # it may end meanwhile
                if os.getsid(int(path.name)) == session:
                    rows = (path / "smaps_rollup").read_text(encoding="ascii").splitlines()
                    found.append(next(int(row.split()[1]) / 1024 for row in rows if row.startswith("Pss:")))
    return found


def line(one: Measured) -> str:
    """Return a line of the table."""
    times = f"{one.megabytes:>10.2f}{one.jobs:>6}{one.clock:>10.1f}{one.processor:>10.1f}"
    return f"{times}{one.together:>8.0f}{one.largest:>9.0f}{one.turtle / 1e6:>11.1f}"


def ratios(done: list[Measured]) -> int:
    """Print what several processes gain, and what growth costs."""
    different = 0
    for one in done:
        first = next(other for other in done if other.megabytes == one.megabytes)
        if one is not first:
            print(f"{one.megabytes:.0f} MB, {one.jobs} jobs against {first.jobs}: {first.clock / one.clock:.2f} times as fast")
            different += one.identity != first.identity
        smaller = [other for other in done if other.jobs == one.jobs and other.megabytes < one.megabytes]
        if smaller:
            last = smaller[-1]
            growth = (
                f"{one.megabytes / last.megabytes:.1f} times the text, {one.processor / last.processor:.1f} times the processor"
            )
            print(
                f"{one.jobs} jobs, {last.megabytes:.0f} to {one.megabytes:.0f} MB: {growth}, {one.together / last.together:.1f} times the memory"
            )
    if different:
        print(f"{different} builds differ from others of their size")
    return int(different > 0)


if __name__ == "__main__":
    raise SystemExit(main())
