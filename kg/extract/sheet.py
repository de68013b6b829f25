"""Sentences laid side by side in one string, so that what is done for each character is done for all at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kg.extract.features import PAD, Mark

Ints = npt.NDArray[np.int64]
_MARGIN = len(PAD)


class Sheet(NamedTuple):
    """Sentences with room around each: where they stand in `text`, and the quotations of each from its start."""

    text: str
    codes: Ints  # the characters of `text`
    starts: Ints
    ends: Ints
    marks: tuple[tuple[Mark, ...], ...]

    @property
    def sizes(self) -> Ints:
        """How long each sentence is."""
        return self.ends - self.starts

    def around(self, column: Ints, offset: int) -> Ints:
        """Return for each character, the outer margins left out, the value of `column` at its neighbour `offset` away."""
        return column[_MARGIN + offset : len(column) - _MARGIN + offset]

    def without_margins(self, column: Ints) -> Ints:
        """Return what a column without outer margins (see `around`) holds for the characters of the sentences."""
        sizes = self.sizes
        behind = np.cumsum(sizes)
        places = np.arange(behind[-1]) + np.repeat(self.starts - _MARGIN - (behind - sizes), sizes)
        found: Ints = column[places]
        return found


def lay_side_by_side(sentences: Sequence[tuple[str, tuple[Mark, ...]]]) -> Sheet:
    """Return the sheet of some sentences of one character or more, each with its marks."""
    texts = [text for text, _ in sentences]
    joined = PAD + PAD.join(texts) + PAD
    sizes = np.array([len(text) for text in texts], dtype=np.int64)
    ends = np.cumsum(sizes + _MARGIN)
    return Sheet(joined, codes_of(joined), ends - sizes, ends, tuple(marks for _, marks in sentences))


def codes_of(text: str) -> Ints:
    """Return the code points of `text`."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)


def distinct(values: Ints) -> Ints:
    """Return each value once, in ascending order, as `np.unique` does, which imports numpy's masked arrays first."""
    in_order = np.sort(values)
    return np.concatenate([in_order[:1], in_order[1:][in_order[1:] != in_order[:-1]]])
