"""Answer a canned question, or a SPARQL query from a file, over a built folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kg.commands.console import harmless, say
from kg.errors import QueryError


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("question", nargs="?", help="name of a canned question, or a .rq file")
    parser.add_argument("--list", action="store_true", help="list the canned questions with their parameters")
    parser.add_argument(
        "--output", "-o", type=Path, default=Path("output"), metavar="DIR", help="the built folder (default: output)"
    )
    parser.add_argument("--store", type=Path, metavar="DIR", help="ask the store that kg build --store made of this folder")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="value of a parameter, e.g. label=一网统管"
    )
    parser.add_argument(
        "--format", choices=["table", "csv", "json", "markdown"], default="table", help="how to print (default: table)"
    )
    parser.add_argument(
        "--engine", choices=["oxigraph", "rdflib"], default="oxigraph", help="which engine answers (default: oxigraph)"
    )
    parser.add_argument(
        "--timeout", type=float, default=60, metavar="SECONDS", help="limit for a query from a file (default: 60)"
    )


def run(options: argparse.Namespace) -> int:
    """List the questions or answer one."""
    from kg import store

    if options.list or not options.question:
        for query in store.list_queries():
            parameters = "".join(f"  --set {name}={value}" for name, value in query.parameters.items())
            say(f"{query.id:<28}{query.zh}\n{'':<28}{query.en}{parameters}")
        return 0
    graph = options.output / "graph.ttl"
    if not graph.is_file():
        raise QueryError(f"{graph}: not there. Build it first: kg build seeds --out {options.output}")
    if options.store:
        graph = _store(options.store, graph, options.engine)
    table = store.answer(
        options.question, graph, parameters=_parameters(options.set), engine=options.engine, timeout=options.timeout
    )
    text = store.render(table, options.format)
    sys.stdout.write(harmless(text) if options.format in {"table", "markdown"} else text)
    return 0


def _store(folder: Path, graph: Path, engine: str) -> Path:
    """Return the folder of the store, once it is known to be the store of `graph`."""
    from kg.store import disk

    if engine != "oxigraph":
        raise QueryError(f"--store: {engine} cannot read it. Leave out --engine or --store")
    disk.check_store(folder, graph)
    return folder


def _parameters(settings: list[str]) -> dict[str, str]:
    pairs = [setting.partition("=") for setting in settings]
    for name, sign, _ in pairs:
        if not sign:
            raise QueryError(f"--set {name}: write NAME=VALUE, for instance --set label=一网统管")
    return {name: value for name, _, value in pairs}
