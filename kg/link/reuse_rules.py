"""From when on what two reports have in common is a copy: the numbers of kg/lexicon/text_reuse.toml."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from kg import lexicon
from kg.errors import LexiconError


class Settings(NamedTuple):
    """The rules of kg/lexicon/text_reuse.toml."""

    length: int
    boilerplate_share: Decimal
    boilerplate_reports: int
    boilerplate_least: int
    repeats: int
    near_share: Decimal
    sample_above: int
    sample: int

    def is_common(self, having: int, reports: int) -> bool:
        """Tell whether a stretch that `having` of the reports have is everybody's."""
        return (
            reports >= self.boilerplate_reports and having >= self.boilerplate_least and having > self.boilerplate_share * reports
        )


@lexicon.cached
def settings() -> Settings:
    """Return the rules of text reuse; raises LexiconError for a number that is missing or cannot be."""
    return Settings(
        length=_whole("passage", "length", 1),
        boilerplate_share=_share("passage", "boilerplate_share"),
        boilerplate_reports=_whole("passage", "boilerplate_reports", 0),
        boilerplate_least=_whole("passage", "boilerplate_least", 0),
        repeats=_whole("passage", "repeats", 1),
        near_share=_share("near_duplicate", "share"),
        sample_above=_whole("near_duplicate", "sample_above", 0),
        sample=_whole("near_duplicate", "sample", 1),
    )


def _whole(table: str, key: str, least: int) -> int:
    value = _said(table, key)
    if type(value) is not int or value < least:
        raise LexiconError(f"text_reuse.toml: {key} is {value!r}; it must be a whole number of {least} or more")
    return value


def _share(table: str, key: str) -> Decimal:
    value = _said(table, key)
    if type(value) not in (int, float) or not 0 <= value <= 1:
        raise LexiconError(f"text_reuse.toml: {key} is {value!r}; it must be a number from 0 to 1")
    return Decimal(str(value))


def _said(table: str, key: str) -> Any:
    rules = lexicon.rules("text_reuse").get(table)
    if not isinstance(rules, dict) or key not in rules:
        raise LexiconError(f"text_reuse.toml: {key} is missing in [{table}]; kg/lexicon/text_reuse.toml shows the form")
    return rules[key]
