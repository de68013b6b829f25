"""Extractions by what they were made from: the stored text, the rules, and the names that other reports brought in."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.cache.folder import Folder
from kg.cache.rules import rules_version
from kg.cache.sights import sight_from_json, sight_to_json
from kg.errors import CacheError
from kg.extract import new_names, tagger, with_names
from kg.extract.initiatives import first_sight
from kg.model import Extraction, Report, Source
from kg.model.codec import from_json, mentions_from_json, mentions_to_json, to_json


def open_kept(path: Path, own_tables: Path | None) -> Kept:
    """Return what is kept in the folder `path` for the present rules and the user's `own_tables` (None: no tables).

    Raises CacheError if the folder cannot be made or the rules cannot be read.
    """
    return Kept(Folder(path), rules_version(own_tables))


class Kept:
    """The results of the two passes of extraction. What is found here equals what the passes would give.

    The name of a file is no part of any key: no rule of extraction looks at it, so that a report that was
    moved or renamed is found again; it carries the source that it was read from now.
    """

    def __init__(self, folder: Folder, version: str) -> None:
        """Take the folder of entries, and the version of the rules that each key begins with."""
        self._folder, self._version = folder, version
        self._texts: dict[str, str] = {}  # report id -> hash of the stored text

    def find(self, source: Source, text: str) -> Extraction | None:
        """Return the report with the stored `text`, laid out and extracted (first pass), if it is kept."""
        content = self._read(self._key("report", _hash(text)))
        try:
            return from_json(content, text, source) if content is not None else None
        except CacheError:
            return None

    def keep(self, found: Extraction) -> None:
        """Keep the result of the first pass."""
        self._write(self._key("report", self._text(found.report)), to_json(found))

    def spread(self, found: Sequence[Extraction]) -> list[Extraction]:
        """Do what `kg.extract.spread` does: only reports whose new names have changed are gone through again."""
        spread = [self._with_names(one, names) for one, names in zip(found, self.new_names(found), strict=True)]
        self.tidy()
        return spread

    def tidy(self) -> None:
        """Keep the folder within its limit."""
        self._folder.tidy()

    def new_names(self, found: Sequence[Extraction]) -> list[list[str]]:
        """Do what `kg.extract.new_names` does."""
        key = self._key("names", *(self._text(one.report) for one in found))
        names = _names(self._read(key), len(found))
        if names is None:
            names = new_names(found)
            self._write(key, json.dumps(names, ensure_ascii=False))
        return names

    def _with_names(self, one: Extraction, names: Sequence[str]) -> Extraction:
        if not names:
            return one
        known = self.find_spread(one, names)
        if known is not None:
            return known
        with self._sight(one):
            result = with_names(one, names)
        self.keep_spread(result, names)
        return result

    def find_spread(self, one: Extraction, names: Sequence[str]) -> Extraction | None:
        """Return the result of the second pass for a report to which `names` are lent, if it is kept."""
        content = self._read(self._key("spread", self._text(one.report), *names))
        with contextlib.suppress(CacheError):  # as good as absent: made and written anew
            return mentions_from_json(content, one.report) if content is not None else None
        return None

    def keep_spread(self, result: Extraction, names: Sequence[str], sight: str | None = None) -> None:
        """Keep that result, and the first sight (`kg.cache.sights`) where it is given and not kept yet."""
        self._write(self._key("spread", self._text(result.report), *names), mentions_to_json(result))
        if sight is not None and self.sight(result.report) is None:
            self._write(self._key("sight", self._text(result.report)), sight)

    def sight(self, report: Report) -> str | None:
        """Return the first sight of a report as JSON, if it is kept; it may be damaged."""
        return self._read(self._key("sight", self._text(report)))

    @contextlib.contextmanager
    def _sight(self, one: Extraction) -> Iterator[None]:
        """Have `with_names` go on from what the report of `one` shows by itself; keep that where it is not kept yet."""
        model, report = tagger.load(), one.report
        key = self._key("sight", self._text(report))
        content = self._read(key)
        known = False
        with contextlib.suppress(CacheError):
            if content is not None:
                model.sights[report.id] = sight_from_json(content, one)
                known = True
        yield
        if not known:
            self._write(key, sight_to_json(first_sight(report, model), one))
        model.sights.pop(report.id, None)  # no report is gone through a third time

    def _text(self, report: Report) -> str:
        if report.id not in self._texts:
            self._texts[report.id] = _hash(report.text)
        return self._texts[report.id]

    def _key(self, kind: str, *parts: str) -> str:
        return _hash(json.dumps([self._version, kind, *parts]))

    def _read(self, key: str) -> str | None:
        try:
            return (self._folder.read(key) or b"").decode("utf-8", "surrogatepass") or None
        except UnicodeDecodeError:
            return None

    def _write(self, key: str, content: str) -> None:
        self._folder.write(key, content.encode("utf-8", "surrogatepass"))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _names(content: str | None, size: int) -> list[list[str]] | None:
    """Return a list of names for each of `size` reports, None if `content` is anything else."""
    try:
        names = json.loads(content or "")
    except (ValueError, RecursionError):
        return None
    if not isinstance(names, list) or len(names) != size:
        return None
    right = all(isinstance(one, list) and all(isinstance(name, str) for name in one) for one in names)
    return names if right else None
