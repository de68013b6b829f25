"""The measuring scripts keep what was measured before."""

import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parents[1] / "bench"


def test_whole_builds_are_not_measured_into_a_folder_that_exists(tmp_path):
    command = [sys.executable, BENCH / "sizes.py", "--texts", tmp_path, "--out", tmp_path]  # no text: nothing could be measured
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{tmp_path} exists" in done.stderr
