"""Extraction of more reports than the memory should hold: they come from the disk, and what is found goes there.

Both passes run in the same processes, so that the second one is as parallel as the first; reports are sent and come
back in order, a few batches ahead. The result does not depend on the number of processes.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kg import lexicon
from kg.aside import SELDOM
from kg.cache.sights import sight_from_json, sight_to_json
from kg.errors import CacheError
from kg.extract import extract_all, new_names, tagger, with_names
from kg.extract.initiatives import first_sight
from kg.link import gazetteer
from kg.link.places import decide_place
from kg.model import Extraction, PlaceDecision, Report
from kg.model.held import Extractions, Held, Packed, pack_mentions
from kg.model.shelf import Shelf
from kg.text.words import tokenizer

if TYPE_CHECKING:
    from kg.cache.extractions import Kept

Progress = Callable[[str, int, int], None]
Given = TypeVar("Given")
Made = TypeVar("Made")
Do = Callable[[Callable[[Given], Made], Iterable[Given]], Iterator[Made]]
_Work = Callable[[Sequence[Given]], Sequence[Made]]
_AHEAD = 3  # batches for each process
_BYTES = 150_000  # of a batch, of text: some 50,000 characters, as many as are best looked at together
_Look = tuple[Packed, Sequence[str], str | None]  # a report, the names that others lend it, its first sight if that is kept
_Seen = tuple[Sequence[bytes], str | None, PlaceDecision]  # what is in it now (nothing: what was), its first sight, its place


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
        lent = dict(zip(ids, names, strict=True))
        for number, (key, (again, sight, decision)) in enumerate(_second_pass(held, lent, sights, do, kept)):
            decisions[key] = decision
            tell("extract", len(ids) + number, 2 * len(ids))
            if again:
                held.put_mentions(key, again)
                if kept:
                    kept.keep_spread(held.found(key), lent[key], sight)
    if kept:
        kept.tidy()
    lexicon.forget()  # linking and writing take the memory of what this process knew of words, sentences and places
    tokenizer.cache_clear()
    gazetteer.forget()
    return found, decisions


def _first_pass(
    held: Held, reading: Iterator[Report | Extraction], do: Do[Any, Any], kept: Kept | None, tell: Progress
) -> _Sights:
    sights = _Sights()
    new = (one for one in reading if isinstance(one, Report))
    reading_on = next(new, None) is not None  # it is held now, as those before it

    def unknown() -> Iterator[str]:
        nonlocal reading_on
        yield from [key for key in held.ids() if not held.is_done(key)]
        yield from (one.id for one in new)
        reading_on = False

    for key, (mentions, sight) in _of_each(unknown(), held.packed, lambda one: one.size, do, _extract):
        held.put_mentions(key, mentions)
        if kept:
            kept.keep(held.found(key))
        sights.put(key, sight)
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


def _second_pass(
    held: Held, lent: Mapping[str, Sequence[str]], sights: _Sights, do: Do[Any, Any], kept: Kept | None
) -> Iterator[tuple[str, _Seen]]:
    """Yield what is seen of each report by the names that others lend it; where the cache has it, none are lent."""

    def look(key: str) -> _Look:
        names = lent[key]
        if names and kept:
            again = kept.find_spread(held.found(key), names)
            if again is not None:
                held.put(again)
                return held.packed(key), (), None
        sight = (sights.get(key) or (kept.sight(held.report(key)) if kept else None)) if names else None
        return held.packed(key), names, sight

    return _of_each(lent, look, lambda one: one[0].size, do, partial(_look_again, to_keep=kept is not None))


def _of_each(
    keys: Iterable[str], given: Callable[[str], Given], size: Callable[[Given], int], do: Do[Any, Any], work: _Work[Given, Made]
) -> Iterator[tuple[str, Made]]:
    """Yield what comes of each key, in their order: `work` is done in batches on what is `given` for them."""
    waiting: deque[str] = deque()

    def batches() -> Iterator[list[Given]]:
        batch: list[Given] = []
        whole = 0
        for key in keys:
            waiting.append(key)
            batch.append(given(key))
            whole += size(batch[-1])
            if whole >= _BYTES:
                yield batch
                batch, whole = [], 0
        if batch:
            yield batch

    for some in do(work, batches()):
        for made in some:
            yield waiting.popleft(), made


def _extract(reports: Sequence[Packed]) -> list[tuple[Sequence[bytes], str]]:
    """Return what is in each report, and its first sight for the second pass."""
    model = tagger.load()
    all_found = extract_all(one.unpacked_report() for one in reports)
    return [(pack_mentions(found), sight_to_json(first_sight(found.report, model), found)) for found in all_found]


def _look_again(looks: Sequence[_Look], *, to_keep: bool) -> list[_Seen]:
    """Return for each report what is in it with the names that others lend it, its first sight if that is `to_keep`, its place."""
    model = tagger.load()
    seen: list[_Seen] = []
    for report, names, line in looks:
        found = report.unpacked()
        if not names:
            seen.append(((), None, decide_place(found)))
            continue
        if line is not None:
            with suppress(CacheError):
                model.sights[found.report.id] = sight_from_json(line, found)
        again = with_names(found, names)
        sight = (line or sight_to_json(first_sight(found.report, model), found)) if to_keep else None
        model.sights.pop(found.report.id, None)
        seen.append((pack_mentions(again), sight, decide_place(again)))
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
