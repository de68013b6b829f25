"""Pages of four data sets in a headless Chromium; everything here is skipped where there is none.

What a test waits for is given as a function, "() => …": an expression is evaluated anew at every look, and the pages'
own security policy forbids that, so that it would hold at the first look or fail.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
        self.page.wait_for_selector("body[data-ready]", timeout=60_000)
        return self

    def anew(self, address: str) -> View:
        """Load the page again, with nothing remembered."""
        self.page.emulate_media(media="screen", color_scheme="light")
        self.page.evaluate("localStorage.clear()")
        return self.go(address)

    def turn(self, address: str) -> View:
        """Go to another address within the open page."""
        if self.page.evaluate("location.hash") == address:
            return self
        self.page.evaluate("(hash) => { delete document.body.dataset.ready; location.hash = hash; }", address)
        self.page.wait_for_selector("body[data-ready]", timeout=60_000)
        return self

    @contextmanager
    def dark(self) -> Iterator[None]:
        """Show the page in dark colours for a while, as on a computer that is set so."""
        self._colours("dark")
        try:
            yield
        finally:
            self._colours("light")

    def _colours(self, scheme: str) -> None:
        self.page.emulate_media(color_scheme=scheme)
        # the button names the other theme as soon as the page has been drawn in this one
        self.page.wait_for_function(
            "(key) => find('#theme').textContent === say(key)", arg="toLight" if scheme == "dark" else "toDark"
        )

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
def view(browser: Any, files: Callable[[str], Path], opened: dict[Any, View]) -> Callable[..., View]:
    """Show an address of the page of a data set: `view("five", "#/matrix", width=390)`.

    Pages stay open between tests. `fresh=True` loads the page anew, without what an earlier test chose on it: for
    tests that change the page itself, or its history.
    """

    def show(name: str, address: str = "", *, width: int = 1440, height: int = 900, fresh: bool = False) -> View:
        key = (name, width, height, fresh)
        if key not in opened:
            opened[key] = _open(browser, files(name), {"width": width, "height": height}).go(address)
            return opened[key]
        one = opened[key]
        one.errors.clear()
        return one.anew(address) if fresh else one.turn(address or "#/")

    return show


def _open(browser: Any, path: Path, viewport: dict[str, int]) -> View:
    page = browser.new_context(accept_downloads=True, viewport=viewport).new_page()
    one = View(page, path.as_uri())
    local = ("file:", "data:", "blob:", "about:")
    page.on("request", lambda request: None if request.url.startswith(local) else one.requests.append(request.url))
    page.on("pageerror", lambda error: one.errors.append(str(error)))
    page.on("console", lambda message: one.errors.append(message.text) if message.type == "error" else None)
    page.add_init_script(WATCH)
    return one
