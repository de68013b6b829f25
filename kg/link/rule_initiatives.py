"""Decisions on initiatives: split, merge, leave out, then rename and change of kind. Never by similarity, always by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.link.canonical import canonical
from kg.link.initiatives import Named
from kg.link.journal import Entry, Journal, Reference, contradict, shown
from kg.link.keys import display, normal
from kg.model import Initiative, Kind, Ruling
from kg.terms import hashed

LOW = 0.6  # mentions found with less confidence than this are put to the reviewer
_LONGEST = 60


@dataclass(slots=True)
class Ruled:
    """The mentions as the reviewer wants them, and what is still to be done to the initiatives made of them."""

    named: list[Named]
    dropped: list[Named] = field(default_factory=list)
    merged: dict[str, str] = field(default_factory=dict)  # id -> id of the initiative that it is part of now
    reasons: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    labels: dict[str, Entry] = field(default_factory=dict)
    kinds: dict[str, Entry] = field(default_factory=dict)

    def find(self, entry: Entry, reference: Reference) -> str | None:
        """Return the id of the initiative that a cell names: by id, else by a label that is one's alone."""
        for said in reference.ids:
            if said in self.merged or any(item.identity == said for item in self.named):
                return self.merged.get(said, said)
        wanted = normal(reference.label) if reference.label else None
        if wanted is None:
            return None
        tests: tuple[Callable[[Named], bool], ...] = (
            lambda item: normal(item.mention.name) == wanted or item.key == wanted,
            lambda item: item.key == canonical(reference.label)[0],
        )
        for test in tests:
            ids = sorted({item.identity for item in self.named if test(item)})
            if len(ids) == 1:
                return ids[0]
            if ids:
                entry.fail(f"{reference.label[:60]!r} names several initiatives. Write one of " + ", ".join(ids[:6]))
        return None

    def name(self, identity: str) -> str:
        """Return a name of an initiative, for messages."""
        names = sorted(display(item.mention.name) for item in self.named if item.identity == identity and not item.brought)
        return names[0] if names else identity


def rule_initiatives(named: Sequence[Named], places: Mapping[str, str], journal: Journal) -> Ruled:
    """Return the mentions as the reviewer wants them; `places` gives the names of the places by id.

    Raises DecisionError for decisions that contradict each other and for labels that several initiatives bear.
    """
    ruled = Ruled(list(named))
    apart = [pair for entry in journal.of(Ruling.DIFFERENT) if (pair := _split(ruled, entry, places))]
    _merge(ruled, journal, apart)
    for entry in journal.of(Ruling.RENAME):
        _note(ruled, ruled.labels, entry)
    for entry in journal.of(Ruling.KIND):
        _note(ruled, ruled.kinds, entry)
    for entry in journal.of(Ruling.REJECT):
        _reject(ruled, entry)
    return ruled


def _split(ruled: Ruled, entry: Entry, places: Mapping[str, str]) -> tuple[str, str, Entry] | None:
    """Take a spelling or a place out of an initiative, or note that two initiatives are two; return both ids."""
    first = ruled.find(entry, entry.subject)
    if first is None:
        return None
    if not entry.candidate.key:
        entry.fail("the candidate is missing. Write the spelling, the place or the initiative that is another thing")
    taken, key = _members(ruled, first, entry.candidate, places)
    second = None if taken else ruled.find(entry, entry.candidate)
    if second is not None and second != first:
        entry.touch("initiative", first, second)
        return first, second, entry
    if len(taken) == sum(item.identity == first for item in ruled.named):
        entry.why = "there is nothing left to keep it apart from"
        return None
    if not taken:
        return None
    second = hashed("apart", first, *key)
    ruled.reasons[second].add(f"kept apart by a reviewer from {ruled.name(first)}")
    ruled.named = [
        item._replace(identity=second, key=normal(item.mention.name), row=None) if index in taken else item
        for index, item in enumerate(ruled.named)
    ]
    entry.touch("initiative", first, second)
    return first, second, entry


def _members(ruled: Ruled, identity: str, wanted: Reference, places: Mapping[str, str]) -> tuple[set[int], tuple[str, str]]:
    """Return which mentions of an initiative bear a spelling or are of a place, and what tells that part from others."""
    mine = [(index, item) for index, item in enumerate(ruled.named) if item.identity == identity]
    spelled = {index for index, item in mine if wanted.label and display(item.mention.name) == wanted.label}
    if not spelled and wanted.label:
        spelled = {index for index, item in mine if normal(item.mention.name) == normal(wanted.label)}
    if spelled:
        return spelled, ("spelling", wanted.label)
    for place in sorted({item.place for _, item in mine}):
        if place in wanted.ids or (not wanted.id and places.get(place) == wanted.label):
            return {index for index, item in mine if item.place == place}, ("place", place)
    return set(), ("", "")


