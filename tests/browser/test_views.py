"""What the views beyond the drawing promise: Turtle, pinyin, filters, timeline, plans, comparisons, leftovers."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import page_corpus
import pyoxigraph
import pytest
import rdflib

from kg import pipeline
from kg.export.html import write_page
from kg.model import Fulfilment, Graph, Implementation, Status

DEEP = {"initiative": "initiativeAddress(1)", "place": "placeAddress(reportingPlaces()[1])", "report": "readerAddress(1)"}
PREFIX = "PREFIX jd: <https://w3id.org/jiedao/ontology#> "


@pytest.fixture(scope="session")
def turtle(seeds_built: pipeline.Built) -> str:
    return pipeline.to_turtle(seeds_built.graph)


@pytest.fixture(scope="session")
def whole(turtle: str) -> rdflib.Graph:
    """All of graph.ttl, parsed once."""
    return rdflib.Graph().parse(data=turtle, format="turtle")


@pytest.fixture(scope="session")
def store(turtle: str) -> pyoxigraph.Store:
    made = pyoxigraph.Store()
    made.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return made


def saved(seen: Any, button: str) -> str:
    """Return the text of the file that a button saves."""
    with seen.page.expect_download() as started:
        seen.page.click(button)
    with open(started.value.path(), encoding="utf-8") as file:  # noqa: PTH123 - the name is playwright's
        return file.read()


@pytest.mark.parametrize(
    "address",
    [
        "#/network", "#/network?focus=i:one", "#/matrix", "#/matrix?mode=places", "#/matrix?mode=sets", "#/timeline",
        "#/timeline?mode=plans", "#/initiatives?min=1", "#/metrics?list=all", "initiative", "place", "report",
    ],
)  # fmt: skip
def test_the_turtle_of_a_view_is_a_part_of_the_graph(view: Callable[..., Any], whole: rdflib.Graph, address: str) -> None:
    """Every triple stands in graph.ttl, and every statement of the view is there with its passages and words."""
    seen = view("seeds", "#/about")
    if "focus" in address:
        address = f"#/network?focus=i:{seen.run('DATA.initiatives.find((one) => one.links.length > 1).id')}"
    seen.turn(address if address.startswith("#") else seen.run(DEEP[address]))
    part = rdflib.Graph().parse(data=saved(seen, "#ttl"), format="turtle")
    assert [triple for triple in part if triple not in whole] == []
    jd = rdflib.Namespace("https://w3id.org/jiedao/ontology#")
    statements = {str(one).rsplit("/", 1)[1] for one in part.subjects(jd.rule)}
    assert statements == set(seen.run("offered.facts().map((fact) => fact.id)"))
    assert statements
    for statement in part.subjects(jd.rule):
        assert set(part.objects(statement, jd.mention)) == set(whole.objects(statement, jd.mention))


@pytest.mark.parametrize(("name", "address"), [("hostile", "place"), ("many", "#/matrix")])
def test_the_turtle_of_hostile_and_of_packed_texts_can_be_read(view: Callable[..., Any], name: str, address: str) -> None:
    seen = view(name, "#/about")
    seen.turn(address if address.startswith("#") else seen.run("placeAddress(reportingPlaces()[0])"))
    assert len(rdflib.Graph().parse(data=saved(seen, "#ttl"), format="turtle")) > 50


@pytest.mark.parametrize(
    ("typed", "found"),
    [("lajifenlei", "垃圾分类"), ("ljfl", "垃圾分类"), ("lajifl", "垃圾分类"), ("ywtg", "一网统管"), ("puxieshi", "蒲鞋市街道")],
)
def test_names_are_found_by_their_pinyin(view: Callable[..., Any], typed: str, found: str) -> None:
    seen = view("seeds", "#/initiatives")
    assert found in seen.run("(words) => search(words).slice(0, 5).map((one) => one.label)", typed)


def test_letters_that_spell_no_name_find_nothing(view: Callable[..., Any]) -> None:
    assert view("seeds", "#/initiatives").run("search('vvvvq').length") == 0


def test_counts_on_the_page_are_those_that_sparql_gives(view: Callable[..., Any], store: pyoxigraph.Store) -> None:
    """Check 28: the page and graph.ttl count the same, class by class and cell by cell."""
    seen = view("seeds", "#/about")

    def ask(pattern: str, what: str = "DISTINCT ?s") -> int:
        [row] = store.query(f"{PREFIX} SELECT (COUNT({what}) AS ?n) WHERE {{ {pattern} }}")
        return int(row[0].value)

    shown = dict(
        seen.run("[...document.querySelectorAll('#counts dd')].map((one) => [one.dataset.count, Number(one.textContent)])")
    )
    kinds = ("Implementation", "Observation", "Recognition", "FirstClaim", "Partnership", "LocalityNote")
    assert {kind: shown[f"class.{kind}"] for kind in kinds} == {kind: ask(f"?s a jd:{kind}") for kind in kinds}
    assert shown["reports"] == ask("?s a jd:Report")
    assert shown["places.list"] == ask("?r a jd:Report ; jd:place ?s")
    assert shown["initiatives"] == ask("?x a jd:Implementation ; jd:initiative ?s")
    assert shown["sharedInitiatives"] == ask("?s a jd:SharedInitiative")
    assert shown["indicators"] == ask("?s a jd:Indicator")
    seen.turn("#/matrix?min=1&national=1")
    cells = seen.run(
        "[...document.querySelectorAll('td button[data-cell]')].map((one) => [one.dataset.cell, Number(one.textContent)])"
    )
    base = "https://example.org/jiedao/id/"
    for key, count in cells[:60]:
        place, initiative = (one[2:] for one in key.split("|"))
        pattern = f"?x a jd:Implementation ; jd:place <{base}place/{place}> ; jd:initiative <{base}initiative/{initiative}> ; jd:mention ?s"
        assert count == ask(pattern, "*")


@pytest.mark.parametrize(("field", "word"), [("PublicSafety", "平安"), ("PartyBuilding", "党")])
def test_a_field_shows_what_stands_in_its_sections(view: Callable[..., Any], field: str, word: str) -> None:
    seen = view("seeds", f"#/initiatives?min=1&field={field}")
    rows = seen.run(
        "shown().flatMap((row) => row.links.flatMap((link) => link.facts.map((fact) => fact.evidence.map((one) => fieldAt(one.report, one.start)))))"
    )
    assert rows
    assert all(field in fields for fields in rows)
    assert word in seen.run(
        "(field) => DATA.reports.flatMap((report) => report.sections.filter((row) => row[6] === field).map((row) => row[1])).join('')",
        field,
    )


def test_province_and_city_narrow_what_is_shown(view: Callable[..., Any]) -> None:
    """The second choice offers the cities of the first alone, and changing the province clears it."""
    seen = view("seeds", "#/matrix?min=1&province=浙江省", fresh=True)
    assert sorted(seen.run("[...document.querySelector('select[name=city]').options].map((one) => one.value)")) == [
        "",
        "温州市",
        "衢州市",
    ]
    seen.turn("#/matrix?min=1&province=浙江省&city=衢州市")
    assert seen.run("[...document.querySelectorAll('thead .place')].map((one) => one.textContent)") == ["府山街道"]
    seen.page.select_option("select[name=province]", "上海市")
    seen.page.wait_for_function("() => !location.hash.includes('city=')")


@pytest.mark.parametrize("address", ["#/metrics?list=all&status=planned", "#/timeline?mode=plans"])
def test_numbers_and_plans_can_be_filtered(view: Callable[..., Any], address: str) -> None:
    seen = view("seeds", address)
    facts = seen.run("offered.facts().map((fact) => fact.status)")
    assert facts
    assert set(facts) == {"planned"}


def test_only_planned_are_those_that_nobody_carries_out(view: Callable[..., Any], store: pyoxigraph.Store) -> None:
    """微更新 is planned in one place and done in another: planned, but not only planned."""
    seen = view("seeds", "#/initiatives?min=1&status=only")
    shown = set(seen.run("shown().map((row) => row.item.id)"))
    query = """SELECT DISTINCT ?s WHERE { ?x a jd:Implementation ; jd:initiative ?s FILTER NOT EXISTS { ?s jd:boilerplate true }
      FILTER NOT EXISTS { ?y a jd:Implementation ; jd:initiative ?s ; jd:status ?state FILTER(?state != jd:Planned) } }"""
    assert shown == {row[0].value.rsplit("/", 1)[1] for row in store.query(PREFIX + query)}
    assert shown < set(seen.turn("#/initiatives?min=1&status=planned").run("shown().map((row) => row.item.id)"))


def test_rows_can_be_put_by_likeness(view: Callable[..., Any]) -> None:
    """Initiatives of the same places stand together: no pattern comes twice with another one in between."""
    seen = view("seeds", "#/matrix?sort=alike")
    patterns = seen.run(
        "[...document.querySelectorAll('table.matrix tbody tr')].map((row) => [...row.querySelectorAll('td[data-level]')].map((cell) => cell.dataset.level > 0 ? 1 : 0).join(''))"
    )
    runs = [pattern for at, pattern in enumerate(patterns) if not at or patterns[at - 1] != pattern]
    assert len(runs) == len(set(runs))


def with_outcome() -> Graph:
    """Return five places, where one plan has a result."""
    graph = page_corpus.five_places()
    facts = [one for one in graph.statements if isinstance(one, Implementation)]
    plan = next(one for one in facts if one.status is Status.PLANNED)
    result = next(one for one in facts if one.place == plan.place and one.status is Status.ACHIEVED)
    met = Fulfilment("f", plan.place, plan.year or 0, plan.id, result.id, "计划见于结果", Decimal("0.5"))
    return replace(graph, fulfilments=(met,))


def test_a_plan_shows_what_became_of_it(browser: Any, tmp_path: Any) -> None:
    [path] = write_page(with_outcome(), tmp_path)
    page = browser.new_context().new_page()
    page.goto(path.as_uri() + "#/timeline?mode=plans")
    page.wait_for_selector("body[data-ready]")
    first = page.inner_text("table.rows tbody tr >> nth=0")
    assert "见于后来的报告" in first
    assert "50%" in first
    assert "尚无后来的报告" in page.inner_text("table.rows tbody tr >> nth=1")
    page.click("table.rows tbody tr >> nth=0 >> .fact >> nth=0")
    page.wait_for_selector("#panel blockquote mark")
    page.context.close()


def test_comparable_numbers_stand_side_by_side_each_in_its_unit(view: Callable[..., Any]) -> None:
    """Small multiples: every picture has one unit and at least two places."""
    seen = view("many", "#/metrics")
    groups = seen.run(
        "comparableGroups(indicatorRows(DATA.Observation)).map(({ group }) => [new Set(group.facts.map((fact) => fact.unit)).size, new Set(group.facts.map((fact) => fact.place)).size])"
    )
    assert groups
    assert all(units == 1 and places > 1 for units, places in groups)
    assert 0 < seen.run("document.querySelectorAll('.multiple').length") <= 24


def test_what_was_not_turned_into_facts_is_listed_beside_the_report(view: Callable[..., Any]) -> None:
    """Every dotted stretch is in the list by its reason, and leads to its place."""
    seen = view("seeds", "#/about")
    seen.turn(seen.run("readerAddress(1)"))
    listed = seen.run("[...document.querySelectorAll('#leftovers a mark')].map((one) => one.textContent)")
    marks = seen.run(
        "marksOf(1).filter((mark) => mark.layer === 'leftover').map((mark) => TEXTS[1].text.slice(mark.start, mark.end))"
    )
    assert sorted(listed) == sorted(marks)
    assert listed
    seen.page.click("#leftovers summary >> nth=0")
    seen.page.click("#leftovers a >> nth=0")
    seen.page.wait_for_selector("#reading .f-leftover.chosen")


@pytest.mark.parametrize("address", ["#/network", "metrics"])
def test_a_picture_has_its_table(view: Callable[..., Any], address: str) -> None:
    seen = view("five", "#/about", fresh=True)
    many = "DATA.indicators.find((_, at) => DATA.Observation.filter((fact) => fact.indicator === at && fact.unit === DATA.Observation.find((one) => one.indicator === at).unit).length > 1)"
    seen.turn(address if address.startswith("#") else f"#/metrics?indicator={seen.run(f'{many}.id')}")
    seen.page.click("summary >> text=以表格显示 >> nth=0")
    seen.page.wait_for_selector(".twin table tbody tr")
    assert seen.run("document.querySelectorAll('.twin table tbody tr').length") > 1


def test_the_csv_of_a_large_page_holds_its_quotations(view: Callable[..., Any]) -> None:
    seen = view("many", "#/about")
    seen.turn(seen.run("initiativeAddress(DATA.initiatives.findIndex((one) => one.links.length > 1))"))
    rows = saved(seen, "#csv").splitlines()[1:]
    assert rows
    assert not [row for row in rows if re.search(r',""$', row)]


@pytest.mark.parametrize("name", ["seeds", "many", "hostile"])
def test_the_pictures_of_the_docs_are_taken_from_pages_of_any_size(view: Callable[..., Any], name: str) -> None:
    """Every address that tools/screenshots.py asks a page for leads somewhere, also where its data are packed."""
    spec = importlib.util.spec_from_file_location("screenshots", Path(__file__).parents[2] / "tools" / "screenshots.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    seen = view(name, "#/about")
    wanted = seen.run(tool.ADDRESSES, [tool.INITIATIVE, tool.PLACE])
    assert set(seen.run("Object.keys(ROUTES)")) == {re.match(r"#/(\w+)", address)[1] for address in wanted.values()}
    for address in wanted.values():
        assert seen.turn(address).run("!find('#view').textContent.includes(say('notFound'))")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", ["seeds", "many"])
def test_the_table_beside_the_drawing_has_its_lines_and_opens_their_sentences(
    view: Callable[..., Any], name: str, width: int
) -> None:
    seen = view(name, "#/network", width=width, height=844, fresh=True)
    seen.page.click(".twin > summary")
    seen.page.wait_for_selector(".twin tbody tr")
    rows = seen.run("[...document.querySelectorAll('.twin tbody tr')].map((row) => row.querySelector('button').dataset.key)")
    lines = seen.run("(width) => (width < 720 ? columnsPart() : drawn).edges.map((edge) => linkKey(edge.link))", width)
    assert set(rows) <= set(lines)
    assert len(rows) == len(set(rows)) == min(len(lines), seen.run("TWIN_ROWS"))
    seen.page.click(".twin tbody button >> nth=2")
    seen.page.wait_for_selector("#panel blockquote mark")
    assert seen.run("decodeURIComponent(location.hash)") == f"#/network?cell={rows[2]}"


def test_files_are_named_after_what_they_hold(view: Callable[..., Any]) -> None:
    seen = view("seeds", "#/timeline")
    names = []
    for button in ("png", "svg", "csv", "ttl"):
        with seen.page.expect_download() as saved:
            seen.page.click(f"#{button}")
        names.append(saved.value.suggested_filename)
    assert names == [f"initiatives-by-years.{ending}" for ending in ("png", "svg", "csv", "ttl")]
