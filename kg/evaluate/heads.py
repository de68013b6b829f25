"""What a report says of itself against its labels."""

from __future__ import annotations

from kg.evaluate.likeness import bare
from kg.evaluate.tally import Detail, Record, Tally

FIELDS = ("sub_district", "district", "city", "province", "published", "index_number", "document_number", "title")
PERIODS = ("period", "plan_period")


def score_head(report: str, label: Record, found: Record) -> tuple[Tally, list[Detail]]:
    """Judge every labelled field; a field labelled as empty must be empty."""
    tally, details = Tally(), []
    for name in (*FIELDS, *PERIODS):
        if name not in label:
            continue
        right = _same_period(label[name], found.get(name)) if name in PERIODS else _same_text(label[name], found.get(name))
        tally.judge(name, right)
        if not right:
            details.append(Detail(report, "report", "wrong", f"{name}: {label[name]!r}, found {found.get(name)!r}"))
    return tally, details


def _same_text(label: str | None, found: str | None) -> bool:
    return bare(str(label)) == bare(str(found)) if label else not found


def _same_period(label: Record | None, found: Record | None) -> bool:
    want, got = label or {}, found or {}
    return (want.get("start"), want.get("end")) == (got.get("start"), got.get("end"))
