"""Take the pictures of docs/images from the pages of the seeds: python tools/screenshots.py [OUTPUT_FOLDER].

Needs Chromium (its path in CHROMIUM, or on the PATH), playwright and a Chinese font. OUTPUT_FOLDER is a built
output (default: output). With --all, every route is taken in three sizes, light and dark, into another folder.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
INITIATIVE, PLACE = "污水零直排区", "蒲鞋市街道"
SIZES = {"desk": (1440, 900), "hall": (1920, 1080), "phone": (390, 844)}


def addresses(page: Path) -> dict[str, str]:
    """Return the address of each picture, by its name; `page` is a built index.html."""
    found = re.search(r'id="data">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        sys.exit(f"{page}: holds no plain data. Give the output folder of a small build, for instance of the seeds")
    data: dict[str, Any] = json.loads(found[1])
    initiative = next(item for item in data["initiatives"] if item["label"] == INITIATIVE)
    place = next(item for item in data["places"] if item["name"] == PLACE)
    number = data["places"].index(place)
    report = next(item for item in data["reports"] if item["place"] == number)
    table = data["statements"]["Implementation"]
    where, what = table["fields"].index("report"), table["fields"].index("evidence")
    evidence = next(row[what] for row in table["rows"] if row[where] == data["reports"].index(report))
    at = f"{evidence[2]}-{evidence[3]}"
    return {
        "network": "#/network",
        "focus": f"#/network?focus=i:{initiative['id']}",
        "matrix": f"#/matrix?cell=p:{place['id']}|i:{initiative['id']}",
        "combinations": "#/matrix?mode=sets",
        "places": "#/matrix?mode=places",
        "timeline": "#/timeline",
        "plans": "#/timeline?mode=plans",
        "initiatives": "#/initiatives",
        "initiative": f"#/initiative/{initiative['id']}",
        "place": f"#/place/{place['id']}",
        "numbers": "#/metrics",
        "report": f"#/report/{report['id']}?at={at}",
        "leftovers": f"#/report/{report['id']}",
        "subdistricts": "#/places",
        "reports": "#/reports",
        "about": "#/about",
    }


def take(page: Path, folder: Path, *, every: bool) -> None:
    """Write the pictures of `page` into `folder`."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    wanted = addresses(page)
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as starter:
        browser = starter.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, (width, height) in SIZES.items() if every else [("desk", (1200, 750))]:
            for scheme in ("light", "dark") if every else ("light",):
                view = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme).new_page()
                view.goto(page.as_uri())
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
