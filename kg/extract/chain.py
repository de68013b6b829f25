"""Forward and backward over the labels O, B, I, E of many sentences side by side, and the spans that may be names.

All sentences go through their characters in step: what is done at the first character is done for every sentence
at once, then at the second for those that have one. So characters are kept step by step, the longest sentence first.
Each number comes from the same operations in the same order as for one sentence alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kg.extract.sheet import Ints

Floats = npt.NDArray[np.float64]
_LEAST = 0.05
_OOBB, _EEII, _OIIO, _BEEB = (np.array(["OBIE".index(label) for label in row]) for row in ("OOBB", "EEII", "OIIO", "BEEB"))


class Steps(NamedTuple):
    """The order of the characters: `counts[t]` sentences have a character `t`; they are kept from `offsets[t]` on."""

    order: Ints  # of the sentences, the longest first
    counts: Ints  # the last one is zero
    offsets: Ints

    def stretches(self) -> list[tuple[slice, int]]:
        """Return where the characters of each step are kept, and how many they are."""
        pairs = zip(self.offsets.tolist(), self.counts[:-1].tolist(), strict=True)
        return [(slice(offset, offset + count), count) for offset, count in pairs]

    def steps(self) -> Ints:
        """Return the step of each character."""
        return np.repeat(np.arange(len(self.offsets)), self.counts[:-1])

    def places(self, starts: Ints) -> Ints:
        """Return where each character stands in a text in which the sentences begin at `starts`."""
        steps = self.steps()
        ranks = np.arange(len(steps)) - self.offsets[steps]
        places: Ints = starts[self.order][ranks] + steps
        return places


def in_step(sizes: Ints) -> Steps:
    """Return the steps of sentences that have `sizes` characters, one or more each."""
    counts = len(sizes) - np.searchsorted(np.sort(sizes), np.arange(sizes.max() + 1), side="right")
    return Steps(np.argsort(-sizes, kind="stable"), counts, np.cumsum(counts[:-1]) - counts[:-1])


def spans(steps: Steps, scores: Floats, moves: Mapping[str, float]) -> list[tuple[int, int, int, float]]:
    """Return (sentence, start, end, probability) of each span that is likely enough, in this order but by end first.

    `scores` are those of O (one), B, I and E at each character, step by step; `moves` the eight transitions.
    """
    forward, scale = _forward(steps, scores, moves)
    backward = _backward(steps, scores, moves)
    both = forward * backward
    total = both.sum(axis=0)
    begun = np.flatnonzero(both[1] / total > _LEAST)
    found = _followed(steps, begun, forward[1, begun] / scale[begun], _Weights(scores, backward, total, scale), moves)
    ranks, starts, ends, probabilities = (np.concatenate(column) for column in zip(*found, strict=True))
    sentences = steps.order[ranks]
    in_order = np.lexsort((starts, ends, sentences))
    columns = (column[in_order].tolist() for column in (sentences, starts, ends, probabilities))
    return list(zip(*columns, strict=True))


def _forward(steps: Steps, scores: Floats, moves: Mapping[str, float]) -> tuple[Floats, Floats]:
    """Return the forward weights of O, B, I, E at each character, and their sums, by which those behind are scaled."""
    one, two = _column(moves, "OO", "OB", "BI", "BE"), _column(moves, "EO", "EB", "II", "IE")
    forward, scale = np.empty_like(scores), np.empty(scores.shape[1])
    now = scores[:, : steps.counts[0]] * [[1.0], [1.0], [0.0], [0.0]]
    for step, (here, count) in enumerate(steps.stretches()):
        if step:
            last = now[:, :count]
            now = last.take(_OOBB, axis=0)
            now *= one
            inner = last.take(_EEII, axis=0)
            inner *= two
            now += inner
            now *= scores[:, here]
        forward[:, here] = now
        scale[here] = sums = now.sum(axis=0)
        now /= sums
    return forward, scale


def _backward(steps: Steps, scores: Floats, moves: Mapping[str, float]) -> Floats:
    """Return the scaled backward weights of O, B, I, E at each character; a name must end in the sentence."""
    one, two = _column(moves, "OO", "BI", "II", "EO"), _column(moves, "OB", "BE", "IE", "EB")
    backward = np.empty_like(scores)
    backward[:] = [[1.0], [0.0], [0.0], [1.0]]
    stretches = steps.stretches()
    for (here, _), (there, count) in zip(stretches[-2::-1], stretches[:0:-1], strict=True):
        behind = backward[:, there] * scores[:, there]
        now = behind.take(_OIIO, axis=0)
        now *= one
        inner = behind.take(_BEEB, axis=0)
        inner *= two
        now += inner
        np.divide(now, now.sum(axis=0), out=backward[:, here.start : here.start + count])
    return backward


def _column(moves: Mapping[str, float], *names: str) -> Floats:
    return np.array([[moves[name]] for name in names])


class _Weights(NamedTuple):
    """What is known of each character, step by step; rows are O, B, I, E."""

    scores: Floats
    backward: Floats
    total: Floats
    scale: Floats


def _followed(
    steps: Steps, begun: Ints, weight: Floats, by: _Weights, moves: Mapping[str, float]
) -> list[tuple[Ints, Ints, Ints, Floats]]:
    """Follow the names that may have begun at `begun`, all in step, for as long as they may go on.

    Returns columns: rank of the sentence, start, end and probability of what may be a name.
    """
    step = first = steps.steps()[begun]
    rank = begun - steps.offsets[first]
    inside, out = moves["BI"], moves["BE"]
    found: list[tuple[Ints, Ints, Ints, Floats]] = []
    while not found or len(rank):
        going = rank < steps.counts[step + 1]
        step, first, rank, weight = step[going] + 1, first[going], rank[going], weight[going]
        at = steps.offsets[step] + rank if len(step) else step
        probability = weight * out * by.scores[3, at] * by.backward[3, at] / by.total[at]
        likely = probability > _LEAST
        found.append((rank[likely], first[likely], step[likely] + 1, probability[likely]))
        weight = weight * inside * by.scores[2, at]
        on = weight * by.backward[2, at] / by.total[at] > _LEAST / 5
        step, first, rank, weight = step[on], first[on], rank[on], weight[on] / by.scale[at[on]]
        inside, out = moves["II"], moves["IE"]
    return found
