"""What several tests share: the seeds built once, and a way to renew golden files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import pipeline

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare --update-golden."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew; review them as a diff")


@pytest.fixture(scope="session")
def seeds_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output folder of the five seeds, built once with the command line."""
    out = tmp_path_factory.mktemp("built") / "output"
    subprocess.run(
        [sys.executable, "-m", "kg", "build", str(SEEDS), "--out", str(out), "--quiet"], cwd=ROOT, check=True, env=os.environ
    )
    return out


@pytest.fixture(scope="session")
def seeds_built() -> pipeline.Built:
    """Return the five seeds built in this process."""
    return pipeline.build([SEEDS])


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a function (name, text) that compares with tests/golden/NAME, or renews it with --update-golden."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return compare
