"""Where a name stands: a linear-chain CRF over characters, decoded in plain Python from a table of weights.

The weights are data (model/names.json.gz); tools/train_tagger.py makes them. A name is B I* E, the
rest is O; the weights of O are folded into the others, so that it counts zero.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import exp
from pathlib import Path

from kg.extract.features import PAD, WINDOWS, Mark, padded
from kg.extract.flag_scores import FlagWeights
from kg.lexicon import cached

MODEL = Path(__file__).parent / "model" / "names.json.gz"
Scores = tuple[float, float, float]  # of B, I, E; O is one
_LEAST = 0.05
_REMEMBERED = 20_000  # sentences
_BITS = 20  # of one weight; the three of a place make a word of 60 bits
_HALF = 1 << (_BITS - 1)
_FIELD = (1 << _BITS) - 1
_PLACE = 3 * _BITS
_REACH = 3  # characters to either side
_WORD = (1 << _PLACE) - 1
_ZERO = _HALF | _HALF << _BITS | _HALF << 2 * _BITS


@dataclass(frozen=True, slots=True)
class Model:
    """Weights as packed integers, and the eight transitions.

    `grams[n]` holds for a string of n characters what it adds to each of the seven places around its
    first character, place by place in words of 60 bits; so one addition does the work of twenty-one.
    """

    grams: dict[int, dict[str, int]]
    flags: FlagWeights
    steps: dict[str, float]  # exp of the weight of OO OB BI BE II IE EO EB
    memory: dict[tuple[str, tuple[Mark, ...]], tuple[Tagged, ...]] = field(default_factory=dict, repr=False)
    sights: dict[str, object] = field(default_factory=dict, repr=False)  # report id -> what the caller made of its tags


@dataclass(frozen=True, slots=True)
class Tagged:
    """A stretch that the model takes for a name: offsets in the tagged text, and how likely it is exactly this."""

    start: int
    end: int
    probability: float


@cached
def load() -> Model:
    """Return the model that is shipped; after a change of lexicons a fresh one, that remembers nothing."""
    return from_raw(json.loads(gzip.decompress(MODEL.read_bytes())))


def from_raw(raw: dict[str, dict[str, list[int]]]) -> Model:
    """Return the model that the stored form `raw` (weights in hundredths) spells out."""
    grams: dict[int, dict[str, int]] = {1: {}, 2: {}, 3: {}}
    for offset, length in WINDOWS:
        shift = _PLACE * (_REACH - offset)
        table = grams[length]
        for key, weights in raw.get(f"{offset},{length}", {}).items():
            table[key] = table.get(key, 0) + (_packed(weights) << shift)
    return Model(
        grams=grams,
        flags=FlagWeights({key: _packed(weights) << _PLACE * _REACH for key, weights in raw["flags"].items()}),
        steps={step: exp(value[0] / 100) for step, value in raw["steps"].items()},
    )


def _packed(weights: list[int]) -> int:
    b, i, e = weights
    return b + (i << _BITS) + (e << 2 * _BITS)


def tag(text: str, marks: Sequence[Mark], model: Model) -> tuple[Tagged, ...]:
    """Return the likely names of one sentence; `marks` are its quotations as (start, end, verdict).

    The model remembers sentences: what reports copy from one another costs nothing.
    """
    if len(text) < 2:
        return ()
    key = (text, tuple(marks))
    found = model.memory.get(key)
    if found is None:
        if len(model.memory) >= _REMEMBERED:
            model.memory.clear()
        found = model.memory[key] = tuple(_spans(_scores(text, marks, model), model.steps))
    return found


def _scores(text: str, marks: Sequence[Mark], model: Model) -> list[Scores]:
    """Return exp of the summed weights of B, I and E at each character.

    A register holds the sums of the seven places around the current one; the last of them is complete
    with each step and taken off. Each field starts at half its range, so that it never turns negative.
    """
    wide = padded(text)
    own = model.flags.sums(text, marks)
    one, two, three = model.grams[1].get, model.grams[2].get, model.grams[3].get
    top = _ZERO << _PLACE * 2 * _REACH
    register = sum(_ZERO << _PLACE * place for place in range(2 * _REACH + 1))
    first, last = len(PAD), len(PAD) + len(text)
    result = []
    for at in range(first - _REACH, last + _REACH):
        register += one(wide[at], 0) + two(wide[at : at + 2], 0) + three(wide[at : at + 3], 0)
        if first <= at < last:
            register += own[at - first]
        if at >= first + _REACH:
            low = register & _WORD
            result.append(
                (
                    exp(((low & _FIELD) - _HALF) / 100),
                    exp(((low >> _BITS & _FIELD) - _HALF) / 100),
                    exp(((low >> 2 * _BITS) - _HALF) / 100),
                )
            )
        register = (register >> _PLACE) + top
    return result


def _spans(scores: Sequence[Scores], steps: dict[str, float]) -> Iterator[Tagged]:
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


def _backward(scores: Sequence[Scores], steps: dict[str, float]) -> list[tuple[float, float, float, float]]:
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
