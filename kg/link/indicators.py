"""What is counted: one indicator per action, object and aspect, whatever the wording around it.

A wording loses its adverbs, takes the declared form of the words in it, is parted into base and aspect (面积, 率),
has its verb brought in front of the object, and is looked up in the table of synonyms. No two wordings meet for
being alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from kg import lexicon
from kg.link.facts import rank
from kg.link.keys import display, normal
from kg.model import Extraction, Indicator
from kg.model.by_field import ByField
from kg.terms import hashed

_DONE = "完成"  # in front of an amount or behind it: 规上工业增加值完成
_WORDINGS = 1 << 15  # that are remembered
_LEAST = 3  # characters that are left when something is taken away


@dataclass(frozen=True, slots=True)
class Identity:
    """Which indicator a wording names: its id, and labels where the table gives them."""

    id: str
    label: str | None = None
    label_en: str | None = None
    rules: tuple[str, ...] = field(default=(), compare=False)  # what was done to the wording, in English


class _Aspect(NamedTuple):
    """An ending that names another measure, the units that make it superfluous, and the kind that implies it."""

    word: str
    unsaid: frozenset[str]
    implied: str


class Wordings:
    """How the reports word what they count, gathered one report after the other: small, for there may be half a million."""

    def __init__(self) -> None:
        """Gather nothing yet."""
        self._said: dict[tuple[str, str], int] = {}  # by identity and wording: how often
        self._rules: dict[tuple[str, str], frozenset[str]] = {}  # of those that rules have changed
        self._labelled: dict[str, Identity] = {}

    def add(self, found: Extraction) -> None:
        """Take the wordings of a report."""
        for metric in found.metrics:
            identity = identify(metric.indicator, metric.unit)
            key = (identity.id, display(metric.indicator))
            self._said[key] = self._said.get(key, 0) + 1
            if identity.rules:
                self._rules[key] = self._rules.get(key, frozenset()).union(identity.rules)
            if identity.label:
                self._labelled[identity.id] = identity

    def made(self) -> tuple[Indicator, ...]:
        """Return the indicators, sorted by id; the label is the most frequent wording."""
        by_identity = groupby(sorted(self._said), key=itemgetter(0))
        return ByField(self._made(identity, [wording for _, wording in said]) for identity, said in by_identity)

    def _made(self, identity: str, wordings: Sequence[str]) -> Indicator:
        known = self._labelled.get(identity, Identity(identity))
        chosen = known.label or min(wordings, key=lambda word: rank(word, self._said[identity, word]))
        others = tuple(sorted({*wordings} - {chosen}))
        rules = {word: self._rules.get((identity, word), frozenset()) for word in (*others, chosen)}
        reasons = tuple(_reason(other, chosen, rules[other] | rules[chosen]) for other in others)
        return Indicator(identity, chosen, others, known.label_en, reasons)


def identify(wording: str, unit: str = "") -> Identity:
    """Return the indicator that `wording` names, of an amount in `unit` (as written; '' when it is not known)."""
    found = _identities()
    known = found.get((wording, unit))
    if known is None:
        if len(found) >= _WORDINGS:
            found.clear()
        known = found[wording, unit] = _identify(wording, unit)
    return known


@lexicon.cached
def _identities() -> dict[tuple[str, str], Identity]:
    """Return what `identify` has found under the present tables; each wording is asked for twice at least."""
    return {}


def _identify(wording: str, unit: str) -> Identity:
    key = normal(wording)
    folded = _folded(key)
    whole = _without_affix(folded)
    known = _synonyms()
    base, aspect = (whole, "") if whole in known else _parted(whole)
    said = "" if _unsaid(aspect, unit) else aspect
    if not said and "面积" not in base:
        said = _implied(unit)
    thing = base if base in known else _verb_first(base)
    row = known.get(thing)
    applied = {
        "declared wording": folded != key,
        "word in front left out": whole != folded,
        "ending that the unit says": said != aspect,
        "verb behind its object": thing != base,
        "declared synonym": row is not None and thing != normal(row["label"]),
    }
    rules = tuple(rule for rule, used in applied.items() if used)
    if row is None:
        return Identity(hashed("indicator", thing + said), rules=rules)
    if not said:
        return Identity(row["slug"], row["label"], row["label_en"] or None, rules)
    return Identity(hashed("indicator", normal(row["label"]) + said), row["label"] + said, rules=rules)


def _folded(key: str) -> str:
    """Return the key with every declared word in its declared form, the longest word first at each place.

    A key that is hardly more than such a word (同比增长, 国家级) says what is counted no better without it.
    """
    if len(key) <= _LEAST + 1:
        return key
    pattern, forms = _folds()
    return pattern.sub(lambda match: forms[match[0]], key)


def _without_affix(key: str) -> str:
    if not key.startswith(tuple(_affixes())):
        return key
    for affix, (exceptions, endings) in _affixes().items():
        rest = key[len(affix) :]
        if key.startswith(affix) and len(rest) >= _LEAST and not rest.startswith(exceptions) and rest.endswith(endings):
            return _without_affix(rest)
    return key


def _parted(key: str) -> tuple[str, str]:
    """Return the key without its longest aspect, and that aspect ('' when it ends in none)."""
    for aspect in _aspects():
        if not key.endswith(aspect.word):
            continue
        base = key[: -len(aspect.word)]
        if len(base) >= _LEAST or base in _synonyms():
            return base, aspect.word
    return key, ""


def _unsaid(aspect: str, unit: str) -> bool:
    kind = _unit_kinds().get(unit, "")
    return any(one.word == aspect and one.unsaid & {unit, kind} for one in _aspects() if unit)


def _implied(unit: str) -> str:
    kind = _unit_kinds().get(unit, "")
    return next((one.word for one in _aspects() if kind and one.implied == kind), "")


def _verb_first(key: str) -> str:
    """Return the key with a verb at its end brought to its front: 老旧小区改造, 实施老旧小区改造 -> 改造老旧小区."""
    done = key.removesuffix(_DONE)
    if done != key and done.endswith(_affixes()[_DONE][1]):
        return done
    verbs, light = _verbs()
    for verb in verbs if key.endswith(verbs) else ():
        thing = key.removesuffix(verb)
        if thing != key and len(thing) > 1:
            lighter = next((thing.removeprefix(word) for word in light if thing.startswith(word)), thing)
            return verb + (lighter if len(lighter) > 1 else thing)
    return key


@lexicon.cached
def _folds() -> tuple[re.Pattern[str], dict[str, str]]:
    forms = {normal(row["word"]): normal(row["form"]) for row in lexicon.table("indicator_folds")}
    longest_first = sorted(forms, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first))), forms


@lexicon.cached
def _affixes() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the words in front, longest first, each with what must not stand behind it and how the rest must end."""
    rows = sorted(lexicon.table("indicator_affixes"), key=lambda row: (-len(normal(row["word"])), row["word"]))
    return {normal(row["word"]): (tuple(filter(None, row["but_not"].split("|"))), tuple(row["only"].split("|"))) for row in rows}


