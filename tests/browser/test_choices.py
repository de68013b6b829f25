"""What is opened stands in the address: a link opens it again, Back closes it, and the page around it stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

PLACE = "placeAddress(reportingPlaces()[1])"
SHARED = "initiativeAddress(DATA.initiatives.findIndex((item) => item.links.length > 1 && item.numbers.length))"
OPENED = (
    ("#/timeline?mode=plans", "table.rows .fact >> nth=3"),
    ("#/metrics?list=all", "#numbers td .fact >> nth=5"),
    ("#/initiatives", "table.rows .fact >> nth=2"),
    (PLACE, "table.rows .fact.number >> nth=1"),
    (PLACE, ".observations .fact >> nth=1"),
    (PLACE, "ul.plain .fact >> nth=0"),
    (SHARED, "table.rows .fact.number >> nth=0"),
    (SHARED, ".observations .fact >> nth=0"),
    ("#/matrix", "td button[data-cell] >> nth=4"),
    ("#/matrix?mode=places", "td button[data-count='13'] >> nth=0"),
    ("#/matrix?mode=sets", ".setbar >> nth=1"),
    ("#/timeline", "td button[data-cell] >> nth=2"),
    ("metric", ".plotrow >> nth=0"),
)
METRIC = "address('metrics', null, {indicator: DATA.indicators[DATA.Observation[0].indicator].id})"


def address_of(seen: Any, address: str) -> str:
    """Return an address of the page; a script is run for one."""
    return str(address if address.startswith("#") else seen.run(METRIC if address == "metric" else address))


@pytest.mark.parametrize(("address", "what"), OPENED)
def test_what_is_opened_stands_in_the_address_and_back_closes_it(view: Callable[..., Any], address: str, what: str) -> None:
    seen = view("seeds", "#/about", fresh=True)
    seen.turn(address_of(seen, address))
    before, panel = seen.page.url, seen.page.inner_text("#panel")
    seen.run("find('#view').firstElementChild.dataset.witness = 'here'")
    seen.page.click(what)
    seen.page.wait_for_selector("#panel blockquote mark")
    opened, title = seen.page.url, seen.page.inner_text("#panel h2")
    assert opened != before
    assert seen.run("find('#view [aria-pressed=true]') === document.activeElement")
    assert seen.run("find('#view').firstElementChild.dataset.witness") == "here", "the page was drawn anew"
    seen.page.go_back()
    seen.page.wait_for_function("() => document.querySelectorAll('#view [aria-pressed=true]').length === 0")
    assert [seen.page.url, seen.page.inner_text("#panel")] == [before, panel]
    seen.anew("#" + opened.split("#")[1])
    seen.page.wait_for_selector("#panel blockquote mark")
    assert seen.page.inner_text("#panel h2") == title
    assert seen.run("document.querySelectorAll('#view [aria-pressed=true]').length") >= 1
    seen.page.click("#panel .close")
    seen.page.wait_for_function("() => document.querySelectorAll('#view [aria-pressed=true]').length === 0")


def test_a_mark_of_a_report_stands_in_the_address(view: Callable[..., Any]) -> None:
    """The text does not move under the hand, and Back leads to what was open before."""
    seen = view("seeds", "#/about", fresh=True)
    seen.turn(seen.run("readerAddress(1)"))
    seen.page.click("#reading .f-program >> nth=2")
    seen.page.wait_for_selector("#reading .chosen")
    first = seen.page.url
    assert "at=" in first
    height = seen.run("find('#reading').scrollTop")
    seen.page.click("#reading .f-program >> nth=3")
    seen.page.wait_for_function("(first) => location.href !== first", arg=first)
    assert seen.run("[document.querySelectorAll('#reading .chosen').length, find('#reading').scrollTop]") == [1, height]
    seen.page.go_back()
    seen.page.wait_for_function("(first) => location.href === first", arg=first)
    assert seen.page.inner_text("#panel h2") == seen.page.inner_text("#reading .f-program >> nth=2")


def test_a_row_of_the_table_of_a_picture_can_be_opened_without_closing_the_table(view: Callable[..., Any]) -> None:
    seen = view("many", "#/about", fresh=True)
    seen.turn(seen.run(METRIC))
    seen.page.click("summary >> text=以表格显示 >> nth=0")
    seen.page.click(".twin .fact >> nth=0")
    seen.page.wait_for_selector("#panel blockquote mark")
    assert "fact=" in seen.page.url
    assert seen.run("find('.twin').open")


def test_choosing_in_the_network_keeps_zoom_and_place(view: Callable[..., Any]) -> None:
    seen = view("five", "#/network", fresh=True)
    seen.page.click(".zoom button >> nth=0")
    before = seen.run("[network.getScale(), network.getViewPosition()]")
    seen.page.click("#panel .widest a >> nth=0")
    seen.page.wait_for_selector("#panel blockquote")
    assert seen.run("[network.getScale(), network.getViewPosition()]") == before
    assert seen.run("network.body.nodeIndices.some((id) => network.body.nodes[id].options.opacity < 0.5)")


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("#/matrix?mode=places", "[aria-label^='延吉新村街道、金杨新村街道']"),
        ("#/matrix?mode=sets", ".setbar >> nth=0"),
        ("#/network", None),
    ],
)
def test_the_sentences_of_what_is_shared_are_seen_at_once(view: Callable[..., Any], address: str, what: str | None) -> None:
    """Not only a list of names: the first twelve initiatives stand open, each with a sentence of every place."""
    seen = view("seeds", address, fresh=True)
    if what:
        seen.page.click(what)
    else:
        seen.run("change({ focus: nodeKey('p', reportingPlaces()[3]) })")
    seen.page.wait_for_selector("#panel .fold")
    folds = seen.run("""[...document.querySelectorAll('#panel .fold')].map((fold) => [fold.open,
      [...fold.querySelectorAll('blockquote')].filter((one) => one.offsetHeight > 0).length])""")
    assert len(folds) >= 4
    assert all(is_open and quoted >= (2 if what else 1) for is_open, quoted in folds[:12])
    assert all(not is_open for is_open, _ in folds[12:])
    if folds[12:]:
        seen.page.click("#panel .fold >> nth=12 >> summary")
        seen.page.wait_for_selector("#panel .fold >> nth=12 >> blockquote mark")


@pytest.mark.parametrize(
    ("name", "address", "said"),
    [
        ("many", "#/timeline?mode=plans", "没有读出计划"),
        ("many", "#/timeline?mode=plans&year=2019", "没有读出计划"),
        ("seeds", "#/timeline?mode=plans&year=1999", "没有一项符合筛选条件"),
        ("seeds", "#/metrics?year=1999", "没有一个符合筛选条件"),
        ("seeds", "#/matrix?year=1999", "没有符合筛选条件"),
        ("seeds", "#/timeline?year=1999", "没有符合筛选条件"),
    ],
)
def test_nothing_at_all_and_nothing_that_passes_are_told_apart(
    view: Callable[..., Any], name: str, address: str, said: str
) -> None:
    seen = view(name, address)
    assert said in seen.page.inner_text("#view .empty")
    assert seen.page.is_visible("#view .filters") is ("没有读出" not in said)


def test_plans_are_shown_whatever_state_was_asked_for_elsewhere(view: Callable[..., Any]) -> None:
    """The filter 已实施 of the other views has no control here and hides nothing."""
    plans = "plansShown().length"
    assert view("seeds", "#/timeline?mode=plans&status=done").run(plans) == view("seeds", "#/timeline?mode=plans").run(plans)


def test_the_nearest_places_of_a_profile_lead_to_the_sentences_of_both(view: Callable[..., Any]) -> None:
    seen = view("seeds", "#/place/330802-fushan")
    said = seen.page.inner_text(".nearest li:first-child .pairlink")
    seen.page.click(".nearest li:first-child .pairlink")
    seen.page.wait_for_selector("#panel mark")
    count = int(re.search(r"\d+", said)[0])
    assert seen.page.locator("#view button[aria-pressed=true]").count() == 1
    assert seen.page.inner_text("#view button[aria-pressed=true]").split()[0] == str(count)
    assert seen.page.locator("#panel a:has-text('在报告中查看')").count() >= 2 * count
