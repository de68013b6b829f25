"""Extract one shard of the input, as a task of a batch system; kg build with the same inputs and options joins them."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.commands import reading
from kg.commands.console import say


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="files, folders, globs: the same for every shard")
    parser.add_argument("--work", type=Path, required=True, metavar="DIR", help="folder of the shards, which all machines see")
    parser.add_argument("--shards", type=int, required=True, metavar="N", help="number of shards, the same for every shard")
    parser.add_argument("--number", type=int, required=True, metavar="I", help="which one this is: 0 to N-1")
    parser.add_argument("--lexicon", type=Path, metavar="DIR", help="your own lexicon tables, laid over the built-in ones")
    reading.register(parser)


def run(options: argparse.Namespace) -> int:
    """Extract the shard unless it is done."""
    from kg.engine.shards import Work, check_work, environment, shards
    from kg.engine.stages import Task
    from kg.engine.stages import run as extract
    from kg.errors import EngineError
    from kg.read import Options, find_inputs

    check_work(options.work, options.inputs)
    files, _ = find_inputs(options.inputs)
    found = shards(Work(options.work, options.shards), files, options.lexicon, Options(options.text_column, options.ocr))
    if not 0 <= options.number < len(found):
        raise EngineError(f"there is no shard {options.number}. Give --number 0 to {len(found) - 1}")
    task = Task(found[options.number])
    why = task.undone(environment(options.lexicon))
    if why is None:
        say(f"{task.shard.path(task.stage)} is done already")
        return 0
    extract(task)
    say(f"{task.shard.path(task.stage)}: {len(task.shard.files)} files")
    return 0
