"""Judge initiative extraction on reports that its models have not seen.

python tools/evaluate_tagger.py [--more GOLD TEXTS]... [--folds N]

The documents are dealt into N parts (default: one document each, leave-one-document-out). For each part
the tagger is trained on the other parts, and the ranking on what taggers trained on half of those
propose for the other half; nothing of the part is seen. Prints precision, recall and F1 of the names
(strict: a name or one of its labelled surfaces, each item credited once; recall over core items), and
how often kind and status of what was found are right.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from train_tagger import crossed_examples, gather, train
from training_data import Document, sentences
from training_ranks import normal, train_ranks

from kg.extract.initiatives import find_by
from kg.extract.ranking import Ranks
from kg.extract.tagger import from_raw
from kg.model import InitiativeMention, Status


@dataclass
class Counts:
    """What was labelled, found, proposed and right."""

    core: int = 0
    found: int = 0
    proposed: int = 0
    right: int = 0
    kind: int = 0
    status: int = 0

    def add(self, other: Counts) -> None:
        """Add the counts of another document."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))

    def line(self) -> str:
        """Return the figures as one line."""
        precision, recall = self.right / max(self.proposed, 1), self.found / max(self.core, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return (
            f"P {precision:.3f} ({self.right}/{self.proposed})  R {recall:.3f} ({self.found}/{self.core})  F1 {f1:.3f}"
            f"  kind {self.kind / max(self.found, 1):.3f}  status {self.status / max(self.found, 1):.3f}"
        )


def judge(mentions: Iterable[InitiativeMention], gold: list[dict[str, Any]]) -> Counts:
    """Compare what was found in a document with its labels."""
    counts = Counts(core=sum(1 for item in gold if item.get("core", True)))
    forms = [{normal(form) for form in (item["name"], *item.get("mentions", []))} for item in gold]
    free = set(range(len(gold)))
    for mention in mentions:
        counts.proposed += 1
        index = next((i for i in sorted(free) if normal(mention.name) in forms[i]), None)
        if index is None:
            continue
        free.discard(index)
        counts.right += 1
        item = gold[index]
        if item.get("core", True):
            counts.found += 1
            status = "planned" if mention.status is Status.PLANNED else "active"
            counts.kind += mention.kind.value in [item["kind"], *_list(item.get("kind_ok"))]
            counts.status += status in [item["status"], *_list(item.get("status_ok"))]
    return counts


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def fold_counts(inside: list[Document], outside: list[Document]) -> list[Counts]:
    """Train on `inside`, return the counts of each document of `outside`."""
    names = from_raw(train(sentence for document in inside for sentence in sentences(document)))
    examples = [example for part in crossed_examples(inside, folds=2) for example in part]
    ranks = Ranks({key: weight / 100 for key, weight in train_ranks(examples).items()})
    return [judge(find_by(document.report, (), (names, ranks))[0], document.gold["initiatives"]) for document in outside]


def main() -> None:
    """Print the figures of each document and of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--more", nargs=2, type=Path, action="append", default=[], metavar=("GOLD", "TEXTS"))
    parser.add_argument("--folds", type=int, default=0)
    arguments = parser.parse_args()
    documents = gather(arguments.more)
    folds = arguments.folds or len(documents)
    total = Counts()
    for fold in range(folds):
        outside = documents[fold::folds]
        inside = [document for document in documents if document not in outside]
        for document, counts in zip(outside, fold_counts(inside, outside), strict=True):
            total.add(counts)
            print(f"{document.id:24s} {counts.line()}", flush=True)
    print(f"{'all':24s} {total.line()}")


if __name__ == "__main__":
    main()
