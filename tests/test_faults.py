"""A build that is stopped, killed, starved of disk or doubled leaves the old output whole, and the next one succeeds."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from forked import said_by_child

from kg import pipeline
from kg.errors import OutputError
from kg.export.folder import check_target, new_folder
from kg.export.lock import only_build

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "seeds" / "fushan-quzhou-2020.txt"
SIZES = 50  # of full disks
KILLS = int(os.environ.get("KG_KILLS", "4"))
FORK = pytest.mark.skipif(not hasattr(os, "fork"), reason="signals and limits need a system with fork")


def command(out: Path, *options: str, inputs: Path = SEED) -> list[str]:
    return [sys.executable, "-m", "kg", "build", str(inputs), "--out", str(out), "--quiet", *options]


def build(out: Path, *options: str, inputs: Path = SEED, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(out, *options, inputs=inputs), cwd=ROOT, check=check, capture_output=True, text=True)


def state(folder: Path) -> str:
    """Return one hash of all names and bytes below a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@FORK
def test_a_build_that_is_killed_at_any_moment_leaves_the_old_output_or_the_new_one(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    build(old)
    build(new, "--base-iri", "https://data.example.org/")
    states = {state(old), state(new)}
    out = tmp_path / "output"
    shutil.copytree(old, out)
    moments = random.Random(7)  # noqa: S311 - moments to kill at, the same in each run
    started = time.monotonic()
    build(out, "--base-iri", "https://data.example.org/", "--no-cache")
    lasts = time.monotonic() - started
    for _ in range(KILLS):
        process = subprocess.Popen(
            command(out, "--base-iri", "https://data.example.org/", "--no-cache"), cwd=ROOT, stderr=subprocess.DEVNULL
        )
        time.sleep(moments.uniform(0.3, 1.05) * lasts)
        process.kill()
        process.wait()
        assert state(out) in states
    build(out)
    assert state(out) == state(old)


@FORK
def test_interrupting_a_build_leaves_the_old_output_and_nothing_beside_it(tmp_path: Path) -> None:
    """It is interrupted while it writes: the new folder is there, and a file in it that a held-up writer does not get past."""
    out = tmp_path / "output"
    build(out)
    before = state(out)
    held = (
        "import signal, sys, time, kg.__main__, kg.export.graph_file as graph_file\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell has its background processes ignore it
        "def held(self, path, *others):\n"
        "    path.write_text('half')\n"
        "    time.sleep(120)\n"
        "graph_file.GraphFile.write = held\n"
        "sys.argv[0] = 'kg'\n"
        "sys.exit(kg.__main__.main())"
    )
    arguments = [sys.executable, "-c", held, *command(out, "--no-cache")[3:]]
    process = subprocess.Popen(arguments, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not list(tmp_path.glob("*-building-*/graph.ttl")):
        time.sleep(0.02)
    assert process.poll() is None, "it ended before it could be interrupted"
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "earlier output is unchanged" in said
    assert state(out) == before
    assert [path.name for path in tmp_path.iterdir() if path != out] == []


@FORK
def test_a_full_disk_leaves_the_old_output_and_is_named(tmp_path: Path) -> None:
    size, out = 300_000, tmp_path / "output"
    build(out)
    before = state(out)
    limited = f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size})); sys.argv[0] = 'kg'; from kg.__main__ import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", limited, *command(out, "--no-cache")[3:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "The old content is unchanged" in done.stderr
    assert state(out) == before
    assert [path.name for path in tmp_path.iterdir() if "-building-" in path.name] == []


