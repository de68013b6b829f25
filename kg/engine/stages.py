"""What is done with one shard: a pure function of its files, wherever it runs and however often."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg import lexicon
from kg.engine.gather import contents_of
from kg.engine.shard_file import undone, values, writing
from kg.engine.shards import Shard, environment, shard_key
from kg.errors import CacheError
from kg.extract import extract_all, with_names
from kg.model import Entry, Extraction, Report, Source
from kg.model.codec import from_json, mentions_from_json, mentions_to_json, to_json, value_from_json, value_to_json
from kg.terms import digest
from kg.text.layout import identity, lay_out

_REMEDY = "Remove the folder of the shards and build again"
EXTRACT, NAMES = "extract", "names"
Part = tuple[int, Source, Extraction] | tuple[int, Entry, None]  # which file of the shard, and what was in it


@dataclass(frozen=True, slots=True)
class Task:
    """One shard to be extracted; or, with `names`, to be searched for the names that other reports brought in."""

    shard: Shard
    names: Mapping[str, Sequence[str]] | None = None  # by report id

    @property
    def stage(self) -> str:
        """The stage that the task belongs to."""
        return EXTRACT if self.names is None else NAMES

    def key(self, made_by: str) -> str:
        """Return what a done shard of this task is known by; `made_by` as `kg.engine.shards.environment` gives it."""
        first = shard_key(self.shard, made_by)
        return first if self.names is None else digest(first, NAMES, sorted(self.names.items()), length=64)

    def undone(self, made_by: str) -> str | None:
        """Return why the task is to be done, None if it is done."""
        return undone(self.shard.path(self.stage), self.key(made_by))


_laid_over: list[str] = []  # for which environment this process has its tables: reading them takes as long as some reports


def run(task: Task) -> None:
    """Do a task: its result is a file in the folder of the shards."""
    made_by = environment(task.shard.own_tables)
    if _laid_over != [made_by]:
        lexicon.lay_over(task.shard.own_tables)
        _laid_over[:] = [made_by]
    key = task.key(made_by)
    with writing(task.shard.path(task.stage), key) as write:
        for value in _extracted(task.shard) if task.names is None else _named(task.shard, task.names):
            write(value)


def _extracted(shard: Shard) -> Iterator[list[Any]]:
    """Yield an entry, or a report with everything found in it, for each content of each file."""
    contents = [(position, content) for position, file in enumerate(shard.files) for content in contents_of(file, shard.reading)]
    found = extract_all(lay_out(*content) for _, content in contents if not isinstance(content, Entry))
    for position, content in contents:
        if isinstance(content, Entry):
            yield [position, "entry", value_to_json(content)]
        else:
            source, text = content
            yield [position, "report", value_to_json(source), text, to_json(next(found))]


def _named(shard: Shard, names: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield the mentions of each report that hears a name from others, that name's uses included."""
    wanted = dict(names)
    for _, _, found in parts(shard):
        if found is not None and found.report.id in wanted:
            again = with_names(found, wanted.pop(found.report.id))
            yield [found.report.id, mentions_to_json(again)]


def parts(shard: Shard) -> Iterator[Part]:
    """Yield what the extracted shard holds, file by file; raises CacheError for anything that is not what was written."""
    path = shard.path(EXTRACT)
    for value in values(path):
        try:
            position, kind, *more = value
            if type(position) is not int or not 0 <= position < len(shard.files):
                raise CacheError(f"no file of this shard has the number {position!r}")
            if kind == "entry":
                yield position, value_from_json(Entry, *more), None
            else:
                source = value_from_json(Source, more[0])
                yield position, source, _checked(from_json(more[2], more[1], source))
        except (CacheError, ValueError, TypeError, IndexError, AttributeError) as error:
            raise CacheError(f"{path}: {error}. {_REMEDY}") from error


def mentions(shard: Shard, reports: Mapping[str, Report]) -> Iterator[Extraction]:
    """Yield the extractions that the names of others changed; `reports` are those of the first stage."""
    path = shard.path(NAMES)
    for value in values(path):
        try:
            report, line = value
            yield mentions_from_json(line, reports[report])
        except (CacheError, ValueError, TypeError, KeyError) as error:
            raise CacheError(f"{path}: {error}. {_REMEDY}") from error


def _checked(found: Extraction) -> Extraction:
    """Refuse a report under another id than its own: ids become names of files."""
    if found.report.id != identity(found.report.clean.text):
        raise CacheError("a report is not called as its text is")
    return found