def _merge(ruled: Ruled, journal: Journal, apart: Sequence[tuple[str, str, Entry]]) -> None:
    joined: list[tuple[str, str, Entry]] = []
    for entry in journal.of(Ruling.SAME):
        first, second = ruled.find(entry, entry.subject), ruled.find(entry, entry.candidate)
        if first is None or second is None:
            continue
        if first != second:
            joined.append((first, second, entry))
        elif normal(entry.candidate.label or entry.subject.label) != normal(entry.subject.label):
            entry.touch("initiative", first)  # it confirms what a rule did
        else:
            entry.why = "both are one initiative without it"
    for group in _groups([(first, second) for first, second, _ in joined]):
        _join(ruled, group, [pair for pair in joined if pair[0] in group])
    for first, second, entry in apart:
        root = ruled.merged.get(first, first)
        if root == ruled.merged.get(second, second):
            culprit = next((own for one, other, own in joined if {one, other} == {first, second}), None)
            culprit = culprit or next(own for one, _, own in joined if ruled.merged.get(one, one) == root)
            contradict(culprit, entry, f"{ruled.name(first)} and {ruled.name(second)} cannot be the same and different")


def _groups(pairs: Sequence[tuple[str, str]]) -> list[set[str]]:
    groups: list[set[str]] = []
    for pair in pairs:
        touching = [group for group in groups if group & set(pair)]
        groups = [group for group in groups if group not in touching]
        groups.append(set(pair).union(*touching))
    return groups


def _join(ruled: Ruled, group: set[str], pairs: Sequence[tuple[str, str, Entry]]) -> None:
    """Bring the mentions of a group under one id: a national row's, else one that is never a candidate, else the first."""
    rows = {item.identity: item for item in reversed(ruled.named) if item.identity in group}
    candidates = {second for _, second, _ in pairs}
    root = min(group, key=lambda identity: (rows[identity].row is None, identity in candidates, identity))
    base = rows[root]
    for other in sorted(group - {root}):
        ruled.reasons[root].add(f"merged by a reviewer: {ruled.name(other)} = {ruled.name(root)}")
        ruled.reasons[root] |= ruled.reasons.pop(other, set())
    ruled.merged |= dict.fromkeys(group - {root}, root)
    ruled.named = [
        item._replace(identity=root, key=base.key, row=base.row, scoped=base.scoped, brought=True)
        if item.identity in group and item.identity != root
        else item
        for item in ruled.named
    ]
    for _, _, entry in pairs:
        entry.touch("initiative", root)


def _note(ruled: Ruled, noted: dict[str, Entry], entry: Entry) -> None:
    """Note a new label or kind for later."""
    if entry.row.ruling is Ruling.KIND and entry.value.lower() not in set(Kind):
        entry.fail(f"{entry.value[:40]!r} is no kind. Write as value one of {', '.join(Kind)}")
    if entry.row.ruling is Ruling.RENAME and not 0 < len(entry.value) <= _LONGEST:
        entry.fail(f"the value must be the new label, at most {_LONGEST} characters")
    identity = ruled.find(entry, entry.subject)
    if identity is None:
        return
    if identity in noted and noted[identity].value != entry.value:
        contradict(noted[identity], entry, f"{ruled.name(identity)} cannot have two values for {entry.row.ruling}")
    noted.setdefault(identity, entry)


def _reject(ruled: Ruled, entry: Entry) -> None:
    identity = ruled.find(entry, entry.subject)
    if identity is None:
        return
    for other in (ruled.labels.get(identity), ruled.kinds.get(identity)):
        if other is not None:
            contradict(other, entry, f"{ruled.name(identity)} is left out and changed")
    gone = [item for item in ruled.named if item.identity == identity]
    entry.omit(shown(ruled.name(identity), identity), (item.report for item in gone))
    drop(ruled, gone)


def drop(ruled: Ruled, gone: Sequence[Named]) -> None:
    """Leave mentions out."""
    marked = {id(item) for item in gone}
    ruled.dropped += gone
    ruled.named = [item for item in ruled.named if id(item) not in marked]


def rule_values(initiatives: Sequence[Initiative], ruled: Ruled) -> tuple[Initiative, ...]:
    """Return the initiatives with the labels, kinds and reasons that the reviewer gave them."""
    return tuple(_value(item, ruled) for item in initiatives)


def _value(item: Initiative, ruled: Ruled) -> Initiative:
    label, kind = ruled.labels.get(item.id), ruled.kinds.get(item.id)
    if label is not None:
        if label.value == item.label:
            label.why = "it has that label without it"
        else:
            label.touch("initiative", item.id)
            others = tuple(sorted({*item.alt_labels, item.label} - {label.value}))
            item = replace(item, label=label.value, alt_labels=others)
    if kind is not None:
        wanted = Kind(kind.value.lower())
        if wanted is item.kind and not _doubtful(item, ruled.named):
            kind.why = "it has that kind without it"
        else:
            kind.touch("initiative", item.id)
            item = replace(item, kind=wanted)
    if ruled.reasons.get(item.id):
        item = replace(item, merge_reasons=tuple(sorted({*item.merge_reasons, *ruled.reasons[item.id]})))
    return item


def _doubtful(item: Initiative, named: Sequence[Named]) -> bool:
    mentions = [one.mention for one in named if one.identity == item.id and not one.brought]
    return any(one.kind is not item.kind or one.confidence < LOW for one in mentions)
