"""The level that an initiative comes from, as far as its spread shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.link.canonical import canonical
from kg.model import Initiative, Place

WIDE = 3  # provinces: what so many name is no invention of any of them, and came to them from above or from everywhere
_UNTOLD = "local"


def with_origins(initiatives: Sequence[Initiative], places: Iterable[Place]) -> tuple[Initiative, ...]:
    """Return the initiatives, those that no table knows as national where places of three provinces name them.

    `places` are those that the reports are about. What the table says stands; what fewer provinces name stays local.
    """
    provinces = {place.id: _province(place) for place in places}
    return tuple(_with_origin(item, provinces) for item in initiatives)


def _with_origin(item: Initiative, provinces: Mapping[str, str | None]) -> Initiative:
    if item.origin_level != _UNTOLD or len(item.carried_out_by) < WIDE:
        return item
    spread = {province for place in item.carried_out_by if (province := provinces.get(place)) is not None}
    told = len(spread) < WIDE or canonical(item.label)[1] is not None
    return item if told else replace(item, origin_level="national")


def _province(place: Place) -> str | None:
    return place.province or (place.id if place.level == "province" else None)
