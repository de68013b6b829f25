"""The tables of the layout stage: every row does what its example says."""

from __future__ import annotations

import pytest

from kg.lexicon import Row, table
from kg.model import Part, Source
from kg.text.clean import clean, fold
from kg.text.furniture import find_furniture
from kg.text.head import read_head
from kg.text.headings import find_headings
from kg.text.layout import lay_out
from kg.text.lines import split_lines
from kg.text.parts import heading_part

BODY = "街道扎实推进各项工作，全年开展活动30场，服务群众1957人次。\n"


@pytest.mark.parametrize("row", table("furniture"), ids=lambda row: row["example"])
def test_furniture_is_recognised_in_a_line_of_its_own(row: Row) -> None:
    lines = split_lines(clean("工作总结\n" + BODY * 3 + row["example"] + "\n").text)
    assert find_furniture(lines) == {4}


@pytest.mark.parametrize(
    "text",
    ["打印店投诉3件", "访问次数明显增加,达30万人次。", "小", "分享会12场", "责任编辑培训20人次,效果良好。", "二维码门牌全覆盖"],
)
def test_sentences_with_such_words_are_no_furniture(text: str) -> None:
    found = find_furniture(split_lines(clean("工作总结\n" + text + "\n" + BODY).text))
    assert found == (frozenset({1}) if text == "小" else frozenset())


@pytest.mark.parametrize("row", [row for row in table("head_fields") if row["field"] != "other"], ids=lambda row: row["label"])
def test_each_label_of_an_index_head_gives_its_value(row: Row) -> None:
    text = clean(row["example"] + "\n")
    head = read_head(text, split_lines(text.text), frozenset())
    written = row["example"].partition(":")[2]
    value = head.get(row["field"])
    assert value is not None
    assert value == written or row["field"] == "published"


@pytest.mark.parametrize("row", table("headings"), ids=lambda row: row["style"])
def test_each_style_of_number_opens_a_section(row: Row) -> None:
    mark = "," if row["style"] in ("ordinal", "sequence") else ""
    text = clean(f"{row['example']}{mark}抓好党建工作。{BODY}")
    found = find_headings(text, split_lines(text.text), frozenset())
    assert [(one.style, one.number) for one in found] == [(row["style"], fold(row["example"]))]


@pytest.mark.parametrize("row", [row for row in table("report_words") if row["part"] != "either"], ids=lambda row: row["word"])
def test_a_heading_with_a_year_and_such_a_word_announces_its_part(row: Row) -> None:
    example = row["example"] if "年" in row["example"] else f"2020年{row['example']}"
    assert heading_part(example) == row["part"]


@pytest.mark.parametrize(
    "title", ["圆满完成各项任务", "强化总结提升", "聚焦中心任务，推动发展", "完成2020年工作任务", "规划编制", "提升为民服务水平"]
)
def test_headings_about_the_work_itself_announce_nothing(title: str) -> None:
    assert heading_part(fold(title)) is None


@pytest.mark.parametrize("row", table("tense"), ids=lambda row: row["cue"])
def test_each_cue_of_wording_stands_in_its_example(row: Row) -> None:
    assert row["cue"] in row["example"]
    assert float(row["weight"]) != 0


@pytest.mark.parametrize("row", table("folds"), ids=lambda row: row["form"])
def test_look_alikes_fold_one_to_one(row: Row) -> None:
    assert len(row["form"]) == len(row["folded"]) == 1
    assert fold(row["form"]) == fold(row["folded"])  # a traditional character goes on to its simplified one


@pytest.mark.parametrize("row", table("not_places"), ids=lambda row: row["example"])
def test_what_is_no_name_is_not_taken_for_one(row: Row) -> None:
    text = f"{row['example']}2020年工作总结\n{BODY}"
    assert lay_out(Source("a.txt", ""), text).head.sub_district is None


def test_a_plan_is_found_by_its_wording_alone() -> None:
    plan = "力争新增就业5万人，确保办好民生实事，健全长效机制，奋力谱写新篇章。\n"
    report = lay_out(Source("a.txt", ""), "顺利通过验收，荣获先进集体，累计发放补贴30万元。\n" * 3 + plan * 3)
    assert [one.part for one in report.sentences] == [Part.REVIEW] * 3 + [Part.PLAN] * 3
