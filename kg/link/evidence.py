"""Spans of words -> evidence: the sentence that holds them, in stored offsets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from kg.model import Evidence, Part, Report, Span


def evidence(report: Report, words: Span) -> Evidence:
    """Return where `words` (stored offsets) stand: their sentence, or all sentences that they touch."""
    return Evidence(report.id, passage(report, words), words)


def all_evidence(report: Report, spans: Iterable[Span]) -> tuple[Evidence, ...]:
    """Return the evidence of several spans in the order of the text; of spans that overlap the longest counts."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda item: (item.start - item.end, item)):
        at = bisect_left(kept, span)
        before, after = kept[at - 1 : at] if at else [], kept[at : at + 1]
        if all(other.end <= span.start for other in before) and all(span.end <= other.start for other in after):
            kept.insert(at, span)
    return tuple(evidence(report, span) for span in kept)


def passage(report: Report, words: Span) -> Span:
    """Return the stored span of the sentence or sentences that `words` touch, without blanks around it."""
    first, last = _sentences(report, words)
    if first is None or last is None:
        return words
    start, end = report.sentences[first].start, report.sentences[last].end
    text = report.clean.text
    while start < end - 1 and text[start].isspace():
        start += 1
    while end - 1 > start and text[end - 1].isspace():
        end -= 1
    span = report.clean.span(start, end)
    return Span(min(span.start, words.start), max(span.end, words.end))


def part(report: Report, words: Span) -> Part:
    """Return the part of the report that `words` stand in."""
    first, _ = _sentences(report, words)
    return report.sentences[first].part if first is not None else Part.REVIEW


def _sentences(report: Report, words: Span) -> tuple[int | None, int | None]:
    """Return the indices of the first and last sentence that `words` touch; None where it is in none."""
    offsets = report.clean.offsets
    start = bisect_left(offsets, words.start)
    end = max(start, bisect_left(offsets, words.end) - 1)
    if not report.sentences:
        return None, None
    first, last = report.sentence_at(start), report.sentence_at(end)
    if start >= report.sentences[first].end:  # between two sentences, or before the first one
        first += 1
    if first > last or first >= len(report.sentences) or report.sentences[first].start > end:
        return None, None
    return first, last
