"""Characters per second of extraction (layout and all kinds of facts), against jieba on the same text in one run.

python bench/extraction.py [--texts FOLDER] [--against CHECKOUT] [--runs N]

Each contender is a process of its own that warms up on one short text, then goes through all texts of the folder
once; what counts is the processor time of that pass. They are taken in turn, and the table gives the median and
the range. `--against` adds the extraction of another checkout of this project, for a figure before and after.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_READ = """
import sys, time
from pathlib import Path
texts = [path.read_text(encoding="utf-8-sig", errors="replace") for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
warm = "某某街道2023年工作总结\\n一、工作完成情况\\n全年拆除违法建筑136处,推进“一网统管”,获评全国文明单位。"
def measure(work):
    work(warm)
    begun = time.process_time()
    for text in texts:
        work(text)
    print(sum(map(len, texts)) / (time.process_time() - begun))
"""
_EXTRACT = (
    _READ
    + """
from kg.extract import extract
from kg.model import Source
from kg.text.layout import lay_out
measure(lambda text: extract(lay_out(Source("text", "0" * 64), text)))
"""
)
_CUT = _READ + "import jieba\njieba.setLogLevel(60)\nmeasure(lambda text: list(jieba.cut(text)))\n"
_POSSEG = _READ + "import jieba.posseg\njieba.setLogLevel(60)\nmeasure(lambda text: list(jieba.posseg.cut(text)))\n"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, default=ROOT / "seeds")
    parser.add_argument("--against", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    contenders = {"extraction": (_EXTRACT, ROOT), "jieba.cut": (_CUT, ROOT), "jieba.posseg": (_POSSEG, ROOT)}
    if options.against:
        contenders["extraction, other checkout"] = (_EXTRACT, options.against)
    speeds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(options.runs):
        for name, (script, checkout) in contenders.items():
            speeds[name].append(speed(script, checkout.resolve(), options.texts.resolve()))
    print(f"{'characters per second':<30}{'median':>10}{'lowest':>10}{'highest':>10}{'ours is':>10}")
    for name, found in speeds.items():
        ratio = statistics.median(own / other for own, other in zip(speeds["extraction"], found, strict=True))
        print(f"{name:<30}{statistics.median(found):>10.0f}{min(found):>10.0f}{max(found):>10.0f}{ratio:>9.2f}x")


def speed(script: str, checkout: Path, texts: Path) -> float:
    """Run one contender in `checkout` over the folder `texts` and return its characters per second."""
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    done = subprocess.run(
        [sys.executable, "-c", script, str(texts)], cwd=checkout, env=environment, check=True, capture_output=True, text=True
    )
    return float(done.stdout)


if __name__ == "__main__":
    main()
