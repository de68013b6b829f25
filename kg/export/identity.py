"""The identity of a build while its graph is written: the hash of the sorted N-Triples, in bounded memory.

Blocks come in the order of the graph, the hash wants them sorted. A small graph is sorted in memory; of a large one,
sorted runs go to temporary files and are merged at the end.
"""

from __future__ import annotations

import hashlib
import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from types import TracebackType
from typing import IO

from kg.export.turtle import sorted_ntriples
from kg.terms import Block

HELD = 20_000  # blocks in memory, some 50 MB


class Identity:
    """Takes blocks as they pass, and gives the SHA-256 of the sorted N-Triples of all of them."""

    def __init__(self, held: int = HELD) -> None:
        """Keep at most `held` blocks in memory."""
        self._held = held
        self._blocks: list[Block] = []
        self._runs: list[IO[str]] = []
        self._files = ExitStack()

    def __enter__(self) -> Identity:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Remove the temporary files."""
        self._files.close()

    def passing(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Yield the blocks as they come."""
        for block in blocks:
            self._blocks.append(block)
            if len(self._blocks) >= self._held:
                self._spill()
            yield block

    def sha256(self) -> str:
        """Return the hash over all that has passed, in hex."""
        result = hashlib.sha256()
        for lines in self._sorted():
            result.update(lines.encode("utf-8"))
        return result.hexdigest()

    def _sorted(self) -> Iterator[str]:
        """Yield the sorted lines, one or more at a time; a line that came twice is one triple."""
        if not self._runs:
            yield from sorted_ntriples(self._blocks)
            return
        self._spill()
        for run in self._runs:
            run.seek(0)
        lines = heapq.merge(*self._runs)  # subjects end with >: lines sort as subjects do
        yield from (line for line, _ in groupby(lines))

    def _spill(self) -> None:
        run = self._files.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))  # noqa: SIM115 - closed with the others
        run.writelines(sorted_ntriples(self._blocks))
        self._runs.append(run)
        self._blocks.clear()
