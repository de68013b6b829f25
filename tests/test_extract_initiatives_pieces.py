"""The pieces that initiatives are found with: quotations, known names, the tagger, the lexicons."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from itertools import pairwise, product
from math import exp
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import ranking, tagger
from kg.extract.components import expected_parts
from kg.extract.features import PAD, WINDOWS, flags, padded
from kg.extract.flag_scores import FlagWeights
from kg.extract.gram_scores import GramWeights
from kg.extract.initiatives import family_of
from kg.extract.kinds import kind_of
from kg.extract.known import Names, national, national_names
from kg.extract.quotes import find_quotations
from kg.extract.screening import is_no_name, proper_part
from kg.extract.sheet import lay_side_by_side
from kg.lexicon import rules, table
from kg.model import Kind
from kg.text.clean import clean

ROOT = Path(__file__).parents[1]


def inner_texts(text: str) -> list[str]:
    cleaned = clean(text)
    return [cleaned.text[item.inner : item.outer] for item in find_quotations(cleaned)]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("建“甲乙”和“丙丁”。", ["甲乙", "丙丁"]),
        ("建“甲‘乙丙’丁”。", ["甲‘乙丙’丁", "乙丙"]),
        ("建“甲“乙丙”丁”。", ["甲“乙丙”丁", "乙丙"]),
        ("建“甲乙“和丙。", ["甲乙"]),
        ("见《甲乙“丙丁”》。", ["甲乙“丙丁”", "丙丁"]),
        ("建“甲乙”丙丁”模块。", ["甲乙", "丙丁"]),
        ("建“甲\n乙”。", []),
        ('建"甲乙"。', ["甲乙"]),
        ("推进 甲乙丙 提升。", ["甲乙丙"]),
        ("共 12 个。", []),
    ],
)
def test_quotations_are_found_paired_nested_and_broken(text: str, inner: list[str]) -> None:
    assert inner_texts(text) == inner


@pytest.mark.parametrize("char", ["龦", "鿿"])
def test_characters_that_came_after_the_first_unicode_are_part_of_no_name_and_formula(char: str) -> None:
    assert inner_texts(f"建“甲乙”丙{char}丁”模块。") == ["甲乙"]
    assert inner_texts(f"推进 甲乙{char} 提升。") == []
    assert expected_parts(f"甲三{char}") == 0
    assert family_of(f"五{char}工作法") is None
    assert family_of("五龥工作法") == "工作法"


def test_blanks_name_nothing_where_they_stand_everywhere() -> None:
    assert inner_texts("街道 推进 各项 工作 落实 到位 居民 满意 干部 尽责 ") == []


def test_the_longest_known_name_wins_at_each_place() -> None:
    names = Names([("污水零直排", "a"), ("污水零直排区", "b")])
    assert [(hit.start, hit.end, hit.name) for hit in names.find("建污水零直排区,污水零直排")] == [(1, 7, "b"), (8, 13, "a")]


@pytest.mark.parametrize(
    ("form", "text"), [("133", "1330人"), ("133", "发放133.5元"), ("4+", "14+7"), ("12345", "123456"), ("APP", "APPS")]
)
def test_known_numbers_and_latin_words_have_edges(form: str, text: str) -> None:
    assert list(Names([(form, form)]).find(text)) == []


def test_every_national_formulation_is_found_in_its_example() -> None:
    for row in table("national"):
        if row["use"] == "plain":
            assert row["name"] in {hit.name for hit in national_names().find(row["example"])}, row["name"]
        else:
            assert f"“{row['name']}”" in row["example"], row["name"]


def test_national_rows_carry_a_frozen_slug_a_kind_a_level_and_a_label() -> None:
    rows = table("national")
    assert len({row["slug"] for row in rows}) == len(rows)
    for row in rows:
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", row["slug"]), row["name"]
        assert Kind(row["kind"])
        assert row["origin_level"] in {"national", "provincial"}
        assert row["boilerplate"] in {"yes", "no"}
        assert row["use"] in {"plain", "quoted"}
        assert row["label_en"], row["name"]
        assert row["first_year"] == "" or 1949 < int(row["first_year"]) < 2030


def test_no_form_belongs_to_two_national_formulations() -> None:
    owners: dict[str, str] = {}
    for row in table("national"):
        for form in (row["name"], *filter(None, row["aliases"].split("|"))):
            assert owners.setdefault(form, row["name"]) == row["name"], form
    assert national()["零直排区"]["name"] == "污水零直排区"


def test_every_family_shows_an_example() -> None:
    for row in table("families"):
        assert re.search(row["pattern"], row["example"]), row["family"]


def test_every_head_noun_makes_a_kind() -> None:
    assert {row["kind"] for row in table("head_nouns")} <= {kind.value for kind in Kind}


def test_contexts_are_bounded_patterns() -> None:
    for entry in rules("quote_context").values():
        for value in entry.values():
            for pattern in [value] if isinstance(value, str) else value:
                re.compile(pattern)
                assert not re.search(r"(?<!\\)[*+](?![^\[]*\])", pattern), pattern


def test_the_models_are_small_and_carry_no_time_stamp() -> None:
    paths = (tagger.MODEL, ranking.MODEL)
    assert sum(path.stat().st_size for path in paths) <= 300_000
    for path in paths:
        data = path.read_bytes()
        assert data[4:8] == b"\0\0\0\0"
        assert json.loads(gzip.decompress(data))


TINY = tagger.from_raw(
    {
        "0,1": {"strings": "甲乙丙", "weights": [900, 0, 0, 0, 900, 0, 0, 0, 900]},
        "-1,1": {"strings": "丙", "weights": [-900, -900, -900]},
        "flags": {},
        "steps": {step: [0] for step in ("OO", "OB", "BI", "BE", "II", "IE", "EO", "EB")},
    }
)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="counts threads in /proc, which is not here")
def test_the_tagger_starts_no_threads() -> None:
    code = "from kg.extract import tagger; tagger.load(); import os; print(len(os.listdir('/proc/self/task')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


def test_the_decoder_finds_what_the_weights_point_to() -> None:
    found = [(item.start, item.end) for item in tagger.tag("子丑甲乙丙寅卯", [], TINY) if item.probability > 0.5]
    assert found == [(2, 5)]


@pytest.mark.parametrize("windows", [{}, {"0,1": {"strings": "", "weights": []}}], ids=["none", "one without strings"])
def test_a_model_may_have_no_windows(windows: dict[str, object]) -> None:
    steps = {step: [0] for step in ("OO", "OB", "BI", "BE", "II", "IE", "EO", "EB")}
    model = tagger.from_raw({**windows, "flags": {}, "steps": steps})
    assert {item.probability for item in tagger.tag("甲乙", [], model)} == {0.5}


def test_probabilities_of_spans_agree_with_a_sum_over_all_labellings() -> None:
    text = "甲丙乙丙"
    found = {(item.start, item.end): item.probability for item in tagger.tag(text, [], TINY)}
    assert found[0, 2] == pytest.approx(brute_force(text, (0, 2)), abs=1e-6)


def brute_force(text: str, span: tuple[int, int]) -> float:
    """Return the probability of a span by going through every labelling."""
    own = {"甲": "B", "乙": "I", "丙": "E"}
    allowed = {"OO", "OB", "BI", "BE", "II", "IE", "EO", "EB"}
    total = wanted = 0.0
    for labels in product("OBIE", repeat=len(text)):
        steps = [a + b for a, b in pairwise(labels)]
        if labels[0] in "IE" or labels[-1] in "BI" or not set(steps) <= allowed:
            continue
        weight = 1.0
        for at, label in enumerate(labels):
            if label != "O":
                weight *= exp(9.0 if own[text[at]] == label else 0.0)
                weight *= exp(-9.0 if at and text[at - 1] == "丙" else 0.0)
        total += weight
        inner = "B" + "I" * (span[1] - span[0] - 2) + "E"
        if "".join(labels[span[0] : span[1]]) == inner:
            wanted += weight
    return wanted / total


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="甲乙丙“”、,。12a建设机制 ", min_size=1, max_size=40))
def test_flags_cover_every_character(text: str) -> None:
    columns = flags(text, [])
    assert {len(column) for column in columns} == {len(text)}
    for item in tagger.tag(text, [], TINY):
        assert 0 <= item.start < item.end <= len(text)
        assert 0 < item.probability <= 1.000001


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="甲三“”《、,。;12aA^$-. 建设机制年平台工作加强网格开展", min_size=2, max_size=40),
    st.lists(st.tuples(st.integers(0, 39), st.integers(1, 20), st.sampled_from("kth")), max_size=3),
)
def test_the_summed_weights_are_those_of_the_single_flags(text: str, places: list[tuple[int, int, str]]) -> None:
    marks = tuple((start, min(start + size, len(text)), verdict) for start, size, verdict in places if start < len(text))
    rows = [list(zip(*flags(*sentence), strict=True)) for sentence in [(text, marks), ("开展工作", ()), (text, ())]]
    weights = {flag: crc32(flag.encode()) for columns in rows for row in columns for flag in row}
    sheet = lay_side_by_side([(text, marks), ("开展工作", ()), (text, ())])
    found = sheet.without_margins(FlagWeights(weights).sums(sheet)).tolist()
    assert found == [sum(weights[flag] for flag in row) for columns in rows for row in columns]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet="甲三“。;12aA建设机制", min_size=2, max_size=40), min_size=1, max_size=6))
def test_sentences_side_by_side_are_tagged_like_each_alone(texts: list[str]) -> None:
    model = tagger.load()
    alone = []
    for text in texts:
        model.memory.clear()
        alone.append(tagger.tag(text, [], model))
    model.memory.clear()
    assert tagger.tag_all([(text, ()) for text in texts], model) == alone


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="甲乙12", min_size=1, max_size=20))
def test_the_windows_around_a_character_are_summed(text: str) -> None:
    weights = {window: {gram: crc32(gram.encode()) for gram in _grams("甲乙0", window[1])} for window in WINDOWS}
    wide = padded(text)
    naive = [
        sum(weights[offset, size].get(wide[at + offset : at + offset + size], 0) for offset, size in WINDOWS)
        for at in range(len(PAD), len(PAD) + len(text))
    ]
    windows = {window: ("".join(own), np.array([*own.values()])) for window, own in weights.items()}
    assert GramWeights(windows).sums(lay_side_by_side([(text, ())])).tolist() == naive


def _grams(alphabet: str, size: int) -> list[str]:
    return ["".join(chars) for chars in product(alphabet, repeat=size)]


def test_windows_stay_within_the_room_between_sentences() -> None:
    assert all(-offset <= len(PAD) and offset + length <= len(PAD) + 1 for offset, length in WINDOWS)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("完成某某停车治理系统(二期),投用", "某某停车治理系统(二期)", Kind.PLATFORM),
        ("做好疫苗接种,", "疫苗接种", Kind.CAMPAIGN),
        ("推动区域化党建,", "区域化党建", Kind.MECHANISM),
        ("班子成员分片包干,", "分片包干", Kind.MECHANISM),
        ("开工某某联排库房,", "某某联排库房", Kind.PROJECT),
        ("贯彻新发展理念,", "新发展理念", Kind.SLOGAN),
        ("做到善作善成,", "善作善成", Kind.SLOGAN),
        ("推进“六公开”,", "六公开", Kind.MECHANISM),
        ("聚焦“三强两促”,", "三强两促", Kind.SLOGAN),
        ("落实“三会”制度,", "三会", Kind.MECHANISM),
        ("话剧《银杏树下》获奖", "银杏树下", Kind.PROJECT),
    ],
)
def test_the_kind_follows_from_noun_verb_and_shape(text: str, name: str, kind: Kind) -> None:
    start = text.index(name)
    end = start + len(name)
    marked = text[start - 1] in "“《"
    assert kind_of(name, text, start - marked, end + marked, title=text[start - 1] == "《") is kind


@pytest.mark.parametrize(
    ("name", "proper"),
    [
        ("的环保联动机制", "环保联动机制"),
        ("和美乡村建设", "和美乡村建设"),
        ("生产规范提升年等专项行动", "生产规范提升年"),
        ("高等教育发展", "高等教育发展"),
    ],
)
def test_a_loose_name_is_cut_to_its_proper_part(name: str, proper: str) -> None:
    start, end = proper_part(name)
    assert name[start:end] == proper


@pytest.mark.parametrize(
    ("name", "loose", "none"),
    [
        ("4.15", False, True),
        ("一个月", False, True),
        ("清零百日", False, False),
        ("杏花浜等河道综合治理", True, True),
        ("系列庆祝活动", True, True),
        ("中等职业学校", True, False),
        ("甲浜等河道治理", False, False),
    ],
)
def test_names_that_name_nothing_are_dropped(name: str, loose: bool, none: bool) -> None:
    assert is_no_name(name, loose=loose) is none


@pytest.mark.parametrize("row", table("kind_tails"), ids=lambda row: row["tail"])
def test_every_tail_ends_its_example(row: dict[str, str]) -> None:
    assert row["example"].endswith(row["tail"])


@pytest.mark.parametrize("row", [*table("slogan_cues"), *table("kind_cues")], ids=lambda row: row["example"])
def test_every_cue_stands_in_its_example(row: dict[str, str]) -> None:
    assert (row.get("cue") or row["verb"]) in row["example"]
