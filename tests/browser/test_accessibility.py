"""No serious fault that axe-core finds: every view, light and dark, of the seeds, a hostile and a large data set."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

VIEWS = (
    "#/network", "#/matrix", "#/matrix?mode=places", "#/matrix?mode=sets", "#/timeline", "#/timeline?mode=plans", "#/initiatives",
    "#/places", "#/metrics", "#/metrics?list=all", "#/reports", "#/about", "network", "initiative", "place", "report", "metrics",
)  # fmt: skip
DEEP = """(name) => {
  const item = DATA.initiatives.findIndex((one) => one.links.length > 1);
  return {
    network: () => address('network', null, {focus: nodeKey('i', item)}), initiative: () => initiativeAddress(item),
    place: () => placeAddress(reportingPlaces()[0]), report: () => readerAddress(0),
    metrics: () => address('metrics', null, {indicator: DATA.indicators[DATA.Observation[0].indicator].id}),
  }[name]();
}"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


# Cells and rows far down are made by the same lines of script as those above them, and axe-core takes minutes for thousands.
FAR_DOWN = ["table tbody tr:nth-child(n+26)", "#reading p:nth-of-type(n+41)"]
FEWER = {"#/matrix": "#/matrix?min=60", "#/matrix?mode=places": "#/matrix?mode=places&city=3市"}  # of 500 reports
FIND = """([rules, outside]) => axe.run({exclude: outside.filter((one) => document.querySelector(one)).map((one) => [one])},
  {runOnly: rules, resultTypes: ['violations'], preload: false}).then((found) => [found.passes.length,
  found.violations.filter((one) => ['serious', 'critical'].includes(one.impact)).map((one) => `${one.id}: ${one.help}: ${one.nodes[0].html.slice(0, 120)}`)])"""


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core."""
    module = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-core is not installed (pip install -e '.[dev]')"
    )
    return str(module.Axe().axe_script)


def faults(axe: str, seen: Any, rules: list[str]) -> list[str]:
    """Return what axe-core finds wrong, one line a rule."""
    if not seen.run("'axe' in window"):
        seen.run(axe)
    passed, found = seen.run(FIND, [rules, FAR_DOWN])
    assert passed
    return list(found)


@pytest.mark.parametrize("name", ["seeds", "hostile", "many"])
@pytest.mark.parametrize("address", VIEWS)
def test_a_view_has_no_serious_fault(axe: str, view: Callable[..., Any], name: str, address: str) -> None:
    """All rules in light colours; in dark ones only contrast can differ."""
    seen = view(name, "#/about")
    if name == "many":
        address = FEWER.get(address, address)
    seen.turn(address if address.startswith("#") else seen.run(DEEP, address))
    assert faults(axe, seen, RULES) == []
    with seen.dark():
        assert faults(axe, seen, ["color-contrast"]) == []


@pytest.mark.parametrize("address", VIEWS)
def test_a_view_on_a_phone_has_no_serious_fault(axe: str, view: Callable[..., Any], address: str) -> None:
    """As on a computer: all rules in light colours, contrast in dark ones."""
    seen = view("seeds", "#/about", width=390, height=844)
    seen.turn(address if address.startswith("#") else seen.run(DEEP, address))
    assert faults(axe, seen, RULES) == []
    with seen.dark():
        assert faults(axe, seen, ["color-contrast"]) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", ["review.html", "report.html"])
def test_the_review_and_the_ledger_have_no_serious_fault(
    axe: str, browser: Any, seeds_output: Path, name: str, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto((seeds_output / name).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((one, at) => { one.open = at < 3; })")
    page.evaluate(axe)
    passed, found = page.evaluate(FIND, [RULES, ["article:nth-of-type(n+12)", "details:nth-of-type(n+3)"]])
    context.close()
    assert passed
    assert found == []


@pytest.mark.parametrize("address", ["#/network", "#/matrix", "#/metrics"])
def test_a_filter_keeps_the_keyboard(view: Callable[..., Any], address: str) -> None:
    """A choice draws the page anew; the next key still goes to it."""
    seen = view("seeds", address, fresh=True)
    seen.page.focus("select[name=status]")
    seen.page.select_option("select[name=status]", "planned")
    seen.page.wait_for_function("() => location.hash.includes('status=planned') && document.activeElement.name === 'status'")


def test_the_keyboard_goes_from_a_cell_to_its_sentences_and_back(view: Callable[..., Any]) -> None:
    """Enter chooses, Enter again goes on to the sentences, Esc leads back to the cell."""
    seen = view("five", "#/matrix", fresh=True)
    seen.page.focus("table.matrix button[data-cell] >> nth=0")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_selector("#panel blockquote")
    assert seen.run("document.activeElement.dataset.cell === state.query.cell")
    chosen = seen.run("state.query.cell")
    seen.page.keyboard.press("Enter")
    assert seen.run("document.activeElement.id") == "panel"
    seen.page.keyboard.press("Escape")
    seen.page.wait_for_function("(cell) => !state.query.cell && document.activeElement.dataset.cell === cell", arg=chosen)


@pytest.mark.parametrize(("address", "where"), [("#/network", "net"), ("#/matrix", "")])
def test_after_a_search_the_keyboard_goes_on_from_what_was_found(view: Callable[..., Any], address: str, where: str) -> None:
    seen = view("five", address, fresh=True)
    seen.page.keyboard.press("/")
    seen.page.keyboard.type("一网统管")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_function("() => location.hash.includes('focus') || state.route === 'initiative'")
    assert seen.run("document.activeElement.id") == where
    assert seen.run("document.activeElement !== document.body")


@pytest.mark.parametrize("address", ["#/matrix", "#/matrix?mode=places", "#/timeline"])
def test_arrow_keys_walk_through_the_cells_in_their_column(view: Callable[..., Any], address: str) -> None:
    """Down goes down in the same column, over a cell that holds nothing."""
    seen = view("five", address, fresh=True)
    seen.page.focus("table.matrix tbody button >> nth=0")
    where = (
        "(() => { const cell = document.activeElement.closest('td'); return [cell.parentElement.rowIndex, cell.cellIndex]; })()"
    )
    first = seen.run(where)
    seen.page.keyboard.press("ArrowDown")
    second = seen.run(where)
    seen.page.keyboard.press("ArrowUp")
    assert second[0] > first[0]
    assert second[1] == first[1]
    assert seen.run(where) == first
