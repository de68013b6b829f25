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

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
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
        self.page.wait_for_selector("body[data-ready]", timeout=20_000)
        return self

    def turn(self, address: str) -> View:
        """Go to another address within the open page."""
        self.page.evaluate("(hash) => { delete document.body.dataset.ready; location.hash = hash; }", address)
        self.page.wait_for_selector("body[data-ready]", timeout=20_000)
        return self

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what a script gives."""
        return self.page.evaluate(script, *arguments)


def _seed_graph() -> Any:
    from kg.pipeline import build

    return build([str(page_corpus.SEEDS)]).graph


GRAPHS: dict[str, Callable[[], Any]] = {
    "five": page_corpus.five_places,
    "hostile": page_corpus.hostile,
    "many": page_corpus.many,
    "seeds": _seed_graph,
}


@pytest.fixture(scope="session")
def graphs() -> dict[str, Any]:
    """Graphs made so far, by name."""
    return {}


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, graphs: dict[str, Any]) -> Callable[[str], Path]:
    """Write the page of a data set once and return its path."""
    made: dict[str, Path] = {}

    def path_of(name: str) -> Path:
        if name not in made:
            graphs[name] = GRAPHS[name]()
            title = page_corpus.HOSTILE if name == "hostile" else "五份街道报告"
            [made[name]] = write_page(graphs[name], tmp_path_factory.mktemp(name), title=title, version="0")
        return made[name]

    return path_of


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    if not CHROMIUM:
        pytest.skip("no Chromium is installed (set CHROMIUM to its path)")
    with playwright.sync_playwright() as starter:
        running = starter.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def view(browser: Any, files: Callable[[str], Path]) -> Iterator[Callable[..., View]]:
    """Open the page of a data set: `view("five", "#/matrix", width=390)`."""
    contexts = []

    def open_view(name: str, address: str = "", *, width: int = 1440, height: int = 900, **options: Any) -> View:
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **options)
        contexts.append(context)
        page = context.new_page()
        view = View(page, files(name).as_uri())
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(("file:", "data:", "blob:", "about:")) else view.requests.append(request.url)
            ),
        )
        page.on("pageerror", lambda error: view.errors.append(str(error)))
        page.on("console", lambda message: view.errors.append(message.text) if message.type == "error" else None)
        page.add_init_script(WATCH)
        return view.go(address)

    yield open_view
    for context in contexts:
        context.close()
