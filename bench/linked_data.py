"""Time writing, loading, verifying and asking a large graph, as ratios to rdflib doing the same on the same triples.

python bench/linked_data.py BUILT [--triples N] [--asked N]

BUILT is a folder that `kg build` wrote. Its reports are copied until the graph has N triples (default 1,000,000) for
writing, loading and verifying, and the smaller number (default 100,000) for asking: rdflib needs minutes for some
questions over a million. A question that rdflib does not answer in a minute is given as a lower bound. Times are
seconds of processor, so that a busy machine changes them little.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Callable
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

PATIENCE = 60  # seconds on the clock for one question to rdflib


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("built", type=Path)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--asked", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large", Path(folder) / "small"
        print(f"{grow(options.built, large, options.triples):,} triples", flush=True)
        handling(large)
        print(f"\n{grow(options.built, small, options.asked):,} triples; the second figure of Oxigraph is for the large graph")
        asking(small / "graph.ttl", large / "graph.ttl")


def handling(folder: Path) -> None:
    """Time loading, writing and verifying, and print each as it is known."""
    path, out = folder / "graph.ttl", folder / "again.ttl"
    kept, graph = list(blocks(path)), rdflib.Graph(bind_namespaces="none")
    print(f"{'':30}{'ours':>9}{'rdflib':>9}{'ratio':>8}")
    pairs: list[tuple[str, Callable[[], object], Callable[[], object] | None]] = [
        ("kg verify", lambda: print_faults(folder), None),
        (
            "load (Oxigraph, in memory)",
            lambda: pyoxigraph.Store().bulk_load(path=path),
            lambda: graph.parse(path, format="turtle"),
        ),
        (
            "write N-Triples, ours sorted",
            lambda: turtle.write_ntriples(out, kept),
            lambda: graph.serialize(out, format="nt11", encoding="utf-8"),
        ),
        (
            "write Turtle",
            lambda: turtle.write_turtle(out, kept, BASE),
            lambda: graph.serialize(out, format="turtle", encoding="utf-8"),
        ),
    ]
    for name, ours, peer in pairs:
        mine = seconds(ours)
        other = seconds(peer) if peer else 0.0
        print(f"{name:30}{mine:9.2f}" + (f"{other:9.1f}{other / mine:8.1f}" if peer else ""), flush=True)


def print_faults(folder: Path) -> None:
    """Verify; a grown folder has no fault."""
    for fault in verify(folder):
        print(fault)


def asking(small: Path, large: Path) -> None:
    """Time every canned question."""
    few, many = pyoxigraph.Store(), pyoxigraph.Store()
    few.bulk_load(path=small)
    many.bulk_load(path=large)
    graph = rdflib.Graph(bind_namespaces="none").parse(small, format="turtle")
    print(f"{'':30}{'Oxigraph':>9}{'large':>9}{'rdflib':>9}{'ratio':>8}")
    for query in store.list_queries():
        text = bind(query, {})
        mine = seconds(partial(ask, few, text))
        much = seconds(partial(ask, many, text))
        other, ended = patiently(graph, text)
        sign = "" if ended else ">"
        print(
            f"{query.id:30}{mine:9.3f}{much:9.3f}{sign + format(other, '.2f'):>9}{sign + format(other / mine, '.0f'):>8}",
            flush=True,
        )


def ask(engine: Any, text: str) -> None:
    """Answer a query to its last row."""
    for _ in engine.query(text):
        pass


def patiently(graph: rdflib.Graph, text: str) -> tuple[float, bool]:
    """Return the seconds that rdflib takes for a query, in a copy of this process, and whether it came to an end."""
    context = multiprocessing.get_context("fork")
    took, gave = context.Pipe(duplex=False)
    child = context.Process(target=lambda: gave.send(seconds(partial(ask, graph, text))))
    child.start()
    ended = took.poll(PATIENCE)
    result = float(took.recv()) if ended else float(PATIENCE)
    child.kill()
    child.join()
    return result, ended


def seconds(work: Callable[[], object]) -> float:
    """Return the seconds of processor that some work takes."""
    start = time.process_time()
    work()
    return max(time.process_time() - start, 1e-4)


if __name__ == "__main__":
    main()
