"""The graph as RDF: one shape, no blank nodes, ASCII IRIs, counts that are true."""

from dataclasses import replace
from decimal import Decimal

import pytest
from factories import FUSHAN, decision, linked, naming, report, rich
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import terms
from kg.errors import InputError
from kg.extract import extract
from kg.forms import LocalNames
from kg.graph import concepts, facts
from kg.graph.rdf import blocks, triples
from kg.model import Evidence, Extraction, Indicator, Part, Place, Sentence, Span
from kg.text.policy_fields import field_of, policy_fields


def values(graph, subject_part, predicate):
    wanted = terms.name(*predicate.split(":"))
    return [value for subject, pred, value in triples(graph) if subject_part in subject and pred == wanted]


def test_every_subject_comes_once_with_its_class_first():
    subjects = [subject for subject, _ in blocks(rich())]
    assert len(subjects) == len(set(subjects))
    assert all(pairs[0][0] == terms.RDF_TYPE for _, pairs in blocks(rich()))


@pytest.mark.parametrize("names", [(), ("a", "b"), ("a", "a-b", "a.b", "b"), ("z", "a"), ("甲", "甲乙")], ids=" ".join)
def test_indicators_come_in_the_order_of_their_addresses(names):
    """In that of the ids mostly, but "a-b" stands before "a>"; and the scheme stands where its own address does."""
    graph = replace(rich(), indicators=tuple(Indicator(name, name, ()) for name in names))
    subjects = [one.form.subject(one.values) for one in concepts.indicators(graph, LocalNames(terms.DEFAULT_BASE))]
    assert subjects == sorted(subjects)
    assert len(subjects) == len(names) + 1


@pytest.mark.parametrize("report_id", ["a", "甲", "a/b"])
def test_a_stretch_of_a_report_has_the_name_that_it_has_everywhere(report_id):
    names = LocalNames(terms.DEFAULT_BASE)
    whole = names[report_id]
    assert names.within(whole, 3, 5) == terms.stretch(whole, 3, 5)
    assert (names.within(whole, 3, 5) in names.unusual) == (report_id != "a")


def test_a_mention_lies_in_every_passage_that_evidence_gives_for_it():
    graph = linked(naming(FUSHAN, "垃圾分类"))
    [found], [said] = graph.extractions, graph.statements
    [place] = said.evidence
    wider = replace(place, passage=Span(0, len(found.report.text)))
    said = replace(said, evidence=(place, wider, place))
    names = LocalNames(terms.DEFAULT_BASE)
    [mention] = facts.mentions(found.report, [said], names)
    ends = [(one.passage.start, one.passage.end) for one in (place, wider)]
    assert list(mention.values[4:]) == sorted(f"{found.report.id}-{start}-{end}" for start, end in ends)


TWO_SECTIONS = (Sentence(4, 6, -1, Part.REVIEW), Sentence(7, 9, 0, Part.REVIEW))


@pytest.mark.parametrize(
    ("start", "sentences", "whole"),
    [(0, (), "report"), (0, TWO_SECTIONS, "report"), (5, TWO_SECTIONS, "report"), (8, TWO_SECTIONS, "section")],
)
def test_a_passage_that_only_a_decision_rests_on_lies_in_its_section_or_its_report(start, sentences, whole):
    """What stands before the first sentence belongs to where that one stands."""
    found, decided = naming(FUSHAN, "垃圾分类")
    told = replace(found.report, sentences=sentences)
    span = Span(start, start + 1)
    decided = replace(decided, evidence=(Evidence(told.id, span, span),))
    [passage] = facts.passages(told, [], decided, LocalNames(terms.DEFAULT_BASE))
    [part_of] = [value for predicate, value in passage.form.block(passage.values)[1] if predicate == terms.IS_PART_OF]
    assert part_of == f"<{terms.DEFAULT_BASE}{whole}/{told.id}{'-1' if whole == 'section' else ''}>"


def test_there_are_no_blank_nodes_and_all_iris_are_ascii():
    for subject, predicate, value in triples(rich()):
        assert subject[0] == predicate[0] == "<"
        assert not value.startswith("_:")
        assert subject.isascii()
        assert value[0] != "<" or value.isascii()


def test_every_statement_has_the_spine():
    spine = {terms.name("jd", name) for name in ("place", "year", "status", "report", "rule", "mention")}
    for subject, pairs in blocks(rich()):
        if "/statement/" in subject:
            assert spine | {terms.WAS_DERIVED_FROM, terms.RDFS_LABEL} <= {predicate for predicate, _ in pairs}


