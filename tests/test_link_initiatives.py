"""The same named initiative is one thing in every report; different things never meet."""

import random
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from factories import FUSHAN, JINYANG, YANJI, initiative, linked, naming
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.rdf import blocks
from kg.link.canonical import canonical
from kg.link.keys import display, is_generic, normal
from kg.model import Kind, Status

PAIRS = tomllib.loads((Path(__file__).parent / "cases" / "links.toml").read_text(encoding="utf-8"))["pair"]
NAMES = [
    "一网统管",
    "云管家",
    "云管家工作",
    "五张清单",
    "“云管家”",
    "1+8",
    "污水零直排区建设",
    "污水零直排",
    "四敲八访",
    "花园街区建设",
]


def ids(graph):
    return [item.id for item in graph.initiatives]


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["why"] for pair in PAIRS])
def test_two_names_in_two_places_meet_only_if_they_mean_one_thing(pair):
    graph = linked(naming(FUSHAN, pair["first"]), naming(JINYANG, pair["second"]))
    assert len(graph.initiatives) == (1 if pair["same"] else 2)


def test_a_generic_name_keeps_its_label_where_its_id_belongs_to_the_place():
    graph = linked(naming(FUSHAN, "五张清单"), naming(JINYANG, "五张清单"))
    assert [item.label for item in graph.initiatives] == ["五张清单", "五张清单"]
    assert {item.carried_out_by for item in graph.initiatives} == {(FUSHAN.id,), (JINYANG.id,)}


def test_equal_components_make_a_numbered_formula_one_thing():
    parts = ("需求清单", "资源清单", "项目清单")
    graph = linked(naming(FUSHAN, "六张清单", components=parts), naming(JINYANG, "六张清单", components=parts[::-1]))
    assert len(graph.initiatives) == 1
    assert "same components" in " ".join(graph.initiatives[0].merge_reasons)


def test_different_components_keep_a_numbered_formula_apart():
    first = naming(FUSHAN, "六张清单", components=("需求清单", "资源清单"))
    second = naming(JINYANG, "六张清单", components=("问题清单", "责任清单"))
    assert len(linked(first, second).initiatives) == 2


def test_a_formula_without_components_joins_the_one_its_own_place_spells_out():
    spelled = naming(FUSHAN, "六张清单", components=("需求清单", "资源清单"))
    graph = linked(spelled, naming(FUSHAN, "六张清单", year=2021), naming(JINYANG, "六张清单"))
    assert sorted(len(item.carried_out_by) for item in graph.initiatives) == [1, 1]
    assert len(graph.initiatives) == 2


def test_the_national_table_gives_slug_origin_and_boilerplate():
    graph = linked(naming(FUSHAN, "不忘初心、牢记使命", "一网统管"))
    found = {item.id: item for item in graph.initiatives}
    assert found["yiwang-tongguan"].origin_level != "local"
    assert found["buwang-chuxin"].boilerplate
    assert not found["yiwang-tongguan"].boilerplate


def test_a_discovered_initiative_has_a_hashed_id_that_spelling_does_not_change():
    first, second = (linked(naming(FUSHAN, name)).initiatives[0].id for name in ("“云管家”", "云管家工作"))
    assert first == second
    assert first.startswith("x")
    assert len(first) == 13


def test_a_declared_ending_makes_a_variant_that_points_to_its_base():
    graph = linked(naming(FUSHAN, "云管家", "云管家平台"))
    variants = {item.label: item.variant_of for item in graph.initiatives}
    base = next(item.id for item in graph.initiatives if item.label == "云管家")
    assert variants == {"云管家": None, "云管家平台": base}


def test_a_variant_without_its_base_points_to_nothing():
    assert linked(naming(FUSHAN, "云管家平台")).initiatives[0].variant_of is None


def test_other_spellings_become_alternative_labels_with_a_reason():
    graph = linked(naming(FUSHAN, "花园街区"), naming(JINYANG, "花园街区"), naming(YANJI, "花园街区建设"))
    found = graph.initiatives[0]
    assert (found.label, found.alt_labels) == ("花园街区", ("花园街区建设",))
    assert any(reason.startswith("declared ending") for reason in found.merge_reasons)


