"""Train the name tagger and write its weights as data.

python tools/train_tagger.py [--more GOLD TEXTS]... [--out FILE]

Always uses the hand labels of the seeds (tests/labels, seeds); --more adds further folders of labels
and texts. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pycrfsuite
from training_data import Document, read_documents, sentences
from training_ranks import Example, examples, train_ranks

from kg.extract.tagger import from_raw

ROOT = Path(__file__).parents[1]
ITERATIONS = 70
SETTINGS = {"c1": 0.1, "c2": 1.0, "max_iterations": ITERATIONS, "feature.minfreq": 1}
FOLDS = 4
SMALLEST = 4  # weights under 0.04 are left out

Sentence = tuple[list[list[str]], list[str]]


def train(data: Iterable[Sentence], settings: dict[str, float] = SETTINGS) -> dict[str, Any]:
    """Return the stored form of a model trained on `data`: weights in hundredths, see `tagger.from_raw`."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for rows, wanted in data:
        trainer.append(pycrfsuite.ItemSequence(rows), wanted)
    trainer.set_params(settings)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        tagger.close()
    return raw_form(info.state_features, info.transitions)


def raw_form(states: dict[tuple[str, str], float], transitions: dict[tuple[str, str], float]) -> dict[str, Any]:
    """Fold the weights of O into B, I, E and round them to hundredths; strings that do not fill their window never stand in it."""
    sums: dict[str, dict[str, float]] = {}
    for (attribute, label), weight in states.items():
        sums.setdefault(attribute, {})[label] = weight
    raw: dict[str, Any] = {"flags": {}}
    for attribute in sorted(sums):
        weights = sums[attribute]
        row = [round(100 * (weights.get(label, 0.0) - weights.get("O", 0.0))) for label in "BIE"]
        if max(abs(w) for w in row) < SMALLEST:
            continue
        table, _, key = attribute.replace("\\n", "\n").replace("\\s", " ").partition("@")
        if table == "flag":
            raw["flags"][key] = row
        elif len(key) == int(table.rpartition(",")[2]):
            window = raw.setdefault(table, {"strings": "", "weights": []})
            window["strings"] += key
            window["weights"] += row
    raw["steps"] = {
        a + b: [round(100 * transitions.get((a, b), 0.0))] for a, b in ("OO", "OB", "BI", "BE", "II", "IE", "EO", "EB")
    }
    return raw


def write(raw: object, path: Path) -> None:
    """Write the model as gzipped JSON with no time stamp in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def main() -> None:
    """Train on the seeds and on what the command line adds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--more", nargs=2, type=Path, action="append", default=[], metavar=("GOLD", "TEXTS"))
    parser.add_argument("--out", type=Path, default=ROOT / "kg" / "extract" / "model")
    arguments = parser.parse_args()
    documents = gather(arguments.more)
    names = train(sentence for document in documents for sentence in sentences(document))
    ranks = train_ranks(example for part in crossed_examples(documents) for example in part)
    write(names, arguments.out / "names.json.gz")
    write(ranks, arguments.out / "ranks.json.gz")
    size = sum(path.stat().st_size for path in arguments.out.glob("*.json.gz"))
    print(f"{len(documents)} documents, {len(ranks)} weights of ranks, {size} bytes")


def gather(more: Iterable[tuple[Path, Path]]) -> list[Document]:
    """Return the labelled seeds and the documents of further (labels, texts) folders, each text once."""
    folders = [(ROOT / "tests" / "labels", ROOT / "seeds"), *more]
    documents: dict[str, Document] = {}
    for gold, texts in folders:
        for document in read_documents(gold, texts):
            documents.setdefault(document.report.id, document)
    return [documents[key] for key in sorted(documents)]


def crossed_examples(documents: list[Document], folds: int = FOLDS) -> list[list[Example]]:
    """Return the ranking examples of each document, proposed by a tagger trained without it (and others)."""
    data = [list(sentences(document)) for document in documents]
    found: list[list[Example]] = [[] for _ in documents]
    for fold in range(folds):
        model = from_raw(train(s for index, part in enumerate(data) if index % folds != fold for s in part))
        for index in range(fold, len(documents), folds):
            found[index] = examples(documents[index], model)
    return found


if __name__ == "__main__":
    main()
