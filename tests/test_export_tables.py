"""The tables: tidy, with every sentence, and safe to open in a spreadsheet."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from factories import FUSHAN, decision, initiative, linked, report, rich
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies_text import hostile

from kg.export.cells import lines, safe
from kg.export.tables import write_tables
from kg.model import Extraction


def read(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("tables")
    write_tables(path, rich())
    return path


def test_the_files_are_named_and_marked_for_excel(folder):
    names = {"adoptions", "honours", "initiatives", "mentions", "metrics", "places", "reports"}
    names |= {"adoption_order", "conflicts", "fulfilments", "near_duplicates", "reuse"}
    assert {path.stem for path in folder.iterdir()} == names
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in folder.iterdir())


def test_tables_written_again_take_the_place_of_the_old_ones(folder, tmp_path):
    for _ in range(2):
        write_tables(tmp_path, rich())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }


def test_a_metric_has_place_year_indicator_value_and_its_sentence(folder):
    row = next(row for row in read(folder, "metrics") if row["value"] == "136")
    assert (row["place"], row["year"], row["indicator"], row["unit"], row["status"]) == (
        "府山街道",
        "2020",
        "拆除违法建筑",
        "处",
        "achieved",
    )
    assert row["words"] in row["sentence"]


def test_a_shared_initiative_comes_first_and_names_its_places(folder):
    first = read(folder, "initiatives")[0]
    assert (first["initiative"], first["place_count"]) == ("一网统管", "2")
    assert set(first["places"].split(" | ")) == {"府山街道", "金杨新村街道"}


def test_an_adoption_is_one_row_per_place_year_initiative_and_status(folder):
    rows = read(folder, "adoptions")
    keys = [(row["place_id"], row["year"], row["initiative_id"], row["status"]) for row in rows]
    assert len(keys) == len(set(keys)) == 3
    assert {row["shared"] for row in rows if row["initiative"] == "一网统管"} == {"yes"}


def test_a_report_says_how_its_place_was_decided(folder):
    rows = {row["place"]: row for row in read(folder, "reports")}
    assert rows["府山街道"]["place_reasons"]
    assert rows["府山街道"]["files"] == "fushan.txt"


def test_every_mention_stands_at_its_offsets(folder):
    texts = {found.report.id: found.report.text for found in rich().extractions}
    for row in read(folder, "mentions"):
        assert texts[row["report_id"]][int(row["start"]) : int(row["end"])] == row["words"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+8", "+8"),
        ("+cmd|x", "'+cmd|x"),
        ("-5.2", "-5.2"),
        ("-甲", "'-甲"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("＝HYPERLINK()", "'＝HYPERLINK()"),
        (None, ""),
        (0, "0"),
        (Decimal("1E+3"), "1000"),
        ("a\x00b", "a b"),
        ("\ud800", "\ufffd"),
    ],
)
def test_no_cell_is_a_formula(cell, expected):
    assert safe(cell) == expected


@settings(deadline=None)
@given(
    st.lists(
        hostile
        | st.integers(-(10**30), 10**30)
        | st.sampled_from([None, Decimal("0"), Decimal("-0"), Decimal("1.50"), "1.5", "甲" * 300])
    )
)
def test_the_text_of_a_cell_does_not_depend_on_the_cells_before_it(cells):
    alone = [lines([[cell, "end"]]) for cell in reversed(cells)]
    assert lines([cell, "end"] for cell in cells) == b"".join(reversed(alone))
    assert [row[0] for row in csv.reader(io.StringIO(b"".join(reversed(alone)).decode(), newline=""))] == [
        safe(cell) for cell in cells
    ]


@settings(max_examples=60, deadline=None)
@given(hostile)
def test_any_name_can_be_written_and_read_back(tmp_path_factory, value):
    text = "府山街道2020年工作总结\n推进云管家。\n"
    mention = replace(initiative(text, "云管家"), name=value or "x")
    folder = tmp_path_factory.mktemp("hostile")
    write_tables(folder, linked((Extraction(report(text), initiatives=(mention,)), decision(FUSHAN))))
    assert len(read(folder, "initiatives")) == 1
