"""Where the time of a build goes, stage by stage, against well-known tools on the same text in the same run.

python bench/stages.py [--texts FOLDER] [--megabytes N] [--runs N] [--floors]

A folder of .txt reports (default: the seeds) is used as it is, or spread to N megabytes: the clauses of each report
change places and their digits vary, always in the same way, so that no copy repeats the sentences of another one.
Every figure is processor time; ratios are taken run by run, so that a drift of the machine does not tilt them. Of the last
two, one is of writing what is described already, here as facts with escaped and sorted values, there as terms of rdflib;
the fairer one counts the describing too, each subject when its turn to be written comes, as in a build, there the making
of each term, once. Garbage is looked for as seldom as `kg` does, for the peers as well.
`--floors` ends with exit code 1 if a ratio is grossly below what docs/speed.md says.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rdflib import Literal, URIRef  # noqa: E402
from reports import streets  # noqa: E402

from kg.aside import SELDOM  # noqa: E402

_CLAUSE = re.compile("[^，。；！？\\n]+")
_DIGIT = re.compile("((?:19|20)[0-9]{2}(?=年))|[0-9]")
_YEAR = 2023  # of the first altered copies
_LETTER = re.compile("[一-鿿]")
_LONG = re.compile("([^，。；！？\\n]{8})[一-鿿]([^，。；！？\\n]{7})")
_DESCRIBED, _WRITTEN = "describe and write Turtle", "(the writing alone)"
_FLOORS = {"whole build : jieba.posseg": 0.2, "Turtle : rdflib": 5.0}  # ours may be this many times as fast, at the least


class Clock:
    """Processor seconds by stage, one list of runs each."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure what happens inside."""
        begun = time.process_time()
        yield
        self.seconds.setdefault(name, []).append(time.process_time() - begun)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, default=ROOT / "seeds")
    parser.add_argument("--megabytes", type=float)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--floors", action="store_true")
    options = parser.parse_args()
    gc.set_threshold(*SELDOM)
    clock = Clock()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "reports"
        size = spread(sorted(options.texts.glob("*.txt")), folder, options.megabytes)
        for _ in range(options.runs):
            ours(clock, folder, Path(temporary) / "out")
            used(clock, Path(temporary) / "all")
            peers(clock, folder, Path(temporary) / "out")
    return show(clock, size, options.floors)


def spread(paths: list[Path], folder: Path, megabytes: float | None, *, altered: bool = False) -> int:
    """Write the reports to `folder`, as they are or spread to a size, and return the bytes of text.

    Copies have their clauses in another order and other digits, years aside. `altered` ones are each of a sub-district of
    its own, as its title says, and have a chance character in each long stretch of letters: else a collection of many
    copies would be measured for its copied passages and for the numbers of one place that disagree, whose pairs grow with
    the square of the copies. Peers that guess at unknown words take far longer on those.
    """
    folder.mkdir()
    texts = [path.read_text(encoding="utf-8-sig", errors="replace") for path in paths]
    if megabytes is None:
        for path, text in zip(paths, texts, strict=True):
            (folder / path.name).write_text(text, encoding="utf-8")
        return sum(len(text.encode()) for text in texts)
    chance, total, number = random.Random(1), 0, 0  # noqa: S311 - the same copies on every run
    places = list(streets()) if altered else []
    chance.shuffle(places)
    while total < megabytes * 1e6:
        head, *rest = texts[number % len(texts)].split("\n")
        if altered:
            head = f"{places[number % len(places)]}{_YEAR - number // len(places)}年工作报告"
        varied = _mixed("\n".join(rest), chance, altered)
        content = f"{head}\n{varied}".encode()
        (folder / f"{number:06d}.txt").write_bytes(content)
        total, number = total + len(content), number + 1
    return total


def _mixed(text: str, chance: random.Random, altered: bool) -> str:
    clauses, letters = _CLAUSE.findall(text), _LETTER.findall(text)
    others = iter(chance.sample(clauses, len(clauses)))
    text = _DIGIT.sub(lambda match: match[1] or str(chance.randrange(1, 10)), _CLAUSE.sub(lambda _: next(others), text))
    return _LONG.sub(lambda match: match[1] + chance.choice(letters) + match[2], text) if altered else text


