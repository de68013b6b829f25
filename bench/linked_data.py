"""Time writing, loading, verifying and asking a large graph, as ratios to rdflib doing the same on the same triples.

python bench/linked_data.py BUILT [--triples N] [--patience SECONDS] [--questions NAME ...]

BUILT is a folder that `kg build` wrote. Its reports are copied until the graph has N triples (default 1,000,000).
Times are seconds of processor, so that a busy machine changes them little: the median of up to three runs (a run that
takes long is not repeated), in brackets the least and the most. Ratios are of medians, in brackets from the least that
the runs allow to the most. rdflib answers each question in a child process; where it has no answer after PATIENCE
seconds of processor (default 20), that time stands as a lower bound, marked with >. `--questions` asks only these, without the rest. Some ten to fifteen minutes of processor in all.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph
import rdflib
from corpus import BASE, grow

from kg import store
from kg.export import turtle
from kg.graph.reread import blocks
from kg.graph.verify import verify
from kg.store.queries import bind

RUNS = 3
LONG = 5.0  # seconds of processor after which a work is not repeated
Work = Callable[[], object]


def main() -> None:
    """Print the tables, each line as it is known."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("built", type=Path)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--patience", type=int, default=20)
    parser.add_argument("--questions", nargs="+", metavar="NAME")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(f"{grow(options.built, Path(folder), options.triples):,} triples", flush=True)
        path = Path(folder) / "graph.ttl"
        graph = rdflib.Graph(bind_namespaces="none").parse(path) if options.questions else handling(Path(folder))
        asking(path, graph, options.patience, options.questions)


def handling(folder: Path) -> rdflib.Graph:
    """Time verifying, loading and writing; return the graph as rdflib loaded it."""
    path, out = folder / "graph.ttl", folder / "again.ttl"
    kept, graph = list(blocks(path)), rdflib.Graph(bind_namespaces="none")
    print(f"\n{'':26}{'ours':>22}{'rdflib':>22}{'ratio':>20}")
    say("kg verify", repeated(partial(print_faults, folder)))
    say("load, in memory", repeated(lambda: pyoxigraph.Store().bulk_load(path=path)), repeated(partial(graph.parse, path)))
    say(
        "write N-Triples, sorted",
        repeated(partial(turtle.write_ntriples, out, kept)),
        repeated(partial(graph.serialize, out, format="nt11", encoding="utf-8")),
    )
    say(
        "write Turtle",
        repeated(partial(turtle.write_turtle, out, kept, BASE)),
        repeated(partial(graph.serialize, out, format="turtle", encoding="utf-8")),
    )
    return graph


def print_faults(folder: Path) -> None:
    """Verify; a grown folder has no fault."""
    for fault in verify(folder):
        print(fault)


def asking(path: Path, graph: rdflib.Graph, patience: int, names: Sequence[str] | None) -> None:
    """Time every canned question, or those of `names`, with its defaults."""
    engine = pyoxigraph.Store()
    engine.bulk_load(path=path)
    print(f"\n{'question':26}{'Oxigraph':>22}{'rdflib':>22}{'ratio':>20}")
    for query in (query for query in store.list_queries() if names is None or query.id in names):
        text = bind(query, {})
        mine = repeated(partial(ask, engine, text))
        other = repeated_aside(partial(ask, graph, text), patience)
        say(query.id, mine, other or [float(patience)], bound=not other)


def ask(engine: Any, text: str) -> None:
    """Answer a query to its last row."""
    for _ in engine.query(text):
        pass


def repeated(work: Work) -> list[float]:
    """Return the seconds of processor of up to RUNS runs; nothing that takes LONG is repeated."""
    took: list[float] = []
    while len(took) < RUNS and sum(took) < LONG:
        start = time.process_time()
        work()
        took.append(max(time.process_time() - start, 1e-4))
    return took


def repeated_aside(work: Work, patience: int) -> list[float]:
    """Return what `repeated` gives, in a copy of this process; nothing if the system ended it after `patience` seconds a run."""
    context = multiprocessing.get_context("fork")
    took, gave = context.Pipe(duplex=False)

    def child() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (patience, patience))
        gave.send(repeated(work))

    process = context.Process(target=child)
    process.start()
    gave.close()  # or its end would never be seen
    try:
        return list(took.recv())
    except EOFError:
        return []
    finally:
        process.join()


def say(name: str, ours: Sequence[float], theirs: Sequence[float] = (), *, bound: bool = False) -> None:
    """Print one line of a table."""
    sign = ">" if bound else ""
    line = f"{name:26}{spread(ours):>22}"
    if theirs:
        ratios = (statistics.median(theirs) / statistics.median(ours), min(theirs) / max(ours), max(theirs) / min(ours))
        line += f"{sign + spread(theirs):>22}{f'{sign}{ratios[0]:,.0f} ({ratios[1]:,.0f}-{ratios[2]:,.0f})':>20}"
    print(line, flush=True)


def spread(seconds: Sequence[float]) -> str:
    """Return the median with the least and the most."""
    found = f"{statistics.median(seconds):.3f}"
    return f"{found} ({min(seconds):.3f}-{max(seconds):.3f})" if len(seconds) > 1 else found


if __name__ == "__main__":
    main()
