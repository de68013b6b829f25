"""Where a name stands: a linear-chain CRF over characters, decoded from tables of weights.

The weights are data (model/names.json.gz); tools/train_tagger.py makes them. A name is B I* E, the
rest is O; the weights of O are folded into the others, so that it counts zero.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.extract.features import WINDOWS, Mark
from kg.lexicon import cached

if TYPE_CHECKING:  # numpy, which they need, takes a tenth of a second to import
    from kg.extract.flag_scores import FlagWeights
    from kg.extract.gram_scores import GramWeights
    from kg.extract.sheet import Ints

MODEL = Path(__file__).parent / "model" / "names.json.gz"
_REMEMBERED = 20_000  # sentences
_PART = 8_000  # characters
_THREADS = "OPENBLAS_NUM_THREADS"

Marked = tuple[str, tuple[Mark, ...]]  # a sentence with its quotations as (start, end, verdict)


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of windows and flags (see `packed`), and the eight transitions."""

    grams: GramWeights
    flags: FlagWeights
    steps: dict[str, float]  # exp of the weight of OO OB BI BE II IE EO EB
    memory: dict[Marked, tuple[Tagged, ...]] = field(default_factory=dict, repr=False)
    sights: dict[str, Any] = field(default_factory=dict, repr=False)  # report id -> what the caller made of its tags


class Tagged(NamedTuple):
    """A stretch that the model takes for a name: offsets in the tagged text, and how likely it is exactly this."""

    start: int
    end: int
    probability: float


@cached
def load() -> Model:
    """Return the model that is shipped; after a change of lexicons a fresh one, that remembers nothing."""
    return from_raw(json.loads(gzip.decompress(MODEL.read_bytes())))


def from_raw(raw: Mapping[str, Any]) -> Model:
    """Return the model that the stored form `raw` spells out, weights of B, I and E in hundredths.

    Of each window it has the strings, joined, and the weights of all of them in a row: tables of single strings would take
    five times as long to read.
    """
    _import_numpy()
    from kg.extract.flag_scores import FlagWeights
    from kg.extract.gram_scores import GramWeights
    from kg.extract.label_scores import packed

    windows = {window: raw[f"{window[0]},{window[1]}"] for window in WINDOWS if f"{window[0]},{window[1]}" in raw}
    return Model(
        grams=GramWeights({window: (one["strings"], packed(one["weights"])) for window, one in windows.items()}),
        flags=FlagWeights(dict(zip(raw["flags"], packed([*raw["flags"].values()]).tolist(), strict=True))),
        steps={step: exp(value[0] / 100) for step, value in raw["steps"].items()},
    )


def _import_numpy() -> None:
    """Import numpy without the threads of its linear algebra, for which there is no work here: they forbid to fork."""
    if _THREADS in os.environ:
        return
    os.environ[_THREADS] = "1"
    try:
        import numpy  # noqa: F401
    finally:
        del os.environ[_THREADS]


def tag(text: str, marks: Iterable[Mark], model: Model) -> tuple[Tagged, ...]:
    """Return the likely names of one sentence; `marks` are its quotations as (start, end, verdict)."""
    (found,) = tag_all([(text, tuple(marks))], model)
    return found


def tag_all(sentences: Sequence[Marked], model: Model) -> list[tuple[Tagged, ...]]:
    """Return the likely names of each of some sentences.

    The model remembers sentences: what reports copy from one another costs nothing.
    """
    known = model.memory
    new = [one for one in dict.fromkeys(sentences) if one not in known]
    if new and len(known) + len(new) > _REMEMBERED:
        known.clear()
        new = list(dict.fromkeys(sentences))
    known.update(zip(new, _tagged(new, model), strict=True))
    return [known[one] for one in sentences]


def _tagged(sentences: Sequence[Marked], model: Model) -> list[tuple[Tagged, ...]]:
    import numpy as np

    from kg.extract import chain
    from kg.extract.label_scores import scores

    found: list[list[Tagged]] = [[] for _ in sentences]
    longer = [at for at, (text, _) in enumerate(sentences) if len(text) > 1]
    if longer:
        sizes = np.array([len(sentences[at][0]) for at in longer])
        steps = chain.in_step(sizes)
        sums = np.concatenate([_sums(part, model) for part in _parts([sentences[at] for at in longer])])
        places = steps.places(np.cumsum(sizes) - sizes)
        for sentence, start, end, probability in chain.spans(steps, scores(sums[places]), model.steps):
            found[longer[sentence]].append(Tagged(start, end, probability))
    return list(map(tuple, found))


def _parts(sentences: Sequence[Marked]) -> Iterator[Sequence[Marked]]:
    """Yield the sentences in parts whose columns fit into the processor's cache."""
    part: list[Marked] = []
    size = 0
    for one in sentences:
        part.append(one)
        size += len(one[0])
        if size >= _PART:
            yield part
            part, size = [], 0
    if part:
        yield part


def _sums(sentences: Sequence[Marked], model: Model) -> Ints:
    """Return the summed weights of each character of the sentences."""
    from kg.extract.sheet import lay_side_by_side

    sheet = lay_side_by_side(sentences)
    return sheet.without_margins(model.grams.sums(sheet) + model.flags.sums(sheet))
