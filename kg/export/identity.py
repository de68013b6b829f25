"""The identity of a build while its graph is written: the hash of the sorted N-Triples, in bounded memory."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.model.runs import Runs


class Identity:
    """Takes the triples of subjects, in any order, and gives the SHA-256 of the sorted N-Triples of all of them."""

    def __init__(self, held: int | None = None) -> None:
        """Keep at most `held` bytes in memory; None: as many as Runs."""
        self._runs: Runs[bytes, None] = Runs(held)

    def add(self, lines: bytes) -> None:
        """Take the sorted lines of a subject."""
        self._runs.add(lines)

    def sha256(self, *others: Iterable[bytes]) -> str:
        """Return the hash over all that was added, in hex.

        `others` are triples that were not: sorted lines, one or more at a time, of subjects between which no other stands.
        """
        result = hashlib.sha256()
        for lines in heapq.merge(self._sorted(), *others):
            result.update(lines)
        return result.hexdigest()

    def _sorted(self) -> Iterator[bytes]:
        """Yield the lines of each subject: it ends with >, so that their order is that of the subjects."""
        for _, found in groupby((lines for lines, _ in self._runs), _subject):
            parts = list(found)
            yield parts[0] if len(parts) == 1 else b"".join(sorted({line for lines in parts for line in lines.splitlines(True)}))


def _subject(lines: bytes) -> bytes:
    return lines[: lines.index(b" ")]
