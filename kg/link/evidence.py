"""Spans of words -> evidence: the sentence that holds them, in stored offsets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from kg.model import Evidence, Part, Report, Span


def evidence(report: Report, words: Span) -> Evidence:
    """Return where `words` (stored offsets) stand: their sentence, or all sentences that they touch."""
    return Passages(report).evidence(words)


class Passages:
    """The sentences of a report, looked up for many words: what stands in one sentence shares its passage."""

    def __init__(self, report: Report) -> None:
        """Take the report."""
        self._report = report
        self._spans: dict[tuple[int, int], Span] = {}  # by first and last sentence

    def evidence(self, words: Span) -> Evidence:
        """Return where `words` (stored offsets) stand: their sentence, or all sentences that they touch."""
        return Evidence(self._report.id, self._passage(words), words)

    def all_evidence(self, spans: Iterable[Span]) -> tuple[Evidence, ...]:
        """Return the evidence of several spans in the order of the text; of spans that overlap the longest counts."""
        different = set(spans)
        if len(different) < 2:
            return tuple(map(self.evidence, different))
        kept: list[Span] = []
        for span in sorted(different, key=lambda item: (item.start - item.end, item)):
            at = bisect_left(kept, span)
            before, after = kept[at - 1 : at] if at else [], kept[at : at + 1]
            if all(other.end <= span.start for other in before) and all(span.end <= other.start for other in after):
                kept.insert(at, span)
        return tuple(map(self.evidence, kept))

    def part(self, words: Span) -> Part:
        """Return the part of the report that `words` stand in."""
        touched = self._sentences(words)
        return self._report.sentences[touched[0]].part if touched else Part.REVIEW

    def _passage(self, words: Span) -> Span:
        """Return the stored span of the sentence or sentences that `words` touch, without blanks around it."""
        touched = self._sentences(words)
        if touched is None:
            return words
        span = self._spans.get(touched)
        if span is None:
            span = self._spans[touched] = self._between(*touched)
        if span.start <= words.start and words.end <= span.end:
            return span
        return Span(min(span.start, words.start), max(span.end, words.end))

    def _between(self, first: int, last: int) -> Span:
        start, end = self._report.sentences[first].start, self._report.sentences[last].end
        text = self._report.clean.text
        while start < end - 1 and text[start].isspace():
            start += 1
        while end - 1 > start and text[end - 1].isspace():
            end -= 1
        return self._report.clean.span(start, end)

    def _sentences(self, words: Span) -> tuple[int, int] | None:
        """Return the indices of the first and last sentence that `words` touch; None where it is in none."""
        sentences = self._report.sentences
        if not sentences:
            return None
        offsets = self._report.clean.offsets
        start = bisect_left(offsets, words.start)
        end = max(start, bisect_left(offsets, words.end, start) - 1)
        first = self._report.sentence_at(start)
        last = first if end < sentences[first].end else self._report.sentence_at(end)  # most words are in one sentence
        if start >= sentences[first].end:  # between two sentences, or before the first one
            first += 1
        if first > last or first >= len(sentences) or sentences[first].start > end:
            return None
        return first, last
