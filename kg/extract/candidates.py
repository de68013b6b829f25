"""Places in a report that may name an initiative: quotations, titles, known names, what the tagger takes for one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from kg.extract.features import without_cues
from kg.extract.kinds import head_behind, head_kind
from kg.extract.known import Names, national, national_names
from kg.extract.quotes import Quotation, find_quotations
from kg.extract.screening import screen
from kg.extract.tagger import Marked, Model, tag_all
from kg.lexicon import cached, table
from kg.model import Kind, Part, Report

_MARKS = re.compile(r"[“”‘’「」『』\"\n]")
_CODE = re.compile(
    r"[0-9+.\-/×A-Za-z]{1,9}|(?=.{0,3}[一二两三四五六七八九十0-9])[一-龥0-9]{2}|[一二三四五六七八九十百千万双]{2,5}"
)
_MODIFIER = re.compile(r"[一-龥]{1,20}$")
_SILENT = frozenset({Part.FURNITURE, Part.HEAD})

Judged = tuple[Quotation, str | None]


class Candidate(NamedTuple):
    """A surface in clean offsets (with its marks), the name that it gives, the rule that found it."""

    start: int
    end: int
    name: str
    rule: str
    confidence: float
    title: bool = False
    head: str = ""  # the noun phrase behind a quoted name
    tagged: float = 0.0  # what the tagger gives a quoted name


class Stretches:
    """Stretches of a text (end excluded) that can be asked whether one of them holds another stretch."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        """Put them in order, with the farthest end up to each."""
        in_order = sorted(spans)
        self._starts = [start for start, _ in in_order]
        self._ends = list(accumulate((end for _, end in in_order), max))

    def hold(self, start: int, end: int) -> bool:
        """Tell whether a stretch begins at `start` or before and ends at `end` or behind."""
        last = bisect_right(self._starts, start) - 1
        return last >= 0 and self._ends[last] >= end


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
    text = report.clean.text
    found = [_compound(text, _candidate(text, quotation)) for quotation, reason in judged if reason is None]
    parts = [part for quotation, reason in judged if reason == "components" for part in _parts(text, quotation)]
    return [*_families(found), *parts]


def _parts(text: str, quotation: Quotation) -> Iterator[Candidate]:
    """Yield the names that “甲+‘乙’+丙” joins to spell out the name behind it."""
    for match in re.compile(r"[^+]{2,16}").finditer(text, quotation.inner, quotation.outer):
        name = name_in(text, match.start(), match.end())
        if "+" in text[quotation.inner : quotation.outer] and 1 < len(name) < 9:
            yield Candidate(match.start(), match.end(), name, "component", 0.6)


def _compound(text: str, item: Candidate) -> Candidate:
    """Name 既有住宅加梯“一网统管”应用场景 as a thing of its own: a widespread name with words before and a noun behind."""
    row = national().get(item.name)
    if row is None or row["kind"] != "platform" or row["name"][0].isdigit():
        return item
    if head_kind(item.head) not in (Kind.PLATFORM, Kind.SERVICE) or item.head in _plain_heads():
        return item
    before = _MODIFIER.search(text[max(0, item.start - 20) : item.start])
    modifier = without_cues(before[0]) if before else ""
    if len(modifier) < 3:
        return item
    start, end = item.start - len(modifier), item.end + len(item.head)
    return item._replace(start=start, end=end, name=name_in(text, start, end), rule="family", head="")


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


def _families(found: Sequence[Candidate]) -> list[Candidate]:
    """Name “甲”+head noun where one quoted word stands before several of them.

    “家门口”服务站 and “家门口”服务园 are two things; “自治金”项目 and “自治金” are one.
    """
    heads: dict[str, set[str]] = {}
    for item in found:
        row = national().get(item.name)
        own = item.head and item.head not in _plain_heads() and not item.title and not item.name.endswith(item.head)
        if own and (row is None or row["kind"] == "slogan"):
            heads.setdefault(item.name, set()).add(item.head)
    return [
        item._replace(end=item.end + len(item.head), name=item.name + item.head, rule="family")
        if len(heads.get(item.name, ())) > 1 and item.head in heads[item.name]
        else item
        for item in found
    ]


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
    refused = Stretches((item.start, item.end) for item, reason in judged if reason is not None)
    marked = marked_sentences(report, judged)
    for (first, _), names in zip(marked, tag_all([one for _, one in marked], model), strict=True):
        for found in names:
            if found.probability < least:
                continue
            start = found.start + first
            end = _closed(text, start, found.end + first)
            if not refused.hold(start, end):
                yield Candidate(start, end, name_in(text, start, end), "tagger", found.probability)


def _closed(text: str, start: int, end: int) -> int:
    """Return `end`, one more if a bracket that opens inside the name closes right behind it."""
    opened = text.count("(", start, end) > text.count(")", start, end)
    return end + 1 if opened and text[end : end + 1] == ")" else end


def marked_sentences(report: Report, judged: Sequence[Judged]) -> list[tuple[int, Marked]]:
    """Return each sentence that states facts with its clean offset and the quotations in it."""
    text, marks = report.clean.text, marks_of(judged)
    result = []
    first = 0
    for sentence in report.sentences:
        start, end = sentence.start, sentence.end
        while first < len(marks) and marks[first][0] < start:
            first += 1
        last = first
        while last < len(marks) and marks[last][0] < end:
            last += 1
        if sentence.part not in _SILENT:
            inside = tuple((s - start, e - start, verdict) for s, e, verdict in marks[first:last] if e <= end)
            result.append((start, (text[start:end], inside)))
    return result


def with_tags(quoted: Sequence[Candidate], tagged: Sequence[Candidate]) -> list[Candidate]:
    """Return the quoted candidates, each with the best probability of the tagged ones inside it."""
    in_order = sorted(tagged, key=lambda t: t.start)
    starts = [t.start for t in in_order]
    result = []
    for item in quoted:
        near = in_order[bisect_left(starts, item.start) : bisect_left(starts, item.end)]
        result.append(item._replace(tagged=max((t.confidence for t in near if t.end <= item.end), default=0.0)))
    return result


def outside(loose: Sequence[Candidate], quoted: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates of `loose` that are not inside a quoted one."""
    around = Stretches((item.start, item.end) for item in quoted)
    return [item for item in loose if not around.hold(item.start, item.end)]


def name_in(text: str, start: int, end: int) -> str:
    """Return the name written at `start` to `end`: without quotation marks and edge punctuation."""
    return _MARKS.sub("", text[start:end]).strip(" 、,。;:·")


def known_candidates(
    report: Report, names: Names, rule: str, confidence: float, taken: bytearray | None = None
) -> Iterator[Candidate]:
    """Yield the known names that stand in `report`, outside its furniture and where nothing is `taken` (a 1 for each character)."""
    for start, end, name in names.find(report.clean.text):
        if (taken is None or taken.find(1, start, end) < 0) and _part(report, start) not in _SILENT:
            yield Candidate(start, end, name, rule, confidence)


def national_candidates(report: Report) -> Iterator[Candidate]:
    """Yield the widespread formulations that count without quotation marks."""
    return known_candidates(report, national_names(), "national", 0.75)


def _part(report: Report, at: int) -> Part:
    return report.sentences[report.sentence_at(at)].part if report.sentences else Part.REVIEW
