"""Hold the shared initiatives of a built folder against an independent count of quoted phrases.

python tools/shared_quotes.py OUTPUT [--misses]

Counted is every “…” of 2 to 15 characters, blanks aside, that two reports or more have: found with one regular
expression in OUTPUT/texts, by none of the product's rules. Set aside, and counted apart, are what the lexicon
marks as boilerplate, what it lists as figures of speech, problem classes and ordinary words, sentences, and
formulas that any office may coin for itself: bare codes (1+4, 141), a number with a measure word and two characters
at most, nouns such as 行动 aside (五大行动, 四个发力), a number with one character (四化), runs of victories (五连冠);
and what the graph has as an honour (中国天然氧吧).
A phrase counts as found where an initiative of two places bears it as a spelling, or covers with its evidence the
phrase in two reports.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kg import lexicon
from kg.link.keys import normal

_QUOTED = re.compile(r"“([^“”\n]{2,30})”")
_NUMERAL = "[0-9〇零一二两双三四五六七八九十百千万]"
_COINED = re.compile(
    rf"[0-9A-Za-z+.·\-×]+|{_NUMERAL}{{1,3}}.|{_NUMERAL}{{2,4}}|{_NUMERAL}+(?:连[冠丰]|[强佳甲])"
    rf"|(?:{_NUMERAL}{{1,3}}|[0-9]+)[个大项张条类种级步道].{{0,2}}(?:措施|清单|制度|机制|行动|工程|任务|体系|平台|中心|项目|计划|一体化)?"
)
_SENTENCE = re.compile(r"[。！？；，：,;:!?]")
FOUND, MISSED = "found", "missed"


@dataclass(slots=True)
class Phrase:
    """A phrase with the places where it stands: report id -> offsets of its words in the stored text."""

    words: str
    places: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))


@dataclass(slots=True)
class Shared:
    """The shared initiatives: keys of their spellings, and what their evidence covers (start, end, id) by report."""

    spellings: set[str]
    boilerplate: set[str]
    covered: dict[str, list[tuple[int, int, str]]]
    honours: str  # their names, one a line


def phrases(texts: Path) -> list[Phrase]:
    """Return the phrases that two texts or more have in quotation marks, the most widespread first."""
    found: dict[str, Phrase] = {}
    for path in sorted(texts.glob("*.txt")):
        for match in _QUOTED.finditer(path.read_bytes().decode("utf-8")):
            words = re.sub(r"\s", "", unicodedata.normalize("NFKC", match[1]))
            if 2 <= len(words) <= 15:
                found.setdefault(words, Phrase(words)).places[path.stem].append(match.span(1))
    return sorted((one for one in found.values() if len(one.places) > 1), key=lambda one: (-len(one.places), one.words))


def shared_initiatives(tables: Path) -> Shared:
    """Return what the tables say about initiatives of two places or more."""
    spellings: set[str] = set()
    boilerplate: set[str] = set()
    ids: set[str] = set()
    for row in _rows(tables / "initiatives.csv"):
        keys = {normal(name) for name in (row["initiative"], *row["other_spellings"].split(" | ")) if name}
        if row["boilerplate"] == "yes":
            boilerplate |= keys
        elif int(row["place_count"]) > 1:
            ids.add(row["initiative_id"])
            spellings |= keys
    honours = "\n".join(normal(row["honour"]) for row in _rows(tables / "honours.csv"))
    return Shared(spellings, boilerplate, _covered(tables, ids), honours)


def _covered(tables: Path, ids: set[str]) -> dict[str, list[tuple[int, int, str]]]:
    """Return where the evidence of the initiatives `ids` stands, by report; the tables meet in the first mention."""
    first = {(row["report_id"], row["start"], row["end"]): row["initiative_id"] for row in _rows(tables / "adoptions.csv")}
    mentions: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in _rows(tables / "mentions.csv"):
        if row["fact"] == "Implementation":
            mentions[row["statement_id"]].append((row["report_id"], row["start"], row["end"]))
    covered: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for places in mentions.values():
        for identity in {first[place] for place in places if place in first} & ids:
            for report, start, end in places:
                covered[report].append((int(start), int(end), identity))
    return covered


def verdict(phrase: Phrase, shared: Shared, stop: dict[str, str]) -> str:
    """Return what became of a phrase: found, missed, or why it is set aside."""
    key = normal(phrase.words)
    if key in shared.spellings:
        return FOUND
    if key in shared.boilerplate:
        return "boilerplate"
    if covered(phrase, shared):
        return FOUND
    if key in stop:
        return stop[key]
    if _COINED.fullmatch(phrase.words):
        return "coined by any office"
    if key in shared.honours:
        return "honour"
    return "sentence" if _SENTENCE.search(phrase.words) else MISSED


def covered(phrase: Phrase, shared: Shared) -> bool:
    """Tell whether the evidence of one shared initiative covers the phrase in two reports."""
    owners: dict[str, set[str]] = defaultdict(set)
    for report, places in phrase.places.items():
        for start, end in places:
            for begin, until, identity in shared.covered.get(report, ()):
                if begin <= start and end <= until:
                    owners[identity].add(report)
    return any(len(reports) > 1 for reports in owners.values())


def main() -> int:
    """Print the count, the phrases that are most widespread, and with --misses those that were missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--misses", action="store_true", help="list what was missed and what was set aside")
    options = parser.parse_args()
    counted, shared = phrases(options.output / "texts"), shared_initiatives(options.output / "tables")
    stop = {normal(row["phrase"]): row["reason"] for row in lexicon.table("quote_stop")}
    verdicts: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in counted:
        verdicts[verdict(phrase, shared, stop)].append(phrase)
    found, missed = len(verdicts[FOUND]), len(verdicts[MISSED])
    print(f"{len(counted)} phrases in quotation marks stand in two reports or more")
    for name in sorted(verdicts, key=lambda name: (name != FOUND, name != MISSED, name)):
        print(f"{len(verdicts[name]):>6} {name}")
    print(f"recall {found / max(1, found + missed):.3f} ({found} of {found + missed}; {found / max(1, len(counted)):.3f} of all)")
    print("in most reports: " + "、".join(f"{one.words} ({len(one.places)})" for one in verdicts[FOUND][:20]))
    if options.misses:
        for name in sorted(verdicts.keys() - {FOUND}):
            print(f"{name}: " + "、".join(f"{one.words} ({len(one.places)})" for one in verdicts[name]))
    return 0


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.exit(main())