@lexicon.cached
def _aspects() -> tuple[_Aspect, ...]:
    """Return the aspects, longest first."""
    rows = lexicon.table("indicator_aspects")
    found = [_Aspect(normal(row["word"]), frozenset(filter(None, row["unsaid"].split("|"))), row["implied"]) for row in rows]
    return tuple(sorted(found, key=lambda item: (-len(item.word), item.word)))


@lexicon.cached
def _verbs() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the verbs that may stand behind their object, and those that add nothing before such a wording."""
    rows = lexicon.table("indicator_verbs")
    return tuple(row["verb"] for row in rows if row["role"] == "move"), tuple(
        row["verb"] for row in rows if row["role"] == "light"
    )


@lexicon.cached
def _unit_kinds() -> dict[str, str]:
    return {row["unit"]: row["kind"] for row in lexicon.table("units")}


@lexicon.cached
def _synonyms() -> dict[str, lexicon.Row]:
    """Return the rows by every spelling, folded, with the verb where it stands and in front."""
    found: dict[str, lexicon.Row] = {}
    for row in lexicon.table("indicator_synonyms"):
        for name in (row["label"], *row["aliases"].split("|")):
            key = _folded(normal(name)) if name.strip() else ""
            for form in (key, _verb_first(key)):
                if form:
                    found.setdefault(form, row)
    return found


def _reason(other: str, label: str, rules: Collection[str]) -> str:
    said = ", ".join(sorted(rules)) if normal(other) != normal(label) and rules else "quotes, blanks or punctuation only"
    return f"{said}: {other} = {label}"
