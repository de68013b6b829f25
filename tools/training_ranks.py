"""Labelled reports -> examples of the ranking model, and its training."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pycrfsuite
from training_data import Document

from kg.extract.initiatives import first_sight, propose
from kg.extract.ranking import Pool
from kg.extract.tagger import Model

_SKIP = re.compile(r"[\s“”‘’\"'「」『』《》〈〉()\[\]【】、,。;:·—\-+/]")
SETTINGS = {"c1": 0.0, "c2": 5.0, "max_iterations": 200}

Example = tuple[list[str], bool]


def normal(text: str) -> str:
    """Return `text` as names are compared: width folded, no marks."""
    return _SKIP.sub("", unicodedata.normalize("NFKC", text)).lower()


def examples(document: Document, model: Model) -> list[Example]:
    """Return (features, right) of each group proposed for a document by a tagger that has not seen it."""
    report = document.report
    names = {normal(form) for item in document.gold["initiatives"] for form in (item["name"], *item.get("mentions", []))}
    groups = propose(report, first_sight(report, model), ())
    pool = Pool(report.clean.text, groups)
    return [(pool.features(index), normal(group.name) in names) for index, group in enumerate(groups)]


def train_ranks(data: Iterable[Example]) -> dict[str, int]:
    """Return weights in hundredths; crfsuite with sequences of one item is a logistic regression."""
    states = maximum_entropy(((features, "1" if right else "0") for features, right in data), SETTINGS)
    sums: dict[str, float] = {}
    for (attribute, label), weight in states.items():
        sums[attribute] = sums.get(attribute, 0.0) + (weight if label == "1" else -weight)
    return {key: round(100 * weight) for key, weight in sorted(sums.items()) if abs(weight) >= 0.02}


def maximum_entropy(data: Iterable[tuple[list[str], str]], settings: dict[str, float]) -> dict[tuple[str, str], float]:
    """Return the weight of each (feature, label)."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for features, label in data:
        trainer.append([[*features, "bias"]], [label])
    trainer.set_params(settings)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        states: dict[tuple[str, str], float] = dict(tagger.info().state_features)
        tagger.close()
    return states
