"""The version of the rules: a hash of everything but the text that an extraction depends on."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from kg.errors import CacheError

_PACKAGE = Path(__file__).parents[1]
_PARTS = ("cache", "errors.py", "extract", "lexicon", "model", "terms.py", "text")  # code, word lists, trained weights
_LEFT_OUT = frozenset({"__pycache__", "gazetteer"})  # places are decided after extraction
_TABLES = (".toml", ".tsv")


def rules_version(own_tables: Path | None) -> str:
    """Return a hash over the code, word lists and weights that extract, the user's `own_tables`, Python and jieba.

    Contents count, not times: a reinstalled package keeps its version. Raises CacheError for what cannot be read.
    """
    digest = hashlib.sha256(f"{sys.version}\n{_jieba()}\n".encode())
    try:
        for part in _PARTS:
            hash_files(digest, _PACKAGE, _files(_PACKAGE / part))
        if own_tables is not None:
            hash_files(digest, own_tables, sorted(path for path in own_tables.glob("*") if path.suffix in _TABLES))
    except OSError as error:
        raise CacheError(f"{error.filename}: cannot be read ({error.strerror})") from error
    return digest.hexdigest()


def package_files() -> tuple[Path, list[Path]]:
    """Return the folder of the package and every file in it that a build may read, sorted."""
    return _PACKAGE, sorted(_below(str(_PACKAGE), frozenset({"__pycache__"})))


def hash_files(digest: hashlib._Hash, root: Path, paths: list[Path]) -> None:
    """Add names, counted from `root`, and contents; the sizes keep two files from passing for one."""
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\n{len(content)}\n".encode("utf-8", "surrogateescape"))
        digest.update(content)


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(_below(str(path)))


def _below(folder: str, left_out: frozenset[str] = _LEFT_OUT) -> Iterator[Path]:
    with os.scandir(folder) as found:
        for item in found:
            if item.name in left_out:
                continue
            if item.is_dir():
                yield from _below(item.path, left_out)
            else:
                yield Path(item.path)


def _jieba() -> str:
    """Return the version of jieba, whose dictionary and model judge where words end."""
    from importlib import metadata  # not needed by a build without a cache

    try:
        return metadata.version("jieba")
    except metadata.PackageNotFoundError:
        import jieba

        return str(jieba.__version__)
