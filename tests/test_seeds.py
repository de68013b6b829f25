"""What the graph of the five seeds must hold: names, shared initiatives, places, and what must not be merged."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest

from kg.model import Graph, Initiative
from kg.pipeline import Built

NAMED = [
    *("云府山", "快来议事", "邻礼通", "1314红色商圈联盟", "跑小二", "四平台", "自我造血", "污水零直排", "红色管家", "一网统管"),
    *("家门口", "智治通", "社区云", "垃圾投放告警系统", "金杨职家", "启航青年", "治理荟", "全岗通", "老杨树助E行", "舒屋"),
    *("睦邻延吉2030白皮书", "无物业小区封闭管理", "吾事五说", "五单", "四认四亮", "四联双报到", "4+管理法", "和事佬", "辣妈帮"),
]
SHARED = [
    "一网统管",
    "一网通办",
    "两网融合",
    "美丽家园",
    "污水零直排区",
    "三重一大",
    "一岗双责",
    "最后一公里",
    "四风",
    "垃圾分类",
]


@pytest.fixture(scope="module")
def graph(seeds_built: Built) -> Graph:
    return seeds_built.graph


def wordings(item: Initiative) -> set[str]:
    return {item.label, *item.alt_labels}


def holding(graph: Graph, name: str) -> list[Initiative]:
    return [
        item for item in graph.initiatives if any(name in wording.replace("”", "").replace("“", "") for wording in wordings(item))
    ]


@pytest.mark.parametrize("name", NAMED)
def test_what_the_seeds_name_is_an_initiative_with_its_sentence(graph: Graph, name: str) -> None:
    found = holding(graph, name)
    assert found, name
    assert any(getattr(statement, "initiative", None) in {item.id for item in found} for statement in graph.statements)


def test_the_lift_scenario_of_one_network_management_is_an_initiative(graph: Graph) -> None:
    assert any("加装电梯" in wording for item in graph.initiatives for wording in wordings(item))


@pytest.mark.parametrize("name", SHARED)
def test_what_two_seeds_name_is_one_shared_initiative(graph: Graph, name: str) -> None:
    (found,) = [item for item in graph.initiatives if item.label == name]
    assert len(found.carried_out_by) >= 2


@pytest.mark.parametrize(
    ("name", "place"), [("全岗通", "310115-jinyangxincun"), ("云府山", "330802-fushan"), ("舒屋", "310110-yanjixincun")]
)
def test_what_one_seed_names_is_not_shared(graph: Graph, name: str, place: str) -> None:
    for item in holding(graph, name):
        assert item.carried_out_by == (place,)


@pytest.mark.parametrize("accident", ["133", "1234", "4+", "五张清单", "8+16"])
def test_an_accident_of_the_string_makes_nothing_shared(graph: Graph, accident: str) -> None:
    """133 stands in 133 名, 1234 in 12345, 4+ in 14+7; 五张清单 is another list in each of two reports."""
    for item in graph.initiatives:
        if accident in wordings(item):
            assert len(item.carried_out_by) == 1


@pytest.mark.parametrize(
    ("code", "name", "district", "city"),
    [
        ("330802006", "府山街道", "柯城区", "衢州市"),
        ("330302030", "蒲鞋市街道", "鹿城区", "温州市"),
        ("310115012", "金杨新村街道", "浦东新区", "上海市"),
        ("310110015", "延吉新村街道", "杨浦区", "上海市"),
    ],
)
def test_a_place_has_its_code_and_its_ancestors(graph: Graph, code: str, name: str, district: str, city: str) -> None:
    names = {place.id: place.name for place in graph.places}
    (place,) = [place for place in graph.places if place.statistical_code == code]
    assert place.name == name
    assert (names[place.district or ""], names[place.city or ""]) == (district, city)
    assert any(decision.place == place for decision in graph.decisions.values())


def test_a_masked_place_stays_anonymous_in_its_city(graph: Graph) -> None:
    (place,) = [place for place in graph.places if place.anonymous and place.level == "sub_district"]
    names = {other.id: other.name for other in graph.places}
    assert (place.name, names[place.city or ""], place.statistical_code) == ("XX街道", "柳州市", None)


def test_the_place_of_the_same_name_elsewhere_is_not_the_place_of_any_report(graph: Graph) -> None:
    assert "330602002" not in {decision.place.statistical_code for decision in graph.decisions.values()}


def test_estates_named_like_cities_stay_in_shanghai(graph: Graph) -> None:
    home = {locality.label: locality.place for locality in graph.localities}
    for name in ("延吉四村", "长白三村", "敦化路"):
        for label in home:
            if name in label:
                assert home[label] == "310110-yanjixincun"


def test_every_quotation_is_the_text_at_its_offsets(graph: Graph) -> None:
    texts = {found.report.id: found.report.text for found in graph.extractions}
    quoted = defaultdict(int)
    for statement in graph.statements:
        for proof in statement.evidence:
            text = texts[proof.report]
            assert 0 <= proof.passage.start <= proof.span.start < proof.span.end <= proof.passage.end <= len(text)
            assert proof.span.of(text).strip()
            quoted[type(statement).__name__] += 1
    assert set(quoted) == {"FirstClaim", "Implementation", "LocalityNote", "Observation", "Partnership", "Recognition"}


def test_the_words_of_a_statement_do_not_overlap(graph: Graph) -> None:
    """“X” and X, or X and X工作, at one place are one mention."""
    for statement in graph.statements:
        spans = [proof.span for proof in statement.evidence]
        assert all(one.end <= other.start for one, other in pairwise(spans)), statement.label