@FORK
def test_a_disk_that_is_full_after_any_number_of_bytes_leaves_the_old_output(tmp_path: Path) -> None:
    """In a child for each size no file may grow beyond it: some fail at the last byte of each file, others anywhere."""
    reports, out = tmp_path / "a.txt", tmp_path / "output"
    reports.write_text("翠苑街道2020年工作总结\n推进“一网统管”平台建设，拆除违法建筑136处。\n", encoding="utf-8")
    built = pipeline.build([reports])
    pipeline.write(built, out)
    before = state(out)
    lengths = sorted(path.stat().st_size for path in out.rglob("*") if path.is_file())
    elsewhere = SIZES - len(lengths)
    sizes = [*(length - 1 for length in lengths), *(lengths[-1] * step // elsewhere for step in range(elsewhere))]
    for size in sizes:
        assert in_child(lambda: pipeline.write(built, out), size) == "The old content is unchanged", size
        assert state(out) == before
    assert [path.name for path in tmp_path.iterdir() if path not in (reports, out)] == []
    pipeline.write(built, out)
    assert state(out) == before


@contextlib.contextmanager
def disk(folder: Path, size: int) -> Iterator[None]:
    """Mount a disk of so many bytes at a folder; a test skips where this may not be done."""
    if shutil.which("mount") is None:
        pytest.skip("no program to mount a small disk with")
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only the superuser may mount a small disk (tmpfs), and not in every container")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_real_disk_that_is_full_leaves_the_old_output(tmp_path: Path) -> None:
    """On disks that hold the old output and between nothing and nearly all of the new one, which is as large."""
    reports, place, old = tmp_path / "a.txt", tmp_path / "disk", tmp_path / "old"
    reports.write_text("翠苑街道2020年工作总结\n推进“一网统管”平台建设，拆除违法建筑136处。\n", encoding="utf-8")
    place.mkdir()
    built = pipeline.build([reports])
    pipeline.write(built, old)
    before = state(old)
    with disk(place, 64 << 20):
        shutil.copytree(old, place / "output")
        free = os.statvfs(place)
    used = (free.f_blocks - free.f_bfree) * free.f_frsize
    for share in (0.01, 0.25, 0.5, 0.75, 0.95):
        with disk(place, int(used * (1 + share))):
            shutil.copytree(old, place / "output")
            with pytest.raises(OutputError, match="The old content is unchanged"):
                pipeline.write(built, place / "output")
            assert state(place / "output") == before
            assert [path.name for path in place.iterdir()] == ["output"]
    with disk(place, int(used * 3)):
        shutil.copytree(old, place / "output")
        pipeline.write(built, place / "output")
        assert state(place / "output") == before


def in_child(work: Callable[[], object], size: int) -> str:
    """Do some work in a child process that may write no file longer than `size`; return what it says at the end."""
    import resource

    def limited() -> str:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        try:
            work()
        except OutputError as error:
            return str(error).rpartition(". ")[2]
        return "it was written"

    return said_by_child(limited)


def test_a_second_build_into_one_folder_is_refused_and_says_who_holds_it(tmp_path: Path) -> None:
    out = tmp_path / "output"
    with only_build(out):
        done = build(out, check=False)
    assert done.returncode == 1
    assert f"another build writes it now (process {os.getpid()})" in done.stderr
    build(out)


@FORK
def test_a_build_that_waited_with_the_lock_file_of_one_that_ended_does_not_share_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between opening the lock file and locking it, the build that held it ends and removes it, and a third one begins."""
    from kg.export import lock

    out, place, taken = tmp_path / "output", tmp_path / ".output.lock", lock._locked

    def late(file: int) -> bool:
        monkeypatch.setattr(lock, "_locked", taken)
        place.unlink()
        third.enter_context(only_build(out))
        return taken(file)

    with contextlib.ExitStack() as third:
        monkeypatch.setattr(lock, "_locked", late)
        with pytest.raises(OutputError, match="another build"), only_build(out):
            pass


def test_the_lock_goes_with_the_build_that_held_it(tmp_path: Path) -> None:
    for _ in range(2):
        with contextlib.suppress(ZeroDivisionError), only_build(tmp_path / "output"):
            raise ZeroDivisionError
    with only_build(tmp_path / "output"):
        pass
    assert list(tmp_path.iterdir()) == []


@FORK
def test_an_output_that_cannot_be_written_is_refused_before_the_work() -> None:
    """To a user who is not the superuser: in a child that gives up being it."""
    with tempfile.TemporaryDirectory() as folder:
        closed = Path(folder) / "closed"
        closed.mkdir()
        Path(folder).chmod(0o755)
        closed.chmod(0o555)

        def work(target: Path) -> None:
            if os.geteuid() == 0:
                os.setuid(65534)
            check_target(target)

        for target in (closed / "output", closed):
            assert in_child(lambda target=target: work(target), 1 << 20) == "Choose another folder with --out", target


def test_a_build_where_folders_cannot_be_exchanged_swaps_them_in_two_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.export.folder._exchanged", lambda one, other: False)
    for text in ("old", "new"):
        with new_folder(tmp_path / "output") as folder:
            (folder / "graph.ttl").write_text(text, encoding="utf-8")
            (folder / "report.json").write_text('{"files": ["graph.ttl", "report.json"]}', encoding="utf-8")
    assert (tmp_path / "output" / "graph.ttl").read_text(encoding="utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


@FORK
def test_a_killed_build_is_resumed_where_it_was(tmp_path: Path) -> None:
    cache, out, reports = tmp_path / "cache", tmp_path / "output", tmp_path / "reports"
    reports.mkdir()
    for name in ("fushan-quzhou-2020", "puxieshi-wenzhou-2020", "anonymous-liuzhou-2020h1"):
        shutil.copy(ROOT / "seeds" / f"{name}.txt", reports)
    process = subprocess.Popen(
        command(out, "--cache", str(cache), inputs=reports), cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    while process.poll() is None and len([path for path in cache.rglob("*") if path.is_file()]) < 2:
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert any(path.is_file() for path in cache.rglob("*")), "nothing was kept for the next build"
    build(out, "--resume", "--cache", str(cache), inputs=reports)
    build(tmp_path / "whole", "--no-cache", inputs=reports)
    assert state(out) == state(tmp_path / "whole")


def test_resuming_without_a_cache_is_refused(tmp_path: Path) -> None:
    done = build(tmp_path / "output", "--resume", "--no-cache", check=False)
    assert done.returncode == 1
    assert "Leave out --no-cache" in done.stderr
