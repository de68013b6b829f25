"""An extraction survives being written as JSON and read back; what was tampered with does not get in."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import CacheError
from kg.extract import extract
from kg.model import (
    Extraction,
    FirstMention,
    HonourMention,
    InitiativeMention,
    Leftover,
    LocalityMention,
    MetricMention,
    PartnerMention,
    Source,
    Span,
)
from kg.model.codec import from_json, mentions_from_json, mentions_to_json, report_from_json, report_to_json, to_json
from kg.text.layout import lay_out
from tests.strategies_text import hostile

TEXT = "府山街道 2020 年工作总结\n一、成绩\n全年拆除违法建筑 136 处，同比增长10.50%，推进“一网统管”。\n二、2021年计划\n新增停车位200个。\n"
SOURCE = Source("a.txt", "0" * 64, "text/html", "gb18030")
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """Return a report with mentions of every kind anywhere in it, with any values in their fields."""
    report = lay_out(SOURCE, draw(st.builds(TEXT.replace, st.sampled_from(["街道", "一、", "2020"]), hostile)))
    size = len(report.text)
    spans = st.integers(0, size - 1).flatmap(lambda start: st.builds(Span, st.just(start), st.integers(start + 1, size)))
    numbers = {"value": DECIMALS, "value_max": st.none() | DECIMALS}
    surfaces = {"surfaces": st.lists(spans, max_size=3).map(tuple), "confidence": st.floats(allow_nan=False)}
    kinds = {
        "metrics": st.builds(MetricMention, span=spans, **numbers),
        "initiatives": st.builds(InitiativeMention, span=spans, **surfaces),
        "honours": st.builds(HonourMention, span=spans),
        "firsts": st.builds(FirstMention, span=spans),
        "partners": st.builds(PartnerMention, span=spans),
        "localities": st.builds(LocalityMention, span=spans),
        "leftovers": st.builds(Leftover, span=spans),
    }
    return Extraction(report, **{name: tuple(draw(st.lists(kind, max_size=2))) for name, kind in kinds.items()})


def as_written(text: str = TEXT) -> tuple[Extraction, list[object]]:
    """Return the extraction of a text, and its two lines decoded."""
    found = extract(lay_out(SOURCE, text))
    return found, [json.loads(line) for line in to_json(found).split("\n")]


@settings(max_examples=20, deadline=None)
@given(extractions())
def test_any_extraction_is_read_back_as_it_was(found: Extraction) -> None:
    assert from_json(to_json(found), found.report.text, found.report.source) == found


def test_numbers_keep_their_digits() -> None:
    found, _ = as_written()
    kept = from_json(to_json(found), TEXT, SOURCE)
    assert [str(item.value) for item in kept.metrics] == [str(item.value) for item in found.metrics]
    exact = replace(found, metrics=(replace(found.metrics[0], value=Decimal("1.50E+3")),))
    assert str(from_json(to_json(exact), TEXT, SOURCE).metrics[0].value) == "1.50E+3"


def test_the_stored_text_is_not_written_a_second_time() -> None:
    found, _ = as_written()
    assert "停车位 " not in to_json(found)
    assert SOURCE.name not in to_json(found)


def test_the_report_carries_the_source_that_it_was_read_from_now() -> None:
    found, _ = as_written()
    assert from_json(to_json(found), TEXT, Source("moved.txt", "1" * 64)).report.source.name == "moved.txt"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_changed_value_is_refused_or_still_lies_in_the_text(data: st.DataObject) -> None:
    """Whatever is put in the place of any value: no error but CacheError, no span outside the text."""
    found, lines = as_written()
    spot: object = lines
    while isinstance(spot, list) and spot:
        index = data.draw(st.integers(0, len(spot) - 1))
        parent, spot = spot, spot[index]
    parent[index] = data.draw(st.none() | st.integers(-2, 10**6) | st.text(max_size=3) | st.lists(st.integers(), max_size=2))
    try:
        kept = from_json("\n".join(map(json.dumps, lines)), TEXT, SOURCE)
    except CacheError:
        return
    assert all(item.span.end <= len(TEXT) for item in (*kept.metrics, *kept.initiatives, *kept.leftovers))
    assert len(kept.report.clean.offsets) == len(kept.report.clean.text) + 1
    assert kept.report.text == found.report.text


@pytest.mark.parametrize("text", ["", TEXT[:-30], TEXT + TEXT], ids=["none", "shorter", "longer"])
def test_the_layout_of_another_text_is_refused(text: str) -> None:
    found, _ = as_written()
    with pytest.raises(CacheError):
        report_from_json(report_to_json(found.report), text, SOURCE)


def test_mentions_beyond_the_end_of_a_shorter_text_are_refused() -> None:
    found, _ = as_written()
    with pytest.raises(CacheError):
        mentions_from_json(mentions_to_json(found), lay_out(SOURCE, TEXT[:20]))


@pytest.mark.parametrize("line", ["", "null", "[]", "{}", "[" * 100_000, "[[[1,2]],[],[],[],[],[],[]]"], ids=str.__len__)
def test_other_json_is_refused(line: str) -> None:
    with pytest.raises(CacheError):
        mentions_from_json(line, lay_out(SOURCE, TEXT))
