"""Hand labels -> training sentences of the name tagger: characters with features and B, I, E, O."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.extract.candidates import judged_quotations, marks_of
from kg.extract.features import PAD, WINDOWS, flags, padded
from kg.model import Part, Report, Source
from kg.text.clean import clean
from kg.text.layout import lay_out

MARKS = '“”‘’「」『』《》"'


@dataclass(frozen=True, slots=True)
class Document:
    """A labelled report: its id, layout, and the gold record."""

    id: str
    report: Report
    gold: dict[str, Any]


def read_documents(gold: Path, texts: Path) -> list[Document]:
    """Return the labelled reports of a folder of labels (ID.json) and one of texts (ID.txt), by id."""
    documents = []
    for path in sorted(gold.glob("*.json")):
        with (texts / f"{path.stem}.txt").open(encoding="utf-8", newline="") as handle:
            text = handle.read()
        report = lay_out(Source(name=path.stem, sha256=""), text)
        documents.append(Document(path.stem, report, json.loads(path.read_text(encoding="utf-8"))))
    return documents


def name_spans(document: Document) -> list[tuple[int, int]]:
    """Return the clean spans of the labelled names, without their marks, none overlapping.

    Where several surfaces of an item overlap, the quoted string wins, then the canonical name, then the longest.
    """
    text = document.report.clean.text
    ranked: list[tuple[int, int, int, int]] = []
    for item in document.gold["initiatives"]:
        for surface in {item["name"], *item.get("mentions", [])}:
            form = clean(surface).text.strip(MARKS)
            if len(form) < 2:
                continue
            at = text.find(form)
            while at >= 0:
                end = at + len(form)
                quoted = text[at - 1 : at] in ("“", "‘") and text[end : end + 1] in ("”", "’")
                ranked.append((0 if quoted else 1, 0 if form == clean(item["name"]).text else 1, -len(form), at))
                at = text.find(form, at + 1)
    taken: list[tuple[int, int]] = []
    for _, _, negative, at in sorted(ranked, key=lambda row: (row[0], row[2], row[1], row[3])):
        end = at - negative
        if all(end <= s or e <= at for s, e in taken):
            taken.append((at, end))
    return sorted(taken)


def sentences(document: Document) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Yield (features, labels) of each sentence of a document."""
    report = document.report
    spans = name_spans(document)
    quotations = marks_of(judged_quotations(report))
    for sentence in report.sentences:
        if sentence.part in (Part.FURNITURE, Part.HEAD) or sentence.end - sentence.start < 2:
            continue
        inside = [(s - sentence.start, e - sentence.start) for s, e in spans if sentence.start <= s and e <= sentence.end]
        marks = [
            (s - sentence.start, e - sentence.start, verdict)
            for s, e, verdict in quotations
            if sentence.start <= s and e <= sentence.end
        ]
        text = report.clean.text[sentence.start : sentence.end]
        yield feature_rows(text, marks), labels(len(text), inside)


def labels(size: int, spans: list[tuple[int, int]]) -> list[str]:
    """Return one label for each character."""
    result = ["O"] * size
    for start, end in spans:
        if end - start > 1:
            result[start:end] = ["B", *["I"] * (end - start - 2), "E"]
    return result


def feature_rows(text: str, marks: list[tuple[int, int, str]]) -> list[list[str]]:
    """Return the features of each character as crfsuite attributes: window@characters, or a flag."""
    wide = padded(text)
    shift = len(PAD)
    rows = []
    for at, row in enumerate(zip(*flags(text, marks), strict=True)):
        windows = [
            f"{offset},{length}@{wide[at + shift + offset : at + shift + offset + length]}".replace("\n", "\\n").replace(
                " ", "\\s"
            )
            for offset, length in WINDOWS
        ]
        rows.append([*windows, *(f"flag@{flag}".replace("\n", "\\n").replace(" ", "\\s") for flag in row)])
    return rows
