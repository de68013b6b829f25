"""Turn places, reports and marked sentences into Turtle; independent of the builder under test.

A sentence marks the words of its facts with ⟦ ⟧, in the order of the facts that follow it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

PREFIXES = """@prefix jd: <https://w3id.org/jiedao/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
BASE = "https://example.org/jiedao/id/"
INDICATORS = {
    "拆除违法建筑面积": "chaiwei",
    "处置案件": "anjian",
    "案件处置率": "chuzhilv",
    "加装电梯": "dianti",
    "垃圾分类达标率": "laji",
    "规上工业产值增长": "chanzhi",
    "改造楼道": "loudao",
    "服务老人": "laoren",
}
_MARK = re.compile("⟦([^⟧]*)⟧")


def iri(kind: str, local: str) -> str:
    return f"<{BASE}{kind}/{local}>"


def zh(text: str) -> str:
    return f'"{text}"@zh'


@dataclass(frozen=True)
class Fact:
    """One statement: its class, what its label says, its status, and its own triples."""

    kind: str
    said: str
    status: str
    triples: tuple[str, ...]
    year: int | None = None


def does(initiative: str, label: str, status: str = "Achieved", year: int | None = None) -> Fact:
    return Fact("Implementation", label, status, (f"jd:initiative {iri('initiative', initiative)}",), year)


def counts(indicator: str, value: str, unit: str, status: str = "Achieved", *more: str, year: int | None = None) -> Fact:
    triples = (
        f"schema:variableMeasured {iri('indicator', INDICATORS[indicator])}",
        f"schema:value {value}",
        f'schema:unitText "{unit}"',
        *more,
    )
    return Fact("Observation", f"{indicator} {value}{unit}", status, triples, year)


def measures(initiative: str) -> str:
    return f"jd:initiative {iri('initiative', initiative)}"


def wins(honour: str, level: str | None, status: str = "Received", kind: str = "TitleAward", about: str | None = None) -> Fact:
    triples = [f"jd:honour {zh(honour)}", f"jd:recognitionKind jd:{kind}"]
    triples += [f"jd:awardLevel jd:{level}"] if level else []
    triples += [f"jd:about {iri('initiative', about)}"] if about else []
    return Fact("Recognition", honour, status, tuple(triples))


def claims(claim: str, scope: str | None = None, about: str | None = None) -> Fact:
    triples = [f"jd:claim {zh(claim)}"]
    triples += [f"jd:claimScope {zh(scope)}"] if scope else []
    triples += [f"jd:about {iri('initiative', about)}"] if about else []
    return Fact("FirstClaim", claim, "Achieved", tuple(triples))


def works_with(partner: str) -> Fact:
    return Fact("Partnership", partner, "Achieved", (f"jd:partner {zh(partner)}",))


def names(locality: str, label: str) -> Fact:
    return Fact("LocalityNote", label, "Achieved", (f"jd:locality {iri('locality', locality)}",))


@dataclass
class Corpus:
    """Collects the Turtle of a corpus; reports are written when `turtle` is called."""

    lines: list[str] = field(default_factory=list)
    reports: list[ReportText] = field(default_factory=list)

    def node(self, kind: str, local: str, classes: str, label: str, *triples: str) -> None:
        """Add a thing with its label."""
        self.lines.append(" ;\n    ".join([f"{iri(kind, local)} a {classes}", f"rdfs:label {zh(label)}", *triples]) + " .")

    def report(self, key: str, place: str, name: str, year: int, title: str, *triples: str) -> ReportText:
        """Begin a report."""
        made = ReportText(key, place, name, year, title, triples)
        self.reports.append(made)
        return made

    def turtle(self) -> str:
        """Return everything as one Turtle text."""
        return PREFIXES + "\n".join([*self.lines, *(line for report in self.reports for line in report.lines())]) + "\n"


