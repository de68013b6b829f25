"""What needs a person's eye: doubtful places, kinds, values and names, pairs that look alike, merges made by rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kg.link.initiatives import canonical
from kg.link.journal import shown
from kg.link.keys import display
from kg.link.likeness import alike
from kg.link.places import full_name, rivals
from kg.link.reasons import is_of_one_report
from kg.link.rule_initiatives import LOW
from kg.model import (
    Evidence,
    Extraction,
    Graph,
    Implementation,
    Initiative,
    InitiativeMention,
    Observation,
    Question,
    Ruling,
    Statement,
)

KINDS = ("place", "conflict", "kind", "confidence", "similar", "merge")  # in the order of the table
MOST_PAIRS = 300  # a person reads no more; the likest come first
_LONGEST = 300


def questions(graph: Graph) -> tuple[Question, ...]:
    """Return the rows of the review table, by kind, the weightiest first; what a decision settled is not asked again."""
    review = _Review(graph)
    found = [*review.places(), *review.conflicts(), *review.mentions(), *review.pairs(), *review.merges()]
    return tuple(sorted(found, key=lambda row: (KINDS.index(row.kind), -row.weight, row.key)))


class _Review:
    """The questions that one graph raises."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.texts = {found.report.id: found.report.text for found in graph.extractions}
        self.names = {place.id: place.name for place in graph.places}
        self.initiatives = {item.id: item for item in graph.initiatives}
        self.proofs: dict[str, Evidence] = {}  # by initiative, and by initiative/spelling
        self.of_mention: dict[tuple[str, object], str] = {}
        for item in graph.statements:
            if isinstance(item, Implementation):
                self.proofs.setdefault(item.initiative, item.evidence[0])
                self.of_mention |= {(place.report, place.span): item.initiative for place in item.evidence}
                for place in item.evidence:
                    words = display(place.span.of(self.texts[place.report]))
                    self.proofs.setdefault(f"{item.initiative}/{words}", place)
        self.settled: dict[Ruling, set[frozenset[str]]] = defaultdict(set)
        for done in graph.reviewed:
            self.settled[done.ruling].add(frozenset(key for kind, key in done.touched if kind == "initiative"))
        self.confirmed = {key for sets in self.settled.values() for group in sets for key in group}

    def places(self) -> Iterator[Question]:
        """Ask for the place of each report whose place is uncertain, one row a guess."""
        for found in self.graph.extractions:
            report, decision = found.report, self.graph.decisions[found.report.id]
            if decision.certain:
                continue
            subject = shown(report.head.title or report.source.name, report.id)
            evidence = decision.evidence[0] if decision.evidence else None
            doubt = "; ".join(decision.reasons[:3])
            guesses = [
                (shown(full_name(place), place.id), f"{score:.2f}: {'; '.join(why)}")
                for place, score, why in rivals(found, decision)
            ]
            for rank, (candidate, why) in enumerate(
                guesses or [("", "no guess: write a gazetteer id or statistical code as value")], 1
            ):
                reasons = f"{doubt} | guess {rank}, {why}"
                key = f"place/{report.id}/{rank}"
                yield Question(key, "place", subject, candidate, reasons, self._sentence(evidence), report.id)

    def conflicts(self) -> Iterator[Question]:
        """Ask which of several values of one place, year, indicator and unit is right, one row a statement."""
        groups: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
        for item in self.graph.statements:
            if isinstance(item, Observation):
                same = (
                    item.place,
                    item.year,
                    item.from_date,
                    item.until_date,
                    item.indicator,
                    item.unit,
                    item.status,
                    item.change,
                )
                groups[same].append(item)
        for group in groups.values():
            if len({(item.value, item.value_max) for item in group}) < 2:
                continue
            reports = len({item.report for item in group})
            for item in group:
                others = sorted({shown(other.label, other.id) for other in group if other.value != item.value})
                reasons = f"{len(group)} values for the same place, year, indicator, unit and status, in {reports} report(s)"
                yield self._about(f"conflict/{item.id}", item, " | ".join(others), reasons, float(reports))

    def _about(self, key: str, item: Statement, candidate: str, reasons: str, weight: float) -> Question:
        subject = shown(item.label, item.id)
        return Question(key, "conflict", subject, candidate, reasons, self._sentence(item.evidence[0]), item.report, weight)

    def mentions(self) -> Iterator[Question]:
        """Ask for the kind of initiatives that mentions disagree on, and whether those found with doubt are any."""
        groups: dict[str, list[tuple[Extraction, InitiativeMention]]] = defaultdict(list)
        for found in self.graph.extractions:
            for mention in found.initiatives:
                identity = self.of_mention.get((found.report.id, mention.span))
                if identity is not None:
                    groups[identity].append((found, mention))
        for identity in sorted(groups.keys() - self.confirmed):
            item = self.initiatives[identity]
            kinds = Counter(mention.kind.value for _, mention in groups[identity])
            if len(kinds) > 1:
                said = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items(), key=lambda one: (-one[1], one[0])))
                yield self._on("kind", item, item.kind.value, f"mentions disagree: {said}", float(len(item.carried_out_by)))
            surest = max(mention.confidence for _, mention in groups[identity])
            if surest < LOW and canonical(item.label)[1] is None:  # a national formulation is known to be one
                rules = ", ".join(sorted({mention.rule for _, mention in groups[identity]}))
                yield self._on("confidence", item, item.kind.value, f"confidence {surest:.2f}, found by {rules}", 1 - surest)

    def pairs(self) -> Iterator[Question]:
        """Ask whether two initiatives with like names are one."""
        found = alike([item for item in self.graph.initiatives if not item.boilerplate])
        kept = [pair for pair in found if frozenset((pair.first.id, pair.second.id)) not in self.settled[Ruling.DIFFERENT]]
        for pair in kept[:MOST_PAIRS]:
            row = self._on("similar", pair.first, shown(pair.second.label, pair.second.id), pair.reason, pair.score)
            yield replace(row, sentence=" ‖ ".join((row.sentence, self._sentence(self.proofs.get(pair.second.id)))))

    def merges(self) -> Iterator[Question]:
        """Show what a rule brought together, one row a reason."""
        for item in self.graph.initiatives:
            agreed = frozenset([item.id]) in self.settled[Ruling.SAME]
            for number, reason in enumerate(item.merge_reasons, 1):
                rule, _, rest = reason.partition(": ")
                if agreed or "reviewer" in rule or is_of_one_report(reason):
                    continue
                spelling = rest.rpartition(" = ")[0]
                places = "、".join(self.names[place] for place in item.carried_out_by[:6])
                said = reason if spelling else f"{reason} (in {places}; for different, write the place as value)"
                yield self._on("merge", item, spelling, said, float(len(item.carried_out_by)), f"/{number}")

    def _on(self, kind: str, item: Initiative, candidate: str, reasons: str, weight: float, more: str = "") -> Question:
        proof = self.proofs.get(f"{item.id}/{candidate}") or self.proofs.get(item.id)
        key = f"{kind}/{item.id}" + (f"/{candidate.rpartition('[')[2].rstrip(']')}" if kind == "similar" else more)
        report = proof.report if proof else ""
        return Question(key, kind, shown(item.label, item.id), candidate, reasons, self._sentence(proof), report, weight)

    def _sentence(self, evidence: Evidence | None) -> str:
        """Return the passage with the words marked by ⟦ ⟧, cut around them where it is long."""
        if evidence is None:
            return ""
        text, passage, span = self.texts[evidence.report], evidence.passage, evidence.span
        start = max(passage.start, span.start - _LONGEST // 2)
        end = min(passage.end, span.end + _LONGEST // 2)
        marked = f"{text[start : span.start]}⟦{text[span.start : span.end]}⟧{text[span.end : end]}"
        return ("…" if start > passage.start else "") + marked + ("…" if end < passage.end else "")
