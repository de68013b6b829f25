"""Statements say the fact whole, carry their sentence, and keep their ids when offsets shift."""

from dataclasses import replace

import pytest
from factories import FUSHAN, decision, initiative, linked, metric, report, rich, words
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.link.evidence import evidence
from kg.link.statements import dates
from kg.model import (
    Extraction,
    FirstClaim,
    FirstMention,
    Implementation,
    Observation,
    PartnerMention,
    Partnership,
    Period,
    Span,
    Status,
)

TEXT = "府山街道2020年工作总结\n全年拆除违法建筑 136 处。推进云管家。\n云管家运行平稳，拆除违法建筑 136 处。\n"


def graph_of(text, **found):
    return linked((Extraction(report(text), **found), decision(FUSHAN)))


def one_number(text=TEXT, quote="136 处", value="136", unit="处", **more):
    return graph_of(text, metrics=(metric(text, quote, value, unit, "拆除违法建筑", **more),)).statements[0]


def test_an_observation_says_place_year_indicator_and_number():
    assert one_number().label == "府山街道 2020 拆除违法建筑 136处"


def test_a_planned_observation_says_so():
    assert one_number(status=Status.PLANNED).label == "府山街道 2020 计划拆除违法建筑 136处"


def test_a_change_is_said_where_the_words_do_not_say_it():
    found = one_number(
        "府山街道2020年工作总结\n拆除违法建筑，同比12%。\n", "12%", "12", "%", change="decrease", change_base="同比"
    )
    assert found.label == "府山街道 2020 拆除违法建筑同比下降 12%"


def test_the_evidence_is_the_whole_sentence_in_stored_offsets():
    (place,) = one_number().evidence
    assert place.passage.of(TEXT) == "全年拆除违法建筑 136 处。"
    assert place.span.of(TEXT) == "136 处"


def test_words_that_cross_a_sentence_edge_have_both_sentences_as_evidence():
    text = "府山街道2020年工作总结\n推进一二三。四五六行动。\n其他。\n"
    found = evidence(report(text), words(text, "三。四"))
    assert found.passage.of(text) == "推进一二三。四五六行动。"


def test_equal_numbers_of_one_report_stay_two_statements():
    metrics = (
        metric(TEXT, "136 处", "136", "处", "拆除违法建筑"),
        replace(metric(TEXT, "136 处", "136", "处", "拆除违法建筑"), span=words(TEXT, "136 处", 2)),
    )
    assert len({item.id for item in graph_of(TEXT, metrics=metrics).statements}) == 2


def test_ids_do_not_depend_on_offsets():
    first = one_number()
    found = report(TEXT)
    moved = replace(found, text="\n\n" + found.text, clean=report("\n\n" + TEXT).clean, sentences=report("\n\n" + TEXT).sentences)
    shifted = metric(moved.text, "136 处", "136", "处", "拆除违法建筑")
    graph = linked((Extraction(replace(moved, id=found.id), metrics=(shifted,)), decision(FUSHAN)))
    assert graph.statements[0].id == first.id
    assert graph.statements[0].evidence != first.evidence


def test_an_implementation_holds_every_mention_of_its_report():
    mention = initiative(TEXT, "云管家")
    mention = replace(mention, surfaces=(words(TEXT, "云管家"), words(TEXT, "云管家", 2)))
    (found,) = graph_of(TEXT, initiatives=(mention,)).statements
    assert isinstance(found, Implementation)
    assert [place.span.of(TEXT) for place in found.evidence] == ["云管家", "云管家"]
    assert len({place.passage for place in found.evidence}) == 2


def test_one_implementation_per_status():
    planned = replace(initiative(TEXT, "云管家"), status=Status.PLANNED, name="云管家平台建设")
    graph = graph_of(TEXT, initiatives=(initiative(TEXT, "云管家"), planned))
    assert sorted(item.status for item in graph.statements) == [Status.ACHIEVED, Status.PLANNED]


def test_a_planned_fact_counts_for_the_year_of_the_plan():
    found = report(TEXT)
    head = replace(found.head, plan_period=Period("2021-01-01", "2021-12-31"))
    numbers = (metric(TEXT, "136 处", "136", "处", "拆除违法建筑", status=Status.PLANNED),)
    graph = linked(
        (Extraction(replace(found, head=head), metrics=numbers, initiatives=(initiative(TEXT, "云管家"),)), decision(FUSHAN))
    )
    assert {type(item): item.year for item in graph.statements} == {Observation: 2021, Implementation: 2020}


