"""Arguments -> input files: files, folders, globs and standard input, in one stable order."""

from __future__ import annotations

import glob
import os
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from kg.model import Entry, Outcome
from kg.read.registry import known_suffixes, reader_of

_ARCHIVES = frozenset({".zip"})
_REFUSED = {
    ".rar": "Unpack it first.",
    ".7z": "Unpack it first.",
    ".gz": "Unpack it first.",
    ".ceb": "Save it as PDF.",
    ".caj": "Save it as PDF.",
}
STANDARD_INPUT = "-"
LOCK = "~$"  # begins the name of the file by which Word, Excel and WPS mark one that is open
# what is passed over because it is no report: reason and remedy
LOCK_FILE = ("the lock of a document that is open in Office", "Nothing to do; the document itself is read.")
HIDDEN_FILE = ("hidden file", "If it is a report, take the dot from its name.")
_HIDDEN_FOLDER = ("hidden folder", "If it holds reports, take the dot from its name.")
_OUTPUT = ("the output folder", "Keep reports out of it; each build replaces it.")
_README = ("a README, not a report", "If it is a report, give it another name.")
_DECISIONS = ("the reviewer's decisions, not a report", "If a build does not apply them, name the file with --decisions.")
DECISIONS_FILE = "decisions.tsv"  # what a reviewer decided; read by kg.read.decisions


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read: its path (None: standard input) and its name, relative to the folder it was found in."""

    path: Path | None
    name: str
    root: str = ""


def find_inputs(arguments: Sequence[str | Path], skip: Path | None = None) -> tuple[list[InputFile], list[Entry]]:
    """Return the files to read, sorted by name, and an entry for everything else that was found.

    A folder is searched with all below; hidden files, unknown formats and the folder `skip` (the
    output) are skipped with the reason. An argument that names nothing is quarantined.
    """
    files: list[InputFile] = []
    entries: list[Entry] = []
    for argument in arguments:
        for found in _found(str(argument), skip):
            if isinstance(found, InputFile):
                files.append(found)
            else:
                entries.append(found)
    return _distinct(files), entries


def shown(name: str) -> str:
    """Return a file name fit to print: a name in GBK bytes is decoded, other broken bytes become U+FFFD."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return unicodedata.normalize("NFC", raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _found(argument: str, skip: Path | None) -> Iterator[InputFile | Entry]:
    path = Path(argument)
    if argument == STANDARD_INPUT:
        yield InputFile(None, "stdin")
    elif path.is_dir():
        yield from _in_folder(path, skip)
    elif path.exists() or path.is_symlink():
        yield _file(path, shown(path.name), str(path.parent), named=True)
    elif glob.has_magic(argument):
        yield from _matching(argument, skip)
    else:
        yield Entry(shown(argument), Outcome.QUARANTINED, None, "does not exist", "Check the path.")


def _matching(pattern: str, skip: Path | None) -> Iterator[InputFile | Entry]:
    matches = sorted(glob.glob(pattern, recursive=True), key=shown)  # noqa: PTH207 - Path.glob takes no absolute pattern
    if not matches:
        yield Entry(
            shown(pattern), Outcome.QUARANTINED, None, "no file matches this pattern", "Check the pattern, or name the folder."
        )
    for match in matches:
        path = Path(match)
        if path.is_dir():
            yield from _in_folder(path, skip)
        else:
            yield _file(path, shown(path.name), str(path.parent))


def _in_folder(folder: Path, skip: Path | None) -> Iterator[InputFile | Entry]:
    left_out = skip.resolve() if skip is not None else None
    problems: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=problems.append):
        here = Path(place)
        for name in sorted(folders, key=shown):
            if name.startswith("."):
                yield _skipped(here / name, folder, *_HIDDEN_FOLDER)
            elif (here / name).resolve() == left_out:
                yield _skipped(here / name, folder, *_OUTPUT)
            elif (here / name).is_symlink():  # os.walk does not go into it
                yield _skipped(here / name, folder, "a link to a folder", "Name its target as an input.")
        folders[:] = sorted(
            (name for name in folders if not name.startswith(".") and (here / name).resolve() != left_out), key=shown
        )
        for name in sorted(names, key=shown):
            yield _file(here / name, _relative(here / name, folder), str(folder), inside=folder)
    for problem in problems:
        name = shown(str(problem.filename))
        yield Entry(
            name, Outcome.QUARANTINED, None, f"cannot be opened ({problem.strerror})", "Check the permissions of the folder."
        )


