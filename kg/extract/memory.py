"""What the numbers before counted, carried from left to right through a paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from kg.extract.quantities import Quantity
from kg.extract.slots import Slot


class Named(NamedTuple):
    """A quantity with its indicator, the direction of change if it is one, and the rule that named it."""

    quantity: Quantity
    indicator: str
    change: str | None
    rule: str


@dataclass(slots=True)
class Memory:
    """The last indicator, its noun and verb, and what else the next number may lean on."""

    indicator: str = ""
    noun: str = ""
    verb: str = ""
    unit: str = ""
    left: str = ""  # words before a number that the next clause may repeat silently
    full: str = ""  # the last indicator of all, growth rates included
    base: str = ""  # the whole that 其中 takes parts of
    recent: list[str] = field(default_factory=list)  # levels named since the last break
    previous: str = ""  # the clause before, numbers or not
    last_end: int = -1
    gap: int = 0  # clause ends since the number before
    near: bool = False  # the number before stands in this clause or the one before it

    def keep(self, slot: Slot, indicator: str, noun: str, verb: str, rule: str) -> Named:
        """Remember a level (not a growth rate) and return it named."""
        self.indicator, self.noun, self.verb, self.unit = indicator, noun, verb, slot.quantity.unit
        self.recent.append(indicator)
        return Named(slot.quantity, indicator, None, rule)

    def same_unit(self, slot: Slot) -> bool:
        """Tell whether the number before is near and counts in the same unit: then words may be left out."""
        return self.near and bool(self.noun) and slot.quantity.unit == self.unit
