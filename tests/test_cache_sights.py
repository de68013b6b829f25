"""What a report shows by itself is kept whole, and goes through the tagger once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline
from kg.cache.sights import sight_from_json, sight_to_json
from kg.errors import CacheError
from kg.extract import extract, tagger, with_names
from kg.extract.candidates import Candidate, tagged_candidates
from kg.extract.initiatives import Sight, first_sight
from kg.model import Extraction
from kg.pipeline import Built

QUOTING = "府山街道2020年工作总结\n一、2020年工作总结\n全年深化“红管家联盟”建设。\n"
MORE = "桃源街道2021年工作总结\n一、2021年工作总结\n打造“云上议事厅”。\n"
HEARING = "石井街道2021年工作总结\n一、2021年工作总结\n依托云上议事厅议事30场,推进红管家联盟建设。\n"


Seen = tuple[Sight, Extraction]


@pytest.fixture(scope="module")
def seeds(seeds_built: Built) -> list[Seen]:
    again = [extract(found.report) for found in seeds_built.graph.extractions]
    return [(first_sight(found.report, tagger.load()), found) for found in again]


def test_a_kept_sight_is_what_it_was(seeds: list[Seen]) -> None:
    for sight, found in seeds:
        kept = sight_from_json(sight_to_json(sight, found), found)
        assert sight.judged
        assert sight.tagged
        assert kept == sight
        assert kept.worths == sight.worths
        assert list(kept.mentions.values()) == list(found.initiatives)
        assert kept.mentions.items() <= sight.mentions.items()


def test_what_is_kept_of_initiatives_is_not_made_again(seeds: list[Seen], monkeypatch: pytest.MonkeyPatch) -> None:
    sight, found = seeds[0]
    line = sight_to_json(sight, found)
    monkeypatch.setattr("kg.extract.ranking.Pool.probability", None)
    monkeypatch.setattr("kg.extract.initiatives._mention", None)
    monkeypatch.setitem(tagger.load().sights, found.report.id, sight_from_json(line, found))
    assert with_names(found, ["此名不在文中"]) == found


def test_a_sight_fits_the_initiatives_that_it_was_kept_with(seeds: list[Seen]) -> None:
    sight, found = seeds[0]
    with pytest.raises(CacheError):
        sight_from_json(sight_to_json(sight, found), replace(found, initiatives=found.initiatives[::-1]))
    with pytest.raises(CacheError):
        sight_from_json(sight_to_json(sight, found), replace(found, initiatives=()))


QUOTATIONS, SHOWN, WORTHS, MADE, BEHIND = range(5)
QUOTED, _, TAGGED, _ = range(4)


def set_end(value: Any) -> None:
    value[SHOWN][TAGGED][1][0] = 10**9


def set_start(value: Any) -> None:
    value[SHOWN][TAGGED][0][0] = -1


def set_name(value: Any) -> None:
    value[SHOWN][QUOTED][2][0] = 7


def set_confidence(value: Any) -> None:
    value[SHOWN][TAGGED][4][0] = "sure"


def cut_column(value: Any) -> None:
    value[SHOWN][TAGGED][0].pop()


def cut_quotation(value: Any) -> None:
    value[QUOTATIONS][0].pop()


def turn_quotation(value: Any) -> None:
    value[QUOTATIONS][0][:2] = reversed(value[QUOTATIONS][0][:2])


def set_reason(value: Any) -> None:
    value[QUOTATIONS][1][0] = 3


def drop_list(value: Any) -> None:
    value.pop()


def set_worth(value: Any) -> None:
    value[WORTHS][2][0] = "much"


def raise_worth(value: Any) -> None:
    value[WORTHS][2][0] = 1.5


def set_surface(value: Any) -> None:
    value[WORTHS][1][0][0] = 10**9


def take_surfaces(value: Any) -> None:
    value[WORTHS][1][0].clear()


def set_surface_of_mention(value: Any) -> None:
    value[BEHIND][1][0][0] = -1


def set_initiative(value: Any) -> None:
    value[MADE][0] = 10**9


@pytest.mark.parametrize(
    "damage",
    [
        set_end,
        set_start,
        set_name,
        set_confidence,
        cut_column,
        cut_quotation,
        turn_quotation,
        set_reason,
        drop_list,
        set_worth,
        raise_worth,
        set_surface,
        take_surfaces,
        set_surface_of_mention,
        set_initiative,
    ],
)
def test_a_damaged_sight_is_refused(seeds: list[Seen], damage: Callable[[Any], None]) -> None:
    sight, found = seeds[0]
    value = json.loads(sight_to_json(sight, found))
    damage(value)
    with pytest.raises(CacheError):
        sight_from_json(json.dumps(value), found)


@pytest.mark.parametrize("line", ["", "null", "[]", "{}", "[" * 100_000])
def test_what_is_no_sight_is_refused(seeds: list[Seen], line: str) -> None:
    with pytest.raises(CacheError):
        sight_from_json(line, seeds[0][1])


def test_a_report_that_hears_a_further_name_is_not_tagged_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tagged: list[str] = []

    def noted(report: Any, *others: Any) -> Iterator[Candidate]:
        tagged.append(report.source.name)
        return tagged_candidates(report, *others)

    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(QUOTING, encoding="utf-8")
    (folder / "b.txt").write_text(HEARING, encoding="utf-8")
    pipeline.build([folder], cache=tmp_path / "cache")
    (folder / "c.txt").write_text(MORE, encoding="utf-8")
    monkeypatch.setattr("kg.extract.initiatives.tagged_candidates", noted)
    built = pipeline.build([folder], cache=tmp_path / "cache")
    (heard,) = [found for found in built.graph.extractions if found.report.source.name == "b.txt"]
    assert {"红管家联盟", "云上议事厅"} <= {item.name for item in heard.initiatives}
    assert tagged == ["c.txt"]
    assert built == pipeline.build([folder])
