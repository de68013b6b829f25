"""Stored text -> Report: clean text, head, heading tree, sentences with section and part."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from kg.model import CleanText, Head, Part, Report, Section, Sentence, Source
from kg.text.clean import clean, fold
from kg.text.furniture import find_furniture
from kg.text.head import IndexHead, read_head
from kg.text.headings import Heading, find_headings
from kg.text.lines import Line, split_lines
from kg.text.parts import announced_parts, title_parts
from kg.text.place_name import find_sub_district
from kg.text.report_period import find_report_periods
from kg.text.sections import build_sections
from kg.text.sentences import split_sentences
from kg.text.title import TitleBlock, find_title
from kg.text.turn import find_turn, reads_as_plan

_BLANKS = re.compile(r"\s+")


class _Outline(NamedTuple):
    """What the lines of a text are, before sections and parts are settled."""

    lines: list[Line]
    furniture: frozenset[int]
    head: IndexHead
    title: TitleBlock
    headings: list[Heading]

    @property
    def aside(self) -> frozenset[int]:
        """Indices of the lines that belong to the head."""
        return frozenset(self.head.lines | self.title.lines)


def lay_out(source: Source, text: str) -> Report:
    """Return the report that `text` (stored text) holds; any text gives a report."""
    cleaned = clean(text)
    outline = _outline(cleaned, text)
    sections, turn = _sections(cleaned, outline)
    head = _head(cleaned, outline, sections, turn)
    return Report(
        id=identity(cleaned.text),
        source=source,
        text=text,
        clean=cleaned,
        sections=sections,
        sentences=_sentences(cleaned, outline, sections, turn),
        head=head,
    )


def identity(clean_text: str) -> str:
    """Return the id of the report with this clean text: 16 hex digits; blanks do not count."""
    return hashlib.sha256(_BLANKS.sub("", clean_text).encode("utf-8", "replace")).hexdigest()[:16]


def _outline(cleaned: CleanText, text: str) -> _Outline:
    lines = split_lines(cleaned.text)
    furniture = find_furniture(lines)
    head = read_head(cleaned, lines, furniture)
    title = find_title(cleaned, text, lines, head, furniture)
    headings = find_headings(cleaned, lines, frozenset(furniture | head.lines | title.lines))
    return _Outline(lines, furniture, head, title, headings)


def _sections(cleaned: CleanText, outline: _Outline) -> tuple[tuple[Section, ...], int | None]:
    """Return the sections and, where no heading says it, the clean offset at which the plan begins."""
    body = [line for i, line in enumerate(outline.lines) if i not in outline.furniture and i not in outline.aside]
    turn = find_turn(body, outline.headings, title_parts(fold(outline.title.title or "")))
    first = Part.PLAN if turn is not None and body and turn <= body[0].start else Part.REVIEW
    sections = _between(build_sections(outline.headings, len(cleaned.text), first), outline.headings, body)
    if turn is not None:
        sections = tuple(replace(section, part=Part.PLAN) if section.start >= turn else section for section in sections)
    return sections, turn


def _between(sections: tuple[Section, ...], headings: Sequence[Heading], body: Sequence[Line]) -> tuple[Section, ...]:
    """Settle by wording the top sections right before the announced plan whose own headings announce nothing."""
    said = announced_parts(headings)
    top = [i for i, section in enumerate(sections) if section.parent < 0]
    first_plan = next((n for n, i in enumerate(top) if said[i] is Part.PLAN), 0)
    start = None
    for index in reversed(top[:first_plan]):
        section = sections[index]
        if said[index] is not None or not reads_as_plan(body, section.start, section.end):
            break
        start = section.start
    if start is None:
        return sections
    return tuple(replace(section, part=Part.PLAN) if section.start >= start else section for section in sections)


def _plan_start(sections: Sequence[Section], turn: int | None) -> int | None:
    if turn is not None:
        return turn
    plans = [section for section in sections if section.part is Part.PLAN]
    return min(plans, key=lambda section: (section.level, section.start)).start if plans else None


def _head(cleaned: CleanText, outline: _Outline, sections: Sequence[Section], turn: int | None) -> Head:
    index, title = outline.head, outline.title
    plan_start = _plan_start(sections, turn)
    clean_title = _BLANKS.sub("", clean(title.title).text) if title.title else None
    named = clean_title or index.get("title")
    publisher = index.get("publisher") or title.publisher
    periods = find_report_periods(named, outline.headings, cleaned.text, plan_start, title.delivered)
    return Head(
        title=title.title or index.get("title"),
        title_span=title.span,
        publisher=publisher,
        published=index.get("published") or title.published,
        index_number=index.get("index_number"),
        document_number=index.get("document_number"),
        sub_district=find_sub_district(named, publisher, cleaned.text, title.venue),
        period=periods.review,
        plan_period=periods.plan,
        plan_start=plan_start,
    )


def _sentences(cleaned: CleanText, outline: _Outline, sections: Sequence[Section], turn: int | None) -> tuple[Sentence, ...]:
    ends = {heading.end for heading in outline.headings if 0 < heading.end < len(cleaned.text)}
    cuts = sorted(
        end for end in ends if cleaned.text[end] not in ",、"
    )  # 一是推进…,…: one sentence, its first clause is the heading
    aside = dict.fromkeys(outline.furniture, Part.FURNITURE) | {i: Part.HEAD for i in outline.aside if i not in outline.furniture}
    overrides = [(outline.lines[i].start, outline.lines[i].end, part) for i, part in sorted(aside.items())]
    if turn is not None:
        overrides.append((turn, len(cleaned.text), Part.PLAN))
    return split_sentences(cleaned.text, sections, cuts, overrides)
