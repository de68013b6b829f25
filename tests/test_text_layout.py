"""Laying out: head, title, sections, sentences and periods of a report."""

from __future__ import annotations

import json
import sys
import time
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import extract
from kg.model import Part, Report, Source
from kg.text.layout import lay_out

CASES = Path(__file__).parent / "cases"
SEEDS = Path(__file__).parents[1] / "seeds"
BODY = "\n2020年,街道扎实推进各项工作,较好完成了全年目标任务。现将有关情况报告如下。\n一、党建工作\n(一)党建引领有力。全年开展活动30场。\n"
FIELDS = ("title", "sub_district", "publisher", "published", "index_number", "document_number")
HEADS = tomllib.loads((CASES / "heads.toml").read_text(encoding="utf-8"))["case"]
TREES = tomllib.loads((CASES / "sections.toml").read_text(encoding="utf-8"))["case"]
REPORTS = tomllib.loads((CASES / "periods.toml").read_text(encoding="utf-8"))["report"]
MARKS = "街道区工作总结一二三、()(1.。;,:“”《》\n \u3000年月日2021%#|索引号发布机构•\ufeff\u200b"


def made(text: str) -> Report:
    return lay_out(Source("made.txt", "0" * 64), text)


@pytest.mark.parametrize("case", HEADS, ids=lambda case: case["name"])
def test_the_head_is_read_in_every_shape(case: dict[str, str]) -> None:
    head = made(case["text"].lstrip("\n") + BODY).head
    assert {name: getattr(head, name) for name in FIELDS} == {name: case.get(name) for name in FIELDS}


@pytest.mark.parametrize("case", [case for case in HEADS if "title" in case], ids=lambda case: case["name"])
def test_the_title_span_holds_the_title_in_the_stored_text(case: dict[str, str]) -> None:
    report = made(case["text"].lstrip("\n") + BODY)
    assert report.head.title_span is not None
    assert report.head.title_span.of(report.text).replace("\n", " ") == case["title"]


@pytest.mark.parametrize("case", TREES, ids=lambda case: case["name"])
def test_headings_make_a_tree(case: dict[str, object]) -> None:
    report = made(str(case["text"]).lstrip("\n"))
    found = [f"{one.level} {one.number} {one.title} {one.part}" for one in report.sections]
    assert found == case["sections"]


@pytest.mark.parametrize("case", REPORTS, ids=lambda case: case["text"][:20])
def test_periods_and_the_start_of_the_plan(case: dict[str, str]) -> None:
    report = made(case["text"])
    periods = [one and f"{one.start}/{one.end}" for one in (report.head.period, report.head.plan_period)]
    start = report.head.plan_start
    assert periods == [case.get("review"), case.get("plan")]
    assert start == (case["text"].index(case["plan_starts"]) if "plan_starts" in case else None)


@pytest.mark.parametrize("case", [case for case in REPORTS if "plan_starts" in case], ids=lambda case: case["text"][:20])
def test_every_sentence_behind_the_start_of_the_plan_is_plan(case: dict[str, str]) -> None:
    report = made(case["text"])
    assert report.head.plan_start is not None
    parts = {sentence.part for sentence in report.sentences if sentence.start >= report.head.plan_start}
    before = {sentence.part for sentence in report.sentences if sentence.start < report.head.plan_start}
    assert parts == {Part.PLAN}
    assert Part.PLAN not in before


def test_page_furniture_is_told_from_the_report() -> None:
    text = (
        "当前位置：首页 > 政务公开 > 工作总结\n翠苑街道2020年工作总结\n访问次数：35次\n"
        + BODY
        + "处理打印店投诉3件。\n【返回顶部】【打印本页】【关闭窗口】\n相关稿件：\n翠苑街道2019年工作总结\n"
    )
    report = made(text)
    found = [report.clean.text[one.start : one.end] for one in report.sentences if one.part is Part.FURNITURE]
    assert found == [
        "当前位置:首页>政务公开>工作总结",
        "访问次数:35次",
        "【返回顶部】【打印本页】【关闭窗口】",
        "相关稿件:",
        "翠苑街道2019年工作总结",
    ]


def test_head_and_furniture_stand_in_no_section() -> None:
    report = made("翠苑街道2020年工作总结\n发布日期：2021-01-02\n" + BODY + "打印本页\n")
    assert {one.section for one in report.sentences if one.part in (Part.HEAD, Part.FURNITURE)} == {-1}


def test_a_signature_gives_date_and_publisher() -> None:
    head = made("翠苑街道2020年工作总结\n" + BODY + "\n翠苑街道办事处\n2021年2月3日\n").head
    assert (head.publisher, head.published) == ("翠苑街道办事处", "2021-02-03")


