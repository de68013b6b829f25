"""Places in a report that may name an initiative: quotations, titles, known names, what the tagger takes for one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extract.kinds import head_behind
from kg.extract.known import Names, national_names
from kg.extract.quotes import Quotation, find_quotations
from kg.extract.screening import screen
from kg.extract.tagger import Model, tag
from kg.lexicon import cached, table
from kg.model import Part, Report

_MARKS = re.compile(r"[“”‘’「」『』\"\n]")
_CODE = re.compile(r"[0-9+.\-/×A-Za-z]{1,9}|(?=.{0,3}[一二两三四五六七八九十0-9])[一-龥0-9]{2}")
_SILENT = frozenset({Part.FURNITURE, Part.HEAD})

Judged = tuple[Quotation, str | None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A surface in clean offsets (with its marks), the name that it gives, the rule that found it."""

    start: int
    end: int
    name: str
    rule: str
    confidence: float
    title: bool = False
    head: str = ""  # the noun phrase behind a quoted name
    tagged: float = 0.0  # what the tagger gives a quoted name


def judged_quotations(report: Report) -> list[Judged]:
    """Return the quotations of `report`, each with the reason for which it names nothing, or None."""
    text = report.clean.text
    result: list[Judged] = []
    previous: Judged | None = None
    for quotation in find_quotations(report.clean):
        part = _part(report, quotation.start)
        if part is Part.FURNITURE or (part is Part.HEAD and quotation.mark == "gap"):
            continue
        if quotation.mark == "gap" and result and quotation.within(result[-1][0]):
            continue
        previous = (quotation, screen(text, quotation, previous))
        result.append(previous)
    return result


def quoted_candidates(report: Report, judged: Sequence[Judged]) -> list[Candidate]:
    """Return what the kept quotations name."""
    found = [_candidate(report.clean.text, quotation) for quotation, reason in judged if reason is None]
    return [*found, *_families(found)]


def _candidate(text: str, quotation: Quotation) -> Candidate:
    inner = name_in(text, quotation.inner, quotation.outer)
    if quotation.mark == "《":
        return Candidate(quotation.start, quotation.end, inner, "title", 0.8, title=True)
    rule = {"gap": "lost-quotes", "lone": "broken-quotes"}.get(quotation.mark, "quoted")
    head = head_behind(text, quotation.end)
    end, name = quotation.end, inner
    if head and _CODE.fullmatch(inner):
        end, name = quotation.end + len(head), inner + head
    return Candidate(quotation.start, end, name, rule, 0.85 if rule == "quoted" else 0.6, head=head)


@cached
def _plain_heads() -> frozenset[str]:
    return frozenset(row["edge"] for row in table("name_edges") if row["side"] == "end")


def _families(found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield “甲”+head noun as names of their own where one quoted word stands before several of them.

    “家门口”服务站 and “家门口”服务园 are two things; “自治金”项目 and “自治金” are one.
    """
    heads: dict[str, set[str]] = {}
    for item in found:
        if item.head and item.head not in _plain_heads() and not item.title and not item.name.endswith(item.head):
            heads.setdefault(item.name, set()).add(item.head)
    for item in found:
        own = heads.get(item.name, set())
        if len(own) > 1 and item.head in own:
            yield Candidate(item.start, item.end + len(item.head), item.name + item.head, "family", 0.7)


def marks_of(judged: Sequence[Judged]) -> list[tuple[int, int, str]]:
    """Return quotations as (start, end, verdict) for the tagger: k kept, t title, else the reason's first letter."""
    return [
        (item.start, item.end, reason[0] if reason else "t" if item.mark == "《" else "k")
        for item, reason in judged
        if item.mark != "gap"
    ]


def tagged_candidates(report: Report, judged: Sequence[Judged], model: Model, least: float) -> Iterator[Candidate]:
    """Yield what `model` takes for a name with probability `least` or more, outside refused quotations."""
    text = report.clean.text
    marks = marks_of(judged)
    refused = [(item.start, item.end) for item, reason in judged if reason is not None]
    first = 0
    for sentence in report.sentences:
        if sentence.part in _SILENT:
            continue
        while first < len(marks) and marks[first][0] < sentence.start:
            first += 1
        inside = []
        for start, end, verdict in marks[first:]:
            if start >= sentence.end:
                break
            if end <= sentence.end:
                inside.append((start - sentence.start, end - sentence.start, verdict))
        for found in tag(text[sentence.start : sentence.end], inside, model):
            start, end = found.start + sentence.start, found.end + sentence.start
            if found.probability < least or any(s <= start and end <= e for s, e in refused):
                continue
            yield Candidate(start, end, name_in(text, start, end), "tagger", found.probability)


def with_tags(quoted: Sequence[Candidate], tagged: Sequence[Candidate]) -> list[Candidate]:
    """Return the quoted candidates, each with the best probability of the tagged ones inside it."""
    return [
        replace(item, tagged=max((t.confidence for t in tagged if item.start <= t.start and t.end <= item.end), default=0.0))
        for item in quoted
    ]


def outside(loose: Sequence[Candidate], quoted: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates of `loose` that are not inside a quoted one."""
    spans = [(item.start, item.end) for item in quoted]
    return [item for item in loose if not any(s <= item.start and item.end <= e for s, e in spans)]


def name_in(text: str, start: int, end: int) -> str:
    """Return the name written at `start` to `end`: without quotation marks and edge punctuation."""
    return _MARKS.sub("", text[start:end]).strip(" 、,。;:·")


def known_candidates(report: Report, names: Names, rule: str, confidence: float) -> Iterator[Candidate]:
    """Yield the known names that stand in `report`, outside its furniture."""
    for hit in names.find(report.clean.text):
        if _part(report, hit.start) not in _SILENT:
            yield Candidate(hit.start, hit.end, hit.name, rule, confidence)


def national_candidates(report: Report) -> Iterator[Candidate]:
    """Yield the widespread formulations that count without quotation marks."""
    return known_candidates(report, national_names(), "national", 0.75)


def _part(report: Report, at: int) -> Part:
    return report.sentences[report.sentence_at(at)].part if report.sentences else Part.REVIEW
