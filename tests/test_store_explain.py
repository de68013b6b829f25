"""A node is found by its label, by words of its label, or the nearest labels are named."""

from pathlib import Path

import pytest
from factories import FUSHAN, JINYANG, linked, naming

from kg.errors import QueryError
from kg.export.turtle import to_turtle
from kg.graph.rdf import blocks
from kg.store.explain import explain
from kg.terms import DEFAULT_BASE

GRAPH = """
@prefix jd: <https://w3id.org/jiedao/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix i: <https://example.org/id/initiative/> .
@prefix c: <https://example.org/id/component/> .
i:a rdfs:label "青少年成长中心"@zh ; skos:prefLabel "青少年成长中心"@zh, "Youth centre"@en ; skos:altLabel "舒心屋"@zh ;
    jd:hasComponent c:9, c:10 .
i:b rdfs:label "杏花邻里荟"@zh . i:c rdfs:label "邻里荟微课堂"@zh . i:d rdfs:label "红色商圈联盟体系"@zh .
i:e rdfs:label "商圈治理"@zh . i:f rdfs:label "商圈服务"@zh .
c:9 rdfs:label "第二"@zh ; jd:ordinal 2 . c:10 rdfs:label "第一"@zh ; jd:ordinal 1 .
"""


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph.ttl"
    path.write_text(GRAPH, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("what", "label"),
    [
        ("青少年成长中心", "青少年成长中心"),
        ("舒心屋", "青少年成长中心"),
        ("红色商圈联盟", "红色商圈联盟体系"),
        ("“红色商圈”联盟", "红色商圈联盟体系"),
        ("邻里荟", "杏花邻里荟"),
        ("youth centre", "青少年成长中心"),
    ],
)
def test_a_node_is_found_by_its_label_or_by_words_that_one_label_holds(graph: Path, what: str, label: str) -> None:
    assert explain(graph, what).label == label


@pytest.mark.parametrize(("what", "near"), [("商圈", "商圈治理"), ("商圈治里", "商圈治理")])
def test_the_nearest_labels_are_named_where_no_single_one_holds_the_words(graph: Path, what: str, near: str) -> None:
    with pytest.raises(QueryError, match=near):
        explain(graph, what)


def test_words_like_no_label_are_said_to_be_like_none(graph: Path) -> None:
    with pytest.raises(QueryError, match="No label is like it"):
        explain(graph, "完全不同")


def test_parts_stand_in_their_order_and_labels_in_other_languages_are_marked(graph: Path) -> None:
    properties = explain(graph, "青少年成长中心").properties
    assert [value.partition(" ")[0] for name, value in properties if name == "jd:hasComponent"] == ["第一", "第二"]
    assert ("prefLabel", "Youth centre @en") in properties


def test_every_merge_is_printed_with_its_reason(tmp_path: Path) -> None:
    graph = linked(naming(FUSHAN, "污水零直排区建设", "云管家工作"), naming(JINYANG, "污水零直排区", "云管家"))
    path = tmp_path / "graph.ttl"
    path.write_text(to_turtle(blocks(graph), DEFAULT_BASE), encoding="utf-8")
    shared = [item for item in graph.initiatives if len(item.carried_out_by) > 1]
    assert len(shared) == 2
    for item in shared:
        printed = [value for name, value in explain(path, item.label).properties if name == "jd:mergeReason"]
        assert [value.removesuffix(" @en") for value in printed] == list(item.merge_reasons)
        assert len(printed) > 1


def test_a_proof_says_where_it_stands_with_the_page_of_a_paginated_file(tmp_path: Path) -> None:
    graph = linked(naming(FUSHAN, "污水零直排区建设"))
    written = to_turtle(blocks(graph), DEFAULT_BASE)
    path = tmp_path / "graph.ttl"
    path.write_text(written.replace("a jd:Passage", "a jd:Passage ; jd:page 7"), encoding="utf-8")
    label = graph.initiatives[0].label
    (proof, *_) = explain(path, label).proofs
    assert proof.where.endswith("), page 7")
    path.write_text(written, encoding="utf-8")
    assert explain(path, label).proofs[0].where == proof.where.removesuffix(", page 7")
