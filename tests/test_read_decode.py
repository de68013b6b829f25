"""Bytes become the same text whatever the encoding."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.read.decode import decode

REPORT = (
    "翠苑街道2020年工作总结\r\n\r\n一、党建工作\r\n全年开展活动３０场，服务群众1957 人，满意率达99.5%；"
    "荣获“全国先进”称号。\r\n二、民生工作\r\n发放补贴12.5万元，䶮、㛃等生僻字也要保留。\r\n"
) * 4
WIDE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "gb18030"]


@pytest.mark.parametrize("encoding", WIDE)
def test_each_encoding_gives_the_text_back_to_the_character(encoding: str) -> None:
    decoded = decode(REPORT.encode(encoding))
    assert (decoded.text, decoded.repaired) == (REPORT, 0)


@pytest.mark.parametrize("encoding", ["gbk", "gb2312"])
def test_narrow_encodings_are_read_as_their_superset(encoding: str) -> None:
    text = REPORT.replace("䶮、㛃", "")
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, "gb18030")


@pytest.mark.parametrize("text", ["街道", "街道工作总结", "总结\n"])
def test_a_few_characters_are_enough(text: str) -> None:
    assert decode(text.encode("gbk")).text == text


def test_traditional_characters_in_big5() -> None:
    text = "臺北市政府工作報告，本區去年完成一百項工作，服務長者三千人。"
    assert decode(text.encode("big5")).text == text


def test_what_the_page_says_of_its_encoding_is_not_believed() -> None:
    text = '<meta charset="gb2312"><p>' + REPORT
    assert decode(text.encode("utf-8")).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_bad_byte_costs_one_place_and_is_counted(encoding: str) -> None:
    data = REPORT.encode(encoding)
    cut = data.index("党建".encode(encoding))
    decoded = decode(data[:cut] + b"\xff" + data[cut:])
    assert 1 <= decoded.repaired <= 2
    assert decoded.text.replace("\ufffd", "") == REPORT
    assert decoded.label == f"{encoding} ({decoded.repaired} repaired)"


def test_a_truncated_last_character_costs_no_more() -> None:
    text = REPORT.rstrip() + "完"
    assert decode(text.encode()[:-1]).text.replace("\ufffd", "") == text[:-1]


def test_lines_in_two_encodings_are_each_read() -> None:
    lines = ["翠苑街道工作总结，开展活动三十场。", "荣获先进称号，服务群众两千人次。", "完成老旧小区改造工程五处。"] * 3
    data = b"\n".join(line.encode("gbk" if index % 3 == 1 else "utf-8") for index, line in enumerate(lines))
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == ("\n".join(lines), "mixed")


NARROW = REPORT.replace("䶮、㛃", "难认")
TRADITIONAL = "臺北市政府工作報告，本區去年完成１００項工作，服務長者3千人，滿意率達99.5%。\r\n" * 6
ENCODINGS = [
    *((encoding, REPORT) for encoding in WIDE),
    *((encoding, NARROW) for encoding in ("gbk", "gb2312")),
    *((encoding, TRADITIONAL) for encoding in ("big5", "big5hkscs", "gbk", "utf-8")),
]
# what is done to the text before and to its bytes after; how many characters it may cost
SHAPES: dict[str, tuple[Callable[[str], str], Callable[[bytes], bytes], int]] = {
    "whole": (str, bytes, 0),
    "says GB2312": (lambda text: '<meta charset="gb2312">' + text, bytes, 0),
    "says UTF-8": (lambda text: '<meta charset="utf-8">' + text, bytes, 0),
    "says Big5": (lambda text: '<meta charset="big5">' + text, bytes, 0),
    "long ASCII first": (lambda text: "<script>" + "var a = 1;\n" * 2_000 + "</script>" + text, bytes, 0),
    "lines end in LF": (lambda text: text.replace("\r\n", "\n"), bytes, 0),
    "first line": (lambda text: text.splitlines()[0], bytes, 0),
    "last byte lost": (lambda text: text + "完成", lambda data: data[:-1], 1),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("encoding", "text"), ENCODINGS, ids=[encoding for encoding, _ in ENCODINGS])
def test_an_encoding_is_told_whatever_the_file_says_of_itself(encoding: str, text: str, shape: str) -> None:
    before, after, lost = SHAPES[shape]
    wanted = before(text)
    found = decode(after(wanted.encode(encoding))).text.rstrip("\ufffd")
    assert found in [wanted[: len(wanted) - fewer] for fewer in range(lost + 1)]


def test_one_bad_byte_in_big5_costs_one_place() -> None:
    data = TRADITIONAL.encode("big5")
    cut = data.index("工作".encode("big5"))
    decoded = decode(data[:cut] + b"\xff" + data[cut:])
    assert (decoded.text.replace("\ufffd", ""), decoded.label) == (TRADITIONAL, "big5hkscs (1 repaired)")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_text_without_surrogates(data: bytes) -> None:
    decoded = decode(data)
    assert decoded.text.encode("utf-8").decode() == decoded.text
    assert decoded.repaired == decoded.text.count("\ufffd") or not decoded.repaired


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\0"), max_size=200))
def test_text_in_utf8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode("utf-8-sig")).text == text
