"""What the mentions of each initiative are taken for, and how surely: of very many initiatives in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.link.facts import counted
from kg.link.rule_initiatives import LOW
from kg.model import Extraction, Implementation, Initiative, Statement
from kg.model.by_id import ById

_NUMBER = array("d").itemsize
Kinds = tuple[tuple[str, str, int], ...]  # kind, rule and number of mentions


class Mentions(NamedTuple):
    """What the mentions of an initiative are taken for, and how sure the surest is."""

    kinds: Kinds
    surest: float  # LOW at the most: what is surer is not asked for

    def joined(self, other: Mentions) -> Mentions:
        """Return the same of the mentions of both."""
        counts = counted(((kind, rule), count) for kind, rule, count in (*self.kinds, *other.kinds))
        kinds = tuple((*key, count) for key, count in sorted(counts.items()))
        return Mentions(kinds, max(self.surest, other.surest))


class AllMentions:
    """What the mentions of every initiative of a graph are taken for."""

    def __init__(self, initiatives: Sequence[Initiative]) -> None:
        """Begin with no mention."""
        self._initiatives = ById(initiatives)
        self._kinds: list[Kinds] = [()] * len(initiatives)
        self._alike: dict[Kinds, Kinds] = {}  # most initiatives are mentioned as many others are
        self._surest = array("d", bytes(_NUMBER * len(initiatives)))

    def add(self, mentions: Mapping[str, Mentions]) -> None:
        """Take mentions by initiative."""
        for identity, one in mentions.items():
            number = self._initiatives.number(identity)
            kinds, self._surest[number] = Mentions(self._kinds[number], self._surest[number]).joined(one)
            self._kinds[number] = self._alike.setdefault(kinds, kinds)

    def __iter__(self) -> Iterator[Mentions]:
        """Yield what the mentions of each are taken for, in the order of the initiatives."""
        return map(Mentions, self._kinds, self._surest)


def mentions_in(found: Extraction, said: Sequence[Statement]) -> dict[str, Mentions]:
    """Return what the mentions of each initiative of a report are taken for."""
    names = {place.span: item.initiative for item in said if isinstance(item, Implementation) for place in item.evidence}
    mentions: dict[str, Mentions] = {}
    for mention in found.initiatives:
        identity = names.get(mention.span)
        if identity is not None:
            one = Mentions(((mention.kind.value, mention.rule, 1),), min(mention.confidence, LOW))
            mentions[identity] = mentions[identity].joined(one) if identity in mentions else one
    return mentions
