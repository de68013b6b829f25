"""Lists, reader, panels and review: one truth in the counts, words for every code, nothing cut or broken in a line."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.export.leftovers import parted
from kg.export.review_page import PAGE

CHINESE = "() => { language = 'zh'; frame(); render(); }"  # for the next test on the same page
SETS = ["seeds", "hostile", "five", "many"]
TABLE = "[...document.querySelectorAll('table.rows tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))"
COUNTS = """(number) => {
  const counts = countsByLayer(number);
  const list = leftoverList(number);
  return {
    list: (DATA.reports[number].leftovers || []).length, layer: counts.get('leftover') || 0,
    marks: marksOf(number).filter((mark) => mark.layer === 'leftover').length,
    listed: list.querySelectorAll('li').length, said: Number(list.querySelector('h3 small').textContent.replace(',', '')),
    groups: [...list.querySelectorAll('summary small')].reduce((sum, one) => sum + Number(one.textContent.replace(',', '')), 0),
    facts: [...counts].filter(([layer]) => layer !== 'leftover').reduce((sum, [, count]) => sum + count, 0), allFacts: factsOfReport(number).length,
  };
}"""


@pytest.mark.parametrize("name", SETS)
def test_what_was_not_used_is_counted_alike_everywhere(view: Callable[..., Any], graphs: Callable[[str], Any], name: str) -> None:
    """The list of reports, the reader with its panel and its groups, the page about the page, and the graph."""
    seen = view(name, "#/reports")
    rows = [[cell.replace(",", "") for cell in row] for row in seen.run(TABLE)]
    order = seen.run("reportsInOrder()")
    seen.run("Promise.all(DATA.reports.map((_, number) => textOf(number)))")
    told = {found.report.id: some for found, some in parted(graphs(name))}
    ids = seen.run("DATA.reports.map((report) => report.id)")
    total = 0
    for row, number in zip(rows, order, strict=True):
        want = len(told[ids[number]].open)
        found = seen.run(COUNTS, number)
        assert {int(row[-1]), *(found[key] for key in ("list", "layer", "marks", "listed", "said", "groups"))} == {want}
        assert int(row[-2]) == found["facts"] == found["allFacts"]
        total += want
    seen.turn("#/about")
    last = (
        "[...document.querySelectorAll('.part')].find((one) => one.querySelector('h3').textContent.startsWith(say('leftovers')))"
    )
    counted = seen.run(f"{last} ? [...{last}.querySelectorAll('td.number')].map((one) => one.textContent) : []")
    assert sum(int(one.replace(",", "")) for one in counted) == total


def test_the_ledger_counts_what_the_page_counts(view: Callable[..., Any], seeds_output: Path) -> None:
    ledger = json.loads((seeds_output / "report.json").read_text(encoding="utf-8"))
    seen = view("seeds", "#/reports")
    page = seen.run("DATA.reports.map((report) => [report.id, (report.leftovers || []).length, report.within || 0])")
    assert page == [[one["id"], len(one["leftovers"]), len(one["within_facts"])] for one in ledger["reports"]]
    text = (seeds_output / "report.html").read_text(encoding="utf-8")
    assert [int(one) for one in re.findall(r"<details><summary>[^<]* <small>(\d+)</small>", text) if one] == [
        len(one["leftovers"]) for one in ledger["reports"]
    ]


def test_the_counts_of_the_page_about_the_page_and_of_the_list_are_told_apart(view: Callable[..., Any]) -> None:
    """543 with stock formulas, 538 without: both are said, and the list with formulas ticked has the first."""
    seen = view("seeds", "#/about")
    every, formulas, shared, common = (
        int(seen.page.inner_text(f'[data-count="{key}"]'))
        for key in ("initiatives", "formulasAll", "sharedInitiatives", "formulasAmong")
    )
    said = seen.page.inner_text("#counts + p")
    assert [int(one) for one in re.findall(r"\d+", said)] == [every - formulas, shared - common]
    assert seen.run(
        "[...document.querySelectorAll('#counts > div')].every((one) => one.querySelector('.what').textContent.length > 5)"
    )
    line = seen.turn("#/initiatives").page.inner_text("#shown")
    assert [int(one) for one in re.findall(r"\d+", line)] == [shared - common, shared - common, every - formulas, formulas]
    line = seen.turn("#/initiatives?national=1").page.inner_text("#shown")
    assert [int(one) for one in re.findall(r"\d+", line)] == [shared, shared, every]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_rules_are_said_in_words(view: Callable[..., Any], language: str) -> None:
    seen = view("seeds", "#/reports")
    said = seen.run(
        """(one) => { language = one; const said = STATEMENT_KINDS.flatMap((kind) => DATA[kind]).map((fact) => [fact.rule, [...factDetails(fact).querySelectorAll('dd')].pop().textContent]);
        language = 'zh'; return said; }""",
        language,
    )
    assert len(said) > 1000
    for rule, words in said:
        assert words != rule
        assert "." not in words
        assert re.search("[\u4e00-\u9fff]" if language == "zh" else "^[a-z]", words)


def test_a_slogan_is_voiced_or_planned_but_never_achieved(view: Callable[..., Any]) -> None:
    seen = view("seeds", "#/initiatives")
    states = seen.run(
        "DATA.Implementation.filter((fact) => DATA.initiatives[fact.initiative].kind === 'slogan').map((fact) => stateName(fact))"
    )
    assert set(states) == {"写到", "计划"}
    seen.turn(seen.run("initiativeAddress(DATA.initiatives.findIndex((one) => one.label === '四风'))"))
    assert set(seen.run("[...document.querySelectorAll('.chip')].map((chip) => chip.textContent)")) <= {"写到", "最早"}


LINES = """(selector) => [...document.querySelectorAll(selector)].filter((one) => one.getClientRects().length).map((one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
})"""


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1920, 1080), (1100, 800), (390, 844)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_places_kinds_and_origins_of_the_list_stand_in_one_line(
    view: Callable[..., Any], width: int, height: int, language: str
) -> None:
    seen = view("many", "#/about", width=width, height=height)
    seen.run("(one) => { language = one; frame(); }", language)
    seen.turn("#/initiatives")
    for selector in (".roomy button.fact", "td.tight", "thead th"):
        lines = seen.run(LINES, selector)
        assert set(lines) <= {1}, selector
    assert len(seen.run(LINES, ".roomy button.fact")) > 500
    seen.run(CHINESE)


@pytest.mark.parametrize("width", [390, 720, 800, 1024, 1100, 1280, 1366, 1440, 1920])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_hint_of_the_search_box_fits_into_it(view: Callable[..., Any], width: int, language: str) -> None:
    seen = view("five", "#/about", width=width, height=800)
    seen.run("(one) => { language = one; frame(); }", language)
    wide, room, hint = seen.run(
        """() => { const input = find('#search'); const look = getComputedStyle(input); const ruler = document.createElement('span');
        ruler.style.cssText = `position:absolute;white-space:pre;font:${look.font}`; ruler.textContent = input.placeholder; document.body.append(ruler);
        const wide = ruler.getBoundingClientRect().width; ruler.remove();
        return [wide, input.clientWidth - 2 * parseFloat(look.paddingLeft), input.placeholder]; }"""
    )
    assert hint
    assert wide <= room
    seen.run(CHINESE)


def test_a_pager_says_what_it_counts(view: Callable[..., Any]) -> None:
    seen = view("many", "#/initiatives")
    count = seen.run("shown().length")
    assert seen.page.inner_text(".pager").strip("‹› \n") == f"第 1–150 行，共 {count} 行"
    seen.page.click(".pager button:last-child")
    seen.page.wait_for_function("() => state.query.page === '2'")
    assert seen.page.inner_text(".pager").strip("‹› \n") == f"第 151–300 行，共 {count} 行"
    assert seen.page.get_attribute(".pager button:first-child", "aria-label") == "前面的行"


def test_an_indicator_of_the_list_says_how_many_numbers_it_has(view: Callable[..., Any]) -> None:
    seen = view("seeds", "#/metrics")
    said = seen.run("[...document.querySelectorAll('#indicators a small')].map((one) => one.textContent)")[1:]
    assert said
    assert all(re.fullmatch(r"\d+ 个街道 · \d+ 个数字", one) for one in said)


def test_large_counts_have_commas_and_years_have_none(view: Callable[..., Any]) -> None:
    seen = view("many", "#/about")
    assert seen.page.inner_text('[data-count="class.Observation"]') == "18,000"
    assert seen.run("say('since', {year: 2013})") == "2013 年起"
    assert seen.run("say('characters', {start: 1234, end: 5678})") == "字符 1234–5678"
    seen.turn("#/metrics?list=all")
    assert "共 18,000 行" in seen.page.inner_text(".pager")


CODES = re.compile(
    r"\b(?:status|kind|field|origin|level|leftover|layer|class|change|modifier|placeLevel|countWhat|rule|outcome)\.[A-Za-z]"
)
DEEP = """(name) => ({initiative: () => initiativeAddress(DATA.initiatives.findIndex((one) => one.links.length > 1)), place: () => placeAddress(reportingPlaces()[0]),
  report: () => readerAddress(0)})[name]()"""


@pytest.mark.parametrize(
    "address", ["#/initiatives", "#/places", "#/metrics", "#/reports", "#/about", "initiative", "place", "report"]
)
def test_english_words_stand_for_every_word_of_the_page(view: Callable[..., Any], address: str) -> None:
    """No key of a word is shown, and chips, table heads, terms and choices are English."""
    seen = view("seeds", "#/about")
    seen.run("() => { language = 'en'; frame(); }")
    seen.turn("#/network")
    seen.turn(address if address.startswith("#") else seen.run(DEEP, address))
    text = seen.page.inner_text("body")
    own = ".chip, thead th, dt, .details dd:last-child, .filters .choice > span, select[name=kind] option, select[name=field] option, select[name=status] option, #menu a, .layer .sample, .part > h3, td.tight:not(:has(a))"
    shown = seen.run("(own) => [...document.querySelectorAll(own)].map((one) => one.textContent)", own)
    seen.run(CHINESE)
    assert not CODES.search(text)
    assert shown
    assert [one for one in shown if re.search("[\u4e00-\u9fff]", one)] == []


@pytest.fixture
def review(browser: Any, seeds_output: Path) -> Any:
    """The review page of the seeds."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto((seeds_output / PAGE).as_uri())
    page.wait_for_selector("body[data-ready]", timeout=60_000)
    yield page
    context.close()


