"""The same input gives the same bytes: whatever the hash seed, locale, file order, time zone, number of processes, cache."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg import pipeline
from kg.engine import gather

ROOT = Path(__file__).resolve().parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def hashes(out: Path) -> dict[str, str]:
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def build(files: list[str], out: Path, options: list[str], environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "kg", "build", *files, "--out", str(out), "--quiet", *options]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)


@pytest.fixture(scope="module")
def plain_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("plain") / "output"
    build([str(path) for path in SEEDS], out, ["--no-cache"], {})
    return out


@pytest.mark.parametrize(
    ("environment", "options", "backwards"),
    [
        ({"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Asia/Shanghai"}, ["--no-cache"], True),
        (
            {"PYTHONHASHSEED": "2", "LC_ALL": "zh_CN.GBK", "PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"},
            ["--no-cache", "--jobs", "2"],
            False,
        ),
        ({}, ["--no-cache", "--jobs", "1"], False),
        ({"PYTHONHASHSEED": "3"}, ["--cache", "{cache}"], True),
    ],
    ids=["C locale, files backwards", "GBK locale, two processes", "one process", "extractions kept by an earlier build"],
)
def test_two_builds_give_the_same_bytes(
    plain_output: Path, seeds_cache: Path, tmp_path: Path, environment: dict[str, str], options: list[str], *, backwards: bool
) -> None:
    files = [str(path) for path in (reversed(SEEDS) if backwards else SEEDS)]
    options = [option.format(cache=seeds_cache / "seeds") for option in options]
    build(files, tmp_path / "out", options, environment)
    assert hashes(tmp_path / "out") == hashes(plain_output)


def test_two_processes_that_share_a_build_give_the_same_bytes(plain_output: Path, tmp_path: Path) -> None:
    code = "from kg import pipeline; from kg.__main__ import main; pipeline._LEAST = pipeline._LEAST_NAMED = 0; raise SystemExit(main())"
    given = ["build", *map(str, SEEDS), "--out", str(tmp_path / "out"), "--quiet", "--no-cache", "--jobs", "2"]
    subprocess.run([sys.executable, "-c", code, *given], check=True, cwd=ROOT)
    assert hashes(tmp_path / "out") == hashes(plain_output)


def test_whole_reports_in_several_processes_give_the_same_graph(plain_output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "LARGE", 0)  # characters; so that five reports count as many
    built = pipeline.build(SEEDS, jobs=2)
    assert pipeline.to_turtle(built.graph) == (plain_output / "graph.ttl").read_text(encoding="utf-8")


def test_the_graph_of_a_folder_is_that_of_its_files(plain_output: Path, seeds_output: Path) -> None:
    """The ledger and the page differ: they name seeds/README.md, which was found in the folder and skipped."""
    named = {"report.json", "report.html", "index.html"}
    differing = {name for name, value in hashes(plain_output).items() if hashes(seeds_output)[name] != value}
    assert differing <= named
