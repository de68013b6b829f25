"""Figures for papers: what they show, the same bytes each time, and a word where no Chinese font is installed."""

from __future__ import annotations

import xml.dom.minidom
from pathlib import Path

import pytest

from kg.__main__ import main
from kg.errors import MissingExtraError, OutputError
from kg.export import figures, plot
from kg.export.figures import Adoption, Cell

CASES = (
    # initiative, place, year, planned, mentions
    ("垃圾分类", "甲街道", 2020, False, 3),
    ("垃圾分类", "甲街道", 2021, True, 1),
    ("垃圾分类", "乙街道", 2021, False, 2),
    ("垃圾分类", "丙街道", None, False, 1),
    ("微更新", "甲街道", 2021, True, 1),
    ("微更新", "丙街道", 2021, True, 1),
    ("云管家", "乙街道", 2020, False, 9),
)


def adoptions() -> list[Adoption]:
    return [
        Adoption(f"i:{name}", name, name == "微更新", f"p:{place}", place, year, planned, mentions)
        for name, place, year, planned, mentions in CASES
    ]


def test_shared_means_named_by_so_many_places() -> None:
    assert {one.label for one in figures.shared(adoptions(), 2)} == {"垃圾分类", "微更新"}
    assert {one.label for one in figures.shared(adoptions(), 3)} == {"垃圾分类"}


def test_a_matrix_counts_mentions_and_knows_what_is_only_planned() -> None:
    grid = figures.matrix(adoptions(), rows=2)
    cells = {(grid.rows[row], grid.columns[column]): cell for (row, column), cell in grid.cells.items()}
    assert grid.rows == ("垃圾分类", "微更新")
    assert grid.left_out == 1
    assert cells["垃圾分类", "甲街道"] == Cell(4, planned=False)
    assert cells["微更新", "丙街道"] == Cell(1, planned=True)


def test_places_that_share_most_stand_side_by_side() -> None:
    columns = figures.matrix(adoptions(), rows=3).columns
    assert abs(columns.index("甲街道") - columns.index("丙街道")) == 1


def test_a_timeline_counts_places_and_puts_unknown_years_last() -> None:
    grid = figures.timeline(adoptions(), rows=1)
    assert grid.columns == ("2020", "2021", "年度不详")
    assert [grid.cells[0, at].count for at in range(3)] == [1, 2, 1]


def font() -> str:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed (pip install -e '.[plot]')")
    try:
        return plot.font_family()
    except OutputError:
        pytest.skip("no Chinese font is installed")


@pytest.mark.parametrize("kind", plot.KINDS)
@pytest.mark.parametrize("form", plot.FORMATS)
def test_a_figure_is_written_and_has_the_same_bytes_each_time(tmp_path: Path, kind: str, form: str) -> None:
    font()
    first, second = tmp_path / f"a.{form}", tmp_path / f"b.{form}"
    plot.draw(kind, adoptions(), first)
    plot.draw(kind, list(reversed(adoptions())), second)
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes().startswith({"svg": b"<?xml", "pdf": b"%PDF", "png": b"\x89PNG"}[form])
    if form == "svg":
        assert xml.dom.minidom.parse(str(first)).documentElement.tagName == "svg"  # noqa: S318 - our own file


def test_the_letters_of_a_pdf_are_drawn_glyphs(tmp_path: Path) -> None:
    """Most Chinese fonts have CFF outlines, which the other way of matplotlib writes so that viewers show nothing."""
    font()
    path = tmp_path / "a.pdf"
    plot.draw("matrix", adoptions(), path)
    assert b"/Type3" in path.read_bytes()
    assert b"CIDFontType2" not in path.read_bytes()


def test_without_a_chinese_font_one_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed (pip install -e '.[plot]')")
    monkeypatch.setattr(plot, "FAMILIES", ("No Such Family",))
    with pytest.raises(OutputError, match=r"no Chinese font is installed.*fonts-noto-cjk.*--font"):
        plot.font_family()


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"jiedao-kg\[plot\]"):
        plot.draw("matrix", adoptions(), tmp_path / "a.svg")


def test_a_strange_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"\.svg, \.pdf or \.png"):
        plot.draw("matrix", adoptions(), tmp_path / "a.docx")


def test_the_command_draws_what_the_graph_shares(seeds_output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    font()
    assert main(["plot", "matrix", "--output", str(seeds_output), "-o", str(tmp_path / "fig.svg"), "--rows", "5"]) == 0
    assert "5 of " in capsys.readouterr().out
    assert main(["plot", "network", "--output", str(tmp_path / "nothing"), "-o", str(tmp_path / "fig.svg")]) == 1
