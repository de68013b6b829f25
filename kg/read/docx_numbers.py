"""Automatic numbers of a Word document: 一、 (一) 1. stand in no text, and say where a chapter begins.

ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (number formats).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from kg.read.blocks import local
from kg.read.zipped import Zipped

_PLACE = re.compile(r"%([1-9])")
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "ideographDigital",
        "taiwaneseCountingThousand",
    }
)
_DIGITS = "〇一二三四五六七八九"
_CIRCLED = 0x2460


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, document: Zipped) -> Numbering:
        """Return the lists of a document; none where it has none."""
        numbering = cls()
        if "word/numbering.xml" in document.names:
            numbering._read_lists(document.xml("word/numbering.xml"))
        if numbering.lists and "word/styles.xml" in document.names:
            numbering._read_styles(document.xml("word/styles.xml"))
        return numbering

    def label(self, paragraph: Any) -> str:
        """Return the number that Word shows in front of a paragraph, empty for none; counts it."""
        if not self.lists:
            return ""
        key, level = self._place(paragraph)
        levels = self.lists.get(key)
        if levels is None or level not in levels:
            return ""
        counts = self._counts[key]
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return _PLACE.sub(lambda match: self._number(key, int(match[1]) - 1), levels[level].text)

    def _number(self, key: str, level: int) -> str:
        shape = self.lists[key].get(level, _Level())
        return _written(self._counts[key].get(level, shape.start), shape.format)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        properties = _child(paragraph, "pPr")
        if properties is None:
            return "", 0
        key, level = self.styles.get(_value(_child(properties, "pStyle")) or "", ("", 0))
        own = _child(properties, "numPr")
        if own is not None:
            key = _value(_child(own, "numId")) or key
            level = _integer(_value(_child(own, "ilvl")), level)
        return key, level

    def _read_lists(self, root: Any) -> None:
        abstract = {_get(one, "abstractNumId"): _levels(one) for one in root if local(one) == "abstractNum"}
        for one in root:
            shared = abstract.get(_value(_child(one, "abstractNumId")))
            if local(one) == "num" and shared:
                self.lists[_get(one, "numId") or ""] = shared

    def _read_styles(self, root: Any) -> None:
        for style in root:
            numbers = _child(_child(style, "pPr"), "numPr")
            if numbers is not None:
                key, level = _value(_child(numbers, "numId")), _integer(_value(_child(numbers, "ilvl")), 0)
                self.styles[_get(style, "styleId") or ""] = (key or "", level)


def _levels(abstract: Any) -> dict[int, _Level]:
    found = {}
    for one in abstract:
        if local(one) == "lvl":
            shape = _value(_child(one, "numFmt")) or "decimal"
            text = (_value(_child(one, "lvlText")) or "") if shape not in ("bullet", "none") else ""
            found[_integer(_get(one, "ilvl"), 0)] = _Level(_integer(_value(_child(one, "start")), 1), shape, text)
    return found


def _written(number: int, shape: str) -> str:
    if shape in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
    if shape.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(_CIRCLED + number - 1)
    if shape in ("upperLetter", "lowerLetter") and 0 < number <= 26:
        return chr((64 if shape == "upperLetter" else 96) + number)
    return str(number)


def _child(element: Any, kind: str) -> Any:
    return next((child for child in element if local(child) == kind), None) if element is not None else None


def _get(element: Any, name: str) -> str | None:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def _value(element: Any) -> str | None:
    return _get(element, "val") if element is not None else None


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch("[0-9]{1,6}", text) else otherwise
