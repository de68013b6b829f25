"""Amounts that compare: equal units under one name, and whether two numbers can both be true."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from kg import lexicon
from kg.model import Observation

_ABOUT = Decimal("0.05")  # 约 100 can be 95 or 105
_INFINITY = Decimal("Infinity")


class Amount(NamedTuple):
    """A number in the normal form of its unit, and between which bounds its words let it lie."""

    unit: str
    value: Decimal
    low: Decimal
    high: Decimal
    is_range: bool

    def excludes(self, other: Amount) -> bool:
        """Tell whether the two cannot both be true: 25 and 26 cannot, 2000余 and 2013 can."""
        return self.high < other.low or other.high < self.low


def amount(item: Observation) -> Amount:
    """Return the number of an observation in the normal form of its unit."""
    unit, factor = _normal_units().get(item.unit, (item.unit, Decimal(1)))
    value = item.value * factor
    top = item.value_max * factor if item.value_max is not None else None
    low, high = value, value if top is None else top
    if item.modifier == "more_than":
        high = _INFINITY
    elif item.modifier == "less_than":
        low = -_INFINITY
    elif item.modifier == "about":
        low, high = low - abs(low) * _ABOUT, high + abs(high) * _ABOUT
    return Amount(unit, value, low, high, top is not None)


@lexicon.cached
def _normal_units() -> dict[str, tuple[str, Decimal]]:
    """Return the normal form of each unit and its factor to it."""
    rows = lexicon.table("units")
    return {row["unit"]: (row["normal"] or row["unit"], Decimal(row["factor"] or "1")) for row in rows}
