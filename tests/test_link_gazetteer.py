"""The shipped gazetteer: counts, codes of both schemes, history, and ids that never change."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from kg.link import gazetteer

FOLDER = Path(gazetteer.FOLDER)


@pytest.mark.parametrize(
    ("identifier", "name", "statistical", "civil"),
    [
        ("330802-fushan", "府山街道", "330802006", "330802001"),
        ("330602-fushan", "府山街道", "330602002", "330602002"),
        ("330302-puxieshi", "蒲鞋市街道", "330302030", "330302025"),
        ("310115-jinyangxincun", "金杨新村街道", "310115012", "310115012"),
        ("310110-yanjixincun", "延吉新村街道", "310110015", "310110015"),
        ("450204-hexi", "河西街道", "450204001", "450204001"),
        ("511923-fenbi", "粉壁镇", "511923130", "511923130"),
    ],
)
def test_known_places_keep_their_id_and_codes(identifier: str, name: str, statistical: str, civil: str) -> None:
    """Ids are IRIs: a change here breaks every graph that was built before."""
    division = gazetteer.by_id(identifier)
    assert division is not None
    place = gazetteer.place_of(division)
    assert (place.id, place.name) == (identifier, name)
    assert (place.statistical_code, place.civil_affairs_code) == (statistical, civil)


def test_the_list_holds_all_years() -> None:
    """51,000 names since 2015, 41,000 of them in the newest statistics list or the ministry's."""
    lines = gzip.decompress((FOLDER / "divisions.tsv.gz").read_bytes()).decode().splitlines()
    assert len(lines) > 51_000
    assert lines == sorted(lines, key=str.encode)
    ids = {line.split("\t")[1] for line in lines}
    assert all(re.fullmatch(r"[0-9]{6}-[a-z0-9]+(-[a-z0-9]+)?", identifier) for identifier in ids)


def test_an_id_names_one_place() -> None:
    """Only former names share the id of today's name."""
    lines = gzip.decompress((FOLDER / "divisions.tsv.gz").read_bytes()).decode().splitlines()
    today = [cells[1] for cells in (line.split("\t") for line in lines) if len(cells) < 8 or not cells[7]]
    assert len(today) == len(set(today))


def test_the_data_is_small_and_carries_no_time_stamp() -> None:
    """What is shipped stays below a megabyte and a half, and a rebuild gives the same bytes."""
    assert (FOLDER / "divisions.tsv.gz").stat().st_size < 700_000
    assert sum(file.stat().st_size for file in (FOLDER / "communities").iterdir()) < 540_000
    assert (FOLDER / "divisions.tsv.gz").read_bytes()[4:8] == b"\0\0\0\0"


def test_the_communities_of_a_street_are_those_of_its_own_report() -> None:
    """蒲鞋市街道 says that it has eight communities."""
    assert len(gazetteer.communities("330302-puxieshi")) == 8


def test_what_is_forgotten_is_read_anew() -> None:
    def asked() -> tuple[object, ...]:
        return gazetteer.by_id("330802-fushan"), gazetteer.area("330802"), gazetteer.communities("330302-puxieshi")

    known = asked()
    gazetteer.forget()
    kept = [one for one in vars(gazetteer).values() if hasattr(one, "cache_info")]
    assert sum(one.cache_info().currsize for one in kept) == 0
    assert gazetteer.by_id in kept
    assert asked() == known


def test_a_sub_district_without_a_list_has_no_communities() -> None:
    assert gazetteer.communities("990000-nowhere") == []


def test_a_renamed_town_is_one_place_with_its_former_name() -> None:
    """粉壁乡 became 粉壁镇 in its county: both names lead to one place."""
    old, new = (gazetteer.place_of(gazetteer.named(name)[0]) for name in ("粉壁乡", "粉壁镇"))
    assert old == new
    assert new.former_names == ("粉壁乡",)


@pytest.mark.parametrize("word", ["街道", "城区", "社区", "产业园", "城镇", "乡镇"])
def test_words_that_the_lists_hold_as_names_are_left_out(word: str) -> None:
    """The official lists have rows called 街道 and 城区."""
    assert not gazetteer.is_known(word)


@pytest.mark.parametrize(
    ("county", "district", "city"),
    [
        ("330302", "330302", "3303"),
        ("310115", "310115", "3101"),
        ("500229", "500229", "5001"),  # the counties of 重庆 are in the city too
        ("429006", None, "429006"),  # 天门市 stands under its province
        ("441900", None, "4419"),  # 东莞市 has no districts
        ("469023", "469023", None),  # 澄迈县 has no city
    ],
)
def test_every_county_knows_what_stands_above_it(county: str, district: str | None, city: str | None) -> None:
    """Municipalities, cities without districts and counties without a city are the exceptions."""
    assert (gazetteer.district_of(county), gazetteer.city_of(county)) == (district, city)


@pytest.mark.parametrize(
    ("code", "name", "short"),
    [
        ("310115", "浦东新区", "浦东"),
        ("450225", "融水苗族自治县", "融水"),
        ("5329", "大理白族自治州", "大理"),
        ("15", "内蒙古自治区", "内蒙古"),
        ("610103", "碑林区", "碑林"),
    ],
)
def test_short_forms_are_those_that_people_use(code: str, name: str, short: str) -> None:
    """Suffixes and the names of peoples fall away."""
    area = gazetteer.area(code)
    assert area is not None
    assert (area.name, area.short) == (name, short)