def test_an_abbreviation_that_the_report_uses_is_an_alternative_label():
    extraction, place = naming(FUSHAN, "旧城焕新计划", "旧焕")
    mention = extraction.initiatives[0]
    surfaces = (*mention.surfaces, *extraction.initiatives[1].surfaces)
    graph = linked((replace(extraction, initiatives=(replace(mention, surfaces=surfaces),)), place))
    assert [item.alt_labels for item in graph.initiatives] == [("旧焕",)]


def test_every_one_of_many_abbreviations_is_an_alternative_label_once():
    short = [f"旧焕{letter}" for letter in "甲乙丙丁戊己庚辛壬癸子丑"]
    extraction, place = naming(FUSHAN, "旧城焕新计划", *short, *short)
    named = extraction.initiatives
    mentions = tuple(replace(named[0], surfaces=(*named[0].surfaces, *one.surfaces)) for one in named[1:])
    graph = linked((replace(extraction, initiatives=mentions), place))
    assert [item.alt_labels for item in graph.initiatives] == [tuple(sorted(short))]


def test_the_kind_is_that_of_most_mentions():
    pairs = [naming(place, "云管家") for place in (FUSHAN, JINYANG, YANJI)]
    changed = []
    for kind, (extraction, place) in zip((Kind.PLATFORM, Kind.SERVICE, Kind.PLATFORM), pairs, strict=True):
        mention = initiative(extraction.report.text, "云管家", kind=kind)
        changed.append((type(extraction)(extraction.report, initiatives=(mention,)), place))
    assert linked(*changed).initiatives[0].kind is Kind.PLATFORM


def test_a_place_that_only_plans_an_initiative_is_named_with_it_as_planned():
    extraction, place = naming(FUSHAN, "云管家")
    mention = initiative(extraction.report.text, "云管家", status=Status.PLANNED)
    graph = linked((type(extraction)(extraction.report, initiatives=(mention,)), place))
    assert graph.initiatives[0].carried_out_by == (FUSHAN.id,)
    assert graph.statements[0].status is Status.PLANNED


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True), st.randoms(use_true_random=False))
def test_the_graph_does_not_depend_on_the_order_of_the_reports(names, chance):
    pairs = [naming(place, *names[start:]) for place in (FUSHAN, JINYANG, YANJI) for start in range(min(2, len(names)))]
    shuffled = list(pairs)
    chance.shuffle(shuffled)
    assert list(blocks(linked(*pairs))) == list(blocks(linked(*shuffled)))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(NAMES), st.random_module())
def test_a_report_more_changes_no_id(name, _):
    before = ids(linked(naming(FUSHAN, name)))
    assert set(before) <= set(ids(linked(naming(FUSHAN, name), naming(JINYANG, *random.sample(NAMES, 4)))))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_text_has_a_key_and_keys_are_stable(text):
    key = normal(text)
    assert normal(key) == key or not key.strip()
    assert isinstance(is_generic(key), bool)
    assert display(text) or not text
    assert canonical(text)[0] or not text


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["云管家", "四敲八访", "花园街区"]),
    st.sampled_from(["\u200b", "\u202e", "\ufeff", " ", "“", "”", "\u2060", "　"]),
)
def test_characters_that_nobody_sees_do_not_change_a_key(name, noise):
    assert normal(name[0] + noise + name[1:]) == normal(name)


def test_no_chinese_character_is_folded() -> None:
    block = "".join(map(chr, range(0x4E00, 0xA000)))
    assert normal(block) == block
    assert normal(block + "\u3000") == block  # the long way round


def test_a_declared_prefix_makes_a_variant_that_points_to_its_base():
    graph = linked(naming(FUSHAN, "邻里食堂", "特色邻里食堂"))
    variants = {item.label: item.variant_of for item in graph.initiatives}
    base = next(item.id for item in graph.initiatives if item.label == "邻里食堂")
    assert variants == {"邻里食堂": None, "特色邻里食堂": base}


def test_the_name_of_the_own_place_in_front_makes_a_variant():
    graph = linked(naming(FUSHAN, "邻里食堂", "府山邻里食堂"), naming(JINYANG, "府山邻里食堂会"))
    variants = {item.label: bool(item.variant_of) for item in graph.initiatives}
    assert variants == {"邻里食堂": False, "府山邻里食堂": True, "府山邻里食堂会": False}


