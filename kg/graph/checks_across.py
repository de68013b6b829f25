"""What must hold of what several reports show together: copies are copies, plans are plans, conflicts disagree."""

from __future__ import annotations

from collections.abc import Iterator

from kg import terms
from kg.graph.parsed import Fault, Parsed, iri
from kg.text.letters import letters

_REMEDY = "Report this as a fault of the builder"
_EXACT, _QUOTED = iri(terms.OA_EXACT), iri(terms.WAS_QUOTED_FROM)
_VALUE = terms.VOCABULARIES["schema"] + "value"


def reuse_faults(parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for each shared passage whose two occurrences differ in more than blanks and punctuation."""
    for subject in parsed.members(terms.JD + "ReusedPassage"):
        places = parsed.all(subject, terms.JD + "occurrence")
        if len(places) != 2 or len({parsed.one(place, _QUOTED) for place in places}) != 2:
            yield Fault(subject, "does not stand in two reports", _REMEDY)
            continue
        words = {letters(parsed.one(place, _EXACT))[0] for place in places}
        if len(words) != 1:
            yield Fault(subject, "its two occurrences have different words", _REMEDY)
        elif parsed.number(subject, terms.JD + "length") != len(min(words)):
            yield Fault(subject, f"jd:length is not the number of its letters, {len(min(words))}", _REMEDY)


def fulfilment_faults(parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for each plan that is none, result that is none, and pair of different places."""
    for subject in parsed.members(terms.JD + "Fulfilment"):
        for name, status in (("plan", "Planned"), ("result", "Achieved")):
            statement = parsed.one(subject, terms.JD + name)
            if parsed.one(statement, terms.JD + "status") != terms.JD + status:
                yield Fault(subject, f"its jd:{name} does not have the status jd:{status}", _REMEDY)
            if parsed.one(statement, terms.JD + "place") != parsed.one(subject, terms.JD + "place"):
                yield Fault(subject, f"its jd:{name} is of another place", _REMEDY)


def conflict_faults(parsed: Parsed) -> Iterator[Fault]:
    """Yield a fault for each conflict whose statements are of several places or years, or all say the same."""
    for subject in parsed.members(terms.JD + "Conflict"):
        statements = parsed.all(subject, terms.JD + "statement")
        for name in ("place", "year"):
            if {parsed.one(item, terms.JD + name) for item in statements} != {parsed.one(subject, terms.JD + name)}:
                yield Fault(subject, f"its statements are not all of its jd:{name}", _REMEDY)
        if len({parsed.one(item, _VALUE) for item in statements}) < 2:
            yield Fault(subject, "its statements do not disagree", _REMEDY)
