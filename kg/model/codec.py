"""An Extraction as JSON and back, without loss: what one build found, kept for the next.

The form follows from the classes of `kg.model`: a value is the list of its fields in their order, so a new
field is kept without a line here. What is read back is not trusted: every field must have its type, every
span must lie in the text; anything else raises CacheError.
"""

from __future__ import annotations

import json
import types
from array import array
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from kg.errors import CacheError, EvidenceError
from kg.model.mentions import Extraction
from kg.model.text import CleanText, Report, Source, Span

Encode = Callable[[Any], Any]
Decode = Callable[[Any, int], Any]  # of the stored form and the length of the stored text
Value = TypeVar("Value")


def to_json(found: Extraction) -> str:
    """Return `found` as two lines of JSON: the report's layout, then what was found in it."""
    return f"{report_to_json(found.report)}\n{mentions_to_json(found)}"


def from_json(lines: str, text: str, source: Source) -> Extraction:
    """Return the extraction that `to_json` wrote for the stored `text`, as now read from `source`."""
    layout, _, mentions = lines.partition("\n")
    return mentions_from_json(mentions, report_from_json(layout, text, source))


def report_to_json(report: Report) -> str:
    """Return the layout of a report; its stored text and its source are left out."""
    return _dumps(_codec(Report)[0](replace(report, text="", source=Source("", ""))))


def report_from_json(line: str, text: str, source: Source) -> Report:
    """Return the report that holds the stored `text`; raises CacheError if `line` is not its layout."""
    bare: Report = _loaded(Report, line, len(text))
    report = replace(bare, text=text, source=source)
    _check(report)
    return report


def mentions_to_json(found: Extraction) -> str:
    """Return everything found in a report, without the report."""
    return _dumps([_codec(kind)[0](getattr(found, name)) for name, kind in _mentions()])


def mentions_from_json(line: str, report: Report) -> Extraction:
    """Return what was found in `report`; raises CacheError if `line` holds anything else."""
    kinds = tuple(kind for _, kind in _mentions())
    return Extraction(report, *_loaded(kinds, line, len(report.text)))


def value_to_json(value: Hashable) -> str:
    """Return a value of one of the classes without spans (Source, Entry)."""
    kind: Hashable = type(value)
    return _dumps(_codec(kind)[0](value))


def value_from_json(kind: type[Value], line: str) -> Value:
    """Return the value that `value_to_json` wrote; raises CacheError if `line` holds none of the class `kind`."""
    value: Value = _loaded(kind, line, 0)
    return value


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _loaded(kind: Any, line: str, size: int) -> Any:
    try:
        value = json.loads(line)
        if not isinstance(kind, tuple):
            return _codec(kind)[1](value, size)
        return [_codec(one)[1](part, size) for one, part in zip(kind, value, strict=True)]
    except (ValueError, TypeError, KeyError, ArithmeticError, EvidenceError, RecursionError) as error:
        raise CacheError(f"not what was kept: {error}") from error


@cache
def _mentions() -> tuple[tuple[str, Any], ...]:
    """Return the fields of an extraction behind its report, with their types."""
    return tuple((name, kind) for name, kind in get_type_hints(Extraction).items() if name != "report")


def _check(report: Report) -> None:
    """Refuse a layout that leaves its text: offsets that run back, sections and sentences beyond the end."""
    size, offsets = len(report.clean.text), report.clean.offsets
    if len(offsets) != size + 1 or offsets[-1] != len(report.text):
        raise CacheError("the offsets do not fit the text")
    parts = [(part.start, part.end) for part in report.sections] + [(part.start, part.end) for part in report.sentences]
    if not all(0 <= start <= end <= size for start, end in parts):
        raise CacheError("a section or sentence leaves the text")
    above = (*(part.parent for part in report.sections), *(part.section for part in report.sentences))
    if not all(-1 <= index < len(report.sections) for index in above):
        raise CacheError("a section is missing")


@cache
def _codec(kind: Any) -> tuple[Encode, Decode]:
    """Return how values of a type are written and read."""
    if get_origin(kind) is tuple:
        return _many(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        return _optional(next(part for part in get_args(kind) if part is not type(None)))
    special: dict[Any, tuple[Encode, Decode]] = {
        Span: (_span, _from_span),
        CleanText: (_clean, _from_clean),
        Decimal: (str, _from_decimal),
    }
    if kind in special:
        return special[kind]
    if is_dataclass(kind):
        return _row(kind)
    if issubclass(kind, StrEnum):
        members = {member.value: member for member in kind}
        return str, lambda value, _: members[value]
    return _plain(kind)


def _plain(kind: type) -> tuple[Encode, Decode]:
    if kind not in (str, int, float, bool):
        raise CacheError(f"no stored form for {kind}")

    def decode(value: Any, _: int) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is no {kind.__name__}")
        return value

    return (lambda value: value), decode


def _optional(kind: Any) -> tuple[Encode, Decode]:
    write, read = _codec(kind)
    return (
        lambda value: None if value is None else write(value),
        lambda value, size: None if value is None else read(value, size),
    )


def _many(kind: Any) -> tuple[Encode, Decode]:
    write, read = _codec(kind)

    def decode(values: Any, size: int) -> tuple[Any, ...]:
        if type(values) is not list:
            raise TypeError("no list")
        return tuple([read(value, size) for value in values])

    return (lambda values: [write(value) for value in values]), decode


def _row(kind: Any) -> tuple[Encode, Decode]:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    writers = [(name, _codec(hints[name])[0]) for name in names]
    readers = [_codec(hints[name])[1] for name in names]

    def decode(values: Any, size: int) -> Any:
        if type(values) is not list:
            raise TypeError("no list")
        return kind(*[read(value, size) for read, value in zip(readers, values, strict=True)])

    return (lambda value: [write(getattr(value, name)) for name, write in writers]), decode


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _from_span(pair: Any, size: int) -> Span:
    start, end = pair
    if type(start) is not int or type(end) is not int or end > size:
        raise ValueError(f"{pair} does not lie in the text")
    return Span(start, end)


def _from_decimal(value: Any, _: int) -> Decimal:
    if type(value) is not str:
        raise TypeError(f"{value!r} is no number")
    return Decimal(value)


def _clean(clean: CleanText) -> list[Any]:
    """Return the clean text and its stretches without a gap as start, end, start, end … (stored, end excluded)."""
    offsets = clean.offsets
    edges = [edge for before, after in pairwise(offsets) if after != before + 1 for edge in (before + 1, after)]
    return [clean.text, [offsets[0], *edges, offsets[-1] + 1]]


def _from_clean(pair: Any, size: int) -> CleanText:
    text, edges = pair
    if type(text) is not str or type(edges) is not list or not all(type(edge) is int for edge in edges):
        raise TypeError("no clean text")
    if len(edges) < 2 or len(edges) % 2 or edges[0] < 0 or edges[-1] != size + 1:
        raise ValueError("offsets that leave the text")
    if any(after < before for before, after in pairwise(edges)):
        raise ValueError("offsets that run back")
    offsets = array("I")
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        offsets.extend(range(start, end))
    return CleanText(text, offsets)