def test_a_period_of_its_own_wins_over_that_of_the_report():
    found = one_number(period="2019-01-01/2019-10-31")
    assert (found.year, found.from_date, found.until_date) == (2019, "2019-01-01", "2019-10-31")


def test_a_report_without_a_year_gives_none_and_says_so():
    text = "府山街道工作总结\n拆除违法建筑136处。\n"
    found = report(text)
    found = replace(found, head=replace(found.head, period=None, plan_period=None, published=None))
    graph = linked((Extraction(found, metrics=(metric(text, "136处", "136", "处", "拆除违法建筑"),)), decision(FUSHAN)))
    assert graph.statements[0].year is None
    assert "年份不详" in graph.statements[0].label


def test_what_the_plan_says_of_an_initiative_is_no_evidence_of_what_was_done():
    text = (
        "府山街道2020年工作总结和2021年工作思路\n一、2020年工作总结\n推进云管家。\n二、2021年工作思路\n深化云管家。探索云管家。\n"
    )
    surfaces = tuple(words(text, "云管家", number) for number in (1, 2, 3))
    statuses = (Status.ACHIEVED, Status.UNDERWAY, Status.PLANNED)
    mention = replace(initiative(text, "云管家"), surfaces=surfaces, surface_statuses=statuses)
    found = {item.status: item for item in graph_of(text, initiatives=(mention,)).statements}
    assert {status: item.year for status, item in found.items()} == {
        Status.ACHIEVED: 2020,
        Status.UNDERWAY: 2021,
        Status.PLANNED: 2021,
    }
    assert [item.passage.of(text) for item in found[Status.ACHIEVED].evidence] == ["推进云管家。"]
    assert [item.passage.of(text) for item in found[Status.UNDERWAY].evidence] == ["深化云管家。"]
    assert found[Status.UNDERWAY].label == "府山街道 2021 继续实行云管家"
    assert found[Status.PLANNED].label == "府山街道 2021 计划实行云管家"


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (None, (None, None)),
        ("2019", ("2019-01-01", "2019-12-31")),
        ("2020-01-01/2020-10-31", ("2020-01-01", "2020-10-31")),
        ("../2021-08-31", (None, "2021-08-31")),
        ("2020-03-01/..", ("2020-03-01", None)),
        ("2016/2020", ("2016-01-01", "2020-12-31")),
        ("some day", (None, None)),
    ],
)
def test_periods_become_dates(period, expected):
    assert dates(period) == expected


def test_a_number_points_to_the_initiative_that_it_measures():
    numbers = (metric(TEXT, "136 处", "136", "处", "拆除违法建筑", initiative="云管家"),)
    graph = graph_of(TEXT, metrics=numbers, initiatives=(initiative(TEXT, "云管家"),))
    found = next(item for item in graph.statements if isinstance(item, Observation))
    assert found.initiative == graph.initiatives[0].id


def test_a_first_claim_is_about_the_initiative_in_its_words():
    text = "府山街道2020年工作总结\n全省首创“云管家”模式。\n"
    claims = (FirstMention(words(text, "全省首创“云管家”模式"), "r", "全省", "模式"),)
    graph = graph_of(text, firsts=claims, initiatives=(initiative(text, "“云管家”", "云管家"),))
    found = next(item for item in graph.statements if isinstance(item, FirstClaim))
    assert (found.about, found.scope) == (graph.initiatives[0].id, "全省")


def test_a_partner_named_twice_is_one_statement_with_two_passages():
    text = "府山街道2020年工作总结\n与衢州学院合作。\n衢州学院派出专家。\n"
    partners = tuple(PartnerMention(words(text, "衢州学院", number), "r", "衢州学院") for number in (1, 2))
    (found,) = graph_of(text, partners=partners).statements
    assert isinstance(found, Partnership)
    assert len(found.evidence) == 2


def test_every_kind_of_mention_becomes_a_statement():
    kinds = {type(item).__name__ for item in rich().statements}
    assert kinds == {"Observation", "Implementation", "Recognition", "FirstClaim", "Partnership", "LocalityNote"}


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="一二。\n 　；!“”a1,", min_size=1, max_size=60), st.data())
def test_any_span_of_any_text_has_evidence_that_holds_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = evidence(report(text), Span(start, end))
    assert 0 <= found.passage.start <= start < end <= found.passage.end <= len(text)
