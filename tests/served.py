"""A `kg serve` of its own for tests, and plain requests to it."""

from __future__ import annotations

import contextlib
import http.client
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Reply:
    """What a server answered; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode("utf-8")


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    pid: int

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, timeout: float = 120
    ) -> Reply:
        """Send one request; the Host header is that of loopback unless `headers` has another."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        with contextlib.closing(connection):
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())

    def get(self, path: str, accept: str | None = None) -> Reply:
        """Ask for a path."""
        return self.ask("GET", path, headers={"Accept": accept} if accept else None)

    def query(self, text: str, accept: str = "application/sparql-results+json") -> Reply:
        """Ask by GET."""
        return self.get(f"/sparql?query={quote(text)}", accept)


@contextlib.contextmanager
def serving(output: Path, *options: str) -> Iterator[Server]:
    """Run `kg serve` over a built folder at a free port, and stop it afterwards."""
    command = [sys.executable, "-m", "kg", "serve", str(output), "--port", "0", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=os.environ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline().decode()
            assert line.startswith("serving "), line
            yield Server(int(line.rstrip("/\n").rpartition(":")[2]), process.pid)
        finally:
            process.terminate()
            process.wait(timeout=30)
