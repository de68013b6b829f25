"""A decisions file is read as a spreadsheet saves it, and a bad one is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DecisionError
from kg.export.cells import safe
from kg.model import Ruling
from kg.read.decisions import find_decisions, read_decisions

HEADER = "key\tquestion\tsubject\tcandidate\treasons\tsentence\treport\tdecision\tvalue\tnote\n"


def written(folder: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path = folder / "decisions.tsv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_every_form_that_a_spreadsheet_saves_is_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = (HEADER + "k\tsimilar\t快来议事\t云上议事厅\t\t\t\tSame\t\t是一回事\r\nk\tsimilar\t别的\t\t\t\t\t\t\t\r\n").replace(
        "\t", delimiter
    )
    found = read_decisions(written(tmp_path, text, encoding))
    assert [(one.ruling, one.subject, one.candidate, one.note, one.line) for one in found] == [
        (Ruling.SAME, "快来议事", "云上议事厅", "是一回事", 2)
    ]


def test_columns_may_stand_in_any_order_and_be_few(tmp_path: Path) -> None:
    assert read_decisions(written(tmp_path, "decision\tsubject\nreject\t快来议事\n"))[0].subject == "快来议事"


def test_a_line_number_counts_lines_of_the_file(tmp_path: Path) -> None:
    text = HEADER + '\n# 说明\n\t\t"两行\n名称"\t\t\t\t\t\t\t\n\t\t快来议事\t\t\t\t\treject\t\t\n'
    assert read_decisions(written(tmp_path, text))[0].line == 6


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no column subject and decision"),
        ("subject\tvalue\na\tb\n", "no column decision"),
        ("subject\tsubject\tdecision\na\tb\tsame\n", "a column twice"),
        (HEADER + "\t\ta\t\t\t\t\tmaybe\t\t\n", "line 2.*no decision"),
        (HEADER + "\t\t\t\t\t\t\treject\t\t\n", "line 2.*subject is missing"),
        (HEADER + "\t\t" + "长" * 200_000 + "\t\t\t\t\treject\t\t\n", "line 2.*table"),
    ],
)
def test_a_bad_file_is_refused_with_what_is_wrong(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(DecisionError, match=problem):
        read_decisions(written(tmp_path, text))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DecisionError, match="cannot be read"):
        read_decisions(tmp_path / "nothing.tsv")


@pytest.mark.parametrize("cell", ["=1+1", "@快来议事", "+86", "-甲", "＝乙"])
def test_a_cell_that_was_guarded_against_formulas_comes_back_as_it_was(tmp_path: Path, cell: str) -> None:
    assert safe(cell).startswith("'") or cell == "+86"
    assert read_decisions(written(tmp_path, f"subject\tdecision\n{safe(cell)}\treject\n"))[0].subject == cell


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_table_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    text = HEADER + "\n".join("\t".join(cells) for cells in rows)
    try:
        found = read_decisions(written(tmp_path_factory.mktemp("any"), text.encode("utf-8", "replace").decode()))
    except DecisionError as error:
        assert "decisions.tsv" in str(error)
    else:
        assert all(one.ruling in set(Ruling) for one in found)


def test_the_file_inside_or_beside_the_input_is_found_and_two_are_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert find_decisions([tmp_path / "in"]) is None
    beside = written(tmp_path, HEADER)
    assert find_decisions([tmp_path / "in"]) == beside
    written(tmp_path / "in", HEADER)
    with pytest.raises(DecisionError, match="two decisions files"):
        find_decisions([tmp_path / "in"])
