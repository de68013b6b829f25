"""What several reports show together: plans met, first adopters, conflicts; the same for every order of the reports."""

from decimal import Decimal

import pytest
from factories import FUSHAN, JINYANG, decision, initiative, linked, metric, naming, report
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Extraction, Status

PLAN = (
    "府山街道2019年工作总结和2020年工作计划\n一、2019年工作总结\n抓好党建。\n二、2020年工作计划\n新增停车位200个。推进云管家。\n"
)
DONE = "府山街道2020年工作总结\n新增停车位150个。建成云管家。\n"
AGAIN = "府山街道2020年工作总结（修订）\n新增停车位160个。\n"


def said(text, quote, value, unit="个", status=Status.ACHIEVED, indicator="新增停车位", **more):
    found = (metric(text, quote, value, unit, indicator, status=status, **more),)
    names = (initiative(text, "云管家", status=status),) if "云管家" in text else ()
    return Extraction(report(text, f"{quote}.txt"), metrics=found, initiatives=names), decision(FUSHAN)


PLANNED = said(PLAN, "200个", "200", status=Status.PLANNED)
RESULT = said(DONE, "150个", "150")


def test_a_plan_meets_its_number_and_its_initiative_of_the_next_year():
    graph = linked(PLANNED, RESULT)
    assert sorted((item.year, item.ratio) for item in graph.fulfilments if item.ratio is not None) == [(2020, Decimal("0.7500"))]
    assert len(graph.fulfilments) == 2
    label = next(item.label for item in graph.fulfilments if item.ratio is not None)
    assert label == "府山街道 2020 计划新增停车位 200个，结果：新增停车位 150个，为计划的75%"


@pytest.mark.parametrize("other", [said(DONE, "150个", "150", unit="平方米"), said(DONE, "150个", "150", change="increase")])
def test_numbers_that_do_not_compare_do_not_meet(other):
    assert [item.ratio for item in linked(PLANNED, other).fulfilments] == [None]  # the initiative alone


def test_units_of_one_kind_compare_by_their_factor():
    plan = said(PLAN, "200个", "20", unit="元", status=Status.PLANNED)
    assert Decimal("0.7500") in [item.ratio for item in linked(plan, said(DONE, "150个", "150", unit="角")).fulfilments]


def test_a_plan_is_not_met_within_its_own_report():
    assert linked(PLANNED).fulfilments == ()


def test_two_reports_that_disagree_are_a_conflict_and_a_widened_number_is_none():
    again = said(AGAIN, "160个", "160")
    (found,) = linked(RESULT, again).conflicts
    assert len(found.statements) == 2
    assert "不同报告之间" in found.label
    assert linked(RESULT, said(AGAIN, "160个", "150")).conflicts == ()


def test_numbers_of_one_sentence_are_a_list():
    text = "府山街道2020年工作总结\n新增停车位150个、160个。\n"
    both = (metric(text, "150个", "150", "个", "新增停车位"), metric(text, "160个", "160", "个", "新增停车位"))
    assert linked((Extraction(report(text), metrics=both), decision(FUSHAN))).conflicts == ()


def test_all_places_of_the_first_year_are_first_adopters_and_the_order_is_kept():
    graph = linked(naming(FUSHAN, "云管家", year=2020), naming(JINYANG, "云管家", year=2020), naming(FUSHAN, "云管家", year=2021))
    (adoption,) = graph.adoptions
    assert (adoption.year, adoption.first) == (2020, tuple(sorted((FUSHAN.id, JINYANG.id))))
    assert adoption.order == ((2020, JINYANG.id), (2020, FUSHAN.id))


@settings(max_examples=20, deadline=None)
@given(st.permutations([PLANNED, RESULT, said(AGAIN, "160个", "160"), naming(JINYANG, "云管家")]))
def test_the_order_of_the_reports_does_not_matter(pairs):
    expected = linked(PLANNED, RESULT, said(AGAIN, "160个", "160"), naming(JINYANG, "云管家"))
    assert linked(*pairs) == expected
