"""Each decision of a reviewer changes exactly what it says, in every order of the rows, and says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factories import FUSHAN, JINYANG, YANJI, decision, initiative, linked, metric, naming, report, rich
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DecisionError
from kg.link.own_places import own_place
from kg.model import Extraction, Graph, Implementation, Initiative, Kind, Observation, ReviewDecision, Ruling

LINES = iter(range(2, 100_000))


def row(ruling: str, subject: str, candidate: str = "", value: str = "", note: str = "", line: int = 0) -> ReviewDecision:
    return ReviewDecision(Ruling(ruling), subject, candidate, value, "", note, line or next(LINES))


def corpus() -> list:
    """Return three reports: two names of one thing, a spelling merged by a rule, and others."""
    return [
        naming(FUSHAN, "垃圾投放告警系统", "污水零直排区建设", "快来议事"),
        naming(JINYANG, "投放告警系统", "污水零直排区", "云上议事厅"),
        naming(YANJI, "污水零直排区", "家门口服务站"),
    ]


def built(*rows: ReviewDecision) -> Graph:
    return linked(*corpus(), rulings=rows)


def named(graph: Graph, label: str) -> Initiative:
    return next(item for item in graph.initiatives if item.label == label)


def others(graph: Graph, *ids: str) -> dict[str, Initiative]:
    """Return all initiatives but some."""
    return {item.id: item for item in graph.initiatives if item.id not in ids}


def test_without_decisions_nothing_is_merged_or_left_out() -> None:
    assert built().reviewed == ()
    assert {"垃圾投放告警系统", "投放告警系统"} <= {item.label for item in built().initiatives}


def test_same_brings_two_initiatives_together_under_the_first_and_touches_no_other() -> None:
    plain, graph = built(), built(row("same", "垃圾投放告警系统", "投放告警系统"))
    kept, gone = named(plain, "垃圾投放告警系统"), named(plain, "投放告警系统")
    merged = named(graph, "垃圾投放告警系统")
    assert merged.id == kept.id
    assert merged.carried_out_by == tuple(sorted((FUSHAN.id, JINYANG.id)))
    assert "投放告警系统" in merged.alt_labels
    assert merged.merge_reasons == ("merged by a reviewer: 投放告警系统 = 垃圾投放告警系统",)
    assert others(graph, kept.id) == others(plain, kept.id, gone.id)
    assert graph.reviewed[0].touched == (("initiative", kept.id),)
    assert len(graph.statements) == len(plain.statements)


def test_same_in_a_chain_meets_in_one_initiative() -> None:
    graph = built(row("same", "快来议事", "云上议事厅"), row("same", "云上议事厅", "家门口服务站"))
    assert len(named(graph, "快来议事").carried_out_by) == 3
    assert len(graph.initiatives) == len(built().initiatives) - 2


def test_different_takes_a_spelling_out_that_a_rule_had_merged() -> None:
    plain = named(built(), "污水零直排区")
    assert any("污水零直排区建设" in reason for reason in plain.merge_reasons)
    graph = built(row("different", f"污水零直排区 [{plain.id}]", "污水零直排区建设"))
    apart = named(graph, "污水零直排区建设")
    assert apart.carried_out_by == (FUSHAN.id,)
    assert apart.merge_reasons == ("kept apart by a reviewer from 污水零直排区",)
    assert named(graph, "污水零直排区").id == plain.id
    assert named(graph, "污水零直排区").carried_out_by == tuple(sorted((JINYANG.id, YANJI.id)))
    assert others(graph, plain.id, apart.id) == others(built(), plain.id)


def test_different_takes_a_place_out_of_a_shared_name() -> None:
    graph = built(row("different", "污水零直排区", value="延吉新村街道"))
    alike = [item for item in graph.initiatives if item.label == "污水零直排区"]
    assert sorted(item.carried_out_by for item in alike) == sorted([tuple(sorted((FUSHAN.id, JINYANG.id))), (YANJI.id,)])


def test_different_on_two_initiatives_keeps_them_as_they_are_and_is_no_stale_decision() -> None:
    graph = built(row("different", "快来议事", "云上议事厅"))
    assert graph.initiatives == built().initiatives
    assert not graph.reviewed[0].stale


def test_rename_changes_the_label_and_keeps_the_old_one_as_a_spelling() -> None:
    plain = named(built(), "快来议事")
    graph = built(row("rename", "快来议事", value="快来议事平台"))
    assert others(graph, plain.id) == others(built(), plain.id)
    assert named(graph, "快来议事平台") == replace(plain, label="快来议事平台", alt_labels=("快来议事",))
    said = next(item.label for item in graph.statements if isinstance(item, Implementation) and item.initiative == plain.id)
    assert said.endswith("快来议事平台")


def test_kind_changes_the_kind_alone() -> None:
    plain = named(built(), "快来议事")
    graph = built(row("kind", "快来议事", value="Platform"))
    assert named(graph, "快来议事") == replace(plain, kind=Kind.PLATFORM)
    assert others(graph, plain.id) == others(built(), plain.id)


def test_reject_leaves_an_initiative_out_and_the_report_accounts_for_its_words() -> None:
    plain = named(built(), "快来议事")
    graph = built(row("reject", "快来议事", note="误识"))
    assert others(graph) == others(built(), plain.id)
    assert {item.id for item in built().statements} - {item.id for item in graph.statements} == {
        item.id for item in built().statements if isinstance(item, Implementation) and item.initiative == plain.id
    }
    found = next(one for one in graph.extractions if "快来议事" in one.report.text)
    assert [(item.reason, item.span.of(found.report.text)) for item in found.leftovers] == [("rejected", "快来议事")]
    assert "快来议事" not in [mention.name for mention in found.initiatives]
    assert graph.reviewed[0].left_out == (f"快来议事 [{plain.id}]",)
    assert graph.reviewed[0].touched == (("report", found.report.id),)


@pytest.mark.parametrize("kind", ["Observation", "Implementation", "Recognition", "FirstClaim", "Partnership", "LocalityNote"])
def test_reject_leaves_one_statement_out_and_what_only_it_spoke_of(kind: str) -> None:
    pairs = [(found, rich().decisions[found.report.id]) for found in rich().extractions]
    plain = linked(*pairs)
    gone = next(item for item in plain.statements if type(item).__name__ == kind)
    graph = linked(*pairs, rulings=[row("reject", f"{gone.label} [{gone.id}]")])
    assert {item.id for item in graph.statements} == {item.id for item in plain.statements} - {gone.id}
    assert {item.reason for one in graph.extractions for item in one.leftovers} == {"rejected"}
    used = {item.indicator for item in graph.statements if isinstance(item, Observation)}
    assert used == {item.id for item in graph.indicators}
    assert {item.initiative for item in graph.statements if isinstance(item, Implementation)} == {
        item.id for item in graph.initiatives
    }


def hidden() -> tuple[Extraction, object]:
    text = "XX街道2020年工作总结\n全面推进快来议事。\n"
    made = report(text)
    return Extraction(made, initiatives=(initiative(text, "快来议事"),)), own_place(made, "XX街道", ("名称被隐去",))


@pytest.mark.parametrize("value", ["330802-fushan", "330802006", "330802006000"])
def test_place_puts_a_report_where_the_reviewer_says_and_marks_it_as_inferred(value: str) -> None:
    pair = hidden()
    graph = linked(pair, rulings=[row("place", pair[0].report.id, value=value)])
    decided = graph.decisions[pair[0].report.id]
    assert (decided.place.id, decided.certain, decided.inferred) == ("330802-fushan", True, True)
    assert [place.name for place in decided.ancestors] == ["柯城区", "衢州市", "浙江省"]
    assert {item.place for item in graph.statements} == {"330802-fushan"}
    assert "名称被隐去" in decided.reasons


def test_the_candidate_of_a_place_row_counts_where_no_value_is_given() -> None:
    pair = hidden()
    graph = linked(pair, rulings=[row("place", f"总结 [{pair[0].report.id}]", "浙江省衢州市柯城区府山街道 [330802-fushan]")])
    assert graph.decisions[pair[0].report.id].place.id == "330802-fushan"


def test_a_place_that_the_text_names_is_not_marked_as_inferred() -> None:
    pair = naming(JINYANG, "快来议事")
    graph = linked(pair, rulings=[row("place", pair[0].report.id, value="330802006")])
    assert not graph.decisions[pair[0].report.id].inferred


STALE = [
    row("same", "没有这个", "快来议事"),
    row("same", "污水零直排区", "污水零直排区"),
    row("different", "没有这个", "快来议事"),
    row("different", "快来议事", "快来议事"),
    row("rename", "快来议事", value="快来议事"),
    row("kind", "快来议事", value="mechanism"),
    row("reject", "没有这个"),
    row("reject", "没有 [x000000000000]"),
    row("place", "0123456789abcdef", value="330802006"),
]


@pytest.mark.parametrize("stale", STALE, ids=lambda item: f"{item.ruling}-{item.line}")
def test_a_decision_without_effect_is_reported_and_changes_nothing(stale: ReviewDecision) -> None:
    graph = built(stale)
    assert graph.reviewed[0].stale
    assert graph.reviewed[0].why
    assert replace(graph, reviewed=()) == built()


def test_a_confirmed_merge_is_no_stale_decision() -> None:
    assert not built(row("same", "污水零直排区", "污水零直排区建设")).reviewed[0].stale


CONTRADICTIONS = [
    (row("rename", "快来议事", value="甲", line=3), row("rename", "快来议事", value="乙", line=7)),
    (row("kind", "快来议事", value="event", line=3), row("kind", "快来议事", value="policy", line=7)),
    (row("same", "快来议事", "云上议事厅", line=3), row("different", "云上议事厅", "快来议事", line=7)),
    (row("reject", "快来议事", line=3), row("rename", "快来议事", value="甲", line=7)),
    (row("different", "污水零直排区", "污水零直排区建设", line=3), row("same", "污水零直排区", "污水零直排区建设", line=7)),
]


@pytest.mark.parametrize("pair", CONTRADICTIONS, ids=lambda pair: f"{pair[0].ruling}-{pair[1].ruling}")
@pytest.mark.parametrize("turned", [False, True])
def test_decisions_that_contradict_each_other_are_refused_with_both_lines(pair: tuple, turned: bool) -> None:
    with pytest.raises(DecisionError, match="lines 3 and 7"):
        built(*(reversed(pair) if turned else pair))


def test_two_places_of_one_report_are_refused_with_both_lines() -> None:
    pair = hidden()
    identity = pair[0].report.id
    with pytest.raises(DecisionError, match="lines 2 and 5"):
        linked(
            pair, rulings=[row("place", identity, value="330802006", line=2), row("place", identity, value="310115012", line=5)]
        )


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (row("kind", "快来议事", value="party", line=4), "line 4.*no kind"),
        (row("rename", "快来议事", line=4), "line 4.*new label"),
        (row("place", "x", value="乌有街道", line=4), "line 4.*no place"),
        (row("different", "快来议事", line=4), "line 4.*candidate is missing"),
    ],
)
def test_a_decision_that_cannot_be_followed_is_refused_with_its_line(bad: ReviewDecision, problem: str) -> None:
    with pytest.raises(DecisionError, match=problem):
        built(bad)


def test_a_label_that_two_initiatives_bear_is_refused_with_their_ids() -> None:
    pairs = [naming(FUSHAN, "五张清单"), naming(JINYANG, "五张清单")]
    ids = sorted(item.id for item in linked(*pairs).initiatives)
    with pytest.raises(DecisionError, match=f"{ids[0]}.*{ids[1]}"):
        linked(*pairs, rulings=[row("reject", "五张清单")])
    assert [item.id for item in linked(*pairs, rulings=[row("reject", f"五张清单 [{ids[0]}]")]).initiatives] == ids[1:]


ALL = [
    row("same", "垃圾投放告警系统", "投放告警系统", note="一物"),
    row("same", "垃圾投放告警系统", "投放告警系统", note="同上"),
    row("different", "污水零直排区", "污水零直排区建设"),
    row("rename", "投放告警系统", value="投放告警"),
    row("kind", "污水零直排区建设", value="project"),
    row("reject", "云上议事厅"),
    row("reject", "没有这个"),
]


@given(st.permutations(range(len(ALL))), st.permutations(range(3)))
@settings(max_examples=25, deadline=None)
def test_neither_the_order_of_rows_nor_of_reports_matters(order: list[int], reports: list[int]) -> None:
    moved = [replace(ALL[index], line=position + 2) for position, index in enumerate(order)]
    pairs = corpus()
    graph = linked(*(pairs[index] for index in reports), rulings=moved)
    first = built(*ALL)
    strip = [replace(done, lines=()) for done in graph.reviewed]
    assert replace(graph, reviewed=()) == replace(first, reviewed=())
    assert strip == [replace(done, lines=()) for done in first.reviewed]


@given(st.sampled_from(list(Ruling)), st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_hostile_cells_give_a_graph_or_a_decision_error(ruling: Ruling, subject: str, candidate: str, value: str) -> None:
    try:
        graph = built(row(ruling, subject, candidate, value))
    except DecisionError as error:
        assert "line" in str(error)
    else:
        assert len(graph.reviewed) == 1


def test_a_number_left_out_frees_no_id_for_another() -> None:
    text = "府山街道2020年工作总结\n拆除违法建筑136处。又拆除违法建筑136处。\n"
    twice = tuple(
        replace(metric(text, "136处", "136", "处", "拆除违法建筑"), span=span)
        for span in (
            metric(text, "136处", "136", "处", "x").span,
            type(metric(text, "136处", "136", "处", "x").span)(text.rindex("136处"), text.rindex("136处") + 4),
        )
    )
    pair = (Extraction(report(text), metrics=twice), decision(FUSHAN))
    first, second = sorted(linked(pair).statements, key=lambda item: item.evidence[0].span)
    assert linked(pair, rulings=[row("reject", first.id)]).statements == (second,)
