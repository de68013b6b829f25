"""The same thing counted is one indicator, whatever the wording around it."""

import pytest
from factories import FUSHAN, JINYANG, decision, linked, metric, report
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import lexicon
from kg.link.indicators import identify
from kg.link.keys import normal
from kg.model import Extraction

SAME = [
    ("拆除违法建筑", "拆违"),
    ("拆除违法建筑", "拆除违章建筑"),
    ("拆除违法建筑面积", "拆除违章建筑面积"),
    ("“拆除违法建筑”", "拆除 违法建筑"),
    ("累计排查人数", "排查人数"),
    ("全年共召开会议", "召开会议"),
    ("计划新增停车位", "新增停车位"),
    ("新增停车位", "新增停车泊位"),
]
DIFFERENT = [
    ("拆除违法建筑", "拆除违法建筑面积"),
    ("共建项目", "建项目"),
    ("共享单车清理", "享单车清理"),
    ("计划生育家庭", "生育家庭"),
    ("已婚妇女检查", "婚妇女检查"),
    ("拆除违法建筑", "拆除违法广告"),
    ("发放低保金", "发放低保金户次"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_wordings_of_one_thing_meet(first, second):
    assert identify(first).id == identify(second).id


@pytest.mark.parametrize(("first", "second"), DIFFERENT)
def test_different_things_stay_apart(first, second):
    assert identify(first).id != identify(second).id


def test_a_curated_indicator_has_a_frozen_id_and_its_label_in_two_languages():
    text = "全年拆违136处。"
    graph = linked((Extraction(report(text), metrics=(metric(text, "136处", "136", "处", "拆违"),)), decision(FUSHAN)))
    (found,) = graph.indicators
    assert (found.id, found.label, found.alt_labels) == ("chaichu-weifa-jianzhu", "拆除违法建筑", ("拆违",))
    assert found.label_en


def test_the_most_frequent_wording_is_the_label_of_a_discovered_indicator():
    pairs = []
    for place, wording in ((FUSHAN, "累计排查人数"), (JINYANG, "排查人数"), (JINYANG, "排查人数")):
        text = f"{place.name}{len(pairs)}号，排查人数12人。"
        pairs.append((Extraction(report(text), metrics=(metric(text, "12人", "12", "人", wording),)), decision(place)))
    (found,) = linked(*pairs).indicators
    assert (found.label, found.alt_labels) == ("排查人数", ("累计排查人数",))


def test_no_spelling_of_the_table_belongs_to_two_indicators():
    owners: dict[str, str] = {}
    for row in lexicon.table("indicator_synonyms"):
        for name in (row["label"], *filter(None, row["aliases"].split("|"))):
            assert owners.setdefault(normal(name), row["slug"]) == row["slug"], name


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_any_wording_names_an_indicator(wording):
    found = identify(wording)
    assert found.id.isascii()
    assert found == identify(wording)
