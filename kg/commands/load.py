"""Load the graph of a built folder into a running triple store (SPARQL 1.1 Graph Store Protocol)."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.commands.console import complain, say


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "endpoint", metavar="ENDPOINT", help="address of the store's Graph Store Protocol, e.g. http://127.0.0.1:7878/store"
    )
    parser.add_argument(
        "--output", "-o", type=Path, default=Path("output"), metavar="DIR", help="the built folder (default: output)"
    )
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--replace", action="store_true", help="put the graph in place of all that the target graph holds")
    how.add_argument("--add", action="store_true", help="add the graph to what the target graph holds")
    parser.add_argument("--graph", metavar="IRI", help="the target is this named graph (default: the default graph)")
    parser.add_argument(
        "--query",
        metavar="ADDRESS",
        help="the store's query endpoint, where triples are counted (default: guessed from ENDPOINT)",
    )
    parser.add_argument("--no-verify", action="store_true", help="do not count the triples afterwards")
    parser.add_argument(
        "--timeout", type=float, default=600, metavar="SECONDS", help="longest silence of the store (default: 600)"
    )


def run(options: argparse.Namespace) -> int:
    """Send the graph and say what the store holds afterwards. Exit code 1 if it is not what was sent."""
    from kg.errors import StoreError
    from kg.store import remote

    graph = options.output / "graph.ttl"
    if not graph.is_file():
        raise StoreError(f"{graph}: not there. Build it first: kg build seeds --out {options.output}")
    target = remote.Target(
        options.endpoint, options.graph, None if options.no_verify else options.query or remote.guess(options.endpoint)
    )
    if remote.exposed(options.endpoint):
        complain("user name and password, or the token, go over the network unencrypted: use an https address")
    loaded = remote.load(graph, target, replace=options.replace, timeout=options.timeout)
    where = f"<{options.graph}>" if options.graph else "the default graph"
    if loaded.after is None:
        say(f"sent {loaded.sent} triples to {where} of {options.endpoint}; not verified")
    else:
        say(f"sent {loaded.sent} triples to {where} of {options.endpoint}; it now holds {loaded.after}")
    return 0
