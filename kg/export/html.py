"""The interactive page: one HTML file that holds everything it shows and never asks the network for anything.

Text of reports is data in it: JSON with every character escaped that could end a script, put on the page
by text nodes alone. A content security policy with the hashes of the page's own scripts and style makes
the browser refuse anything else.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import tomllib
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg import terms
from kg.export import pyvis_network
from kg.export.page_data import PageData
from kg.export.words import TEMPLATES, words
from kg.model import Graph, Implementation, Ledger

TITLE = "街道工作报告：共享举措图谱"
NAME = "index.html"
PACK_ABOVE = 3_000_000  # characters of data and texts; above, both are compressed in the page
_STATIC_ROWS = 60
_SCRIPTS = (
    "dom", "data", "state", "evidence", "filters", "labels", "network", "network_table", "columns", "grid", "choices",
    "sharing", "matrix", "pairs", "combinations", "timeline", "plans", "facts", "profiles", "lists", "metrics", "multiples", "reader", "leftovers", "about", "pinyin", "search", "exports",
    "pictures", "turtle", "main",
)  # fmt: skip
_ESCAPES = [(char, f"\\u{ord(char):04x}") for char in "<>&\u2028\u2029"]


def write_page(
    graph: Graph,
    folder: Path,
    *,
    title: str = TITLE,
    ledger: Ledger | None = None,
    version: str = "",
    base_iri: str = terms.DEFAULT_BASE,
) -> list[Path]:
    """Write the page of `graph` into `folder` and return the files written.

    `ledger` adds the input files that gave no report to the page's account of itself; `base_iri` begins the IRIs
    of the Turtle that the page exports. The same arguments give the same bytes.
    """
    path = folder / NAME
    text = page(graph, title=title, ledger=ledger, version=version, base_iri=base_iri)
    path.write_text(text, encoding="utf-8", newline="\n")
    return [path]


def page(
    graph: Graph,
    *,
    title: str = TITLE,
    ledger: Ledger | None = None,
    version: str = "",
    base_iri: str = terms.DEFAULT_BASE,
) -> str:
    """Return the whole page of `graph`."""
    data = PageData(graph, ledger=ledger, base_iri=base_iri)
    values = data.values | {"network": pyvis_network.draw(data), "version": version}
    texts, body, packed = _packed(data.texts, values)
    style = _style()
    vis, app = pyvis_network.vis_script(), _script()
    fields = {
        "title": html.escape(title),
        "version": html.escape(version),
        "policy": html.escape(policy([vis, app], style)),
        "style": style,
        "static": _static(data, words()),
        "words": as_json(words()),
        "data": body,
        "packed": ' data-packed="deflate"' if packed else "",
        "texts": texts,
        "vis": vis,
        "app": app,
    }
    # one pass: what a report says is never looked at again for placeholders
    return re.sub(r"\{\{([a-z]{1,12})\}\}", lambda match: fields[match[1]], _template("page.html"))


def as_json(value: Any) -> str:
    """Return JSON that is safe inside a script element: no `<`, `>`, `&` nor line separators; lone surrogates replaced."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    text = text.encode("utf-8", "replace").decode()
    for char, escape in _ESCAPES:
        text = text.replace(char, escape)  # five times this is faster than once str.translate
    return text


def policy(scripts: Iterable[str], style: str) -> str:
    """Return the content security policy: the given scripts and style may run, nothing may be fetched."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data: blob:; "
        "connect-src 'none'; font-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _packed(texts: list[str], values: dict[str, Any]) -> tuple[str, str, bool]:
    """Return texts and data as JSON, compressed where they are too large to be read in passing."""
    body = as_json(values)
    if len(body) + sum(map(len, texts)) <= PACK_ABOVE:
        return as_json(texts), body, False
    return as_json([_deflated(text) for text in texts]), as_json(_deflated(body)), True


def _deflated(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode("utf-8", "replace"), 9)).decode()


def _template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _script() -> str:
    return '"use strict";\n' + "\n".join(_template(f"js/{name}.js") for name in _SCRIPTS)


def _style() -> str:
    """Return the style with the colours of the classes as variables, for light and for dark pages."""
    colours: dict[str, list[str]] = tomllib.loads(_template("colours.toml"))
    light = "".join(f"--c-{name}:{pair[0]};" for name, pair in colours.items())
    dark = "".join(f"--c-{name}:{pair[1]};" for name, pair in colours.items())
    return _template("style.css").replace("/*light*/", light).replace("/*dark*/", dark)


def _static(data: PageData, said: dict[str, list[str]]) -> str:
    """Return what is shown without JavaScript: the shared initiatives with their places and a sentence each."""
    hidden = {item.id for item in data.graph.initiatives if item.boilerplate}
    labels = {item.id: item.label for item in data.graph.initiatives}
    groups = {key: group for key, group in data.places_by_initiative.items() if key in labels and key not in hidden}
    ranked = sorted(groups, key=lambda key: (-len(groups[key]), labels[key], key))[:_STATIC_ROWS]
    quoted = _first_sentences(data, set(ranked))
    heads = "".join(
        f'<th scope="col">{html.escape(said[key][0])}</th>' for key in ("initiative", "placeCount", "place", "staticSentence")
    )
    rows = "".join(
        f'<tr><th scope="row">{html.escape(labels[key])}</th><td>{len(groups[key])}</td>'
        f"<td>{html.escape('、'.join(data.place_labels[place] for place in groups[key][:12]))}</td>"
        f"<td>{html.escape(quoted.get(key, ''))}</td></tr>"
        for key in ranked
    )
    intro = "".join(f"<p>{html.escape(text)}</p>" for text in said["staticIntro"])
    return (
        f'<section class="page">{intro}<table class="rows"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></section>'
    )


def _first_sentences(data: PageData, wanted: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for statement in data.graph.statements:
        if isinstance(statement, Implementation) and statement.initiative in wanted and statement.initiative not in found:
            passage = statement.evidence[0].passage
            found[statement.initiative] = passage.of(data.texts[data.index["report"][statement.report]])[:160]
    return found
