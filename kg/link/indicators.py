"""What is counted: one indicator per action, object and aspect, whatever the wording around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg import lexicon
from kg.link.keys import display, normal
from kg.model import Extraction, Indicator
from kg.terms import hashed


@dataclass(frozen=True, slots=True)
class Identity:
    """Which indicator a wording names: its id, and labels where the table gives them."""

    id: str
    label: str | None = None
    label_en: str | None = None


def link_indicators(extractions: Iterable[Extraction]) -> tuple[Indicator, ...]:
    """Return the indicators of all metrics, sorted by id; the label is the most frequent wording."""
    wordings: dict[str, Counter[str]] = {}
    identities: dict[str, Identity] = {}
    for found in extractions:
        for metric in found.metrics:
            identity = identify(metric.indicator)
            wordings.setdefault(identity.id, Counter())[display(metric.indicator)] += 1
            if identity.label:
                identities[identity.id] = identity
    return tuple(_make(identities.get(key, Identity(key)), wordings[key]) for key in sorted(wordings))


def identify(wording: str) -> Identity:
    """Return the indicator that `wording` names: adverbs in front dropped, synonyms of the table brought together."""
    key = _without_affix(normal(wording))
    for alias, row in _synonyms().get(key[:1], ()):
        if not key.startswith(alias):
            continue
        aspect = key[len(alias) :]
        if not aspect:
            return Identity(row["slug"], row["label"], row["label_en"] or None)
        if aspect in _aspects():
            return Identity(hashed("indicator", normal(row["label"]) + aspect), row["label"] + aspect)
    return Identity(hashed("indicator", key))


def _without_affix(key: str) -> str:
    for affix, exceptions in _affixes():
        rest = key[len(affix) :]
        if key.startswith(affix) and len(rest) >= 3 and not rest.startswith(exceptions):
            return _without_affix(rest)
    return key


@lexicon.cached
def _affixes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the words in front, longest first, each with what must not stand behind it."""
    rows = lexicon.table("indicator_affixes")
    found = {normal(row["word"]): tuple(filter(None, row["but_not"].split("|"))) for row in rows}
    return tuple(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


@lexicon.cached
def _aspects() -> frozenset[str]:
    return frozenset(normal(word) for word in lexicon.column("indicator_aspects", "word"))


@lexicon.cached
def _synonyms() -> dict[str, tuple[tuple[str, lexicon.Row], ...]]:
    """Return the rows by the first character of each spelling, longest spelling first."""
    found: dict[str, list[tuple[str, lexicon.Row]]] = {}
    for row in lexicon.table("indicator_synonyms"):
        for name in (row["label"], *row["aliases"].split("|")):
            if name.strip():
                found.setdefault(normal(name)[0], []).append((normal(name), row))
    return {first: tuple(sorted(rows, key=lambda item: (-len(item[0]), item[0]))) for first, rows in found.items()}


def _make(identity: Identity, wordings: Counter[str]) -> Indicator:
    chosen = identity.label or min(wordings, key=lambda word: (-wordings[word], len(word), word))
    others = tuple(sorted(set(wordings) - {chosen}))
    return Indicator(id=identity.id, label=chosen, alt_labels=others, label_en=identity.label_en)
