"""Counties, cities and provinces named in a text, full or short, with their clean offsets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from kg.lexicon import cached, column, remembered, rules
from kg.link import gazetteer


class AreaHits(NamedTuple):
    """Where a text names one word for areas; `full` tells a full name (鹿城区) from a short form (鹿城)."""

    word: str
    full: bool
    codes: tuple[str, ...]  # every area that bears or bore it
    spans: tuple[tuple[int, int], ...]


class Word(NamedTuple):
    """A word for areas."""

    text: str
    full: bool
    codes: tuple[str, ...]


def scan(text: str) -> dict[str, AreaHits]:
    """Return every word for an area that `text` (clean) holds, by word; the longest word wins at a position."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    words: dict[str, Word] = {}
    for start, word in _words_in(text):
        end = start + len(word.text)
        if is_free(text, start, end, full=word.full):
            spans[word.text].append((start, end))
            words[word.text] = word
    return {key: AreaHits(key, words[key].full, words[key].codes, tuple(spans[key])) for key in sorted(spans)}


def is_free(text: str, start: int, end: int, *, full: bool) -> bool:
    """Tell whether the word for an area at `start` stands for the area, not for a road or estate (内江新村, 敦化路).

    A full name of two characters (和县) stands alone: in 市和县 it is an accident.
    """
    if full:
        alone = end - start > 2 or start == 0 or not "\u4e00" <= text[start - 1] <= "\u9fff" or text[start - 1] in "市在为是"
        return alone and not _is_elsewhere(text, start)
    return _blocked().match(text, end) is None and not _is_elsewhere(text, start)


def _is_elsewhere(text: str, start: int) -> bool:
    """Tell whether the words before `start` say that the place is only visited or copied (学习上海、深圳经验)."""
    reach = rules("places")["elsewhere"]["reach"]
    return _elsewhere().search(text, max(start - reach, 0), start) is not None


def areas_of(word: str) -> tuple[str, ...]:
    """Return the codes of the areas that `word` names, full or short; () where it names none."""
    return next((found.codes for found in _words(word[:2]) if found.text == word), ())


def ends_with_area(text: str) -> str | None:
    """Return the longest word for an area that `text` ends with."""
    return next((text[start:] for start in range(max(len(text) - 14, 0), len(text) - 1) if areas_of(text[start:])), None)


def _words_in(text: str) -> Iterator[tuple[int, Word]]:
    by_pair, _, _ = _index()
    position, last = 0, len(text) - 1
    while position < last:
        pair = text[position : position + 2]
        for word in _words(pair) if pair in by_pair else ():
            if text.startswith(word.text, position):
                yield position, word
                position += len(word.text) - 1
                break
        position += 1


@cached
def _index() -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, list[str]]]:
    """Return the words by their first two characters, and the codes of each full one and of each short one."""
    ordinary = ordinary_words()
    full: dict[str, list[str]] = {}
    short: dict[str, list[str]] = {}
    for code, name, form in gazetteer.area_names():
        if name not in ordinary:
            full.setdefault(name, []).append(code)
        if form and form not in ordinary:
            short.setdefault(form, []).append(code)
    by_pair: dict[str, list[str]] = {}
    for text in full | short:
        by_pair.setdefault(text[:2], []).append(text)
    return by_pair, full, short


@remembered
def _words(pair: str) -> tuple[Word, ...]:
    """Return the words that begin with two characters, longest first; most pairs stand in no report, and are never asked for."""
    by_pair, full, short = _index()
    found = sorted(by_pair.get(pair, ()), key=lambda text: (-len(text), text))
    return tuple(Word(text, text in full, _standing(full.get(text) or short[text])) for text in found)


def _standing(codes: list[str]) -> tuple[str, ...]:
    """Leave out what has a successor of the same name in the province (130682 and 139001 are both 定州市)."""
    if len(codes) == 1:
        return (codes[0],)
    last = {code: gazetteer.areas(code)[-1].last for code in codes}
    newest = {code[:2]: max(last[other] for other in codes if other[:2] == code[:2]) for code in codes}
    return tuple(sorted(code for code in last if last[code] == newest[code[:2]]))


@cached
def ordinary_words() -> frozenset[str]:
    """Return the short forms that are also ordinary words (平安, 通道)."""
    return frozenset(column("place_words", "word"))


@cached
def _elsewhere() -> re.Pattern[str]:
    return re.compile(rf"(?:{rules('places')['elsewhere']['before']})[^。;,:!\n]{{0,{rules('places')['elsewhere']['reach']}}}$")


@cached
def _blocked() -> re.Pattern[str]:
    return re.compile(rules("places")["short"]["blocked_by"])


def city_code(code: str) -> str:
    """Return the code that stands for a city; both parts of a municipality are one."""
    return code[:2] + "01" if code[:2] in gazetteer.MUNICIPALITIES else code
