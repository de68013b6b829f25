"""The identity of a build while its graph is written: the hash of the sorted N-Triples, in bounded memory."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from kg.export.turtle import sorted_lines
from kg.model.runs import Runs
from kg.terms import Block


class Identity:
    """Takes blocks as they pass, in any order, and gives the SHA-256 of the sorted N-Triples of all of them."""

    def __init__(self, held: int | None = None) -> None:
        """Keep at most `held` bytes in memory; None: as many as Runs."""
        self._runs: Runs[str, bytes] = Runs(held)

    def passing(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Yield the blocks as they come."""
        for subject, pairs in blocks:
            self._runs.add(subject, "".join(sorted_lines(subject, pairs)).encode("utf-8"))
            yield subject, pairs

    def sha256(self, *others: Iterable[bytes]) -> str:
        """Return the hash over all that has passed, in hex.

        `others` are triples that did not pass: sorted lines, one or more at a time, of subjects between which no other stands.
        """
        result = hashlib.sha256()
        for lines in heapq.merge(self._sorted(), *others):
            result.update(lines)
        return result.hexdigest()

    def _sorted(self) -> Iterator[bytes]:
        """Yield the lines of each subject: it ends with >, so that sorted subjects give sorted lines."""
        for _, found in groupby(self._runs, itemgetter(0)):
            parts = [lines for _, (lines,) in found]
            yield parts[0] if len(parts) == 1 else b"".join(sorted({line for lines in parts for line in lines.splitlines(True)}))
