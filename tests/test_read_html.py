"""Pages: the report is kept to the last figure, navigation goes, the index head stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Source
from kg.read.html import page_text
from kg.text.layout import lay_out

PARAGRAPHS = [
    "一、党建工作",
    *(
        f"第{number}项工作扎实推进，全年开展活动{number * 3}场，服务群众{number * 70}人次，群众满意度明显提升。"
        for number in range(2, 14)
    ),
    "二、2021年工作思路",
    "新的一年，街道将继续推进旧区改造，计划完成改造20处，力争满意率达到98%以上。",
]
TITLE = "翠苑街道2020年工作总结及2021年工作思路"
LINKS = "".join(f'<li><a href="/{number}">栏目第{number}号导航</a></li>' for number in range(15))
HEAD = "<table><tr><td>索引号</td><td>001008/2021-00011</td><td>发布机构</td><td>翠苑街道</td></tr></table>"
FOOT = '<div>【<a href="#">打印本页</a>】</div><div>主办单位：西湖区人民政府</div><script>var count = 12345;</script>'


def page(body: str) -> str:
    return (
        f'<!DOCTYPE html><html><head><title>{TITLE}-西湖区人民政府</title><meta name="PubDate" content="2021-02-03 10:00"></head>'
        f"<body><ul>{LINKS}</ul>{HEAD}<h1>{TITLE}</h1>{body}{FOOT}</body></html>"
    )


def body(shape: str) -> str:
    shapes = {
        "paragraphs": "<div class='content'>" + "".join(f"<p>&nbsp;&nbsp;{one}</p>" for one in PARAGRAPHS) + "</div>",
        "line breaks": "<div>" + "<br>".join(PARAGRAPHS) + "</div>",
        "class named comment": "<div class='comment'>" + "".join(f"<p>{one}</p>" for one in PARAGRAPHS) + "</div>",
        "one span a character": "".join("<p>" + "".join(f"<span>{c}</span>" for c in one) + "</p>" for one in PARAGRAPHS),
        "tables": "<table>" + "".join(f"<tr><td>{one}</td></tr>" for one in PARAGRAPHS) + "</table>",
        "500 deep": "<div>" * 500 + "".join(f"<p>{one}</p>" for one in PARAGRAPHS) + "</div>" * 500,
        "20000 deep and unclosed": "<div>" * 20_000 + "".join(f"<p>{one}</p>" for one in PARAGRAPHS),
        "unclosed paragraphs": "".join(f"<p>{one}" for one in PARAGRAPHS),
    }
    return shapes[shape]


SHAPES = [
    "paragraphs",
    "line breaks",
    "class named comment",
    "one span a character",
    "tables",
    "500 deep",
    "20000 deep and unclosed",
    "unclosed paragraphs",
]


@pytest.mark.parametrize("shape", SHAPES)
def test_no_paragraph_of_the_report_is_lost(shape: str) -> None:
    text = page_text(page(body(shape)))
    assert [one for one in PARAGRAPHS if one not in text] == []


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if not shape.startswith("20000")])
def test_navigation_and_scripts_are_left_out(shape: str) -> None:
    text = page_text(page(body(shape)))
    assert "导航" not in text
    assert "12345" not in text


@pytest.mark.parametrize("shape", SHAPES)
def test_head_title_and_date_of_a_page_are_read(shape: str) -> None:
    head = lay_out(Source("a.html", ""), page_text(page(body(shape)))).head
    assert (head.title, head.index_number, head.published) == (TITLE, "001008/2021-00011", "2021-02-03")
    assert head.sub_district == "翠苑街道"


def test_figures_beside_the_main_text_are_kept() -> None:
    aside = "<div class='sidebar related'><p>另：街道全年办结信访件87件，化解率99.5%。</p></div>"
    assert "办结信访件87件" in page_text(page(body("paragraphs") + aside))


def test_a_page_too_large_for_the_main_text_finder_is_kept_whole_but_for_its_links() -> None:
    many = "".join(f"<p>第{number}项：办理案件{number}件。</p>" for number in range(4000))
    text = page_text(page(many))
    assert "第3999项：办理案件3999件。" in text
    assert "导航" not in text


def test_hidden_text_is_no_text() -> None:
    assert "隐藏" not in page_text(page(body("paragraphs") + "<p style='display: none'>隐藏的数字55件，不应出现。</p>"))


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="<>/pdivtablescr!-='\" &;#街道12。", max_size=200))
def test_any_markup_gives_text(markup: str) -> None:
    assert isinstance(page_text(markup), str)