def test_the_review_page_gives_its_reasons_in_the_language_of_the_page(review: Any) -> None:
    reasons = review.evaluate("[...document.querySelectorAll('.why')].map((one) => one.textContent)")
    assert len(reasons) == 40
    assert not [one for one in reasons if re.search(r"confidence|found by|tagger|guess|national table|pairs of", one)]
    review.get_by_role("button", name="English").click()
    reasons = review.evaluate("[...document.querySelectorAll('.why')].map((one) => one.textContent)")
    assert all(re.search(r"[a-z]{3} ", one) for one in reasons)
    assert not [one for one in reasons if re.search("名录|依据|可能", one)]


def test_a_reason_of_the_review_is_found_by_its_words(review: Any) -> None:
    review.fill("#search", "书名号中的名称")
    assert review.evaluate("document.querySelectorAll('article').length") >= 1


@pytest.mark.parametrize("width", [390, 1440])
def test_the_ledger_cuts_no_name_off(browser: Any, seeds_output: Path, width: int) -> None:
    """No sideways scrolling, and links that say the report."""
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto((seeds_output / "report.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = page.evaluate(
        "[...document.querySelectorAll('th[scope=row], a, td')].flatMap((one) => [...one.getClientRects()].map((box) => box.right))"
    )
    assert max(boxes) <= width
    assert not page.evaluate("[...document.querySelectorAll('.inputs a')].some((one) => /[0-9a-f]{12}/.test(one.textContent))")
    context.close()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("route", ["places", "reports"])
def test_a_list_stands_below_its_heading_over_the_whole_width(view: Callable[..., Any], route: str, width: int) -> None:
    seen = view("seeds", f"#/{route}", width=width, height=844)
    box = "(name) => { const one = document.querySelector(name).getBoundingClientRect(); return [one.left, one.top, one.width, one.height]; }"
    heading, table, page = (seen.run(box, name) for name in ("#view h2", "#view table", "#view article"))
    assert table[1] >= heading[1] + heading[3] - 1
    assert table[2] > page[2] * 0.85
    assert table[3] > 100


def test_states_stand_apart_and_what_is_done_stands_first(view: Callable[..., Any]) -> None:
    seen = view("seeds", "#/initiatives")
    seen.turn(f"""#/initiative/{seen.run("DATA.initiatives.find((item) => item.label === '垃圾分类').id")}""")
    chips = seen.run("""[...document.querySelectorAll('#view .chip.status-achieved')].map((one) => one.parentElement)
      .map((cell) => [...cell.querySelectorAll('[class*=status-]')].map((one) => [one.textContent, one.getBoundingClientRect().left, one.getBoundingClientRect().right]))
      .find((cell) => cell.length === 3)""")
    assert [name for name, *_ in chips] == ["已完成", "进行中", "计划"]
    assert all(after[1] - before[2] >= 3 for before, after in itertools.pairwise(chips))


def test_those_who_name_an_initiative_stand_in_the_order_of_years(view: Callable[..., Any]) -> None:
    seen = view("seeds", "#/initiatives")
    order = seen.run("DATA.initiatives.map((item) => item.links.map((link) => firstYear(link.facts)))")
    assert any(len(set(years)) > 1 for years in order)
    assert [years for years in order if years != sorted(years)] == []
