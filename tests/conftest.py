"""What several tests share: the seeds built once, and a way to renew golden files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from kg import pipeline

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"

# The same examples on every run; HYPOTHESIS_PROFILE=searching looks for others.
settings.register_profile("steady", derandomize=True)
settings.register_profile("searching", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare --update-golden."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew; review them as a diff")


@pytest.fixture(scope="session", autouse=True)
def seeds_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep extractions apart from those of the user; return the folder where the build of the seeds keeps them."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("caches")
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder / "jiedao-kg"


@pytest.fixture(scope="session")
def seeds_output(tmp_path_factory: pytest.TempPathFactory, seeds_cache: Path) -> Path:
    """Return the output folder of the five seeds, built once with the command line and an empty cache."""
    out = tmp_path_factory.mktemp("built") / "output"
    command = [
        sys.executable,
        "-m",
        "kg",
        "build",
        str(SEEDS),
        "--out",
        str(out),
        "--cache",
        str(seeds_cache / "seeds"),
        "--quiet",
    ]
    subprocess.run(command, cwd=ROOT, check=True, env=os.environ)
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
