"""A build in shards from beginning to end: what is not done is done, then all of it is put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.engine import engines
from kg.engine.gather import Gathered, new_held
from kg.engine.shard_file import marker, tidy
from kg.engine.shards import Shard, Work, environment, shards
from kg.engine.stages import EXTRACT, NAMES, Task, mentions, parts
from kg.errors import CacheError, EngineError
from kg.extract import new_names
from kg.link.places import decide_place
from kg.model import Entry, PlaceDecision, Source
from kg.model.held import Extractions, Held
from kg.read import InputFile
from kg.read import Options as Reading

Progress = Callable[[str, int, int], None]
Say = Callable[[str], None]
_ATTEMPTS = 3  # a shard that takes its worker down with it so often is a fault, not an accident


@dataclass(frozen=True, slots=True)
class Options:
    """The options of the build that its shards depend on, how many processes it may use, and whom it tells what."""

    own_tables: Path | None
    reading: Reading
    jobs: int
    tell: Progress
    say: Say


def found_in_shards(
    work: Work, files: Sequence[InputFile], entries: list[Entry], options: Options
) -> tuple[tuple[Extractions, dict[str, PlaceDecision]] | None, Gathered]:
    """Return what was found in the reports of `files` and their places, by report id, and what became of the files.

    `entries` are of files that are not read. It is what one process gives for the same files, whatever the number
    of shards, the engine, and the workers that were lost. The user is told why a shard is made again. Raises EngineError
    where shards cannot be made, EngineError or CacheError where the folder holds shards that nobody can read.
    """
    all_shards = shards(work, files, options.own_tables, options.reading)
    runner = _Runner(work.engine, options)
    runner.ensure([Task(shard) for shard in all_shards])
    tidy(all_shards[0].folder, {shard.path(stage).stem for shard in all_shards for stage in (EXTRACT, NAMES)})
    gathered, homes = _gather(all_shards, entries)
    held = gathered.held
    if held is None or not held.ids():
        return None, gathered
    tasks = _second(all_shards, held, homes)
    runner.ensure(tasks)
    found = Extractions(held)
    for task in tasks:
        for again in mentions(task.shard, found.reports()):
            held.put(again)
    return (found, {one.report.id: decide_place(one) for one in found}), gathered


class _Runner:
    """Has tasks done, and done again where a worker was lost."""

    def __init__(self, engine: str, options: Options) -> None:
        self._engine, self._jobs, self._tell, self._say = engine, options.jobs, options.tell, options.say
        self._made_by = environment(options.own_tables)

    def ensure(self, tasks: Sequence[Task]) -> None:
        """Return when all tasks are done; raises EngineError for one that never comes to an end."""
        left = self._left(tasks)
        for _ in range(_ATTEMPTS):
            if not left:
                return
            done = len(tasks) - len(left)
            self._tell("extract", done, len(tasks))

            def one_more() -> None:
                nonlocal done
                done += 1
                self._tell("extract", done, len(tasks))

            engines.do(self._engine, left, self._jobs, one_more)
            left = self._left(left)
        if left:
            raise EngineError(_never_done(left))

    def _left(self, tasks: Sequence[Task]) -> list[Task]:
        reasons = [(task, task.undone(self._made_by)) for task in tasks]
        again: dict[str, list[str]] = {}
        for task, why in reasons:
            if why:
                again.setdefault(why, []).append(task.shard.path(task.stage).name)
        for why, names in again.items():
            self._say(f"{names[0]}{f' and {len(names) - 1} more shards are' if names[1:] else ' is'} made again: {why}.")
        return [task for task, why in reasons if why is not None]


def _never_done(left: Sequence[Task]) -> str:
    task = left[0]
    path = task.shard.path(task.stage)
    if marker(path).exists():
        return (
            f"{path.name}: a worker makes it with another version of this program, of Python or of a library than this machine has, "
            "or its files change all the time. Install the same everywhere"
        )
    names = ", ".join(file.name for file in task.shard.files[:5])
    return f"{path.name}: its worker was lost {_ATTEMPTS} times. One of its files may take too much memory ({names} …); build fewer at a time with --jobs 1, or make more shards"


def _gather(all_shards: Sequence[Shard], entries: list[Entry]) -> tuple[Gathered, dict[str, int]]:
    """Return the contents of all shards in the order of the files, and the shard that each report comes from.

    Reports are read one at a time; of those with one id the first in the order of the files counts.
    """
    held, ranks, homes = new_held(), dict[str, int](), dict[str, int]()
    contents: list[tuple[int, Entry | tuple[Source, str]]] = []
    for shard in all_shards:
        for position, content, found in parts(shard):
            rank = shard.ranks[position]
            if isinstance(content, Entry):
                contents.append((rank, content))
                continue
            if found is None:
                raise CacheError(f"{content.name}: a shard names it without its report")
            key = found.report.id
            contents.append((rank, (content, key)))
            if key not in ranks or rank < ranks[key]:
                held.put(found, anew=True)
                ranks[key], homes[key] = rank, shard.number
    contents.sort(key=lambda item: item[0])  # stable: what one file holds stays in its order
    gathered = Gathered(entries, held=held)
    for _, one in contents:
        if isinstance(one, Entry):
            gathered.entries.append(one)
        else:
            gathered.note(*one)
    return gathered, homes


def _second(all_shards: Sequence[Shard], held: Held, homes: dict[str, int]) -> list[Task]:
    """Return the tasks of the second stage: names that some reports bring in are looked for in others."""
    wanted: dict[int, dict[str, list[str]]] = {}
    for key, names in zip(held.ids(), new_names(Extractions(held).only("initiatives")), strict=True):
        if names:
            wanted.setdefault(homes[key], {})[key] = names
    return [Task(all_shards[number], wanted[number]) for number in sorted(wanted)]