@dataclass
class ReportText:
    """A report that grows sentence by sentence, with the offsets of each."""

    key: str
    place: str
    name: str
    year: int
    title: str
    triples: tuple[str, ...]
    text: str = ""
    section: str | None = None
    made: list[str] = field(default_factory=list)
    passages: int = 0

    def __post_init__(self) -> None:
        self.text = self.title + "\n"

    def heading(self, number: str, title: str, policy_field: str) -> None:
        """Begin a section; its end is the end of its heading line, which is enough for the questions."""
        start, self.section = len(self.text), iri("section", f"{self.key}-{len(self.text)}")
        self.text += number + title + "\n"
        self.made.append(
            f"{self.section} a jd:Section ; rdfs:label {zh(number + title)} ; jd:number {zh(number)[:-3]} ; jd:heading {zh(title)} ; "
            f"jd:level 1 ; jd:policyField jd:{policy_field} ; dcterms:isPartOf {iri('report', self.key)} ; "
            f"oa:start {start} ; oa:end {len(self.text) - 1} ."
        )

    def say(self, marked: str, *facts: Fact) -> list[str]:
        """Add a sentence; its n-th mark is the mention of its n-th fact. Return the statements."""
        statements = []
        start, sentence = len(self.text), _MARK.sub(r"\1", marked)
        self.text += sentence + "\n"
        passage = iri("passage", f"{self.key}-{start}-{start + len(sentence)}")
        whole = self.section or iri("report", self.key)
        self.made.append(
            f"{passage} a jd:Passage ; prov:wasQuotedFrom {iri('report', self.key)} ; dcterms:isPartOf {whole} ; "
            f"oa:start {start} ; oa:end {start + len(sentence)} ; oa:exact {zh(sentence)} ."
        )
        spans = [(match.start() - 2 * n, match[1]) for n, match in enumerate(_MARK.finditer(marked))]
        for (at, words), fact in zip(spans, facts, strict=True):
            mention = iri("mention", f"{self.key}-{start + at}-{start + at + len(words)}")
            self.made.append(
                f"{mention} a jd:Mention ; dcterms:isPartOf {passage} ; "
                f"oa:start {start + at} ; oa:end {start + at + len(words)} ; oa:exact {zh(words)} ."
            )
            self.made.append(self._statement(fact, words, mention, passage))
            statements.append(self.made[-1].partition(" a ")[0])
        return statements

    def occurrence(self, words: str) -> str:
        """Add the place where some words of the report stand, as one side of a shared passage."""
        start = self.text.index(words)
        made = iri("occurrence", f"{self.key}-{start}-{start + len(words)}")
        self.made.append(
            f"{made} a jd:Occurrence ; prov:wasQuotedFrom {iri('report', self.key)} ; "
            f"oa:start {start} ; oa:end {start + len(words)} ; oa:exact {zh(words)} ."
        )
        return made

    def _statement(self, fact: Fact, words: str, mention: str, passage: str) -> str:
        year = fact.year or self.year
        own = list(fact.triples)
        if fact.kind == "Observation":
            own.append(f"jd:verbatim {zh(words)}")
            if not any(triple.startswith("jd:modifier") for triple in own):
                own.append("jd:modifier jd:Exact")
        return (
            " ; ".join(
                [
                    f"{iri('statement', hashlib.sha256((self.key + mention + fact.said).encode()).hexdigest()[:16])} a jd:{fact.kind}",
                    f"rdfs:label {zh(f'{self.name} {year} {fact.said}')}",
                    f"jd:place {iri('place', self.place)} ; jd:year {year} ; jd:status jd:{fact.status}",
                    f'jd:report {iri("report", self.key)} ; jd:rule "corpus" ; prov:wasDerivedFrom {passage} ; jd:mention {mention}',
                    *own,
                ]
            )
            + " ."
        )

    def lines(self) -> list[str]:
        """Return the Turtle of the report and of all that it says."""
        head = [
            f"{iri('report', self.key)} a jd:Report",
            f"rdfs:label {zh(self.title)} ; dcterms:title {zh(self.title)}",
            f'jd:place {iri("place", self.place)} ; jd:year {self.year} ; dcterms:source "{self.key}.txt"',
            f'jd:sha256 "{hashlib.sha256(self.text.encode()).hexdigest()}" ; jd:charCount {len(self.text)}',
            *self.triples,
        ]
        return [" ;\n    ".join(head) + " .", *self.made]
