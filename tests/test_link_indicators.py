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
    ("改造老旧小区", "实施老旧小区改造"),
    ("改造老旧小区面积", "老旧小区改造面积"),
    ("实现规模以上工业总产值", "规上工业总产值完成"),
    ("工业投资同比增长", "完成工业投资增速"),
    ("辖区排查安全隐患", "开展安全隐患排查"),
    ("新(改、扩)建中小学", "新建、改扩建中小学"),
    ("调处矛盾纠纷", "矛盾纠纷化解"),
]
OF_ONE_UNIT = [
    ("拆除违法建筑", "拆违面积", "平方米"),
    ("新增绿地", "新增绿地面积", "公顷"),
    ("调解纠纷", "调解纠纷数", "件"),
    ("新发展党员", "发展党员人数", "名"),
    ("慰问困难党员", "困难党员慰问人次", "人次"),
]
OF_OTHER_UNITS = [
    ("拆除违法建筑", "处", "平方米"),
    ("新增绿地", "处", "公顷"),
    ("慰问困难党员人次", "人次", "人"),
    ("调解纠纷数", "件", "%"),
]
DIFFERENT = [
    ("拆除违法建筑", "拆除违法建筑面积"),
    ("共建项目", "建项目"),
    ("共享单车清理", "享单车清理"),
    ("计划生育家庭", "生育家庭"),
    ("已婚妇女检查", "婚妇女检查"),
    ("拆除违法建筑", "拆除违法广告"),
    ("发放低保金", "发放低保金户次"),
    ("完成总投资", "总投资"),
    ("完成民生实事", "民生实事"),
    ("项目建设", "建设项目"),
    ("新增市场主体", "新增市场主体总数"),
    ("工业增加值增长", "工业增加值年均增长"),
    ("工业增加值增长", "工业增加值"),
    ("建成高标准农田", "新建高标准农田"),
    ("新增绿地", "新增绿地率"),
    ("改造老旧小区", "改造老旧住房"),
    ("引进内资", "招商引资到位资金"),
    ("同比增长", "增长"),
    ("国家级", "国家"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_wordings_of_one_thing_meet(first, second):
    assert identify(first).id == identify(second).id


@pytest.mark.parametrize(("first", "second", "unit"), OF_ONE_UNIT)
def test_an_ending_that_the_unit_says_as_well_makes_no_other_indicator(first, second, unit):
    assert identify(first, unit).id == identify(second, unit).id


@pytest.mark.parametrize(("wording", "first", "second"), OF_OTHER_UNITS)
def test_amounts_that_cannot_be_compared_are_of_two_indicators_where_the_table_says_so(wording, first, second):
    assert identify(wording, first).id != identify(wording, second).id


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


def test_every_wording_that_met_another_has_its_reason():
    pairs = []
    for place, wording in ((FUSHAN, "整治背街小巷"), (JINYANG, "全年共实施背街小巷整治"), (JINYANG, "整治“背街”小巷")):
        text = f"{place.name}{len(pairs)}号，{wording}12个。"
        pairs.append((Extraction(report(text), metrics=(metric(text, "12个", "12", "个", wording),)), decision(place)))
    (found,) = linked(*pairs).indicators
    assert found.merge_reasons == (
        "verb behind its object, word in front left out: 全年共实施背街小巷整治 = 整治背街小巷",
        "quotes, blanks or punctuation only: 整治“背街”小巷 = 整治背街小巷",
    )


def test_no_spelling_of_the_table_belongs_to_two_indicators():
    owners: dict[str, str] = {}
    for row in lexicon.table("indicator_synonyms"):
        for name in (row["label"], *filter(None, row["aliases"].split("|"))):
            assert owners.setdefault(normal(name), row["slug"]) == row["slug"], name


@pytest.mark.parametrize(
    "row", lexicon.table("indicator_folds") + lexicon.table("indicator_verbs"), ids=lambda row: row["example"]
)
def test_the_example_of_a_row_holds(row):
    first, second = row["example"].split(" = ")
    assert identify(first).id == identify(second).id


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_any_wording_names_an_indicator(wording):
    found = identify(wording)
    assert found.id.isascii()
    assert found == identify(wording)
