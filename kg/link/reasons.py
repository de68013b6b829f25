"""Why other spellings, and other places, are one initiative: in English, as jd:mergeReason says it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from kg.link.keys import in_order, normal, without_year

_FORM = "other wording within one report"
_INNER = "stands within the name"
_NO_PART = (_FORM, _INNER)


def is_of_one_report(reason: str) -> bool:
    """Tell whether a reason is about words within one report, which no decision can take apart."""
    return reason.startswith(_NO_PART)


def of_names(label: str, names: Iterable[str], known: Container[str]) -> Iterator[str]:
    """Yield why each name that reports use is the initiative `label`; `known` holds the keys of the national table."""
    return (_of_name(label, name, known) for name in names if name != label)


def _of_name(label: str, name: str, known: Container[str]) -> str:
    if normal(name) == normal(label):
        return f"quotes, blanks or punctuation only: {name} = {label}"
    if normal(name) in known:
        return f"national table, other spelling: {name} = {label}"
    if normal(in_order(name)) == normal(in_order(label)):
        return f"same list in another order: {name} = {label}"
    if without_year(name) != name or without_year(label) != label:
        return f"year in front: {name} = {label}"
    return f"declared ending: {name} = {label}"


def of_forms(label: str, forms: Iterable[str], inner: Iterable[str]) -> Iterator[str]:
    """Yield why the other words of a mention (`forms`), and names `inner` to its name, are the initiative `label`."""
    within = set(inner)
    yield from (f"{_INNER}: {form} = {label}" for form in within if form != label)
    yield from (f"{_FORM}: {form} = {label}" for form in forms if form not in within)


def of_places(label: str, places: int, *, national: bool, scoped: bool) -> Iterator[str]:
    """Yield why what so many `places` name is one thing; `scoped`: a numbered formula, which else belongs to its place."""
    if places < 2:
        return
    if national:
        yield f"national table: {label}"
    elif scoped:
        yield f"numbered formula with the same components in every place: {label}"
    else:
        yield f"same name in every place, quotes and punctuation aside: {label}"
