"""What needs a person's eye: doubtful places, kinds, values and names, pairs that look alike, merges made by rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, NamedTuple

from kg.link.canonical import canonical
from kg.link.facts import counted
from kg.link.journal import shown
from kg.link.keys import display
from kg.link.likeness import Likeness, Likest, alike
from kg.link.places import full_name, rivals
from kg.link.reasons import is_of_one_report
from kg.link.rule_initiatives import LOW
from kg.link.taken_for import AllMentions, Mentions, mentions_in
from kg.model import (
    Evidence,
    Extraction,
    Graph,
    Implementation,
    Initiative,
    Observation,
    Question,
    Ruling,
    Statement,
)
from kg.model.access import texts_of
from kg.model.runs import Runs, one_each
from kg.rounds import go_round

KINDS = ("place", "conflict", "kind", "confidence", "similar", "merge")  # in the order of the table
MOST_PAIRS = 300  # a person reads no more; the likest come first
_LONGEST = 300
_HELD = 5_000  # questions, and pieces of evidence, in memory
_NONE: frozenset[str] = frozenset()
_NO_MORE: tuple[str, Iterator[Any]] = "", iter(())


def questions(graph: Graph) -> tuple[Question, ...]:
    """Return the rows of the review table, by kind, the weightiest first; what a decision settled is not asked again."""
    review = Review(graph)
    go_round(graph, [review])
    return tuple(review.questions(review.likest()))


class Seen(NamedTuple):
    """What the questions need to know of one report."""

    places: list[Question]
    observations: list[Observation]  # that may be in conflict
    proofs: dict[tuple[str, str], tuple[str, Evidence]]  # by initiative and spelling: see Proofs, _prove
    mentions: dict[str, Mentions]  # by initiative


Proofs = dict[str, Evidence]  # of an initiative, by spelling; "": of the initiative itself


class Review:
    """The questions that one graph raises: a maker of kg.rounds. There may be millions: they wait on the disk."""

    def __init__(self, graph: Graph) -> None:
        """Begin with none."""
        self.graph = graph
        self.texts = texts_of(graph.extractions)
        self.names = {place.id: place.name for place in graph.places}
        self.reports = Counter(decided.place.id for decided in graph.decisions.values())
        self.spellings = self._spellings()
        self.found: Runs[tuple[int, float, str], Question] = Runs(_HELD, one_each)
        self.place, self.observations = "", list[Observation]()  # of the place whose reports come now
        self.proofs: Runs[tuple[str, str, str], Evidence] = Runs(_HELD, one_each)  # by initiative, spelling and statement
        self.mentions = AllMentions(graph.initiatives)
        self.settled: dict[Ruling, set[frozenset[str]]] = defaultdict(set)
        for done in graph.reviewed:
            self.settled[done.ruling].add(frozenset(key for kind, key in done.touched if kind == "initiative"))
        self.confirmed = {key for sets in self.settled.values() for group in sets for key in group}

    def of_report(self, found: Extraction, said: Sequence[Statement]) -> Seen:
        """Return what is seen in a report."""
        observations = [item for item in said if isinstance(item, Observation)]
        if self.reports[self.graph.decisions[found.report.id].place.id] == 1:
            observations = [item for group in _disagreeing(observations) for item in group]
        return Seen(list(self._places(found)), observations, self._proofs(said, found.report.text), mentions_in(found, said))

    def take(self, place: str, report: str, piece: Seen) -> None:
        """Take what was seen in a report; the numbers of the place before are complete when another one comes."""
        if place != self.place:
            self._put_place()
            self.place = place
        self.observations += piece.observations
        self._put(piece.places)
        for key, (statement, evidence) in piece.proofs.items():
            self.proofs.add((*key, statement), evidence)
        self.mentions.add(piece.mentions)

    def questions(self, pairs: Sequence[Likeness]) -> Iterator[Question]:
        """Yield the questions when the round is over, once; `pairs` are the likest."""
        self._put_place()
        wanted = {item.id for pair in pairs for item in (pair.first, pair.second)}
        kept: dict[str, Proofs] = {}
        for item, mentions, proofs in zip(self.graph.initiatives, self.mentions, self._proved(), strict=True):
            self._put(self._of_mentions(item, mentions, proofs))
            self._put(self._merges(item, proofs))
            if item.id in wanted:
                kept[item.id] = proofs
        del self.proofs, self.mentions  # what is made after the questions takes their memory
        self._put(self._pair(pair, kept) for pair in pairs)
        found = self.found
        del self.found
        return (row for _, (row,) in found)

    def _put_place(self) -> None:
        self._put(self._conflicts(self.observations))
        self.observations = []

    def _put(self, rows: Iterable[Question]) -> None:
        for row in rows:
            self.found.add((KINDS.index(row.kind), -row.weight, row.key), row)

    def _proved(self) -> Iterator[Proofs]:
        """Yield what proves each initiative and its spellings: of several statements the one with the lowest id."""
        groups = groupby(self.proofs, key=lambda one: one[0][0])
        initiative, said = next(groups, _NO_MORE)
        for item in self.graph.initiatives:
            proofs: Proofs = {}
            while initiative and initiative < item.id:  # of none that the graph has
                initiative, said = next(groups, _NO_MORE)
            if initiative == item.id:
                for (_, spelling, _), (evidence,) in said:
                    proofs.setdefault(spelling, evidence)
                initiative, said = next(groups, _NO_MORE)
            yield proofs

    def _proofs(self, said: Sequence[Statement], text: str) -> dict[tuple[str, str], tuple[str, Evidence]]:
        proofs: dict[tuple[str, str], tuple[str, Evidence]] = {}
        for item in said:
            if isinstance(item, Implementation):
                _prove(proofs, (item.initiative, ""), item.id, item.evidence[0])
                wanted = self.spellings.get(item.initiative, _NONE)
                for place in item.evidence if wanted else ():
                    words = display(place.span.of(text))
                    if words in wanted:
                        _prove(proofs, (item.initiative, words), item.id, place)
        return proofs

    def _spellings(self) -> dict[str, frozenset[str]]:
        """Return the spellings that a rule brought to each initiative: those whose evidence is shown."""
        found: dict[str, frozenset[str]] = {}
        for item in self.graph.initiatives:
            said = frozenset(map(_spelling, item.merge_reasons)) - {""}
            if said:
                found[item.id] = said
        return found

    def _places(self, found: Extraction) -> Iterator[Question]:
        """Ask for the place of a report whose place is uncertain, one row a guess."""
        report, decision = found.report, self.graph.decisions[found.report.id]
        if decision.certain:
            return
        subject = shown(report.head.title or report.source.name, report.id)
        evidence = decision.evidence[0] if decision.evidence else None
        doubt = "; ".join(decision.reasons[:3])
        guesses = [
            (shown(full_name(place), place.id), f"{score:.2f}: {'; '.join(why)}") for place, score, why in rivals(found, decision)
        ]
        for rank, (candidate, why) in enumerate(
            guesses or [("", "no guess: write a gazetteer id or statistical code as value")], 1
        ):
            reasons = f"{doubt} | guess {rank}, {why}"
            key = f"place/{report.id}/{rank}"
            yield Question(key, "place", subject, candidate, reasons, self._sentence(evidence), report.id)

    def _conflicts(self, observations: Iterable[Observation]) -> Iterator[Question]:
        """Ask which of several values of one place, year, indicator and unit is right, one row a statement."""
        for group in _disagreeing(observations):
            reports = len({item.report for item in group})
            for item in group:
                others = sorted({shown(other.label, other.id) for other in group if other.value != item.value})
                reasons = f"{len(group)} values for the same place, year, indicator, unit and status, in {reports} report(s)"
                yield self._about(f"conflict/{item.id}", item, " | ".join(others), reasons, float(reports))

    def _about(self, key: str, item: Statement, candidate: str, reasons: str, weight: float) -> Question:
        subject = shown(item.label, item.id)
        return Question(key, "conflict", subject, candidate, reasons, self._sentence(item.evidence[0]), item.report, weight)

    def _of_mentions(self, item: Initiative, mentions: Mentions, proofs: Proofs) -> Iterator[Question]:
        """Ask for the kind of an initiative that mentions disagree on, and whether one found with doubt is any."""
        said, sure = mentions
        if not said or item.id in self.confirmed:
            return
        kinds = counted((kind, count) for kind, _, count in said)
        if len(kinds) > 1:
            told = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items(), key=lambda one: (-one[1], one[0])))
            row = _on("kind", item, item.kind.value, f"mentions disagree: {told}", float(len(item.carried_out_by)))
            yield self._shown(row, proofs)
        if sure < LOW and canonical(item.label)[1] is None:  # a national formulation is known to be one
            rules = ", ".join(sorted({rule for _, rule, _ in said}))
            row = _on("confidence", item, item.kind.value, f"confidence {sure:.2f}, found by {rules}", 1 - sure)
            yield self._shown(row, proofs)

    def likest(self) -> list[Likeness]:
        """Return the pairs of initiatives with the likest names that no reviewer told apart; they are known before the round."""
        apart = self.settled[Ruling.DIFFERENT]
        best = Likest(MOST_PAIRS)
        found = alike([item for item in self.graph.initiatives if not item.boilerplate], best.bar)
        best.put(pair for pair in found if frozenset((pair.first.id, pair.second.id)) not in apart)
        return best.found()

    def _pair(self, pair: Likeness, proofs: Mapping[str, Proofs]) -> Question:
        """Ask whether two initiatives with like names are one."""
        first, second = pair.first, pair.second
        row = _on("similar", first, shown(second.label, second.id), pair.reason, pair.score, f"/{second.id}")
        one, other = self._shown(row, proofs[first.id]), self._sentence(proofs[second.id].get(""))
        return replace(one, sentence=f"{one.sentence} ‖ {other}")

    def _merges(self, item: Initiative, proofs: Proofs) -> Iterator[Question]:
        """Show what a rule brought together, one row a reason."""
        agreed = frozenset([item.id]) in self.settled[Ruling.SAME]
        for number, reason in enumerate(item.merge_reasons, 1):
            if agreed or "reviewer" in reason.partition(": ")[0] or is_of_one_report(reason):
                continue
            spelling = _spelling(reason)
            places = "、".join(self.names[place] for place in item.carried_out_by[:6])
            said = reason if spelling else f"{reason} (in {places}; for different, write the place as value)"
            row = _on("merge", item, spelling, said, float(len(item.carried_out_by)), f"/{number}")
            yield self._shown(row, proofs, spelling)

    def _shown(self, row: Question, proofs: Proofs, spelling: str = "") -> Question:
        """Return a question with the sentence that proves a spelling, or else its initiative."""
        proof = proofs.get(spelling) or proofs.get("")
        return replace(row, sentence=self._sentence(proof), report=proof.report if proof else "")

    def _sentence(self, evidence: Evidence | None) -> str:
        """Return the passage with the words marked by ⟦ ⟧, cut around them where it is long."""
        if evidence is None:
            return ""
        text, passage, span = self.texts[evidence.report], evidence.passage, evidence.span
        start = max(passage.start, span.start - _LONGEST // 2)
        end = min(passage.end, span.end + _LONGEST // 2)
        marked = f"{text[start : span.start]}⟦{text[span.start : span.end]}⟧{text[span.end : end]}"
        return ("…" if start > passage.start else "") + marked + ("…" if end < passage.end else "")


def _on(kind: str, item: Initiative, candidate: str, reasons: str, weight: float, more: str = "") -> Question:
    return Question(f"{kind}/{item.id}{more}", kind, shown(item.label, item.id), candidate, reasons, "", "", weight)


def _prove(proofs: dict[tuple[str, str], tuple[str, Evidence]], key: tuple[str, str], statement: str, place: Evidence) -> None:
    """Note what proves something: of several statements the one with the lowest id."""
    if key not in proofs or statement < proofs[key][0]:
        proofs[key] = statement, place


def _disagreeing(observations: Iterable[Observation]) -> Iterator[list[Observation]]:
    """Yield the observations that say the same of one place but for its value."""
    groups: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for item in observations:
        same = (item.place, item.year, item.from_date, item.until_date, item.indicator, item.unit, item.status, item.change)
        groups[same].append(item)
    return (group for group in groups.values() if len({(item.value, item.value_max) for item in group}) > 1)


def _spelling(reason: str) -> str:
    """Return the spelling that a reason for a merge speaks of, '' where it speaks of places."""
    return reason.partition(": ")[2].rpartition(" = ")[0]
