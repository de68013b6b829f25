"""Which surfaces name one thing: same letters, same row of the national lexicon, or an edge that adds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from kg.extract.candidates import Candidate
from kg.extract.known import national
from kg.lexicon import cached, remembered, table

_KEY = re.compile(r"[\s“”‘’\"'「」『』《》〈〉()\[\]【】、,。;:·—]")
IN_TEXT = itemgetter(0, 1, 3)  # the order of candidates: start, end, rule
_YEAR = re.compile(r"^20[0-9]{2}年?度?")


class Group(NamedTuple):
    """All surfaces of one initiative in a report, in order, and its name."""

    name: str
    surfaces: tuple[Candidate, ...]


def key_of(name: str) -> str:
    """Return what two writings of one name have in common: no marks, no punctuation, lower case."""
    return (name if name.isalnum() else _KEY.sub("", name)).lower()


def grouped(candidates: Iterable[Candidate]) -> list[Group]:
    """Return the groups of `candidates`, in the order of their first surfaces."""
    by_key: dict[str, list[Candidate]] = {}
    for item in sorted(candidates, key=IN_TEXT):
        key = _file_key(item.name)
        if key:
            by_key.setdefault(key, []).append(item)
    return _merged(by_key)


@remembered
def _file_key(name: str) -> str:
    row = national().get(name)
    return key_of(row["name"] if row else name)


@cached
def _edges() -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
    """Return the edges at the start of names by their first character, and those at the end by their last one."""
    starts: dict[str, list[str]] = {"2": []}  # a year
    ends: dict[str, list[str]] = {"点": []}  # of 站点
    for row in table("name_edges"):
        if row["side"] == "start":
            starts.setdefault(row["edge"][0], []).append(row["edge"])
        elif row["side"] == "end":
            ends.setdefault(row["edge"][-1], []).append(row["edge"])
    return starts, ends


def _merged(groups: dict[str, list[Candidate]]) -> list[Group]:
    """Join names that differ by edges that make no other thing (name_edges.tsv)."""
    joined: dict[str, list[Candidate]] = {}
    for key in sorted(sorted(groups), key=len):
        joined.setdefault(_root(key, joined), []).extend(groups[key])
    result = []
    for root, surfaces in joined.items():
        own = surfaces[0]
        if len(surfaces) > 1:
            surfaces.sort(key=IN_TEXT)
            own = next((item for item in surfaces if _file_key(item.name) == root), surfaces[0])
        first = surfaces[0]
        result.append((first.start, first.end, own.name, Group(own.name, tuple(surfaces))))
    return [group for *_, group in sorted(result)]


def _root(key: str, shorter: dict[str, list[Candidate]]) -> str:
    """Return the key among `shorter` that is `key` without some of its edges, else `key`."""
    if _is_bare(key):  # most names
        return key
    seen = {key}
    queue = [key]
    for current in queue:  # it grows on the way: the edges of what is left are taken off too, nearest first
        for bare in _bare_forms(current):
            filed = _file_key(bare)
            if filed in shorter and filed != key:
                return filed
            if bare not in seen and len(seen) < 12:
                seen.add(bare)
                queue.append(bare)
    return key


def _is_bare(key: str) -> bool:
    """Tell whether a key has no edge that could be taken off."""
    starts, ends = _edges()
    return key[0] not in starts and key[-1] not in ends


def _bare_forms(key: str) -> list[str]:
    starts, ends = _edges()
    first, last = key[0], key[-1]
    forms = [key[: -len(edge)] for edge in ends.get(last, ()) if key.endswith(edge)]
    forms += [key[len(edge) :] for edge in starts.get(first, ()) if key.startswith(edge)]
    if first == "2":
        forms.append(_YEAR.sub("", key))
    if key.endswith("站点"):  # 联勤联动站点 and 联勤联动站
        forms.append(key[:-1])
    return [form for form in forms if len(form) > 1 and form != key]
