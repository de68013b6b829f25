"""The same input gives the same bytes: whatever the hash seed, locale, file order, time zone, number of processes, cache."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def hashes(out: Path) -> dict[str, str]:
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("environment", "options", "backwards"),
    [
        ({"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Asia/Shanghai"}, ["--no-cache"], True),
        (
            {"PYTHONHASHSEED": "2", "LC_ALL": "zh_CN.GBK", "PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"},
            ["--no-cache", "--jobs", "2"],
            False,
        ),
        ({"PYTHONHASHSEED": "3"}, ["--cache", "{cache}"], True),
    ],
    ids=["C locale, files backwards", "GBK locale, two processes", "extractions kept by an earlier build"],
)
def test_two_builds_give_the_same_bytes(
    seeds_output: Path, seeds_cache: Path, tmp_path: Path, environment: dict[str, str], options: list[str], *, backwards: bool
) -> None:
    files = [str(path) for path in (reversed(SEEDS) if backwards else SEEDS)]
    command = [sys.executable, "-m", "kg", "build", *files, "--out", str(tmp_path / "out"), "--quiet"]
    command += [option.format(cache=seeds_cache / "seeds") for option in options]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)
    expected = hashes(seeds_output)
    actual = hashes(tmp_path / "out")
    ledgers = {"report.json", "report.html"}  # the folder build also names seeds/README.md there
    assert {name: value for name, value in actual.items() if name not in ledgers} == {
        name: value for name, value in expected.items() if name not in ledgers
    }
