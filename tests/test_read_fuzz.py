"""Readers of our own under random damage: text or an InputError, never anything else (tools/fuzz_readers.py does it for long)."""

from __future__ import annotations

from functools import cache

import made_files as made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.read.contents import contents_of
from kg.read.pages import Row, joined
from kg.read.registry import Content, Options

TEXT = "翠苑街道2020年工作总结\n一、党建工作\n全年开展活动30场，服务群众1957 人，“家门口”服务站12个。\n" * 3


@cache
def samples() -> dict[str, bytes]:
    """Return a good file of each format."""
    rows = [["标题", "正文"], ["总结", TEXT]]
    return {
        "a.docx": made.docx(TEXT),
        "a.doc": made.doc(TEXT),
        "a.odt": made.odt(TEXT),
        "a.ofd": made.ofd(TEXT),
        "a.rtf": made.rtf(TEXT),
        "a.mht": made.saved_page(TEXT),
        "a.xlsx": made.xlsx(rows),
        "a.csv": made.comma_separated(rows),
        "a.zip": made.zipped({"a.txt": TEXT}),
        "a.html": made.page(TEXT),
    }


def damaged(data: bytes, changes: list[tuple[float, int]], cut: float) -> bytes:
    """Return `data` with single bytes changed at places between 0 and 1, then cut off."""
    changed = bytearray(data)
    for place, byte in changes:
        changed[int(place * (len(changed) - 1))] = byte
    return bytes(changed[: max(1, int(cut * len(changed)))])


CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12)


@pytest.mark.parametrize("name", samples())
@settings(max_examples=25, deadline=None)
@given(changes=CHANGES, cut=st.one_of(st.just(1.0), st.floats(0, 1)))
def test_a_damaged_file_is_read_or_refused(name: str, changes: list[tuple[float, int]], cut: float) -> None:
    try:
        found = contents_of(damaged(samples()[name], changes, cut), name, Options())
    except InputError as error:
        assert error.reason
        assert error.remedy
    else:
        for content in found:
            if isinstance(content, Content):
                assert content.text.encode("utf-8").decode() == content.text


XML_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(XML_TEXT, min_size=1, max_size=6))
def test_every_character_of_a_word_document_comes_through(lines: list[str]) -> None:
    kept = [line.rstrip() for line in lines]
    text = "街道工作总结\n" + "\n".join(kept) + "\n完"
    (content,) = contents_of(made.docx(text), "a.docx", Options())
    assert isinstance(content, Content)
    assert "".join(content.text.split()) == "".join(text.split())


ROWS = st.lists(
    st.lists(
        st.builds(Row, st.text(max_size=12), st.floats(0, 600), st.floats(0, 600), st.floats(0, 900), st.floats(1, 40)),
        max_size=8,
    ),
    max_size=5,
)


@settings(max_examples=100, deadline=None)
@given(ROWS)
def test_any_printed_lines_give_a_text_and_the_beginnings_of_their_pages(pages: list[list[Row]]) -> None:
    text, starts = joined(pages)
    assert len(starts) == len(pages)
    assert list(starts) == sorted(starts)
    assert all(0 <= start <= len(text) for start in starts)
