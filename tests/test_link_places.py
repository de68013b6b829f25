"""Places are told by evidence, and what cannot be told stays undecided."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.link import gazetteer
from kg.link.places import decide_place, guess_places, report_fields, rivals
from kg.model import Extraction, Head, Period, PlaceDecision, Source
from kg.text.layout import lay_out

ROOT = Path(__file__).parents[1]
CASES = tomllib.loads((ROOT / "tests" / "cases" / "places.toml").read_text(encoding="utf-8"))["case"]
SEEDS = {
    "fushan-quzhou-2020": ("330802-fushan", "柯城区", "衢州市", "浙江省"),
    "puxieshi-wenzhou-2020": ("330302-puxieshi", "鹿城区", "温州市", "浙江省"),
    "jinyangxincun-shanghai-2020": ("310115-jinyangxincun", "浦东新区", "上海市", "上海市"),
    "yanjixincun-shanghai-2021": ("310110-yanjixincun", "杨浦区", "上海市", "上海市"),
}


def found_in(text: str, name: str | None, *, year: int = 2020, title: str | None = None, file: str = "a.txt") -> Extraction:
    """Return the extraction of a text whose head names `name`."""
    report = lay_out(Source(name=file, sha256="0"), text)
    title = title or (f"{name}{year}年工作总结" if name else None)
    head = Head(title=title, sub_district=name, period=Period(f"{year}-01-01", f"{year}-12-31"))
    return Extraction(replace(report, head=head))


def quoted(found: Extraction, decision: PlaceDecision) -> list[str]:
    """Return the words of the evidence."""
    return [item.span.of(found.report.text) for item in decision.evidence]


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_a_cue_decides_or_leaves_it_open(case: dict[str, Any]) -> None:
    """Each case names the place that its cue decides for, or none."""
    text = re.sub("[⟦⟧]", "", case["text"])
    found = found_in(f"{case['name']}2020年工作总结\n{text}\n", case["name"])
    decision = decide_place(found)
    expected = case.get("place")
    assert decision.certain is (expected is not None)
    assert decision.place.id.startswith(expected or "x-")
    if "city" in case or expected is None:
        assert report_fields(decision)["city"] == case.get("city")
    evidence = quoted(found, decision)
    for words in re.findall("⟦(.*?)⟧", case["text"]):
        assert words in evidence


@pytest.mark.parametrize("seed", SEEDS)
def test_the_streets_of_the_seeds_are_found_from_their_texts(seed: str) -> None:
    """The file name says nothing here; the text decides."""
    report = lay_out(Source(name="a.txt", sha256="0"), (ROOT / "seeds" / f"{seed}.txt").read_text(encoding="utf-8"))
    decision = decide_place(Extraction(report))
    assert decision.certain
    assert (decision.place.id, *report_fields(decision).values()) == SEEDS[seed]


def test_the_two_streets_called_fushan_keep_each_other_as_runner_up() -> None:
    """A decision names what came second."""
    decision = decide_place(found_in("府山街道2020年工作总结\n排查返衢人员120人。\n", "府山街道"))
    assert decision.runner_up is not None
    assert decision.runner_up.id == "330602-fushan"


def test_the_masked_seed_stays_anonymous_and_is_only_guessed_for_review() -> None:
    """XX街道 has its own place in 柳州市; the street whose communities it names stands in the review row alone."""
    report = lay_out(
        Source(name="a.txt", sha256="0"), (ROOT / "seeds" / "anonymous-liuzhou-2020h1.txt").read_text(encoding="utf-8")
    )
    found = Extraction(report)
    decision = decide_place(found)
    assert decision.place.anonymous
    assert not decision.certain
    assert decision.runner_up is None
    assert report_fields(decision) == {"district": "XX区", "city": "柳州市", "province": "广西壮族自治区"}
    guesses = guess_places(found)
    assert guesses[0][0].statistical_code == "450204001"
    assert "450204-hexi" in [place.id for place, _, _ in rivals(found, decision)]
    assert "450204-hexi" not in repr(decision)


def test_two_masked_reports_never_share_a_place() -> None:
    """The id of a hidden place comes from its report."""
    first, second = (decide_place(found_in(f"XX街道\n完成任务{n}项。\n", "XX街道")) for n in (1, 2))
    assert first.place.id != second.place.id
    assert re.fullmatch(r"x-[0-9a-f]{12}", first.place.id)


def test_the_county_is_the_one_of_the_report_year() -> None:
    """天水街道 of 杭州 was in 下城区 until 2020 and is in 拱墅区 since 2021."""
    text = "天水街道工作总结\n杭州市表彰先进。杭州市委肯定。\n"
    assert report_fields(decide_place(found_in(text, "天水街道", year=2019)))["district"] == "下城区"
    later = decide_place(found_in(text, "天水街道", year=2022))
    assert report_fields(later)["district"] == "拱墅区"
    assert later.place.former_names == ("下城区天水街道",)


def test_the_file_name_alone_never_decides() -> None:
    """A path is the weakest hint."""
    decision = decide_place(found_in("府山街道2020年工作总结\n全面完成各项任务。\n", "府山街道", file="柯城区/府山.txt"))
    assert not decision.certain


def test_a_unique_name_is_doubted_where_the_text_is_about_another_city() -> None:
    """A name borne once in the country is no proof against a text full of another city."""
    text = "蒲鞋市街道2020年工作总结\n" + "保定市委、保定市政府肯定。保定市莲池区、清苑区、满城区推广。" * 3
    decision = decide_place(found_in(text, "蒲鞋市街道"))
    assert not decision.certain
    assert decision.runner_up is not None
    assert decision.runner_up.id == "330302-puxieshi"


@pytest.mark.parametrize(
    ("opening", "title", "level", "fields"),
    [
        (
            "现在,我代表市人民政府报告工作。东营的发展,全市增长5%,市委领导。东营区、垦利区、广饶县",
            None,
            "city",
            (None, "东营市", "山东省"),
        ),
        ("现在,我代表北京市人民政府报告工作。全市增长5%", None, "city", (None, "北京市", "北京市")),
        (
            "我代表区人民政府报告工作。杨浦滨江开放,上海市杨浦区全区",
            "杨浦区2023年政府工作报告",
            "district",
            ("杨浦区", "上海市", "上海市"),
        ),
        (
            "我代表县人民政府报告工作。仙居全县增长,台州市考核第一",
            "仙居县政府工作报告",
            "district",
            ("仙居县", "台州市", "浙江省"),
        ),
        ("我代表省人民政府报告工作。全省增长,南昌、赣州、九江、上饶齐进,江西", None, "province", (None, None, "江西省")),
        ("现在,我代表市人民政府报告工作。天门新城,天门全市,天门经验", None, "city", (None, "天门市", "湖北省")),
        (
            "我代表市人民政府报告工作。" + "义乌小商品,义乌港,义乌试验区。" * 4 + "金华市考核第一,全市增长",
            None,
            "district",
            ("义乌市", "金华市", "浙江省"),
        ),
        (
            "全区增长5%,自治区党委、自治区政府部署,全区上下,宁夏发展,银川、石嘴山、吴忠、固原",
            None,
            "province",
            (None, None, "宁夏回族自治区"),
        ),
    ],
)
def test_governments_above_are_resolved(opening: str, title: str | None, level: str, fields: tuple[str | None, ...]) -> None:
    """City, county and province reports are about the government that speaks."""
    decision = decide_place(found_in(f"各位代表:\n{opening}。\n", None, title=title))
    assert decision.certain
    assert decision.place.level == level
    assert tuple(report_fields(decision).values()) == fields


def test_a_district_that_two_cities_have_keeps_its_name_and_stays_open() -> None:
    """通州区 is in 北京 and in 南通: with nothing else said the report has a place of its own by that name."""
    decision = decide_place(found_in("通州区政府工作报告\n我代表区人民政府报告工作。\n", None, title="通州区政府工作报告"))
    assert not decision.certain
    assert decision.place.id.startswith("x-")
    assert report_fields(decision) == {"district": "通州区", "city": None, "province": None}
    assert decision.runner_up is not None


def test_the_city_reports_are_found_from_their_texts() -> None:
    """Reports named after their city (007-某市.txt), where the folder is there: each found, none wrong."""
    folder = ROOT.parent / "shared" / "reports"
    files = sorted(folder.glob("*.txt"))[::3]
    if not files:
        pytest.skip("the reports are not here")
    for file in files:
        report = lay_out(Source(name="a.txt", sha256="0"), file.read_text(encoding="utf-8"))
        decision = decide_place(Extraction(report))
        assert decision.certain
        assert decision.place.name.startswith(file.stem[4:])


def test_one_cue_finds_the_street_among_its_namesakes() -> None:
    """Streets of one name with one cue each: the district in full or two communities; wrong in none."""
    divisions = [
        division
        for name in NAMESAKES
        for division in gazetteer.named(name)
        if division.last == gazetteer.LAST and division.stands_in(2020)
    ]
    outcome: Counter[str] = Counter()
    for division in divisions:
        county = gazetteer.area(division.county, 2020)
        assert county is not None
        own = gazetteer.communities(division.id)
        cues = [
            f"在{county.name}的支持下。",
            "".join(f"在{name}社区试点。" for name in own[:2]),
        ]
        for kind, cue in zip(("district", "communities"), cues, strict=True):
            decision = decide_place(found_in(f"{division.name}2020年工作总结\n{cue}\n", division.name))
            right = "right" if decision.place.id == division.id else "wrong" if decision.certain else "open"
            outcome[f"{kind} {right}"] += 1
    assert outcome["district wrong"] == outcome["communities wrong"] == 0
    assert outcome["district right"] >= 0.97 * len(divisions)
    assert outcome["communities right"] >= 0.8 * len(divisions)


NAMESAKES = ("太平街道", "东城街道", "河西街道", "府山街道", "新城街道")


@settings(max_examples=40, deadline=None)
@given(
    st.text(alphabet="府山街道柯城区衢州市浙江省返来沪XX社区全市委代表人民政府、。\n 12(", max_size=120),
    st.sampled_from([None, "府山街道", "XX街道", "新村街道", "某镇", "街", "乡", "天水街道"]),
)
def test_any_text_gets_a_decision_with_evidence_inside_it(text: str, name: str | None) -> None:
    """No text raises; evidence lies in the text; every ancestor of the place is given; the same text decides the same."""
    found = found_in(text + "。", name)
    decision = decide_place(found)
    assert decision == decide_place(found)
    for item in decision.evidence:
        assert item.span.end <= len(found.report.text)
    place = decision.place
    assert {place.district, place.city, place.province} - {None} <= {above.id for above in decision.ancestors}
    assert decision.certain or all(score >= 0 or why for _, score, why in rivals(found, decision))
