"""Extraction of more reports than the memory should hold: they come from the disk, and what is found goes there.

Both passes run in the same processes, so that the second one is as parallel as the first; reports are sent and come
back in order, a few batches ahead. The result does not depend on the number of processes.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kg import lexicon
from kg.aside import SELDOM
from kg.cache.sights import sight_from_json, sight_to_json
from kg.errors import CacheError
from kg.extract import extract_all, in_batches, new_names, tagger, with_names
from kg.extract.initiatives import first_sight
from kg.link.places import decide_place
from kg.model import Extraction, PlaceDecision, Report
from kg.model.held import Extractions, Held
from kg.model.shelf import Shelf
from kg.text.words import tokenizer

if TYPE_CHECKING:
    from kg.cache.extractions import Kept

Progress = Callable[[str, int, int], None]
Given = TypeVar("Given")
Made = TypeVar("Made")
Do = Callable[[Callable[[Given], Made], Iterable[Given]], Iterator[Made]]
_AHEAD = 3  # batches for each process
_CHARACTERS = 50_000  # of a batch
_Look = tuple[Extraction, Sequence[str], str | None]  # a report, the names that others lend it, its first sight if that is kept
_Seen = tuple[Extraction | None, str | None, PlaceDecision]


def extract_held(
    held: Held, reading: Iterator[Report | Extraction], jobs: int, own_tables: Path | None, kept: Kept | None, tell: Progress
) -> tuple[Extractions, dict[str, PlaceDecision]]:
    """Extract the held reports with `jobs` processes; return what is in them, and where each belongs, by report id.

    `reading` has further reports put there and yields them: it reads on while the first ones are extracted. `kept` is
    the cache: what is there is not looked for again, what is not is put there. The result is what `kg.extract.spread`
    makes of `kg.extract.extract_all`.
    """
    with _workers(jobs, own_tables) as do:
        sights = _first_pass(held, reading, do, kept, tell)
        ids = held.ids()
        found = Extractions(held)
        known = found.only("initiatives")
        names = kept.new_names(known) if kept else new_names(known)
        decisions: dict[str, PlaceDecision] = {}
        looks = (_look(held, key, lent, sights, kept) for key, lent in zip(ids, names, strict=True))
        for number, (key, lent, seen) in enumerate(_second_pass(looks, do)):
            tell("extract", len(ids) + number, 2 * len(ids))
            again, sight, decisions[key] = seen
            if again is not None:
                held.put(again)
                if kept:
                    kept.keep_spread(again, lent, sight)
    if kept:
        kept.tidy()
    if jobs < 2:  # linking and writing take the memory of what this process knew of words and sentences
        lexicon.forget()
        tokenizer.cache_clear()
    return found, decisions


def _first_pass(
    held: Held, reading: Iterator[Report | Extraction], do: Do[Any, Any], kept: Kept | None, tell: Progress
) -> _Sights:
    sights = _Sights()
    new = (one for one in reading if isinstance(one, Report))
    reading_on = next(new, None) is not None  # it is held now, as those before it

    def unknown() -> Iterator[Report]:
        nonlocal reading_on
        yield from map(held.report, [key for key in held.ids() if not held.is_done(key)])
        yield from new
        reading_on = False

    for some in do(_extract, in_batches(unknown())):
        for found, sight in some:
            held.put(found)
            if kept:
                kept.keep(found)
            sights.put(found.report.id, sight)
        if not reading_on:
            tell("extract", held.count_done(), 2 * len(held))
    return sights


class _Sights:
    """First sights of reports, on the disk."""

    def __init__(self) -> None:
        self._shelf: Shelf[str] = Shelf()
        self._at: dict[str, int] = {}

    def put(self, report: str, sight: str) -> None:
        self._at[report] = self._shelf.add(sight)

    def get(self, report: str) -> str | None:
        return self._shelf[self._at[report]] if report in self._at else None


def _look(held: Held, key: str, lent: Sequence[str], sights: _Sights, kept: Kept | None) -> _Look:
    """Return what the second pass needs to know of a report; where the cache has what it would find, no names are lent."""
    found = held.found(key)
    if lent and kept:
        again = kept.find_spread(found, lent)
        if again is not None:
            held.put(again)
            return again, (), None
    return found, lent, (sights.get(key) or (kept.sight(found.report) if kept else None)) if lent else None


def _second_pass(looks: Iterable[_Look], do: Do[Any, Any]) -> Iterator[tuple[str, Sequence[str], _Seen]]:
    waiting: deque[tuple[str, Sequence[str]]] = deque()

    def batches() -> Iterator[list[_Look]]:
        batch: list[_Look] = []
        size = 0
        for look in looks:
            waiting.append((look[0].report.id, look[1]))
            batch.append(look)
            size += len(look[0].report.text)
            if size >= _CHARACTERS:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    for some in do(_look_again, batches()):
        for seen in some:
            yield (*waiting.popleft(), seen)


def _extract(reports: Sequence[Report]) -> list[tuple[Extraction, str]]:
    """Return what is in each report, and its first sight for the second pass."""
    model = tagger.load()
    return [(found, sight_to_json(first_sight(found.report, model), found)) for found in extract_all(reports)]


def _look_again(looks: Sequence[_Look]) -> list[_Seen]:
    """Return for each report what is in it with the names that others lend it (None: what was), its sight, its place."""
    model = tagger.load()
    seen: list[_Seen] = []
    for found, names, line in looks:
        again = None
        if names:
            if line is not None:
                with suppress(CacheError):
                    model.sights[found.report.id] = sight_from_json(line, found)
            again = with_names(found, names)
            line = line or sight_to_json(first_sight(found.report, model), found)
            model.sights.pop(found.report.id, None)
        seen.append((again, line, decide_place(again or found)))
    return seen


@contextmanager
def _workers(jobs: int, own_tables: Path | None) -> Iterator[Do[Any, Any]]:
    """Yield the function that does something with each of many things, in order, with so many processes."""
    if jobs < 2:
        yield map
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context = get_context("spawn")  # fork would copy threads of libraries; spawn is the same on every system
    with ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(own_tables,)) as pool:

        def do(work: Callable[[Given], Made], things: Iterable[Given]) -> Iterator[Made]:
            waiting: deque[Future[Made]] = deque()
            for thing in things:
                waiting.append(pool.submit(work, thing))
                if len(waiting) > _AHEAD * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

        yield do


def _begin(own_tables: Path | None) -> None:
    gc.set_threshold(*SELDOM)
    lexicon.lay_over(own_tables)