def test_a_short_name_in_brackets_is_an_alternative_label():
    (found,) = linked(naming(FUSHAN, "青少年成长中心(舒心屋)")).initiatives
    assert "舒心屋" in found.alt_labels
    assert linked(naming(FUSHAN, "停车治理系统(二期)")).initiatives[0].alt_labels == ()


def test_a_short_name_in_brackets_that_another_initiative_has_stays_with_it():
    graph = linked(naming(FUSHAN, "青少年成长中心(舒心屋)", "舒心屋"))
    assert all("舒心屋" not in item.alt_labels for item in graph.initiatives)


def test_a_list_in_another_order_meets_with_a_reason():
    graph = linked(naming(FUSHAN, "暖心、活力、善治"), naming(JINYANG, "善治、暖心、活力"))
    assert any("another order" in reason for reason in graph.initiatives[0].merge_reasons)


def test_a_formulation_that_three_provinces_name_is_national_and_what_fewer_name_is_local():
    third = replace(YANJI, id="450204-hexi", name="河西街道", district="450204", city="4502", province="45")
    graph = linked(
        naming(FUSHAN, "云管家", "四敲八访", "家门口"),
        naming(JINYANG, "云管家", "四敲八访", "家门口"),
        naming(third, "云管家", "家门口"),
    )
    levels = {item.label: item.origin_level for item in graph.initiatives}
    assert levels == {"云管家": "national", "四敲八访": "local", "家门口": "provincial"}


@given(st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True), min_size=2, max_size=4))
@settings(max_examples=30, deadline=None)
def test_whatever_was_brought_together_has_a_reason(names):
    places = [FUSHAN, JINYANG, YANJI, FUSHAN]
    pairs = [naming(place, *mine, year=2020 + at) for at, (place, mine) in enumerate(zip(places, names, strict=False))]
    for item in linked(*pairs).initiatives:
        said = {display(mention.name) for found, _ in pairs for mention in found.initiatives} & {*item.alt_labels}
        assert all(any(f": {name} = {item.label}" in reason for reason in item.merge_reasons) for name in said)
        assert len(item.carried_out_by) < 2 or item.merge_reasons


def test_a_stock_formula_is_national_boilerplate_whatever_the_report_wrote_around_it():
    graph = linked(naming(FUSHAN, "“十四五”规划目标", "云管家"), naming(JINYANG, "十四五规划目标", "云管家"))
    found = {item.label: (item.boilerplate, item.origin_level) for item in graph.initiatives}
    assert found == {"十四五规划目标": (True, "national"), "云管家": (False, "local")}


def worded(place, name, *wordings, year=2020):
    """Return a report of `place` that names an initiative and calls it by other words too."""
    found, decision = naming(place, name, *wordings, year=year)
    first, *others = found.initiatives
    surfaces = tuple(sorted({*first.surfaces, *(span for other in others for span in other.surfaces)}))
    return replace(found, initiatives=(replace(first, surfaces=surfaces),)), decision


def test_another_wording_of_a_report_is_a_spelling_with_its_reason():
    (found,) = linked(worded(FUSHAN, "综合为老服务中心建设", "为老中心")).initiatives
    assert found.alt_labels == ("为老中心",)
    assert found.merge_reasons == ("other wording within one report: 为老中心 = 综合为老服务中心建设",)


def test_one_wording_for_two_initiatives_is_a_spelling_of_neither():
    graph = linked(worded(FUSHAN, "绿色低碳高质量发展", "高质发展"), worded(JINYANG, "武当山高质量发展", "高质发展"))
    assert [item.alt_labels for item in graph.initiatives] == [(), ()]


def test_a_wording_that_is_the_name_of_another_initiative_is_no_spelling():
    graph = linked(worded(FUSHAN, "社区治理云平台", "云管家"), naming(JINYANG, "云管家"))
    assert {item.label: item.alt_labels for item in graph.initiatives} == {"社区治理云平台": (), "云管家": ()}


@pytest.mark.parametrize("note", ["试行", "暂行", "征求意见稿"])
def test_the_standing_of_a_document_is_no_name_of_it(note):
    (found,) = linked(naming(FUSHAN, f"楼组自治指导意见({note})")).initiatives
    assert found.alt_labels == ()
