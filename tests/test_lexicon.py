"""A user's own lexicon folder: laid over the built-in tables, every fault named with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import lexicon
from kg.errors import LexiconError

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
