"""Show why something is in the graph: rule, sentences with the words marked, neighbours."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.commands.console import say
from kg.errors import QueryError


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("what", help="an IRI, its last parts (statement/1f0c9a21b7d34e55), or a label (一网统管)")
    parser.add_argument(
        "--output", "-o", type=Path, default=Path("output"), metavar="DIR", help="the built folder (default: output)"
    )
    parser.add_argument("--limit", type=int, default=12, metavar="N", help="sentences to show (default: 12)")


def run(options: argparse.Namespace) -> int:
    """Print the node, what is said of it and its proofs."""
    from kg.store.explain import explain

    graph = options.output / "graph.ttl"
    if not graph.is_file():
        raise QueryError(f"{graph}: not there. Build it first: kg build seeds --out {options.output}")
    found = explain(graph, options.what, options.limit)
    say(f"{found.label}  <{found.iri}>")
    say("a " + ", ".join(found.types))
    for name, value in found.properties:
        if name not in {"type", "label", "jd:mention", "wasDerivedFrom", "jd:decision", "wasInfluencedBy"}:
            say(f"  {name:<22}{value}")
    for decision in found.decisions:
        say(f"  {'decided by a reviewer':<22}{decision}")
    for proof in found.proofs:
        say(f"\n{proof.statement}\n  {proof.sentence}\n  {proof.where}  rule: {proof.rule}")
    if found.more:
        say(f"\n… and {found.more} more (--limit)")
    return 0