def _relative(path: Path, folder: Path) -> str:
    return shown(path.relative_to(folder).as_posix())


def _skipped(path: Path, folder: Path, reason: str, remedy: str) -> Entry:
    return Entry(_relative(path, folder) + "/", Outcome.SKIPPED, None, reason, remedy)


def _file(path: Path, name: str, root: str, inside: Path | None = None, *, named: bool = False) -> InputFile | Entry:
    """Return the file, or why it is not read. One that the user `named` is never passed over in silence."""
    reason, remedy = _why_not(path, inside)
    if named and (reason, remedy) == _README:
        reason, remedy = "", ""
    if not reason:
        return InputFile(path, name, root)
    return Entry(name, Outcome.QUARANTINED if named else Outcome.SKIPPED, None, reason, remedy)


def _why_not(path: Path, inside: Path | None) -> tuple[str, str]:
    if path.name.startswith(LOCK):
        return LOCK_FILE
    if inside is not None and path.name.startswith("."):
        return HIDDEN_FILE
    if path.is_symlink() and not path.exists():
        return "a link that leads nowhere", "Remove it, or bring its file back."
    if inside is not None and path.is_symlink() and not path.resolve().is_relative_to(inside.resolve()):
        return "a link out of the folder", "Name its target as an input."
    if path.exists() and not path.is_file():
        return "not a regular file", "Copy what it gives into a file."
    return why_not_read(path.name)


def why_not_read(name: str) -> tuple[str, str]:
    """Return reason and remedy why a file of this name (without folder) is not read, two empty texts if it is."""
    path = PurePosixPath(name)
    suffix = path.suffix.lower()
    if path.name == DECISIONS_FILE:
        return _DECISIONS
    if path.stem.lower() == "readme":
        return _README
    if reader_of(suffix) is not None or suffix in _ARCHIVES:
        return "", ""
    if suffix in _REFUSED:
        return f"{suffix} is not read", _REFUSED[suffix]
    kinds = ", ".join(sorted({*known_suffixes(), *_ARCHIVES}))
    return f"unknown kind of file ({suffix or 'no suffix'})", f"If it is a report, give it one of the suffixes {kinds}."


def is_passed_over(reason: str) -> bool:
    """Tell whether a file is not read because it is no report, so that nothing is lost with it."""
    return reason.startswith("unknown kind of file") or reason in {
        one for one, _ in (LOCK_FILE, HIDDEN_FILE, _README, _DECISIONS)
    }


def _distinct(files: list[InputFile]) -> list[InputFile]:
    """Return each file once, sorted, each with a name of its own.

    Equal names from different folders get the folder in front; names of one folder that are shown alike (their bytes
    or their composition differ) get a number.
    """
    once: dict[str, InputFile] = {}
    for file in files:
        once.setdefault(str(file.path.resolve()) if file.path else STANDARD_INPUT, file)
    roots: dict[str, set[str]] = {}
    for file in once.values():
        roots.setdefault(file.name, set()).add(file.root)
    named = [
        replace(file, name=f"{shown(Path(file.root).as_posix())}/{file.name}")
        if len(roots[file.name]) > 1 and file.root
        else file
        for file in once.values()
    ]
    return _numbered(sorted(named, key=lambda file: (unicodedata.normalize("NFC", file.name), str(file.path))))


def _numbered(files: list[InputFile]) -> list[InputFile]:
    seen: Counter[str] = Counter()
    result = []
    for file in files:
        seen[file.name] += 1
        stem, dot, suffix = file.name.rpartition(".")
        result.append(file if seen[file.name] == 1 else replace(file, name=f"{stem} ({seen[file.name]}){dot}{suffix}"))
    return result
