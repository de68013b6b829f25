"""What a query may take, and what happens when it takes more."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import StoreError


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one query, and of how many run and wait."""

    seconds: float = 10.0  # wall clock, from the moment a worker has the query
    rows: int = 100_000  # further rows are left off, and the answer says so
    memory: int = 1 << 30  # bytes of address space of a worker
    answer: int = 64 << 20  # bytes of one answer
    text: int = 100_000  # bytes of a query
    workers: int = 2
    waiting: int = 400  # queries that wait for a worker
    patience: float = 60.0  # seconds a query waits for a worker


class QueryStoppedError(StoreError):
    """A query reached a limit, or no worker was free.

    `status` is the HTTP status that says so, `seconds` is how long a worker was at it.
    """

    def __init__(self, message: str, status: int, seconds: float = 0.0) -> None:
        super().__init__(message)
        self.status = status
        self.seconds = seconds
