"""The documents say what is so: commands run, names exist, what is written down is current."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kg.commands import COMMANDS
from kg.store import list_queries

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def console_blocks() -> list[tuple[str, str]]:
    """Return every `$ kg …` command of the README with the output shown below it."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", README, re.S):
        for command, shown in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", block, re.M):
            found.append((command, shown))
    return found


@pytest.mark.parametrize(
    ("command", "shown"), [pair for pair in console_blocks() if pair[0].startswith("kg ")], ids=lambda text: text[:40]
)
def test_a_command_of_the_readme_prints_what_the_readme_shows(
    command: str, shown: str, seeds_output: Path, tmp_path: Path
) -> None:
    for name in ("seeds", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "output").symlink_to(seeds_output)
    words = [word for word in shlex.split(command) if word != "kg"]
    if words[0] == "build":
        (tmp_path / "output").unlink()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "kg", *words], cwd=tmp_path, capture_output=True, check=True, env=environment)
    printed = done.stdout.decode("utf-8").rstrip("\n").splitlines()
    wanted = shown.rstrip("\n").splitlines()
    if "…" in wanted:  # the README shows the beginning only
        wanted = wanted[: wanted.index("…")]
        printed = printed[: len(wanted)]
    assert [line.rstrip() for line in printed] == [line.rstrip() for line in wanted]


def test_the_readme_names_the_two_commands_that_do_all_set_up() -> None:
    assert "python3 run.py build" in README
    assert "python3 run.py test" in README
    assert "python3 run.py test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_every_command(command: str) -> None:
    assert f"kg {command}" in README


def test_every_relative_link_of_the_documents_leads_somewhere() -> None:
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_output_folder_is_described_by_the_file_that_every_build_writes() -> None:
    written = (ROOT / "kg" / "export" / "templates" / "output.md").read_text(encoding="utf-8")
    assert (ROOT / "output" / "README.md").read_text(encoding="utf-8") == written


def test_every_question_is_named_in_the_documents() -> None:
    text = README + "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    assert [query.id for query in list_queries() if query.id not in text] == []


def test_the_project_names_no_registry_and_no_machine() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    forbidden = re.compile(r"index" + r"-url|/site" + r"-packages/|(?:^|[\s\"'=])/(?:root|home|Users)/", re.M)
    for name in tracked.stdout.decode("utf-8").split("\0"):
        path = ROOT / name
        if (
            name
            and path.is_file()
            and path.suffix in {".py", ".md", ".toml", ".lock", ".tsv", ".txt", ".html", ".js", ".css", ".ttl", ".rq", ""}
        ):
            assert not forbidden.search(path.read_text(encoding="utf-8", errors="ignore")), name


def test_every_test_that_the_guide_to_the_page_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "reading-the-pages.md").read_text(encoding="utf-8")))
    defined = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.M)
    }
    assert len(named) > 30
    assert named - defined == set()