def test_every_reference_into_the_data_is_described():
    found = list(triples(rich()))
    subjects = {subject for subject, _, _ in found}
    assert {value for _, _, value in found if value.startswith("<" + terms.DEFAULT_BASE)} <= subjects


def test_the_dataset_counts_its_triples_and_members_itself():
    found = list(triples(rich()))
    assert values(rich(), "/dataset>", "void:triples") == [terms.integer(len(found))]
    assert values(rich(), "dataset/Initiative", "void:entities") == [terms.integer(2)]
    assert values(rich(), "/dataset>", "void:distinctSubjects") == [terms.integer(len({subject for subject, _, _ in found}))]


def test_a_shared_initiative_has_its_class_and_a_slogan_is_no_programme():
    classes = values(rich(), "yiwang-tongguan", "rdf:type")
    assert terms.name("jd", "SharedInitiative") in classes
    assert terms.name("jd", "Program") in classes


def test_numbers_are_integers_or_decimals_and_never_floats():
    assert terms.number(Decimal("11740.590")) == f'"11740.59"^^<{terms.XSD}decimal>'
    assert terms.number(Decimal("1E+4")) == f'"10000"^^<{terms.XSD}integer>'


def test_a_place_above_that_is_not_in_the_graph_is_not_referred_to():
    lonely = Place("x-abc", "某街道", "sub_district", "999999", "9999", "99")
    extraction, _ = naming(lonely, "云管家")
    assert values(linked((extraction, decision(lonely))), "place/x-abc", "jd:city") == []


def test_the_runner_up_of_a_decision_is_a_place_of_the_graph():
    extraction, place = naming(FUSHAN, "云管家")
    other = Place("330602-fushan", "府山街道", "sub_district")
    graph = linked((extraction, replace(place, runner_up=other)))
    assert values(graph, "/report/", "jd:runnerUp") == [terms.mint(terms.DEFAULT_BASE, "place", other.id)]
    assert values(graph, "330602-fushan", "rdfs:label") == [terms.zh("府山街道")]


@pytest.mark.parametrize(
    "base", ["", "no address", "https://example.org/a b/", "https://example.org/街道/", "https://example.org/x", "https://e/<>/"]
)
def test_a_base_that_would_break_iris_is_refused_with_a_remedy(base):
    with pytest.raises(InputError, match="absolute ASCII address"):
        list(blocks(rich(), base))


def test_another_base_moves_every_node_and_nothing_else():
    moved = {terms.name("void", "uriSpace"), terms.name("void", "classPartition")}
    first = [[value for predicate, value in pairs if predicate not in moved] for _, pairs in blocks(rich(), "https://a.example/")]
    second = [
        [value for predicate, value in pairs if predicate not in moved] for _, pairs in blocks(rich(), "https://b.example/")
    ]
    assert [[value.replace("//a.", "//b.") for value in values] for values in first] == second


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20))
def test_any_local_name_makes_a_valid_iri(name):
    found = terms.mint(terms.DEFAULT_BASE, "place", name)
    assert found.isascii()
    assert not set(found[1:-1]) & set('<>"{}|^`\\ \n\t')


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("坚持党建引领基层治理", "FieldGovernance"),  # the longest word wins
        ("统筹疫情防控", "FieldEpidemicControl"),
        ("抓好安全生产", "FieldPublicSafety"),
        ("下一步打算", None),
    ],
)
def test_the_policy_field_follows_the_words_of_the_heading(heading, field):
    assert field_of(heading) == field


def test_a_section_without_a_word_of_its_own_inherits_its_field():
    found = report("府山街道2020年工作总结\n一、全力保障民生\n(一)下大力气\n做事。\n二、其他方面\n做事。\n")
    assert policy_fields(found) == ("FieldLivelihood", "FieldLivelihood", None)


def test_a_passage_of_a_file_with_pages_says_on_which_it_begins():
    text = "府山街道2020年工作总结\n拆除违法建筑136处。\n"
    for pages, wanted in (((0, 14), "2"), ((0, 20), "1"), ((0, 14, 14), "3"), ((), None)):
        one = report(text)
        one = replace(one, source=replace(one.source, pages=pages))
        graph = linked((extract(one), decision(FUSHAN)))
        found = dict.fromkeys(values(graph, "-14-", "jd:page"))
        assert list(found) == ([terms.integer(int(wanted))] if wanted else [])


def test_a_report_without_any_mention_is_in_the_graph_all_the_same():
    text = "府山街道2020年工作总结\n无。\n"
    graph = linked((Extraction(report(text)), decision(FUSHAN)))
    assert values(graph, "/report/", "jd:charCount") == [terms.integer(len(text))]
