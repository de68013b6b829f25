"""Take the pictures of docs/images from the pages of the seeds: python tools/screenshots.py [OUTPUT_FOLDER].

Needs Chromium (its path in CHROMIUM, or on the PATH), playwright and a Chinese font. OUTPUT_FOLDER is a built
output (default: output). With --all, every route is taken in three sizes, light and dark, into another folder: to be
looked at after a change of the page, also with many reports, whose data are packed.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
INITIATIVE, PLACE = "污水零直排区", "蒲鞋市街道"
SIZES = {"desk": (1440, 900), "hall": (1920, 1080), "phone": (390, 844)}
# asked of the page itself, which has unpacked its data; where it knows not these names, of what is shared most
ADDRESSES = """([initiativeName, placeName]) => {
  const rows = shown();
  const { number: initiative, links } = rows.find((row) => row.item.label === initiativeName) || rows[0];
  const { place } = links.find((link) => DATA.places[link.place].name === placeName) || links[0];
  const report = DATA.places[place].reports[0];
  const fact = DATA.Implementation.find((one) => one.report === report).evidence[0];
  return {
    network: "#/network", focus: address("network", null, { focus: nodeKey("i", initiative) }),
    matrix: address("matrix", null, { cell: linkKey({ place, initiative }) }),
    places: "#/matrix?mode=places", combinations: "#/matrix?mode=sets", timeline: "#/timeline", plans: "#/timeline?mode=plans",
    initiatives: "#/initiatives", initiative: initiativeAddress(initiative), subdistricts: "#/places", place: placeAddress(place),
    numbers: "#/metrics", reports: "#/reports", leftovers: readerAddress(report),
    report: readerAddress(report, fact.start, fact.end), about: "#/about",
  };
}"""


def take(page: Path, folder: Path, *, every: bool) -> None:
    """Write the pictures of `page` into `folder`."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as starter:
        browser = starter.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, (width, height) in SIZES.items() if every else [("desk", (1200, 750))]:
            for scheme in ("light", "dark") if every else ("light",):
                view = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme).new_page()
                view.goto(page.as_uri())
                view.wait_for_selector("body[data-ready]")
                wanted = view.evaluate(ADDRESSES, [INITIATIVE, PLACE])
                for route in wanted if every else ("network", "matrix", "report"):
                    view.goto(page.as_uri() + wanted[route])
                    view.wait_for_selector("body[data-ready]")
                    view.wait_for_timeout(400)
                    target = folder / (f"{route}-{name}-{scheme}.png" if every else f"page-{route}.png")
                    view.screenshot(path=target)
                    print(target, target.stat().st_size)
        browser.close()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", nargs="?", type=Path, default=Path("output"))
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="take every route in every size into FOLDER")
    options = parser.parse_args()
    take((options.output / "index.html").resolve(), options.all or IMAGES, every=bool(options.all))


if __name__ == "__main__":
    main()
