"""Set everything up and run one job, with nothing but Python 3.11 or newer on the machine.

python run.py build     make .venv, install the locked dependencies, build seeds/ into output/
python run.py test      the same with the development tools, then run every check and test
python run.py setup     make .venv only; afterwards .venv/bin/kg (Windows: .venv\\Scripts\\kg) is there
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main(arguments: list[str]) -> int:
    """Run the job named by the first argument; further arguments go to it."""
    job, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if sys.version_info < (3, 11):
        print("Python 3.11 or newer is needed; this is " + sys.version.split()[0])
        return 2
    if job == "setup":
        set_up("requirements.lock")
        return 0
    if job == "build":
        set_up("requirements.lock")
        return call("-m", "kg", "build", "seeds", "--out", "output", *rest)
    if job == "test":
        set_up("requirements-dev.lock")
        return call("tools/check.py", *rest)
    print(__doc__)
    return 0 if job in {"help", "-h", "--help"} else 2


def set_up(lock: str) -> None:
    """Make the environment and install `lock` with hashes, unless that was done before."""
    wanted = hashlib.sha256((ROOT / lock).read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = ENVIRONMENT / f"{lock}.done"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    if not PYTHON.is_file():
        venv.create(ENVIRONMENT, with_pip=True)
    pip = ("-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    require(*pip, "--require-hashes", "-r", lock)
    require(*pip, "--no-deps", "--no-build-isolation", "-e", ".")
    call("-m", "compileall", "-q", "kg")  # what pip does for packages that it copies; the first build starts faster
    stamp.write_text(wanted)


def call(*arguments: str) -> int:
    """Run the environment's Python in the project's folder and return its exit code."""
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, check=False).returncode


def require(*arguments: str) -> None:
    """Run the environment's Python and stop here if it fails."""
    code = call(*arguments)
    if code:
        raise SystemExit(code)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
