"""Pages of four data sets in a headless Chromium; everything here is skipped where there is none."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

import page_corpus

from kg.export.html import write_page

try:
    from playwright import sync_api as playwright
except ImportError:
    playwright = None

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WATCH = """window.__csp = []; document.addEventListener('securitypolicyviolation', (event) => __csp.push(event.violatedDirective + ' ' + event.blockedURI))"""


@dataclass
class View:
    """One open page with what it asked for and what went wrong."""

    page: Any
    url: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def go(self, address: str) -> View:
        """Open an address of the page and wait until it is drawn."""
        self.page.goto("about:blank")
        self.page.goto(self.url + address)
        self.page.wait_for_selector("body[data-ready]", timeout=10_000)
        return self

    def turn(self, address: str) -> View:
        """Go to another address within the open page."""
        if self.page.evaluate("location.hash") == address:
            return self
        self.page.evaluate("(hash) => { delete document.body.dataset.ready; location.hash = hash; }", address)
        self.page.wait_for_selector("body[data-ready]", timeout=10_000)
        return self

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what a script gives."""
        return self.page.evaluate(script, *arguments)


GRAPHS: dict[str, Callable[[], Any]] = {"five": page_corpus.five_places, "hostile": page_corpus.hostile, "many": page_corpus.many}


@pytest.fixture(scope="session")
def graphs(request: pytest.FixtureRequest) -> Callable[[str], Any]:
    """Return a function that makes the graph of a data set once; `seeds` is the real thing."""
    made: dict[str, Any] = {}

    def graph_of(name: str) -> Any:
        if name not in made:
            made[name] = GRAPHS[name]() if name in GRAPHS else request.getfixturevalue("seeds_built").graph
        return made[name]

    return graph_of


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, graphs: Callable[[str], Any]) -> Callable[[str], Path]:
    """Return a function that writes the page of a data set once and gives its path."""
    made: dict[str, Path] = {}

    def path_of(name: str) -> Path:
        if name not in made:
            title = page_corpus.HOSTILE if name == "hostile" else "五份街道报告"
            [made[name]] = write_page(graphs(name), tmp_path_factory.mktemp(name), title=title, version="0")
        return made[name]

    return path_of


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    if playwright is None:
        pytest.skip("playwright is not installed (pip install -e '.[dev]')")
    if not CHROMIUM:
        pytest.skip("no Chromium is installed (set CHROMIUM to its path)")
    with playwright.sync_playwright() as starter:
        running = starter.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def opened() -> Iterator[dict[Any, View]]:
    """Pages that stay open for the next test."""
    kept: dict[Any, View] = {}
    yield kept
    for one in kept.values():
        one.page.context.close()


@pytest.fixture
def view(browser: Any, files: Callable[[str], Path], opened: dict[Any, View]) -> Iterator[Callable[..., View]]:
    """Show an address of the page of a data set: `view("five", "#/matrix", width=390)`.

    Pages stay open between tests; `fresh=True` opens a new one, for tests that change the page itself.
    """
    mine = []

    def show(name: str, address: str = "", *, width: int = 1440, height: int = 900, fresh: bool = False, **options: Any) -> View:
        key = (name, width, height, tuple(sorted(options.items())))
        if not fresh and key in opened:
            opened[key].errors.clear()
            return opened[key].turn(address or "#/")
        one = _open(browser, files(name), {"viewport": {"width": width, "height": height}, **options})
        if fresh:
            mine.append(one)
        else:
            opened[key] = one
        return one.go(address)

    yield show
    for one in mine:
        one.page.context.close()


def _open(browser: Any, path: Path, options: dict[str, Any]) -> View:
    page = browser.new_context(accept_downloads=True, **options).new_page()
    one = View(page, path.as_uri())
    local = ("file:", "data:", "blob:", "about:")
    page.on("request", lambda request: None if request.url.startswith(local) else one.requests.append(request.url))
    page.on("pageerror", lambda error: one.errors.append(str(error)))
    page.on("console", lambda message: one.errors.append(message.text) if message.type == "error" else None)
    page.add_init_script(WATCH)
    return one
