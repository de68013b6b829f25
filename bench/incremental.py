"""Time a full build, a rebuild of unchanged reports and a rebuild with one report added, in one run.

python bench/incremental.py [FOLDER_OR_COPIES] [RUNS]

FOLDER holds reports (.txt); without one, or with a number of COPIES, it is made of the seeds, each copy with
other numbers and a line of its own. Every build is a whole process that writes all outputs. The table gives
seconds of processor and their ratio to the full build of the same run; the last line compares the outputs.
Stages are timed once more inside this process, without writing, to show what the cache can save.
"""

from __future__ import annotations

import hashlib
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from build_seeds import ROOT, measure

from kg import pipeline


def main(what: str, runs: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        reports = folder / "reports"
        reports.mkdir()
        held_back = copies(reports, int(what)) if what.isdigit() else taken_over(Path(what), reports)
        results = [one_run(folder, reports, held_back) for _ in range(runs)]
        inside(reports, folder)
        count = len(list(reports.iterdir()))
    print(f"{count} reports, {runs} runs" + " " * 20 + "cpu s   of full")
    for name in results[0]:
        seconds = [run[name] for run in results]
        ratios = [run["full build"] / run[name] for run in results]
        print(
            f"{name:<34}{statistics.median(seconds):>10.2f}{statistics.median(ratios):>9.1f}x  ({min(ratios):.1f} to {max(ratios):.1f})"
        )


def one_run(folder: Path, reports: Path, held_back: Path) -> dict[str, float]:
    """Return the seconds of processor of each kind of build; stop if an output differs from that of a full build."""
    cache, out = folder / "cache", folder / "out"
    shutil.rmtree(cache, ignore_errors=True)
    added = reports / held_back.name
    added.unlink(missing_ok=True)
    build = [sys.executable, "-m", "kg", "build", str(reports), "--out", str(out), "--quiet"]
    kept = [*build, "--cache", str(cache)]
    seconds = {"first build, filling the cache": measure(kept).cpu, "rebuild, unchanged": measure(kept).cpu}
    shutil.copy(held_back, added)
    seconds["rebuild, one report added"] = measure(kept).cpu
    incremental = content(out)
    seconds["full build"] = measure([*build, "--no-cache"]).cpu
    if content(out) != incremental:
        raise SystemExit("the incremental build wrote other bytes than the full build")
    return seconds


def inside(reports: Path, folder: Path) -> None:
    """Print the processor time of reading, extracting and linking alone, full and with everything kept."""
    spent = []
    for cache in (None, folder / "cache"):
        begun = time.process_time()
        stages: dict[str, float] = {}
        pipeline.build(
            [reports], cache=cache, progress=lambda stage, *_, seen=stages: seen.setdefault(stage, time.process_time())
        )
        spent.append((stages["link"] - begun, time.process_time() - stages["link"]))
    (full, link), (kept, _) = spent
    print(
        f"read, lay out, extract: {full:.2f} s in full, {kept:.2f} s when kept ({full / kept:.0f}x); places and links: {link:.2f} s"
    )


def copies(reports: Path, number: int) -> Path:
    """Write the seeds `number` times, each copy a little different, and return one more that is not among them."""
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    for copy in range(number):
        for seed in seeds:
            text = seed.read_text(encoding="utf-8")
            varied = text.replace("136", str(136 + copy)) + (f"\n第{copy}次印发。\n" if copy else "")
            (reports / f"{seed.stem}-{copy}.txt").write_text(varied, encoding="utf-8", newline="\n")
    held_back = reports.parent / f"{seeds[0].stem}-more.txt"
    held_back.write_text(seeds[0].read_text(encoding="utf-8") + "\n再次印发。\n", encoding="utf-8", newline="\n")
    return held_back


def taken_over(folder: Path, reports: Path) -> Path:
    """Copy the reports of a folder, and return the first, which is held back."""
    first, *others = sorted(folder.glob("*.txt"))
    for path in others:
        shutil.copy(path, reports / path.name)
    return first


def content(out: Path) -> dict[str, str]:
    """Return the hash of every file of an output folder."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "1", int(sys.argv[2]) if len(sys.argv) > 2 else 1)
