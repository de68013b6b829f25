"""Who received a title: counties and districts that stand before a verb of receiving (桃源县获评…, 昆山入选…)."""

from __future__ import annotations

import re
from functools import partial

from kg import lexicon
from kg.extract.clauses import Clause, words_of
from kg.extract.edges import is_known
from kg.extract.honours import named_after
from kg.extract.titles import cues
from kg.model import Report

_COUNTY = re.compile("[一-鿿]{2,4}?(?:县|市|区|旗)")
_LEAD = re.compile("^(?:支持|推动|推进|指导|助力|力争|争取|全力|积极|加快|辖区|我市|全市)+")
_VERB = re.compile("(?:被|成功|连续[0-9一二三四五六七八九十]{1,2}(?:年|届)|顺利|分别|先后|等)+$")


@lexicon.cached
def _provinces() -> frozenset[str]:
    return frozenset(re.sub("省|市|.{0,3}自治区$", "", name) for name in lexicon.column("province_abbreviations", "province"))


def winners(report: Report, clause: Clause) -> list[tuple[int, int]]:
    """Return the spans, in the clause, of the divisions below the reporting one that received a title."""
    hit = cues().search(clause.text)
    if hit is None:
        return []
    lead = _LEAD.match(clause.text, 0, hit.start())
    start = lead.end() if lead else 0
    subject = _VERB.sub("", clause.text[start : hit.start()])
    if not 2 <= len(subject) <= 16:
        return []
    spans = []
    for part in re.split("(、|和|及)", subject):
        if part not in ("、", "和", "及"):
            if not _is_division(part, start, clause.text, report):
                return []
            spans.append((start, start + len(part)))
        start += len(part)
    return spans if named_after(clause) else []  # asked last: it takes longest


def _is_division(name: str, start: int, text: str, report: Report) -> bool:
    """Tell whether `name` is a division other than the reporting place, which a report names again and again."""
    bare = name[:-1] if len(name) > 2 and _COUNTY.fullmatch(name) else name
    if bare in _provinces() or bare in (report.head.title or "") or bare in (report.head.publisher or ""):
        return False
    if not (2 <= len(bare) <= 3 if bare != name else len(name) == 2):
        return False  # asked before the words, which take longer
    end = start + len(name)
    words = [(word, flag) for at, word, flag in words_of(text, start, end) if start <= at < end]
    if not any(flag in ("ns", "nr") or (bare != name and not is_known(word)) for word, flag in words):
        return False
    times, city = _times(report.clean.text, bare)
    return times <= 12 and (bare + "市" == name or not city or times <= 3)


@partial(lexicon.remembered, answers=16)  # each holds its text
def _times(text: str, bare: str) -> tuple[int, bool]:
    """Return how often a text has a name, and whether it has it as that of a city. Kept: a long text names few places often."""
    return text.count(bare), bare + "市" in text