def test_semicolons_split_outside_quotations_and_brackets_only() -> None:
    report = made("调解“大事不出街道;小事不出社区”纠纷3件;排查隐患(燃气;用电)5处。处理20件")
    found = [report.clean.text[one.start : one.end] for one in report.sentences]
    assert found == ["调解“大事不出街道;小事不出社区”纠纷3件;", "排查隐患(燃气;用电)5处。", "处理20件"]


def test_an_unclosed_quotation_mark_does_not_swallow_the_report() -> None:
    report = made("推进“一网统管,办结20件;\n调解30件;排查40处。")
    assert len(report.sentences) == 3


def test_a_long_stretch_without_marks_is_cut() -> None:
    report = made("街道" * 2000)
    assert max(one.end - one.start for one in report.sentences) == 500
    assert sum(one.end - one.start for one in report.sentences) == 4000


def test_the_same_text_in_other_white_space_has_the_same_identity() -> None:
    text = "翠苑街道2020年工作总结\n" + BODY
    assert made(text).id == made(text.replace("\n", "\r\n")).id == made("\n\n" + text.replace("年", "年 ")).id
    assert made(text).id != made(text + "。").id


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=300), st.text(alphabet=MARKS, max_size=300)))
def test_any_text_is_laid_out_with_spans_inside_it(text: str) -> None:
    report = made(text)
    size = len(report.clean.text)
    assert all(0 <= one.start < one.end <= size for one in report.sections)
    assert all(0 <= one.start < one.end <= size and one.end - one.start <= 500 for one in report.sentences)
    assert all(a.end <= b.start for a, b in pairwise(report.sentences))
    assert all(-1 <= one.section < len(report.sections) for one in report.sentences)
    for section in report.sections:
        if section.parent >= 0:
            above = report.sections[section.parent]
            assert above.level == section.level - 1
            assert above.start <= section.start < section.end <= above.end


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=MARKS, max_size=300))
def test_no_character_but_blanks_falls_between_sentences(text: str) -> None:
    report = made(text)
    covered = {i for one in report.sentences for i in range(one.start, one.end)}
    assert all(char.isspace() for i, char in enumerate(report.clean.text) if i not in covered)


STRANGE = ["街", "1", "“", "一是街道。", "索引号:", "一、街道\n", "“”;", "2020年", "街 道 ", "(", " — 1 — \n", "“一网统管”", "，"]


@pytest.mark.parametrize("piece", STRANGE)
@pytest.mark.parametrize("stage", ["layout", "extraction"])
def test_ten_times_the_text_takes_at_most_twelve_times_the_calls(stage: str, piece: str) -> None:
    """Calls of functions, of Python and of C, are the same on every machine; bench/strange_text.py measures the time."""

    def calls(size: int) -> int:
        text, count = piece * (size // len(piece)), 0
        report = made(text)

        def counted(frame: object, event: str, argument: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(counted)
        try:
            made(text) if stage == "layout" else extract(report)
        finally:
            sys.setprofile(None)
        return count

    calls(100)  # what is built at the first use
    little = calls(1000)
    assert calls(10_000) <= 12 * max(little, 1000)


@pytest.mark.parametrize("piece", STRANGE)
def test_time_grows_with_the_length_and_not_with_its_square(piece: str) -> None:
    """The better of two runs, in seconds of processor; ten times the text would take a hundred times as long if it were squared."""

    def seconds(size: int) -> float:
        text, found = piece * (size // len(piece)), []
        for _ in range(2):
            start = time.process_time()
            made(text)
            found.append(time.process_time() - start)
        return min(found)

    seconds(1000)
    assert seconds(100_000) < 20 * max(seconds(10_000), 0.004)


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_seeds_are_read_without_warning_and_wholly(path: Path) -> None:
    report = made(path.read_bytes().decode())
    assert report.head.sub_district is not None
    assert report.head.period is not None
    assert report.sections
    assert "".join(report.clean.text.split()) == "".join(
        "".join(report.clean.text[one.start : one.end].split()) for one in report.sentences
    )


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_seeds_give_the_labelled_head(path: Path) -> None:
    label = json.loads((Path(__file__).parent / "labels" / f"{path.stem}.json").read_text(encoding="utf-8"))["report"]
    report = made(path.read_bytes().decode())
    head = report.head
    periods = {"period": head.period, "plan_period": head.plan_period}
    found = {name: one and {"start": one.start, "end": one.end} for name, one in periods.items()}
    found |= {name: getattr(head, name) for name in ("title", "sub_district", "published", "index_number", "document_number")}
    assert found == {name: label[name] for name in found}
    start = head.plan_start
    quote = label["plan_starts"]
    assert (start is None) == (quote is None)
    assert quote is None or start is None or report.text.startswith(quote["quote"], report.clean.offsets[start])
