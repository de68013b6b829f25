"""Linked values: entities and statements, each statement with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kg.errors import EvidenceError
from kg.model.mentions import Extraction
from kg.model.review import Reviewed
from kg.model.text import Kind, Source, Span, Status


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where it says so: the report, the sentence (`passage`) and the words (`span`), in stored offsets."""

    report: str
    passage: Span
    span: Span

    def __post_init__(self) -> None:
        if not (self.passage.start <= self.span.start and self.span.end <= self.passage.end):
            raise EvidenceError(f"{self.report}: {self.span} does not lie in its passage {self.passage}")


@dataclass(frozen=True, slots=True)
class Place:
    """A division. `id` is frozen ASCII (330802-fushan, 330802, 3308, 33, or x-HASH for an anonymous one)."""

    id: str
    name: str
    level: str  # sub_district | town | township | district | city | province | other
    district: str | None = None  # ids of the ancestors
    city: str | None = None
    province: str | None = None
    statistical_code: str | None = None  # National Bureau of Statistics, 9 digits
    civil_affairs_code: str | None = None
    former_names: tuple[str, ...] = ()
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class PlaceDecision:
    """Which place a report is about, why, and what came second."""

    place: Place
    ancestors: tuple[Place, ...]
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    runner_up: Place | None = None
    certain: bool = True
    inferred: bool = False  # a reviewer says so of a report that does not name its place


@dataclass(frozen=True, slots=True)
class Initiative:
    """A concept shared by all who name it. `id`: a frozen slug, or x and 12 hex digits of the label's hash."""

    id: str
    label: str
    kind: Kind
    alt_labels: tuple[str, ...] = ()
    label_en: str | None = None
    origin_level: str = "local"  # national | provincial | municipal | district | local
    first_year: int | None = None  # of a national formulation, where certain
    boilerplate: bool = False  # left out of shared pictures by default
    components: tuple[str, ...] = ()  # labels of the parts of a numeric formula, in order
    family: str | None = None
    variant_of: str | None = None  # id of another initiative
    carried_out_by: tuple[str, ...] = ()  # place ids
    merge_reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is counted: action and object, comparable over places and years."""

    id: str
    label: str
    alt_labels: tuple[str, ...] = ()
    label_en: str | None = None
    merge_reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Locality:
    """A community, estate, road, water, park or site within a place."""

    id: str
    label: str
    kind: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A fact with its evidence; it cannot be made without."""

    id: str
    place: str
    year: int | None
    status: Status
    report: str
    rule: str
    label: str  # says the fact whole, in Chinese
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if not self.evidence:
            raise EvidenceError(f"statement without evidence: {self.label}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Statement):
    """A number; `verbatim` is its text with unit."""

    indicator: str
    value: Decimal
    value_max: Decimal | None = None
    unit: str = ""
    unit_iri: str | None = None
    modifier: str = "exact"
    change: str | None = None
    change_base: str | None = None
    from_date: str | None = None
    until_date: str | None = None
    initiative: str | None = None
    verbatim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Implementation(Statement):
    """A place's doing of an initiative in a year; its evidence holds every mention."""

    initiative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition(Statement):
    """A title, ranking or award."""

    name: str
    level: str | None
    kind: str
    about: str | None = None  # initiative id


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstClaim(Statement):
    """A claim to be first."""

    scope: str | None
    claim: str
    about: str | None = None  # initiative id


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership(Statement):
    """A named cooperating organisation."""

    partner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalityNote(Statement):
    """A locality named in a report."""

    locality: str


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """A plan of a place met with the result that a later report gives; the evidence is that of the two statements."""

    id: str
    place: str
    year: int  # the year that was planned for
    plan: str  # statement ids
    result: str
    label: str
    ratio: Decimal | None = None  # result by plan, where both are numbers; 4 places


@dataclass(frozen=True, slots=True)
class Conflict:
    """Statements of one place, year, indicator, unit, period and change that cannot all be true."""

    id: str
    place: str
    year: int
    indicator: str
    statements: tuple[str, ...]  # ids, two or more
    label: str


@dataclass(frozen=True, slots=True)
class Adoption:
    """Who took up an initiative when: each place with its first year, in order; the first ones share `year`."""

    initiative: str
    year: int
    first: tuple[str, ...]  # place ids
    order: tuple[tuple[int, str], ...]  # (first year, place id) of every place


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """A stretch of the stored text of a report."""

    report: str
    span: Span

    @property
    def key(self) -> tuple[str, int, int]:
        """What it is sorted by, in less time than by itself: report, start and end."""
        return self.report, self.span.start, self.span.end


@dataclass(frozen=True, slots=True)
class ReusedPassage:
    """A passage that two reports share; `length` counts its letters and digits, without blanks and punctuation."""

    id: str
    length: int
    occurrences: tuple[Occurrence, Occurrence]  # by report id
    label: str


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two reports of nearly the same text: the share of the shingles of the longer one that the other one has."""

    id: str
    reports: tuple[str, str]  # ids in order
    share: Decimal  # 4 places
    label: str


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything a build found, sorted by id; independent of the order of the input files."""

    extractions: Sequence[Extraction]  # by report id; of a large build on the disk (kg.model.held)
    decisions: dict[str, PlaceDecision]  # by report id
    places: tuple[Place, ...]
    initiatives: tuple[Initiative, ...]
    indicators: tuple[Indicator, ...]
    localities: tuple[Locality, ...]
    statements: Sequence[Statement]  # the same
    sources: dict[str, tuple[Source, ...]] = field(default_factory=dict)  # report id -> every file that holds it
    reviewed: tuple[Reviewed, ...] = ()  # the reviewer's decisions and what became of each
    fulfilments: tuple[Fulfilment, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    reused: Sequence[ReusedPassage] = ()  # the same
    near_duplicates: tuple[NearDuplicate, ...] = ()

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements)
