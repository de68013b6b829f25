"""Whether files come out of their encodings right: python bench/encodings.py FOLDER, with a folder for each encoding.

FOLDER/gb2312/a.html and the like, as chardet's source distribution has them in `tests`: each file is decoded as readers do it,
without being told its encoding, and held against what Python's codec of that name gives. Folders of encodings that are not of
Chinese text or of Unicode are passed over. Exit code 1 if a file differs.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from kg.read.decode import decode  # noqa: E402 - after the path is set

_OURS = ("gb", "big5", "utf", "hz", "euc-tw", "iso-2022-cn")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "hz-gb-2312": "hz"}


def main() -> int:
    """Print the files that come out wrong, and how many of each encoding are right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    right = total = 0
    for folder in sorted(path for path in options.folder.iterdir() if path.is_dir() and path.name.lower().startswith(_OURS)):
        codec = _WIDER.get(folder.name.lower(), folder.name.lower())
        files = sorted(path for path in folder.iterdir() if path.is_file())
        good = [path for path in files if _is_right(path, codec)]
        right, total = right + len(good), total + len(files)
        wrong = ", ".join(path.name for path in files if path not in good)
        print(f"{folder.name}: {len(good)} of {len(files)}" + (f"; wrong: {wrong}" if wrong else ""))
    print(f"{right} of {total} files")
    return int(right < total or not total)


def _is_right(path: Path, codec: str) -> bool:
    data = path.read_bytes()
    try:
        return decode(data).text == data.decode(codec).removeprefix("\ufeff")
    except LookupError:  # Python has no such codec, and neither have we
        return False


if __name__ == "__main__":
    raise SystemExit(main())
