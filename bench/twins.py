"""Whether files of two formats give the same facts: python bench/twins.py FOLDER [SUFFIX].

Every file FOLDER/**/NAME.docx (or SUFFIX) that has NAME.txt beside it, or anywhere else in the folder under the same name,
is read, and what is extracted from it is held against what is extracted from the plain text, apart from offsets. Exit code 1
if a pair differs.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_read_formats import facts, only_report  # type: ignore[import-not-found]  # noqa: E402 - after the path is set


def main() -> int:
    """Print each pair that differs, and how many do not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("suffix", nargs="?", default=".docx")
    options = parser.parse_args()
    plain = {path.stem: path for path in sorted(options.folder.rglob("*.txt"))}
    pairs = [(path, plain[path.stem]) for path in sorted(options.folder.rglob(f"*{options.suffix}")) if path.stem in plain]
    same = count = 0
    for path, text in pairs:
        found, wanted = (facts(*only_report(one.read_bytes(), one.name)) for one in (path, text))
        same += found == wanted
        count += wanted.total()
        if found != wanted:
            print(f"{path.name}: {(wanted - found).total()} facts of the text are missing, {(found - wanted).total()} are new")
    print(f"{same} of {len(pairs)} pairs give the same facts ({count} facts)")
    return int(same < len(pairs) or not pairs)


if __name__ == "__main__":
    raise SystemExit(main())
