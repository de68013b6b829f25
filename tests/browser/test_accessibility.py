"""No serious fault that axe-core finds: every view, light and dark, of the seeds, a hostile and a large data set."""

from __future__ import annotations

from collections.abc import Callable
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
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="session")
def axe() -> Any:
    module = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-core is not installed (pip install -e '.[dev]')"
    )
    return module.Axe()


def faults(axe: Any, seen: Any, rules: list[str]) -> list[str]:
    """Return what axe-core finds wrong, one line a rule."""
    found = axe.run(seen.page, options={"runOnly": rules, "resultTypes": ["violations"]}).response
    assert found["passes"]
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"] if one["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("name", ["seeds", "hostile", "many"])
@pytest.mark.parametrize("address", VIEWS)
def test_a_view_has_no_serious_fault(axe: Any, view: Callable[..., Any], name: str, address: str) -> None:
    """All rules in light colours; in dark ones only contrast can differ."""
    light, dark = (view(name, "#/about", color_scheme=scheme) for scheme in ("light", "dark"))
    wanted = address if address.startswith("#") else light.run(DEEP, address)
    assert faults(axe, light.turn(wanted), RULES) == []
    assert faults(axe, dark.turn(wanted), ["color-contrast"]) == []


@pytest.mark.parametrize("address", ["#/matrix", "#/metrics", "report"])
def test_a_view_on_a_phone_has_no_serious_fault(axe: Any, view: Callable[..., Any], address: str) -> None:
    seen = view("seeds", "#/about", width=390, height=844)
    assert faults(axe, seen.turn(address if address.startswith("#") else seen.run(DEEP, address)), RULES) == []


@pytest.mark.parametrize("address", ["#/network", "#/matrix", "#/metrics"])
def test_a_filter_keeps_the_keyboard(view: Callable[..., Any], address: str) -> None:
    """A choice draws the page anew; the next key still goes to it."""
    seen = view("seeds", address, fresh=True)
    seen.page.focus("select[name=status]")
    seen.page.select_option("select[name=status]", "planned")
    seen.page.wait_for_function("location.hash.includes('status=planned') && document.activeElement.name === 'status'")


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
