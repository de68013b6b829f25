"""Time a cold `kg build seeds` against jieba's part-of-speech tagging of the same text, in one run.

python bench/build_seeds.py [RUNS]

Both are whole processes with compiled bytecode, taken in turn; the table gives the median of each and the ratio pair by pair, so
that a drift of the machine's speed does not tilt it. Peak memory is the largest resident size of a process.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEER = """
import logging, pathlib, sys
import jieba, jieba.posseg
jieba.setLogLevel(logging.WARNING)
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.txt")):
    list(jieba.posseg.cut(path.read_text(encoding="utf-8")))
"""


@dataclass(frozen=True)
class Run:
    """One finished process: seconds on the clock, seconds of processor, peak memory in MiB."""

    wall: float
    cpu: float
    memory: float


def main(runs: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        build = [
            sys.executable,
            "-m",
            "kg",
            "build",
            str(ROOT / "seeds"),
            "--out",
            str(Path(folder) / "out"),
            "--quiet",
            "--no-cache",
        ]
        peer = [sys.executable, "-c", PEER, str(ROOT / "seeds")]
        for command in (build, peer):
            measure(command)
        pairs = [(measure(build), measure(peer)) for _ in range(runs)]
    print(f"{'':<34}{'wall s':>10}{'cpu s':>10}{'peak MiB':>10}")
    for name, results in (
        ("kg build seeds, all outputs", [a for a, _ in pairs]),
        ("jieba.posseg on the same text", [b for _, b in pairs]),
    ):
        print(
            f"{name:<34}{statistics.median(r.wall for r in results):>10.2f}{statistics.median(r.cpu for r in results):>10.2f}"
            f"{max(r.memory for r in results):>10.0f}"
        )
    ratios = [a.cpu / b.cpu for a, b in pairs]
    print(
        f"cpu, build : peer               median {statistics.median(ratios):.2f}  ({min(ratios):.2f} to {max(ratios):.2f}, {runs} pairs)"
    )


def measure(command: list[str]) -> Run:
    """Run a command as a process of its own and return what it took."""
    begun = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    unit = 1024 if sys.platform.startswith("linux") else 1024 * 1024
    return Run(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
