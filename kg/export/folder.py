"""The output folder: written aside as a whole, swapped in at the end, so that a killed build leaves the old one."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kg.errors import OutputError
from kg.model import Graph
from kg.model.access import texts_of

LEDGER = "report.json"
README = "README.md"
TEXTS = "texts"
_FRESH, _OLD = "-building-", "-old-"
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux
_ABANDONED = 3600  # seconds after which a half-written folder cannot belong to a running build


@contextlib.contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Yield an empty folder beside `target`; when the block ends well, it takes the place of `target`.

    What a user put into `target` beside the files of an earlier build is carried over. Raises OutputError
    before any work is done where `target` cannot be written or holds files that no build wrote.
    """
    try:
        made_before = _check(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_up(target)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}{_FRESH}", dir=target.parent))
    except OSError as error:
        raise OutputError(f"{target}: cannot be written ({error.strerror}). Choose another folder with --out") from error
    try:
        fresh.chmod(0o755)
        yield fresh
        _carry_over(target, fresh, made_before)
        _swap(fresh, target)
    except OSError as error:
        raise OutputError(f"{target}: cannot be written ({error.strerror}). The old content is unchanged") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def check_target(target: Path) -> None:
    """Raise OutputError if no build can write `target`: to be asked before the work, not after it."""
    _check(target)
    above = next((folder for folder in (target, *target.absolute().parents) if folder.exists()), None)
    if above is not None and not os.access(above, os.W_OK):
        raise OutputError(f"{target}: cannot be written (permission denied). Choose another folder with --out")
    if above is not None and target.exists() and not os.access(target.absolute().parent, os.W_OK):
        raise OutputError(f"{target}: the folder that holds it cannot be written. Choose another folder with --out")


def write_texts(folder: Path, graph: Graph) -> None:
    """Write the stored text of each report, byte for byte what all offsets count in."""
    (folder / TEXTS).mkdir(exist_ok=True)
    for report, text in texts_of(graph.extractions).items():
        (folder / TEXTS / f"{report}.txt").write_bytes(text.encode("utf-8"))


def write_line(path: Path, line: str) -> None:
    """Write one line of ASCII."""
    path.write_text(line + "\n", encoding="ascii", newline="\n")


def write_readme(folder: Path) -> None:
    """Write what the folder holds, for whoever finds it."""
    text = (Path(__file__).parent / "templates" / "output.md").read_text(encoding="utf-8")
    (folder / README).write_text(text, encoding="utf-8", newline="\n")


def files(folder: Path) -> list[str]:
    """Return the names of all files below `folder`, sorted, with forward slashes."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _check(target: Path) -> frozenset[str]:
    """Return the names that an earlier build wrote into `target`."""
    if not target.exists():
        return frozenset()
    if not target.is_dir():
        raise OutputError(f"{target}: is a file. Choose a folder with --out")
    if not os.access(target, os.W_OK):
        raise OutputError(f"{target}: cannot be written (permission denied). Choose another folder with --out")
    names = {entry.name for entry in target.iterdir()}
    if LEDGER in names:
        with contextlib.suppress(OSError, ValueError, AttributeError, TypeError):
            return frozenset({name.split("/")[0] for name in _listed(target / LEDGER)})
    if names - {README}:
        raise OutputError(f"{target}: holds files that no build wrote. Choose an empty or a new folder with --out")
    return frozenset({README})


def _listed(ledger: Path) -> list[str]:
    """Return the files that a ledger names; all it says may be more than a build holds in the memory. Raises ValueError if it names none."""
    with ledger.open(encoding="utf-8") as lines:
        parts = [next((rest for line in lines if (rest := line.partition('"files": ')[2])), "")]
        while parts[-1] and "]" not in parts[-1]:  # no file that a build writes has one in its name
            parts.append(next(lines, ""))
    listed: list[str] = json.JSONDecoder().raw_decode("".join(parts))[0]
    return listed


def _clear_up(target: Path) -> None:
    """Undo what a killed build left: put the old folder back if it was moved away, remove half-written ones."""
    for left in sorted(target.parent.glob(f".{target.name}{_OLD}*")):
        if not target.exists() and (left / target.name).is_dir():
            (left / target.name).rename(target)
        shutil.rmtree(left, ignore_errors=True)
    for left in target.parent.glob(f".{target.name}{_FRESH}*"):
        if time.time() - left.stat().st_mtime > _ABANDONED:
            shutil.rmtree(left, ignore_errors=True)


def _flush(folder: Path) -> None:
    """See that all files are on the disk before they get their final name; a power cut then leaves old or new."""
    for path in (*sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()), folder):
        with contextlib.suppress(PermissionError, IsADirectoryError):  # Windows cannot open folders
            file = os.open(path, os.O_RDONLY)
            try:
                os.fsync(file)
            finally:
                os.close(file)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (Linux, renameat2); False where that is not known."""
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(rename(_HERE, os.fsencode(one.absolute()), _HERE, os.fsencode(other.absolute()), _EXCHANGE) == 0)


def _carry_over(target: Path, fresh: Path, made_before: frozenset[str]) -> None:
    if not target.is_dir():
        return
    for entry in sorted(target.iterdir()):
        if entry.name in made_before or (fresh / entry.name).exists():
            continue
        if entry.is_dir():
            shutil.copytree(entry, fresh / entry.name, symlinks=True)
        else:
            shutil.copy2(entry, fresh / entry.name, follow_symlinks=False)


def _swap(fresh: Path, target: Path) -> None:
    """Put `fresh` in the place of `target`; both names change at once where the system can do that."""
    _flush(fresh)
    if not target.exists():
        fresh.rename(target)
        return
    if _exchanged(fresh, target):
        return  # what was the old content is removed by the caller
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}{_OLD}", dir=target.parent))
    target.rename(old / target.name)
    try:
        fresh.rename(target)
    except OSError:
        (old / target.name).rename(target)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
