"""Run every check of the project, the same here and in CI; stops at the first that fails.

python tools/check.py           lint, types, import layers, wheel, speed, tests
python tools/check.py tests     one of: lint, types, layers, wheel, speed, tests
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def main(names: list[str]) -> None:
    """Run the checks called `names`, or all of them."""
    checks: dict[str, Callable[[], None]] = {
        "lint": lint,
        "types": types,
        "layers": layers,
        "wheel": wheel,
        "speed": speed,
        "tests": tests,
    }
    for name in names or list(checks):
        print(f"== {name}", flush=True)
        checks[name]()


def lint() -> None:
    """Style and common faults."""
    run(sys.executable, "-m", "ruff", "check", ".")
    run(sys.executable, "-m", "ruff", "format", "--check", ".")


def types() -> None:
    """Static types, strict."""
    run(sys.executable, "-m", "mypy")


def layers() -> None:
    """Imports run downward only."""
    run(str(BIN / "lint-imports"))


def tests() -> None:
    """The test suite, a file at a time on each processor; what forks or measures has the machine for itself. The slowest are listed."""
    run(sys.executable, "-m", "pytest", "--durations=10", "-n", "auto", "--dist", "loadfile", "-m", "not alone")
    run(sys.executable, "-m", "pytest", "tests/test_aside.py")  # forks, which a process that ran other tests may not
    run(sys.executable, "-m", "pytest", "--durations=5", "-m", "alone", "--deselect", "tests/test_aside.py")


def speed() -> None:
    """The stages of a build against other tools in one run; fails where it is several times as slow as it was."""
    run(sys.executable, str(ROOT / "bench" / "stages.py"), "--runs", "1", "--floors")


def wheel() -> None:
    """Build the wheel, install it into an environment of its own, and build the seeds with it from elsewhere."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder)
        venv.create(here / "env", with_pip=True)
        python = here / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        built = next(here.glob("*.whl"))
        run(str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps", str(built))
        # The dependencies come from this environment; its link to the checkout is not followed on this path.
        environment = {**os.environ, "PYTHONPATH": sysconfig.get_paths()["purelib"], "PYTHONSAFEPATH": "1"}
        for arguments in (["build", str(ROOT / "seeds"), "--out", "out", "--quiet"], ["verify", "out"], ["query", "--list"]):
            run(str(python), "-m", "kg", *arguments, cwd=here, env=environment)
        where = run_for_text(str(python), "-c", "import kg; print(kg.__file__)", cwd=here, env=environment)
        if str(here) not in where:
            raise SystemExit(f"the wheel was not what ran: {where}")


def run(*command: str, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run a command and leave with its exit code if it fails."""
    code = subprocess.run(command, cwd=cwd, env=env, check=False).returncode
    if code:
        raise SystemExit(code)


def run_for_text(*command: str, cwd: Path, env: dict[str, str]) -> str:
    """Run a command and return what it prints."""
    return subprocess.run(command, cwd=cwd, env=env, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main(sys.argv[1:])