def ours(clock: Clock, folder: Path, out: Path) -> None:
    """Build the folder stage by stage."""
    from kg import pipeline, terms
    from kg.export import turtle
    from kg.export.html import write_page
    from kg.extract import extract_all, spread
    from kg.graph.rdf import described
    from kg.link.build import link
    from kg.link.places import decide_place
    from kg.model import Ledger
    from kg.read import find_inputs, read_file
    from kg.text.layout import lay_out

    with clock.stage("read"):
        files, _ = find_inputs([folder], None)
        texts = [found for file in files for found in read_file(file) if isinstance(found, tuple)]
    with clock.stage("lay out"):
        reports = sorted(
            {one.id: one for one in (lay_out(source, text) for source, text in texts)}.values(), key=lambda one: one.id
        )
    with clock.stage("extract"):
        first = list(extract_all(reports))
    with clock.stage("extract, second pass"):
        found = spread(first)
    with clock.stage("link"):
        places = {one.report.id: decide_place(one) for one in found}
        graph = link(found, places, {one.report.id: (one.report.source,) for one in found}, ())
    out.mkdir(exist_ok=True)
    with clock.stage(_DESCRIBED):
        turtle.write_turtle(out / "graph.ttl", described(graph, terms.DEFAULT_BASE, "0"), terms.DEFAULT_BASE)
    subjects = list(described(graph, terms.DEFAULT_BASE, "0"))
    with clock.stage(_WRITTEN):
        turtle.write_turtle(out / "graph.ttl", subjects, terms.DEFAULT_BASE)
    del subjects
    built = pipeline.Built(graph, Ledger(()))
    with clock.stage("all of the output folder"):
        pipeline.write(built, out.with_name("all"))
    with clock.stage("the page alone"):
        write_page(graph, out, ledger=built.ledger, version="0")


def used(clock: Clock, folder: Path) -> None:
    """Check, load and ask a built folder."""
    import pyoxigraph

    from kg.graph.verify import verify
    from kg.store.queries import bind, list_queries

    with clock.stage("verify"):
        verify(folder)
    with clock.stage("load into a store"):
        store = pyoxigraph.Store()
        store.bulk_load(path=str(folder / "graph.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    with clock.stage("all canned questions"):
        for query in list_queries():
            _drain(store.query, [bind(query, {})])


def peers(clock: Clock, folder: Path, out: Path) -> None:
    """Do comparable work with the tools that one would take otherwise."""
    import jieba.posseg
    import pyoxigraph
    import rdflib

    jieba.setLogLevel(60)
    jieba.initialize()
    list(jieba.posseg.cut("热身"))
    text = [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())]
    with clock.stage("jieba.cut"):
        _drain(jieba.cut, text)
    with clock.stage("jieba.posseg"):
        _drain(jieba.posseg.cut, text)
    with clock.stage("pyoxigraph: parse Turtle"):
        parsed = list(pyoxigraph.parse(path=out / "graph.ttl"))
    plain = [tuple(map(_plain, quad.triple)) for quad in parsed]
    with clock.stage("rdflib: its terms"):
        made = {term: _made(*term) for term in dict.fromkeys(term for triple in plain for term in triple)}
        triples = [tuple(map(made.__getitem__, triple)) for triple in plain]
    with clock.stage("rdflib: build and serialise"):
        graph = rdflib.Graph()
        for triple in triples:
            graph.add(triple)
        graph.serialize(out / "rdflib.ttl", format="turtle")


def _drain(work: Callable[[str], Any], texts: list[str]) -> None:
    for text in texts:
        for _ in work(text):
            pass


def _plain(term: Any) -> tuple[str, str | None, str | None]:
    """Return text, language and datatype of an Oxigraph term; of an IRI the text alone."""
    if hasattr(term, "datatype"):
        return term.value, term.language, term.datatype.value
    return term.value, None, None


def _made(text: str, language: str | None, datatype: str | None) -> Any:
    """Return the term of rdflib."""
    if datatype is None:
        return URIRef(text)
    return Literal(text, lang=language, datatype=None if language else datatype)


def show(clock: Clock, size: int, floors: bool) -> int:
    """Print seconds, speeds and ratios; return 1 if floors are asked for and one is not reached."""
    print(
        f"{size / 1e6:.2f} MB of text, peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB (peers included)"
    )
    print(f"{'':<30}{'cpu s':>9}{'MB/s':>9}")
    for name, seconds in clock.seconds.items():
        median = statistics.median(seconds)
        print(f"{name:<30}{median:>9.2f}{size / 1e6 / max(median, 1e-9):>9.3f}")
    stages = ("read", "lay out", "extract", "extract, second pass", "link", _DESCRIBED)
    whole = _sums(clock, stages)
    rdflib = ("rdflib: its terms", "rdflib: build and serialise")
    ratios = {
        "whole build : jieba.posseg": _ratios(clock.seconds["jieba.posseg"], whole),
        "whole build : jieba.cut": _ratios(clock.seconds["jieba.cut"], whole),
        "Turtle : rdflib": _ratios(clock.seconds["rdflib: build and serialise"], clock.seconds[_WRITTEN]),
        "described, Turtle : rdflib": _ratios(_sums(clock, rdflib), clock.seconds[_DESCRIBED]),
    }
    print("times as fast as (text to Turtle; median, lowest, highest)")
    for name, found in ratios.items():
        print(f"{name:<30}{statistics.median(found):>9.2f}{min(found):>9.2f}{max(found):>9.2f}")
    return int(floors and any(statistics.median(ratios[name]) < floor for name, floor in _FLOORS.items()))


def _sums(clock: Clock, stages: Sequence[str]) -> list[float]:
    return [sum(values) for values in zip(*(clock.seconds[name] for name in stages), strict=True)]


def _ratios(theirs: list[float], own: list[float]) -> list[float]:
    return [a / b for a, b in zip(theirs, own, strict=True)]


if __name__ == "__main__":
    raise SystemExit(main())
