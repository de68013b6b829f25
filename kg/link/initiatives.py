"""Which named initiatives are one thing: by key, national table and declared endings, never by similarity."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from kg import lexicon
from kg.link import reasons
from kg.link.canonical import canonical, national
from kg.link.facts import Saying, components_said, counted, family_said, most_common
from kg.link.keys import display, inner_names, is_generic, normal, without_ending, without_prefix
from kg.model import Extraction, Initiative, InitiativeMention, Kind
from kg.model.by_field import ByField
from kg.terms import hashed

Said = TypeVar("Said")
_LONGEST_ALT = 30
_FEW = 8


class Named(NamedTuple):
    """A mention with the initiative that it names: by the rules, and then as a reviewer decided."""

    report: str
    place: str  # id
    mention: InitiativeMention
    surfaces: tuple[str, ...]
    identity: str
    key: str
    row: lexicon.Row | None
    scoped: bool
    brought: bool = False  # a reviewer brought it here from another initiative
    inner: tuple[str, ...] = ()  # names in brackets or quotation marks within its name
    own: tuple[str, ...] = ()  # how the report calls its own place, as keys


@dataclass(slots=True)
class _Concept:
    """What is gathered about one initiative before its value is made: small, for there may be half a million."""

    key: str
    row: lexicon.Row | None
    scoped: bool
    facts: Sequence[Saying] = ()  # of each mention
    places: Sequence[str] = ()  # ids, of each report that names it
    brought: dict[str, None] | None = None  # names that a reviewer brought here from another initiative
    brought_places: tuple[str, ...] = ()
    surfaces: Collection[str] = ()  # each once, in the order in which they came
    inner: frozenset[str] = frozenset()  # names in brackets or quotation marks within its names
    own: tuple[str, ...] = ()  # how places that it is named in are called, where its key begins with that


class Linked(NamedTuple):
    """The initiatives of a build, and which one each mention names."""

    initiatives: tuple[Initiative, ...]
    of_mention: dict[str, list[str]]  # initiative ids by report id, in the order of its mentions


def link_initiatives(extractions: Sequence[Extraction], places: Mapping[str, str]) -> Linked:
    """Return the initiatives that the reports name; `places` gives the place id of each report id.

    The result does not depend on the order of `extractions`, and an id depends on no other report, save
    that a numbered formula without components joins the one of its own place that spells them out.
    """
    return gather(name_initiatives(sorted(extractions, key=lambda item: item.report.id), places))


def name_initiatives(extractions: Sequence[Extraction], places: Mapping[str, str]) -> Iterator[Named]:
    """Yield every mention with the initiative that it names by the rules; `extractions` are in the order of their reports."""
    spelled = _spelled_out(extractions, places)
    for extraction in extractions:
        report, place = extraction.report, places[extraction.report.id]
        own = _own_names(extraction)
        for mention in extraction.initiatives:
            key, row = canonical(mention.name)
            scoped = row is None and is_generic(key)
            identity = _identity(key, row, mention, place, spelled) if scoped else (row["slug"] if row else hashed(key))
            words = (display(span.of(report.text)) for span in mention.surfaces)
            surfaces = tuple(mention.name if one == mention.name else one for one in words)  # mostly: one string, not two
            label = normal(row["name"]) if row else key
            inner = tuple(one for span in mention.surfaces for one in inner_names(mention.name, span.of(report.text)))
            yield Named(report.id, place, mention, surfaces, identity, label, row, scoped, inner=inner, own=own)


def gather(named: Iterable[Named], merged: Mapping[str, str] | None = None) -> Linked:
    """Return the initiatives of the mentions; `merged` leads from an id to the one that a reviewer made it part of."""
    concepts: dict[str, _Concept] = {}
    of_mention: dict[str, list[str]] = defaultdict(list)
    alike: dict[Any, Any] = {}  # the many mentions that say the same share one value
    for item in named:
        concept = concepts.get(item.identity)
        if concept is None:
            concept = concepts[item.identity] = _Concept(item.key, item.row, item.scoped)
        _add(concept, item, alike)
        of_mention[item.report].append(sys.intern(item.identity))
    del alike
    _keep_unique(concepts)
    scoped = {identity: concept.scoped for identity, concept in concepts.items()}
    same: dict[tuple[str, ...], tuple[str, ...]] = {}  # the many initiatives of the same places share one value
    initiatives = ByField(_make(identity, concepts.pop(identity), scoped, merged or {}, same) for identity in sorted(concepts))
    return Linked(initiatives, dict(of_mention))


def _add(concept: _Concept, item: Named, alike: dict[Any, Any]) -> None:
    mention = item.mention
    if item.brought:
        concept.brought = {**(concept.brought or {}), display(mention.name): None}
        concept.brought_places = (*concept.brought_places, item.place)
    else:
        fact = (mention.name, mention.kind, mention.family, mention.components)
        concept.facts = _and(concept.facts, alike.setdefault(fact, fact))
        if not concept.places or concept.places[-1] != item.place:
            concept.places = _and(concept.places, item.place)
    new = [one for one in dict.fromkeys(item.surfaces) if one not in concept.surfaces]
    if new:
        concept.surfaces = _with(concept.surfaces, new)
    if item.inner:
        concept.inner |= set(item.inner)
    for name in item.own:
        if concept.key.startswith(name) and name not in concept.own:
            concept.own = (*concept.own, name)


def _and(held: Sequence[Said], one: Said) -> Sequence[Said]:
    """Return the values with another one: most things are said once, and a tuple is half as large as a list."""
    if isinstance(held, list):
        held.append(one)
        return held
    return [*held, one] if held else (one,)


def _with(held: Collection[str], new: Sequence[str]) -> Collection[str]:
    """Return the values with new ones: few in a tuple, which is small, many in what finds them soon."""
    if isinstance(held, dict):
        held.update(dict.fromkeys(new))
        return held
    both = (*held, *new)
    return both if len(both) <= _FEW else dict.fromkeys(both)


def _keep_unique(concepts: Mapping[str, _Concept]) -> None:
    """Leave each concept the inner names and other wordings that are no name of another one and that no other one has.

    高质量发展 short for 绿色低碳高质量发展 here and for 武当山高质量发展 there is a spelling of neither.
    """
    keys = {concept.key: identity for identity, concept in concepts.items()}
    inner = Counter(one for concept in concepts.values() for one in {normal(name) for name in concept.inner})
    forms = Counter(one for concept in concepts.values() for one in {normal(form) for form in concept.surfaces})
    taken = keys.keys() | national().keys()
    for identity, concept in concepts.items():
        concept.inner = frozenset(one for one in concept.inner if normal(one) not in taken and inner[normal(one)] == 1)
        concept.surfaces = tuple(
            form
            for form, key in zip(concept.surfaces, map(normal, concept.surfaces), strict=True)
            if forms[key] == 1 and keys.get(key, identity) == identity and national().get(key, concept.row) is concept.row
        )


def _own_names(found: Extraction) -> tuple[str, ...]:
    """Return what the report calls its own place, as keys: 金杨新村街道, 金杨新村, 金杨."""
    name = found.report.head.sub_district or ""
    bare = name.removesuffix("街道")
    return tuple(normal(one) for one in (name, bare, bare.removesuffix("新村")) if len(one) > 1)


@lexicon.cached
def _stock_formulas() -> frozenset[str]:
    return frozenset(canonical(formula)[0] for formula in lexicon.column("stock_formulas", "formula"))


def _parts(mention: InitiativeMention) -> tuple[str, ...]:
    return tuple(sorted({normal(part) for part in mention.components}))


def _spelled_out(extractions: Sequence[Extraction], places: Mapping[str, str]) -> dict[tuple[str, str], set[tuple[str, ...]]]:
    """Return, for each place and key, the sets of components that its reports spell out."""
    found: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for extraction in extractions:
        for mention in extraction.initiatives:
            if len(_parts(mention)) > 1:
                found[places[extraction.report.id], canonical(mention.name)[0]].add(_parts(mention))
    return found


def _identity(
    key: str,
    row: lexicon.Row | None,
    mention: InitiativeMention,
    place: str,
    spelled: Mapping[tuple[str, str], set[tuple[str, ...]]],
) -> str:
    """Return the id of a numbered formula: by its components, else by its place."""
    parts = _parts(mention)
    if len(parts) < 2:
        known = spelled.get((place, key), set())
        if len(known) == 1:
            parts = next(iter(known))
    return hashed(key, "parts", *parts) if len(parts) > 1 else hashed(key, "place", place)


def _make(
    identity: str,
    concept: _Concept,
    scoped: Mapping[str, bool],
    merged: Mapping[str, str],
    same: dict[tuple[str, ...], tuple[str, ...]],
) -> Initiative:
    row = concept.row or {}
    places = tuple(sorted({*concept.places, *concept.brought_places}))
    stock = concept.key in _stock_formulas()
    facts = Counter(concept.facts) if len(concept.facts) > 1 else dict.fromkeys(concept.facts, 1)
    names = counted((display(name), count) for (name, *_), count in facts.items())
    label = row.get("name") or most_common(names)
    brought = concept.brought or {}
    forms = _other_spellings(concept, {*names, *brought}, label)
    why = (
        *reasons.of_names(label, names, national()),
        *reasons.of_forms(label, forms, concept.inner - names.keys()),
        *reasons.of_places(label, len(set(concept.places)), national=bool(row), scoped=concept.scoped),
    )
    return Initiative(
        id=identity,
        label=label,
        kind=Kind(row.get("kind") or most_common(counted((kind.value, count) for (_, kind, *_), count in facts.items()))),
        alt_labels=tuple(sorted({*names, *brought, *forms, *concept.inner} - {label})),
        label_en=row.get("label_en") or None,
        origin_level="national" if stock else row.get("origin_level") or "local",
        first_year=int(row["first_year"]) if row.get("first_year") else None,
        boilerplate=stock or row.get("boilerplate") == "yes",
        components=components_said(facts),
        family=family_said(facts),
        variant_of=_variant_of(identity, concept, scoped, merged),
        carried_out_by=same.setdefault(places, places),
        merge_reasons=tuple(sorted(set(why))),
    )


def _other_spellings(concept: _Concept, names: set[str], label: str) -> set[str]:
    """Return the surface forms that hold none of the names: 旧改 for 旧区改造; the others only add words or quotes."""
    keys = {normal(name) for name in (*names, label)}
    short = (form for form in concept.surfaces if len(form) <= _LONGEST_ALT)
    return {form for form in short if not any(key in normal(form) for key in keys)}


def _variant_of(identity: str, concept: _Concept, scoped: Mapping[str, bool], merged: Mapping[str, str]) -> str | None:
    """Return the id of the initiative that this one is a variant of, if it is in the graph: as declared, or by its ending."""
    declared = national().get(normal((concept.row or {}).get("variant_of", "")))
    if declared and declared["slug"] in scoped:
        return declared["slug"]
    if concept.scoped:
        return None
    bases = (*_bare_keys(concept.key), *_bare_keys(without_prefix(concept.key, concept.own), whole=True))
    for key, row in map(canonical, bases):
        target = row["slug"] if row else hashed(key)
        target = merged.get(target, target)
        if target != identity and scoped.get(target) is False:
            return target
    return None


def _bare_keys(key: str | None, *, whole: bool = False) -> tuple[str, ...]:
    """Return the key without one, two, … of its declared endings that make a variant; `whole`: the key itself first."""
    keys = [key] if key and whole else []
    while key and (shorter := without_ending(key, same=False)):
        key = canonical(shorter[0])[0]
        keys.append(key)
    return tuple(keys)
