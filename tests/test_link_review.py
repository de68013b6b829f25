"""The review table asks what a person should look at, proposes only, and does not ask again what is settled."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from unittest.mock import patch

import pytest
from factories import FUSHAN, JINYANG, decision, linked, metric, naming, report
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.review import HEADER, write_review
from kg.link import likeness
from kg.link.likeness import ENOUGH, SHORTEST, Likeness, Likest, alike
from kg.link.review import KINDS, questions
from kg.model import Extraction, Graph, Implementation, Initiative, Kind, Question, ReviewDecision, Ruling
from kg.pipeline import Built


def asked(graph: Graph, kind: str) -> list[tuple[str, str]]:
    """Return subject and candidate of each question of a kind, without ids."""
    return [(row.subject.rpartition(" [")[0], row.candidate.partition(" [")[0]) for row in questions(graph) if row.kind == kind]


def named(*labels: str) -> list[Initiative]:
    return [Initiative(f"x{number:012d}", label, Kind.MECHANISM) for number, label in enumerate(labels)]


@pytest.mark.parametrize(
    "pair",
    [
        ("垃圾投放告警系统", "投放告警系统"),
        ("快来议事平台", "快来议事"),
        ("社区矫正中心", "社区矫治中心"),
        ("五张清单", "“五张清单”"),
    ],
)
def test_like_names_are_proposed(pair: tuple[str, str]) -> None:
    assert len(list(alike(named(*pair)))) == 1


@pytest.mark.parametrize(
    "pair",
    [
        ("五张清单", "三张清单"),
        ("1+8", "1+9"),
        ("河长制", "林长制"),
        ("平安社区", "智慧社区"),
        ("133", "1334"),
        ("4+", "14+7"),
    ],
)
def test_names_that_only_seem_alike_are_not_proposed(pair: tuple[str, str]) -> None:
    assert list(alike(named(*pair))) == []


def test_many_that_bear_one_name_make_few_proposals() -> None:
    assert len(list(alike(named(*["五张清单"] * 6)))) == 5


def test_a_declared_variant_is_not_proposed() -> None:
    first, second = named("污水零直排区", "污水零直排区行动")
    assert list(alike([first, replace(second, variant_of=first.id)])) == []


# some names hold one that is of the list too
NAMES = st.lists(
    st.text("社区矫治中心", min_size=1, max_size=7)
    | st.builds(lambda one, other: f"{one}网格治理{other}", *2 * [st.text("社区矫治三五", max_size=7)]),
    max_size=14,
).map(lambda names: [*names, "网格治理"])


@given(NAMES, st.integers(1, 4))
@settings(deadline=None)
def test_the_likest_pairs_are_the_first_of_all_that_are_alike(names: list[str], most: int) -> None:
    found = sorted(alike(named(*names)), key=lambda pair: (-pair.score, pair.first.id, pair.second.id))
    best = Likest(most)
    best.put(alike(named(*names), best.bar))
    assert best.found() == found[:most]


def numerals(item: Initiative) -> list[str]:
    return [character for character in item.label if character in "三五"]


def alike_by_the_definition(names: list[str], too_many: int) -> set[tuple[str, str, float]]:
    """Compare each two of some names: the ids of those that are alike, with their score."""
    items = named(*names)
    pieces = {item.id: {item.label[at : at + 2] for at in range(len(item.label) - 1)} for item in items}
    bearers = Counter(piece for held in pieces.values() for piece in held)
    found = set()
    for one, other in combinations(items, 2):
        both = pieces[one.id] & pieces[other.id]
        if one.label == other.label:
            if names.count(one.label) <= too_many and names.index(one.label) == items.index(one):
                found.add((one.id, other.id, 1.0))
        elif numerals(one) == numerals(other) and any(bearers[piece] <= too_many for piece in both):
            score = 2 * len(both) / (len(pieces[one.id]) + len(pieces[other.id]))
            short, long = sorted((one.label, other.label), key=len)
            holds = len(short) >= SHORTEST and short in long
            if score >= ENOUGH or holds:
                found.add((one.id, other.id, round(max(score, ENOUGH) if holds else score, 4)))
    return found


@given(NAMES, st.integers(1, 5))
@settings(deadline=None)
def test_those_names_are_alike_that_are_so_by_the_definition(names: list[str], too_many: int) -> None:
    with patch.object(likeness, "_MOST_SHARING", too_many):
        found = list(alike(named(*names)))
    pairs = [(*sorted((pair.first.id, pair.second.id)), pair.score) for pair in found]
    assert sorted(pairs) == sorted(alike_by_the_definition(names, too_many))


def test_a_name_that_a_long_one_holds_is_proposed() -> None:
    [found] = alike(named("网格治理", "全域推进网格治理工作的新办法"))
    assert found.score == ENOUGH


def test_a_pair_that_is_as_like_as_the_last_of_the_likest_has_its_chance() -> None:
    """Four pairs have two thirds in common, which is rounded up; the one with the first id comes after the others."""
    long = ["甲春社区网格", "乙夏平台建设", "丙秋文明单位"]
    short = [f"{name[1:5]}丁" for name in long]  # they come first in their pairs, with their later ids
    items = named(*long, "戊冬议事", "己冬议事", *short)
    best = Likest(1)
    best.put(alike(items, best.bar))
    assert [(found.first.label, found.second.label, found.score) for found in best.found()] == [("戊冬议事", "己冬议事", 0.6667)]


@given(st.permutations(["垃圾投放告警系统", "投放告警系统", "投放告警平台", "快来议事", "快来议事厅"]))
@settings(max_examples=20, deadline=None)
def test_proposals_do_not_depend_on_the_order_of_names(order: list[str]) -> None:
    by_label = {item.label: item for item in named(*sorted(order))}
    found, others = alike([by_label[label] for label in order]), alike(list(by_label.values()))
    assert sorted(found, key=_ids) == sorted(others, key=_ids)


def _ids(pair: Likeness) -> tuple[str, str]:
    return pair.first.id, pair.second.id


def test_a_pair_is_proposed_until_the_reviewer_has_decided() -> None:
    pairs = [naming(FUSHAN, "垃圾投放告警系统"), naming(JINYANG, "投放告警系统")]
    graph = linked(*pairs)
    assert len(graph.initiatives) == 2
    [(subject, candidate)] = asked(graph, "similar")
    assert {subject, candidate} == {"垃圾投放告警系统", "投放告警系统"}
    for ruling in ("same", "different"):
        row = next(row for row in questions(graph) if row.kind == "similar")
        decided = ReviewDecision(Ruling(ruling), row.subject, row.candidate, "", row.report, "", 2)
        assert asked(linked(*pairs, rulings=[decided]), "similar") == []


def test_a_merge_by_rule_is_shown_with_its_reason_and_sentence() -> None:
    graph = linked(naming(FUSHAN, "污水零直排区建设"), naming(JINYANG, "污水零直排区"))
    row = next(row for row in questions(graph) if row.kind == "merge" and row.candidate)
    assert (row.subject.partition(" [")[0], row.candidate) == ("污水零直排区", "污水零直排区建设")
    assert "national table" in row.reasons
    assert "⟦污水零直排区建设⟧" in row.sentence
    confirmed = ReviewDecision(Ruling.SAME, row.subject, row.candidate, "", "", "", 2)
    assert asked(linked(naming(FUSHAN, "污水零直排区建设"), naming(JINYANG, "污水零直排区"), rulings=[confirmed]), "merge") == []


def test_kinds_that_disagree_and_low_confidence_are_asked_until_decided() -> None:
    first, second = naming(FUSHAN, "快来议事"), naming(JINYANG, "快来议事", "云上议事厅")
    other = replace(first[0].initiatives[0], kind=Kind.PLATFORM)
    doubtful = replace(second[0].initiatives[1], confidence=0.5)
    pairs = [
        (replace(first[0], initiatives=(other,)), first[1]),
        (replace(second[0], initiatives=(second[0].initiatives[0], doubtful)), second[1]),
    ]
    assert [subject for subject, _ in asked(linked(*pairs), "kind")] == ["快来议事"]
    assert [subject for subject, _ in asked(linked(*pairs), "confidence")] == ["云上议事厅"]
    rulings = [
        ReviewDecision(Ruling.KIND, "快来议事", "", "mechanism", "", "", 2),
        ReviewDecision(Ruling.KIND, "云上议事厅", "", "mechanism", "", "", 3),
    ]
    graph = linked(*pairs, rulings=rulings)
    assert not any(done.stale for done in graph.reviewed)
    assert asked(graph, "kind") == asked(graph, "confidence") == []


@pytest.mark.parametrize(("first", "second"), [(0.9, 0.5), (0.5, 0.9)])
def test_of_several_mentions_the_surest_tells_whether_an_initiative_is_asked_for(first: float, second: float) -> None:
    pairs = [(FUSHAN, first), (JINYANG, second)]
    made = [(naming(place, "云上议事厅"), sure) for place, sure in pairs]
    graph = linked(
        *(
            (replace(found, initiatives=(replace(found.initiatives[0], confidence=sure),)), decided)
            for (found, decided), sure in made
        )
    )
    assert asked(graph, "confidence") == []


def test_a_sentence_is_that_of_the_statement_with_the_lowest_id() -> None:
    made = [naming(place, "云上议事厅") for place in (FUSHAN, JINYANG)]
    doubtful = [
        (replace(found, initiatives=(replace(found.initiatives[0], confidence=0.5),)), decided) for found, decided in made
    ]
    graph = linked(*doubtful)
    [row] = [row for row in questions(graph) if row.kind == "confidence"]
    lowest = min((item for item in graph.statements if isinstance(item, Implementation)), key=lambda item: item.id)
    assert len(graph.statements) == 2
    assert row.report == lowest.report


def test_a_pair_is_shown_with_the_sentences_of_both() -> None:
    graph = linked(naming(FUSHAN, "垃圾投放告警系统"), naming(JINYANG, "投放告警系统"))
    [row] = [row for row in questions(graph) if row.kind == "similar"]
    for name, sentence in zip((row.subject, row.candidate), row.sentence.split(" ‖ "), strict=True):
        assert f"⟦{name.partition(' [')[0]}⟧" in sentence


def test_two_values_of_one_indicator_are_asked_until_one_is_rejected() -> None:
    pairs = []
    for name, number in (("a", "136"), ("b", "163")):
        text = f"府山街道2020年工作总结（{name}）\n拆除违法建筑{number}处。\n"
        pairs.append(
            (
                Extraction(report(text, name), metrics=(metric(text, number + "处", number, "处", "拆除违法建筑"),)),
                decision(FUSHAN),
            )
        )
    rows = [row for row in questions(linked(*pairs)) if row.kind == "conflict"]
    assert len(rows) == 2
    assert "2 report(s)" in rows[0].reasons
    graph = linked(*pairs, rulings=[ReviewDecision(Ruling.REJECT, rows[0].subject, rows[0].candidate, "", rows[0].report, "", 2)])
    assert asked(graph, "conflict") == []
    assert len(graph.statements) == 1


def test_the_masked_seed_is_asked_with_ranked_guesses_and_nothing_else_places_it(seeds_built: Built) -> None:
    rows = [row for row in questions(seeds_built.graph) if row.kind == "place"]
    assert rows
    assert rows[0].candidate.endswith("河西街道 [450204-hexi]")
    assert "450204-hexi" not in repr(seeds_built.graph.decisions)
    assert [row.key.rpartition("/")[2] for row in rows] == [str(rank) for rank in range(1, len(rows) + 1)]


def test_the_rows_of_the_seeds_have_keys_of_their_own_and_stand_in_order(seeds_built: Built) -> None:
    rows = questions(seeds_built.graph)
    assert len({row.key for row in rows}) == len(rows)
    assert [KINDS.index(row.kind) for row in rows] == sorted(KINDS.index(row.kind) for row in rows)


def test_the_table_is_safe_in_a_spreadsheet(tmp_path: Path) -> None:
    hostile = Question("k", "similar", "=cmd|' /C calc'!A0", '@"名\t称\n"', "-1+1\r\n", "\x1b[31m“引文”", "r")
    write_review(tmp_path / "review.tsv", [hostile])
    data = (tmp_path / "review.tsv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(data.decode("utf-8-sig").splitlines(), delimiter="\t")
    assert tuple(header) == HEADER
    assert len(row) == len(HEADER)
    assert not any(cell.startswith(("=", "@", "-", "+")) or set("\t\n\r\x1b") & set(cell) for cell in row)
