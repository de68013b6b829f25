"""An Oxigraph store in a folder, kept beside the output: loaded once, opened at once, never older than its graph unseen.

The folder is what `oxigraph serve-read-only --location FOLDER` opens; one file of ours in it names the graph by its hash.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

from kg.errors import StoreError

MARK = "jiedao-kg.json"
_FRESH, _OLD = "-loading-", "-old-"


def check_target(folder: Path, output: Path | None = None) -> None:
    """Raise StoreError if `folder` holds anything but a store that `write_store` made, or lies in the folder `output`.

    A build replaces `output` as a whole; a store in it would be copied each time.
    """
    if output is not None and folder.resolve().is_relative_to(output.resolve()):
        raise StoreError(f"{folder}: lies in the output folder. Choose a folder beside it for --store")
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise StoreError(f"{folder}: is no folder. Choose another one for --store")
    if folder.is_dir() and not (folder / MARK).is_file() and any(folder.iterdir()):
        raise StoreError(f"{folder}: holds files that no build wrote. Choose an empty or a new folder for --store")


def write_store(graph_path: Path, folder: Path) -> int:
    """Load the file `graph_path` into a new store that takes the place of `folder`; return its number of triples.

    The old store stays until the new one is whole. Raises StoreError if the file cannot be loaded or the folder
    cannot be written.
    """
    check_target(folder)
    import pyoxigraph

    fresh: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clear_up(folder)
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}{_FRESH}", dir=folder.parent))
        store = pyoxigraph.Store(str(fresh))
        store.bulk_load(path=str(graph_path))
        store.optimize()
        store.flush()
        triples = len(store)
        del store  # closes the files; the lock must be gone before the folder moves
        mark = {"graph_sha256": file_sha256(graph_path), "triples": triples, "engine": f"pyoxigraph {pyoxigraph.__version__}"}
        (fresh / MARK).write_text(json.dumps(mark, indent=1) + "\n", encoding="utf-8", newline="\n")
        fresh.chmod(0o755)
        _swap(fresh, folder)
    except (OSError, SyntaxError, ValueError) as error:
        raise StoreError(f"{folder}: the store was not written ({error}). An earlier store there is unchanged") from error
    finally:
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)
    return triples


def check_store(folder: Path, graph_path: Path) -> None:
    """Raise StoreError unless `folder` is a store of exactly the file `graph_path`."""
    remedy = f"Make it anew: kg build … --out {graph_path.parent} --store {folder}"
    try:
        mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
        of_graph = mark["graph_sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder}: is no store that a build wrote. {remedy}") from error
    try:
        current = file_sha256(graph_path)
    except OSError as error:
        raise StoreError(f"{graph_path}: cannot be read ({error.strerror})") from error
    if of_graph != current:
        raise StoreError(f"{folder}: is the store of another graph than {graph_path}. {remedy}")


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _clear_up(folder: Path) -> None:
    """Put the old store back if a killed run had moved it away; what two builds of one store leave is not guessed at."""
    for left in sorted(folder.parent.glob(f".{folder.name}{_OLD}*")):
        if not folder.exists() and (left / folder.name).is_dir():
            (left / folder.name).rename(folder)
        shutil.rmtree(left, ignore_errors=True)


def _swap(fresh: Path, folder: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}{_OLD}", dir=folder.parent))
    folder.rename(old / folder.name)
    try:
        fresh.rename(folder)
    except OSError:
        (old / folder.name).rename(folder)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
