"""The verbs in order: find, read, lay out, extract, resolve places, link, write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg import __version__, lexicon, read, terms
from kg.aside import aside
from kg.engine.gather import Gathered, contents_of
from kg.errors import NothingBuiltError
from kg.export import folder as output
from kg.export import graphml, ledger, review, tables, turtle
from kg.export.graph_file import GraphFile
from kg.export.html import write_page
from kg.export.review_page import write_review_page
from kg.extract import extract_all, find_all_named, find_counted, joined, spread
from kg.extract.records import Record, record
from kg.graph.carried import CarriedOut
from kg.graph.network import Drawing
from kg.graph.rdf import OF_REPORTS, Subjects, blocks, described
from kg.link import gazetteer, reuse_rules
from kg.link.build import link
from kg.link.likeness import Likeness
from kg.link.places import decide_place, report_fields
from kg.link.review import Review
from kg.model import Entry, Extraction, Graph, Ledger, PlaceDecision, Question, Report
from kg.model.access import is_held
from kg.rounds import Maker, go_round
from kg.text.layout import lay_out

if TYPE_CHECKING:
    from kg.cache.extractions import Kept
    from kg.engine.shards import Work

Progress = Callable[[str, int, int], None]
_LEAST = 60_000  # characters; below, a second process costs more processor time than a moment on the clock is worth
_LEAST_NAMED = 1_000  # initiatives, and so much for writing


class Built(NamedTuple):
    """What a build made: the graph and the ledger of its input files."""

    graph: Graph
    ledger: Ledger


def build(  # noqa: PLR0913 - each is an option of the command of the same name
    inputs: Sequence[str | Path],
    *,
    jobs: int = 1,
    lexicon_folder: Path | None = None,
    out: Path | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
    decisions: Path | None = None,
    text_column: str | None = None,
    ocr: bool = False,
    work: Work | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> Built:
    """Read the files and folders `inputs` and return their graph; a file that cannot be read is in the ledger.

    `jobs` processes extract side by side; the result does not depend on their number nor on the order of
    `inputs`. `lexicon_folder` holds a user's own tables, laid over the built-in ones. `out` is a folder that
    is not an input. `cache` is a folder where extractions are kept from build to build; it changes nothing but the
    time. `decisions` is the file of a reviewer's decisions (None: decisions.tsv inside or beside the inputs, if there
    is one). `text_column` names the column of tables that holds the texts of reports (None: it is found by its name or
    its length); `ocr` has the text of scanned pages recognised. `work` asks for a build in shards, which a stopped one
    goes on with and which may run on many machines; `say` is told why a shard is made again. Raises NothingBuiltError if
    no file could be read, DecisionError for a bad decision, MissingExtraError if `ocr` is not installed, EngineError
    where shards cannot be made.
    """
    if ocr:
        read.check_recogniser()
    rulings = read.read_decisions(file) if (file := decisions or read.find_decisions(inputs)) else ()
    lexicon.lay_over(lexicon_folder)
    reuse_rules.settings()  # a mistake in them is said before the work
    tell = progress or (lambda stage, done, total: None)
    options = read.Options(text_column, ocr)
    done: tuple[Sequence[Extraction], dict[str, PlaceDecision]] | None
    files, entries = read.find_inputs(inputs, out)
    if work is not None:
        from kg.engine import drive  # no other build needs it
        from kg.engine.shards import check_work

        check_work(work.folder, inputs)
        done, gathered = drive.found_in_shards(work, files, entries, drive.Options(lexicon_folder, options, jobs, tell, say))
    else:
        kept = _kept(cache, lexicon_folder)
        gathered = Gathered(entries)
        done = _placed(gathered, _reading(files, gathered, kept, options, tell), jobs, lexicon_folder, kept, tell)
    if done is None:
        raise NothingBuiltError(_nothing(inputs, gathered.ledger()))
    tell("link", 0, 1)
    if gathered.held is None and gathered.size < _LEAST:
        jobs = 1
    return Built(link(*done, gathered.sources, rulings, jobs=jobs), Ledger(gathered.ledger()))


def write(  # noqa: PLR0913 - each is an option of kg build
    built: Built,
    out: Path,
    *,
    base_iri: str | None = None,
    formats: Sequence[str] = (),
    jobs: int = 1,
    progress: Progress | None = None,
    pages: bool = True,
    also: Sequence[Maker[Any]] = (),
) -> list[str]:
    """Write the output folder of a build and return the names of its files; it replaces `out` as a whole.

    With two `jobs` or more, what is said of each report of a graph that is not small is made by so many processes (and
    one more), while another one looks for names that are alike; then questions, network and tables of what several reports
    show are written by one beside this one. Without `pages` index.html and review.html are left out. `also` are further makers for the round over the reports.
    """
    base = terms.DEFAULT_BASE if base_iri is None else base_iri
    graph = built.graph
    if len(graph.initiatives) < _LEAST_NAMED:
        jobs = 1
    with output.new_folder(out) as folder:
        subjects = Subjects(graph, base, __version__)
        triples = GraphFile(base, OF_REPORTS, subjects.of_report)
        asked, carried, reports = Review(graph), CarriedOut(statements=False), ledger.Reports(graph)
        made = tables.Tables(folder / "tables", graph)
        with aside(asked.likest, wanted=jobs > 1, later=True) as found:
            likest = cache(found)
            if jobs == 1:
                likest()  # before the round, which uses its memory again
            _go_round(graph, [triples, asked, carried, reports, made, *also], jobs, progress)
            pairs = likest()
        made.end_facts()
        others = partial(_questions_and_others, folder, asked, pairs, carried, made, pages=pages)
        with aside(others, wanted=jobs > 1) as written:
            identity = triples.write(folder / "graph.ttl", subjects.groups(), subjects.dataset)
            del triples, subjects  # and what they remember of names
            output.write_line(folder / "graph.nt.sha256", f"{identity}  graph.nt")
            _write_formats(folder, graph, base, formats)
            output.write_readme(folder)
            output.write_texts(folder, graph)
            if pages:
                write_page(graph, folder, ledger=built.ledger, version=__version__, base_iri=base)
            questions = written()
        if pages:
            write_review_page(folder, questions, graph.reviewed)
        names = [*output.files(folder), "report.html", "report.json"]
        ledger.write(folder, ledger.content(built.ledger, graph, __version__, identity, names), reports)
    return names


def _go_round(graph: Graph, makers: Sequence[Maker[Any]], jobs: int, progress: Progress | None) -> None:
    """Go round; in a large build, what follows takes the memory of what the round has to know."""
    go_round(graph, makers, jobs, partial(progress, "write") if progress else None)
    if is_held(graph.extractions):
        lexicon.forget()
        gazetteer.forget()


def _questions_and_others(
    folder: Path, asked: Review, pairs: Sequence[Likeness], carried: CarriedOut, made: tables.Tables, *, pages: bool
) -> tuple[Question, ...]:
    """Write questions, network and tables, in any process and perhaps twice; return the questions if they are wanted for `pages`: there may be millions."""
    questions = asked.questions(pairs)  # first: it needs the most memory, which the network uses again
    held = tuple(questions) if pages else ()
    review.write_review(folder / review.NAME, held if pages else questions)
    graphml.write_graphml(folder / "network.graphml", Drawing(asked.graph, carried))
    made.write_others()
    return held


def _write_formats(folder: Path, graph: Graph, base: str, formats: Sequence[str]) -> None:
    others = sorted(set(formats) - {"turtle"})
    if others:
        from kg.export.graph_formats import write_graph

        for name in others:
            write_graph(folder, name, blocks(graph, base, __version__), base)


def to_turtle(graph: Graph, base_iri: str | None = None) -> str:
    """Return the graph as Turtle: the text of graph.ttl."""
    base = terms.DEFAULT_BASE if base_iri is None else base_iri
    return turtle.to_turtle(described(graph, base, __version__), base)


def records(built: Built) -> list[Record]:
    """Return the facts of each report as JSON-ready dicts, by file name, with the resolved place."""
    graph = built.graph
    result = []
    for one in sorted(graph.extractions, key=lambda found: found.report.source.name):
        line = record(one)
        line["report"] |= report_fields(graph.decisions[one.report.id])
        result.append(line)
    return result


def _reading(
    files: Sequence[read.InputFile], gathered: Gathered, kept: Kept | None, options: read.Options, tell: Progress
) -> Iterator[Report | Extraction]:
    """Have `gathered` take what is in the files; yield each report that no file before had, one that is kept with its findings."""
    for number, file in enumerate(files):
        tell("read", number, len(files))
        for content in contents_of(file, options):
            if isinstance(content, Entry):
                gathered.entries.append(content)
                continue
            found = (kept.find(*content) if kept else None) or lay_out(*content)
            if gathered.add(content[0], found):
                yield found
    tell("read", len(files), len(files))


def _placed(
    gathered: Gathered, reading: Iterator[Report | Extraction], jobs: int, folder: Path | None, kept: Kept | None, tell: Progress
) -> tuple[Sequence[Extraction], dict[str, PlaceDecision]] | None:
    """Return what is in the reports, and where each belongs, by report id; None where there is no report.

    `reading` reads on whenever it is asked for a report: of many reports the first are extracted meanwhile.
    """
    for _ in reading:
        if gathered.held is not None and jobs > 1:
            break
    if gathered.held is not None:
        from kg.engine.large import extract_held  # no small build needs it

        return extract_held(gathered.held, reading, jobs, folder, kept, tell)
    if not gathered.sources:
        return None
    found = _extract_all(gathered.in_order(), jobs, kept, tell)
    return found, {one.report.id: decide_place(one) for one in found}


def _kept(cache: Path | None, lexicon_folder: Path | None) -> Kept | None:
    if cache is None:
        return None
    from kg.cache.extractions import open_kept

    return open_kept(Path(cache), lexicon_folder)


def _nothing(inputs: Sequence[str | Path], entries: Sequence[Entry]) -> str:
    if not entries:
        return f"{', '.join(map(str, inputs))}: no report found. Give reports (text, HTML, Word, PDF, OFD, tables, archives), or a folder that holds some"
    lines = [f"{entry.name}: {entry.reason}. {entry.remedy}" for entry in entries]
    return "no file could be built\n  " + "\n  ".join(lines[:20]) + (f"\n  and {len(lines) - 20} more" if len(lines) > 20 else "")


def _extract_all(reports: Sequence[Report | Extraction], jobs: int, kept: Kept | None, tell: Progress) -> list[Extraction]:
    """Return what each report holds, in their order; `reports` has an Extraction where the work is done already."""
    unknown = [one for one in reports if isinstance(one, Report)]
    done = {one.report.id: one for one in reports if isinstance(one, Extraction)}
    tell("extract", len(done), len(reports))
    for found in _extracted(unknown, jobs):
        done[found.report.id] = found
        if kept:
            kept.keep(found)
        tell("extract", len(done), len(reports))
    in_order = [done[one.id if isinstance(one, Report) else one.report.id] for one in reports]
    return kept.spread(in_order) if kept else spread(in_order)


def _extracted(reports: Sequence[Report], jobs: int) -> Iterator[Extraction]:
    if jobs < 2 or sum(len(report.text) for report in reports) < _LEAST:
        yield from extract_all(reports)
        return
    with aside(lambda: [find_counted(one) for one in reports]) as counted:
        named = list(find_all_named(reports))
        yield from map(joined, reports, named, counted())
