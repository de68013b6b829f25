"""A user's own lexicon folder: laid over the built-in tables, every fault named with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import lexicon
from kg.errors import LexiconError
from kg.extract.honours import find_honours
from kg.link.reuse_rules import settings
from kg.model import Source, Status
from kg.text.layout import lay_out

HEADER = "suffix\teffect\tmin\texample\n"


@pytest.fixture(autouse=True)
def built_in_tables_afterwards() -> Iterator[None]:
    yield
    lexicon.lay_over(None)


def test_a_new_row_is_added_and_a_known_one_replaced(tmp_path: Path) -> None:
    before = {row["suffix"]: row for row in lexicon.table("variant_suffixes")}
    (tmp_path / "variant_suffixes.tsv").write_text(HEADER + "工作\tsame\t9\t\n大篷车\tsame\t2\t\n", encoding="utf-8")
    lexicon.lay_over(tmp_path)
    after = {row["suffix"]: row for row in lexicon.table("variant_suffixes")}
    assert (before["工作"]["min"], after["工作"]["min"]) == ("3", "9")
    assert set(after) - set(before) == {"大篷车"}


def test_a_table_that_is_edited_during_a_build_changes_nothing_in_it(tmp_path: Path) -> None:
    """A large build forgets what it made of the tables, and may have to make it anew."""
    (tmp_path / "variant_suffixes.tsv").write_text(HEADER + "大篷车\tsame\t2\t\n", encoding="utf-8")
    lexicon.lay_over(tmp_path)
    read = lexicon.table("variant_suffixes")
    (tmp_path / "variant_suffixes.tsv").write_text("half a", encoding="utf-8")
    lexicon.forget()
    assert lexicon.table("variant_suffixes") == read


def test_a_table_with_some_of_the_columns_is_enough(tmp_path: Path) -> None:
    (tmp_path / "variant_suffixes.tsv").write_text("suffix\teffect\tmin\n大篷车\tsame\t2\n", encoding="utf-8")
    lexicon.lay_over(tmp_path)
    assert lexicon.table("variant_suffixes")[-1] == {"suffix": "大篷车", "effect": "same", "min": "2", "example": ""}


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("nonsense.tsv", b"a\tb\n", "no table has this name"),
        ("variant_suffixes.tsv", b"effect\tsuffix\n", "variant_suffixes.tsv:1: the columns must be suffix"),
        ("variant_suffixes.tsv", b"suffix\tcolour\n", "variant_suffixes.tsv:1: the columns must be suffix"),
        ("variant_suffixes.tsv", (HEADER + "大篷车\tperhaps\t2\t\n").encode(), "variant_suffixes.tsv:2: effect is 'perhaps'"),
        ("variant_suffixes.tsv", (HEADER + "甲\tsame\t2\t\t多\n").encode(), "variant_suffixes.tsv:2: expected 4 columns"),
        (
            "variant_suffixes.tsv",
            (HEADER + "甲\tsame\t2\n甲\tsame\t3\n").encode(),
            "variant_suffixes.tsv:3: '甲' stands there twice",
        ),
        ("variant_suffixes.tsv", HEADER.encode("utf-16"), "is not UTF-8"),
        ("places.toml", b"a = [", "places.toml"),
    ],
)
def test_a_fault_is_named_before_any_work_is_done(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(LexiconError) as raised:
        lexicon.lay_over(tmp_path)
    assert message in str(raised.value)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="is not a folder"):
        lexicon.lay_over(tmp_path / "nowhere")


def test_every_built_in_table_and_rule_file_can_be_read() -> None:
    for path in sorted(lexicon.BUILT_IN.iterdir()):
        if path.suffix == ".tsv":
            assert lexicon.table(path.stem), path
        elif path.suffix == ".toml":
            assert lexicon.rules(path.stem), path


def test_what_was_remembered_of_a_text_is_forgotten_with_the_tables(tmp_path: Path) -> None:
    report = lay_out(Source("a.txt", "0" * 64), "某某街道2020年工作总结\n一、今年以来,街道荣膺全国文明单位。\n")
    assert [item.status for item in find_honours(report)] == [Status.RECEIVED]
    header = "\t".join(lexicon.table("honour_cues")[0])
    (tmp_path / "honour_cues.tsv").write_text(f"{header}\n荣膺\tany\tsought\t荣膺全国文明单位\t\n", encoding="utf-8")
    lexicon.lay_over(tmp_path)
    assert [item.status for item in find_honours(report)] == [Status.SOUGHT]


IMPOSSIBLE = [
    ("repeats = 4", "repeats = 0", "repeats is 0; it must be a whole number of 1 or more"),
    ("repeats = 4", 'repeats = "3"', "repeats is '3'; it must be a whole number"),
    ("repeats = 4", "repeats = true", "repeats is True; it must be a whole number"),
    ("length = 20", "length = 0", "length is 0; it must be a whole number of 1 or more"),
    ("length = 20", "length = 2.5", "length is 2.5; it must be a whole number"),
    ("length = 20", "", "length is missing in [passage]"),
    ("boilerplate_share = 0.1", "boilerplate_share = 1.1", "boilerplate_share is 1.1; it must be a number from 0 to 1"),
    ("boilerplate_reports = 10", "boilerplate_reports = -1", "boilerplate_reports is -1; it must be a whole number of 0 or more"),
    ("boilerplate_least = 5", "boilerplate_least = []", "boilerplate_least is []; it must be a whole number"),
    ("\nshare = 0.8", '\nshare = "0.8"', "share is '0.8'; it must be a number from 0 to 1"),
    ("\nshare = 0.8", "\nshare = nan", "share is nan; it must be a number from 0 to 1"),
    ("sample_above = 200000", "sample_above = -1", "sample_above is -1; it must be a whole number of 0 or more"),
    ("sample = 8", "sample = 0", "sample is 0; it must be a whole number of 1 or more"),
    ("[near_duplicate]", "[[near_duplicate]]", "share is missing in [near_duplicate]"),
]


@pytest.mark.parametrize(("right", "wrong", "message"), IMPOSSIBLE, ids=[message for *_, message in IMPOSSIBLE])
def test_a_number_that_cannot_be_is_refused(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    built_in = (lexicon.BUILT_IN / "text_reuse.toml").read_text(encoding="utf-8")
    assert built_in.count(right) == 1
    (tmp_path / "text_reuse.toml").write_text(built_in.replace(right, wrong), encoding="utf-8")
    lexicon.lay_over(tmp_path)
    with pytest.raises(LexiconError) as raised:
        settings()
    assert f"text_reuse.toml: {message}" in str(raised.value)


def test_the_least_numbers_that_can_be_are_taken(tmp_path: Path) -> None:
    passage = "length = 1\nboilerplate_share = 0\nboilerplate_reports = 0\nboilerplate_least = 0\nrepeats = 1\n"
    near = "share = 1\nsample_above = 0\nsample = 1\n"
    (tmp_path / "text_reuse.toml").write_text(f"[passage]\n{passage}[near_duplicate]\n{near}", encoding="utf-8")
    lexicon.lay_over(tmp_path)
    assert settings() == (1, 0, 0, 0, 1, 1, 0, 1)
