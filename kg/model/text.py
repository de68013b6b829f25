"""Values of the reading and layout stages: spans, sources, reports and their parts."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter

from kg.errors import EvidenceError

_START = attrgetter("start")


class Part(StrEnum):
    """What a stretch of a report is for."""

    HEAD = "head"  # index head, title, publication line
    REVIEW = "review"  # what was done
    PLAN = "plan"  # what will be done
    FURNITURE = "furniture"  # 打印本页, 访问次数, 相关稿件: never a source of facts


class Status(StrEnum):
    """How far a fact is; the last three are for recognitions only."""

    ACHIEVED = "achieved"
    UNDERWAY = "underway"
    PLANNED = "planned"
    STANDARD = "standard"
    RECEIVED = "received"
    SOUGHT = "sought"
    RENEWED = "renewed"


class Kind(StrEnum):
    """Kinds of initiative (definitions in docs/glossary.md)."""

    SLOGAN = "slogan"
    CAMPAIGN = "campaign"
    PROJECT = "project"
    PLATFORM = "platform"
    MECHANISM = "mechanism"
    ORGANISATION = "organisation"
    SERVICE = "service"
    POLICY = "policy"
    EVENT = "event"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of the stored text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise EvidenceError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Source:
    """One input file: its name relative to the input folder, the hash of its bytes, and its format.

    `pages` are the code points of the stored text at which its pages begin (none: a format without pages), `note`
    what a user should know of the reading.
    """

    name: str
    sha256: str
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    pages: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class CleanText:
    """The text that patterns run on, with the stored offset of each of its characters.

    `offsets[i]` is the stored offset of clean character `i`; one more entry holds the stored length.
    """

    text: str
    offsets: array[int]

    def span(self, start: int, end: int) -> Span:
        """Return the stored span of clean characters `start` to `end` (excluded)."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Two ISO dates, both included."""

    start: str
    end: str

    @property
    def year(self) -> int:
        """The year that the period ends in."""
        return int(self.end[:4])


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. `start`, `end` are clean offsets of the whole section."""

    number: str  # as written: 一、 (二) 3. 一是; empty for unnumbered headings
    title: str
    level: int
    start: int
    end: int
    parent: int  # index into Report.sections, -1 at the top
    part: Part


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or a line, in clean offsets, with the section that it stands in (-1: none)."""

    start: int
    end: int
    section: int
    part: Part


@dataclass(frozen=True, slots=True)
class Head:
    """What a report says of itself. Texts are as written; dates are ISO; None where nothing is said."""

    title: str | None = None
    title_span: Span | None = None
    publisher: str | None = None
    published: str | None = None
    index_number: str | None = None
    document_number: str | None = None
    sub_district: str | None = None
    period: Period | None = None
    plan_period: Period | None = None
    plan_start: int | None = None  # clean offset at which the plan part begins
    # names and descriptors (city, district, short forms) with their stored spans are found by kg.link.places


@dataclass(frozen=True, slots=True)
class Report:
    """One report after reading and layout; nothing has been extracted yet."""

    id: str  # 16 hex digits of the SHA-256 of the normalised text
    source: Source
    text: str
    clean: CleanText
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    head: Head

    def sentence_at(self, position: int) -> int:
        """Return the index of the sentence that holds the clean offset, else of the last one before it."""
        return max(bisect_right(self.sentences, position, key=_START) - 1, 0)

    @property
    def year(self) -> int | None:
        """The year that the report is about: the end of its period, of its plan period, else of its publication."""
        period = self.head.period or self.head.plan_period
        if period is not None:
            return period.year
        return int(self.head.published[:4]) if self.head.published else None
