"""Where a name stands: a linear-chain CRF over characters, decoded in plain Python from a table of weights.

The weights are data (model/names.json.gz); tools/train_tagger.py makes them. A name is B I* E, the
rest is O; the weights of O are folded into the others, so that it counts zero.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

from kg.extract.features import PAD, WINDOWS, flags, padded

MODEL = Path(__file__).parent / "model" / "names.json.gz"
Weights = tuple[float, float, float]  # B, I, E; O is zero
_NONE: Weights = (0.0, 0.0, 0.0)
_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of each window and flag, the eight transitions, and the two starts."""

    windows: tuple[dict[str, Weights], ...]
    flags: dict[str, Weights]
    steps: dict[str, float]  # exp of the weight of OO OB BI BE II IE EO EB


@dataclass(frozen=True, slots=True)
class Tagged:
    """A stretch that the model takes for a name: offsets in the tagged text, and how likely it is exactly this."""

    start: int
    end: int
    probability: float


@cache
def load(path: Path = MODEL) -> Model:
    """Return the model stored at `path`."""
    raw = json.loads(gzip.decompress(path.read_bytes()))
    return from_raw(raw)


def from_raw(raw: dict[str, dict[str, list[int]]]) -> Model:
    """Return the model that the stored form `raw` (weights in hundredths) spells out."""

    def weights(table: dict[str, list[int]]) -> dict[str, Weights]:
        return {key: (b / 100, i / 100, e / 100) for key, (b, i, e) in table.items()}

    return Model(
        windows=tuple(weights(raw.get(f"{offset},{length}", {})) for offset, length in WINDOWS),
        flags=weights(raw["flags"]),
        steps={step: exp(value[0] / 100) for step, value in raw["steps"].items()},
    )


def tag(text: str, marks: Sequence[tuple[int, int, str]], model: Model) -> Iterator[Tagged]:
    """Yield the likely names of one sentence; `marks` are its quotations as (start, end, verdict)."""
    if len(text) < 2:
        return
    scores = _scores(text, marks, model)
    yield from _spans(scores, model.steps)


def _scores(text: str, marks: Sequence[tuple[int, int, str]], model: Model) -> list[Weights]:
    """Return exp of the summed weights of B, I and E at each character."""
    wide = padded(text)
    shift = len(PAD)
    tables = [(table.get, shift + offset, length) for (offset, length), table in zip(WINDOWS, model.windows, strict=True)]
    known = model.flags.get
    kept: dict[tuple[str, ...], Weights] = {}
    result = []
    for at, row in enumerate(flags(text, marks)):
        base = kept.get(row)
        if base is None:
            base = kept[row] = _sum(known(flag) for flag in row)
        b, i, e = base
        for get, offset, length in tables:
            weights = get(wide[at + offset : at + offset + length])
            if weights is not None:
                b += weights[0]
                i += weights[1]
                e += weights[2]
        result.append((exp(b), exp(i), exp(e)))
    return result


def _sum(rows: Iterator[Weights | None]) -> Weights:
    b = i = e = 0.0
    for row in rows:
        if row is not None:
            b, i, e = b + row[0], i + row[1], e + row[2]
    return b, i, e


def _spans(scores: Sequence[Weights], steps: dict[str, float]) -> Iterator[Tagged]:
    """Forward and backward over O, B, I, E, then the exact probability of every span that may be one."""
    oo, ob, bi, be = steps["OO"], steps["OB"], steps["BI"], steps["BE"]
    ii, ie, eo, eb = steps["II"], steps["IE"], steps["EO"], steps["EB"]
    backward = _backward(scores, steps)
    first = scores[0]
    o, b, i, e = 1.0, first[0], 0.0, 0.0
    open_spans: list[tuple[int, float]] = []
    for at, (score_b, score_i, score_e) in enumerate(scores):
        if at:
            o, b, i, e = (o * oo + e * eo), (o * ob + e * eb) * score_b, (b * bi + i * ii) * score_i, (b * be + i * ie) * score_e
        back_o, back_b, back_i, back_e = backward[at]
        total = o * back_o + b * back_b + i * back_i + e * back_e
        ended = []
        for start, weight in open_spans:
            step = be if start == at - 1 else ie
            probability = weight * step * score_e * back_e / total
            if probability > _LEAST:
                yield Tagged(start, at + 1, probability)
            inside = weight * (bi if start == at - 1 else ii) * score_i
            if inside * back_i / total > _LEAST / 5:
                ended.append((start, inside))
        open_spans = ended
        if b * back_b / total > _LEAST:
            open_spans.append((at, b))
        scale = o + b + i + e
        o, b, i, e = o / scale, b / scale, i / scale, e / scale
        open_spans = [(start, weight / scale) for start, weight in open_spans]


def _backward(scores: Sequence[Weights], steps: dict[str, float]) -> list[tuple[float, float, float, float]]:
    """Return the scaled backward weights of O, B, I, E at each character; a name must end in the sentence."""
    oo, ob, bi, be = steps["OO"], steps["OB"], steps["BI"], steps["BE"]
    ii, ie, eo, eb = steps["II"], steps["IE"], steps["EO"], steps["EB"]
    result = [(1.0, 0.0, 0.0, 1.0)] * len(scores)
    o, b, i, e = 1.0, 0.0, 0.0, 1.0
    for at in range(len(scores) - 2, -1, -1):
        score_b, score_i, score_e = scores[at + 1]
        name, inner, last = b * score_b, i * score_i, e * score_e
        o, b, i, e = oo * o + ob * name, bi * inner + be * last, ii * inner + ie * last, eo * o + eb * name
        scale = o + b + i + e
        o, b, i, e = o / scale, b / scale, i / scale, e / scale
        result[at] = (o, b, i, e)
    return result
