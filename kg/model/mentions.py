"""What an extractor finds: `span` is the stored span of the words, `rule` names what fired."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.model.text import Kind, Report, Span, Status


@dataclass(frozen=True, slots=True)
class MetricMention:
    """A number that states a quantity (definitions.md section 2 gives the meaning of each field)."""

    span: Span
    rule: str
    value: Decimal
    unit: str
    modifier: str  # exact | more_than | about | less_than | range
    indicator: str
    status: Status
    value_max: Decimal | None = None
    period: str | None = None  # ISO interval, open ends as '..', or a year
    change: str | None = None  # increase | decrease | unchanged
    change_base: str | None = None  # as written: 同比, 较去年, 环比
    numeral: str = "arabic"  # arabic | han
    initiative: str | None = None  # name of an InitiativeMention of the same report


@dataclass(frozen=True, slots=True)
class InitiativeMention:
    """A named initiative of a report with all its surface forms there."""

    span: Span  # the first mention
    rule: str
    name: str
    kind: Kind
    status: Status  # ACHIEVED (active), UNDERWAY (active) or PLANNED
    surfaces: tuple[Span, ...]  # every mention, in order
    components: tuple[str, ...] = ()
    family: str | None = None
    confidence: float = 1.0
    surface_statuses: tuple[Status, ...] = ()  # of each surface, in its order; empty: `status` holds for all


@dataclass(frozen=True, slots=True)
class HonourMention:
    """A title, award or ranking; `level` as in definitions.md or None."""

    span: Span
    rule: str
    name: str
    level: str | None
    status: Status
    kind: str  # title | ranking
    about: str | None = None


@dataclass(frozen=True, slots=True)
class FirstMention:
    """A claim to be first, only or pioneering; the span covers the clause."""

    span: Span
    rule: str
    scope: str | None
    about: str


@dataclass(frozen=True, slots=True)
class PartnerMention:
    """An organisation named as cooperating with the sub-district."""

    span: Span
    rule: str
    name: str


@dataclass(frozen=True, slots=True)
class LocalityMention:
    """A community, estate, road, water, park or site named."""

    span: Span
    rule: str
    name: str
    kind: str  # community | estate | road | water | park | site | other


@dataclass(frozen=True, slots=True)
class Leftover:
    """A numeral or quoted phrase that was not turned into a fact, and the class of reason."""

    span: Span
    reason: str
    kind: str = "numeral"  # numeral | quotation


@dataclass(frozen=True, slots=True)
class Extraction:
    """A report with everything found in it."""

    report: Report
    metrics: tuple[MetricMention, ...] = ()
    initiatives: tuple[InitiativeMention, ...] = ()
    honours: tuple[HonourMention, ...] = ()
    firsts: tuple[FirstMention, ...] = ()
    partners: tuple[PartnerMention, ...] = ()
    localities: tuple[LocalityMention, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
