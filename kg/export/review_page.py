"""review.html: the questions of review.tsv with a decision to choose on each, and the decisions file to download.

Self-contained and offline like the main page: what reports say is data in it, put on the page by text nodes alone,
and a content security policy lets its own script and style run and nothing else.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path

from kg.export.html import as_json, policy
from kg.export.reasons import both
from kg.export.review import HEADER, NAME
from kg.export.words import TEMPLATES, table, words
from kg.model import Kind, Question, Reviewed
from kg.terms import digest

PAGE = "review.html"
ORDER = ("place", "conflict", "kind", "confidence", "similar", "merge")


def write_review_page(folder: Path, questions: Sequence[Question], reviewed: Sequence[Reviewed]) -> None:
    """Write review.html; the same questions and earlier decisions give the same bytes."""
    (folder / PAGE).write_text(review_page(questions, reviewed), encoding="utf-8", newline="\n")


def review_page(questions: Sequence[Question], reviewed: Sequence[Reviewed]) -> str:
    """Return the page. `reviewed` are the decisions of this build: they go into the download with the new ones."""
    rows = [
        {
            name: " ".join(getattr(row, name).split())
            for name in ("key", "kind", "subject", "candidate", "reasons", "sentence", "report")
        }
        | {"why": both(" ".join(row.reasons.split()))}
        for row in questions
    ]
    earlier = [
        {
            "kind": "",
            "subject": done.subject,
            "candidate": done.candidate,
            "decision": done.ruling.value,
            "value": done.value,
            "note": done.note,
            "stale": done.stale,
        }
        for done in sorted(reviewed, key=lambda done: (done.ruling, done.subject, done.candidate, done.id))
    ]
    data = {"rows": rows, "earlier": earlier, "header": HEADER, "kinds": list(Kind), "order": ORDER, "table": NAME}
    data["key"] = digest(*(row["key"] for row in rows), *(done.id for done in reviewed), length=12)
    app = '"use strict";\n' + "\n".join(_template(f"js/{name}.js") for name in ("dom", "review"))
    style = _template("review.css")
    kinds = {key: pair for key, pair in words().items() if key.startswith("kind.")}
    fields = {
        "policy": html.escape(policy([app], style)),
        "style": style,
        "words": as_json(table("review_words.toml") | kinds),
        "data": as_json(data),
        "app": app,
    }
    return re.sub(r"\{\{([a-z]{1,12})\}\}", lambda match: fields[match[1]], _template("review.html"))


def _template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8").replace("\r\n", "\n")
