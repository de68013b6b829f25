"""An extraction as one JSON-ready record: the fields of the labels, with stored offsets."""

from __future__ import annotations

from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from kg.model import Extraction, InitiativeMention, MetricMention, Period, Span, Status

Record = dict[str, Any]


def record(found: Extraction) -> Record:
    """Return the facts of one report as a dict: id, report, metrics, initiatives, honours, firsts, partners, places.

    `start` and `end` are code points in the stored text, end excluded. The `report` part holds what the
    report says of itself; district, city and province are added by the caller who resolves places.
    """
    head, text = found.report.head, found.report.text
    return {
        "id": PurePosixPath(found.report.source.name).stem,
        "report": {
            "title": head.title,
            "sub_district": head.sub_district,
            "published": head.published,
            "index_number": head.index_number,
            "document_number": head.document_number,
            "period": _period(head.period),
            "plan_period": _period(head.plan_period),
            **({"text_recognised_on_pages": list(found.report.source.recognised)} if found.report.source.recognised else {}),
        },
        "metrics": [_metric(item) for item in found.metrics],
        "initiatives": [_initiative(item, text) for item in found.initiatives],
        "honours": [
            {**_span(item.span), "name": item.name, "level": item.level, "status": item.status.value, "kind": item.kind}
            for item in found.honours
        ],
        "firsts": [{**_span(item.span), "scope": item.scope, "about": item.about} for item in found.firsts],
        "partners": [{**_span(item.span), "name": item.name} for item in found.partners],
        "places": [{**_span(item.span), "name": item.name, "kind": item.kind} for item in found.localities],
    }


def _metric(item: MetricMention) -> Record:
    return {
        **_span(item.span),
        "value": _number(item.value),
        **({} if item.value_max is None else {"value_max": _number(item.value_max)}),
        "unit": item.unit,
        "modifier": item.modifier,
        "indicator": item.indicator,
        "status": _metric_status(item.status),
        "period": item.period,
        "change": item.change,
        "change_base": item.change_base,
        "numeral": item.numeral,
        "initiative": item.initiative,
        "rule": item.rule,
    }


def _initiative(item: InitiativeMention, text: str) -> Record:
    return {
        **_span(item.span),
        "name": item.name,
        "kind": item.kind.value,
        "status": "planned" if item.status is Status.PLANNED else "active",
        "components": list(item.components),
        "mentions": [{**_span(span), "text": span.of(text)} for span in item.surfaces],
        "rule": item.rule,
    }


def _metric_status(status: Status) -> str:
    return (Status.ACHIEVED if status is Status.UNDERWAY else status).value


def _span(span: Span) -> Record:
    return {"start": span.start, "end": span.end}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _period(period: Period | None) -> Record | None:
    return None if period is None else {"start": period.start, "end": period.end}
