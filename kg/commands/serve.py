"""Serve a built folder on this machine: SPARQL endpoint, query page, a page for every node."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.console import complain, say
from kg.errors import MissingExtraError, StoreError

if TYPE_CHECKING:
    import socket

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("output", type=Path, nargs="?", default=Path("output"), help="the built folder (default: output)")
    parser.add_argument(
        "--store", type=Path, metavar="DIR", help="its store, made by kg build --store (default: made for this run)"
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: 127.0.0.1, this machine alone)")
    parser.add_argument("--port", type=int, default=8765, help="port, 0 for any that is free (default: 8765)")
    parser.add_argument(
        "--allow-host", action="append", default=[], metavar="NAME", help="a further host name that requests may be for"
    )
    parser.add_argument(
        "--cors", action="append", default=[], metavar="ORIGIN", help="an origin whose pages may read answers, * for all"
    )
    parser.add_argument("--timeout", type=float, default=10, metavar="SECONDS", help="limit of a query (default: 10)")
    parser.add_argument("--rows", type=int, default=100_000, metavar="N", help="most rows of an answer (default: 100000)")
    parser.add_argument("--memory", type=int, default=1024, metavar="MB", help="limit of a query (default: 1024)")
    parser.add_argument(
        "--patience", type=float, default=60, metavar="SECONDS", help="how long a query may wait for its turn (default: 60)"
    )
    parser.add_argument(
        "--workers",
        type=int,
        default=max(2, os.cpu_count() or 2),
        metavar="N",
        help="queries at a time (default: one a processor)",
    )


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    import contextlib
    import signal
    import tempfile

    try:
        import uvicorn

        from kg.serve.app import make_app
    except ModuleNotFoundError as error:
        raise MissingExtraError("kg serve", "serve") from error
    from kg.serve.dataset import open_dataset
    from kg.serve.limits import Limits
    from kg.store.disk import check_store, write_store

    graph = options.output / "graph.ttl"
    if not graph.is_file():
        raise StoreError(f"{graph}: not there. Build it first: kg build seeds --out {options.output}")
    limits = Limits(
        seconds=options.timeout,
        rows=options.rows,
        memory=options.memory << 20,
        workers=max(1, options.workers),
        patience=options.patience,
    )
    signal.signal(signal.SIGTERM, _leave)  # the server raises the signal again; what was made for this run must go
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(_listen(options.host, options.port))
        if options.store:
            store = options.store
            check_store(store, graph)
        else:
            store = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jiedao-kg-"))) / "store"
            write_store(graph, store)
        dataset = open_dataset(options.output.resolve(), store.resolve())
        app = make_app(dataset, limits, [*_LOOPBACK, options.host, *options.allow_host], options.cors)
        _announce(options.host, listening.getsockname()[1], dataset.path, dataset.triples)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            ws="none",
            limit_concurrency=1000,
            timeout_graceful_shutdown=3,
        )
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])
    return 0


def _leave(*_: object) -> None:
    raise SystemExit(0)


def _listen(host: str, port: int) -> socket.socket:
    import socket

    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=1024)
    except (OSError, OverflowError) as error:
        raise StoreError(f"{host}:{port}: cannot listen there ({error}). Choose another --port or --host") from error


def _announce(host: str, port: int, path: str, triples: int) -> None:
    where = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    say(f"serving {triples} triples at {where}/")
    say(f"  {where}/query   ask: canned questions and SPARQL")
    say(f"  {where}/sparql  the endpoint (SPARQL 1.1 Protocol, queries only)")
    say(f"  {where}{path}…  every node of the graph, as a page or as RDF")
    if host not in _LOOPBACK:
        complain(f"{host} is not this machine alone: whoever reaches it can read everything served; there is no login")
