"""HTML pages: the lines of the page that belong to the report, in the order of the page.

trafilatura says which lines are main text. No line is left out on its word alone: what it misses is
kept when it carries a number outside a list of links, and when it finds little or nothing (deep
nesting, unusual class names) everything outside links is kept. The index head comes from the full page.
"""

from __future__ import annotations

import re

from kg.lexicon import cached, column
from kg.read.decode import decode
from kg.read.page import PageLine, page_lines, page_meta
from kg.read.registry import Content, Options, reader

_HAN = re.compile("[\u3400-\u9fff]")
_SKIP = re.compile(r"[\s\u00a0\u3000|]+")
_LITTLE = 0.4
_MOST_TAGS, _MOST_BLOCKS = 30_000, 3_000  # 20,000 paragraphs take trafilatura ten seconds
_BLOCK = re.compile(r"<(?:p|div|br|tr|li)\b", re.IGNORECASE)
_DIGIT = re.compile("[0-9０-９]")
_SENTENCE = re.compile("[。；，、;,]")
_SITE_NAME = re.compile(r"[-_|—－]{1,3}[^-_|—－]{2,30}$")


@reader(".html", ".htm", ".xhtml", ".shtml", needs=("trafilatura", "selectolax.lexbor"))
def read_html(data: bytes, name: str, options: Options) -> list[Content]:
    """Return the one report that a page holds."""
    decoded = decode(data)
    return [Content(page_text(decoded.text), "text/html", decoded.label)]


def page_text(html: str) -> str:
    """Return title, index head and main text of a page, one line each block."""
    lines = page_lines(html)
    main = _squeezed(_main_text(html))
    outside = [line for line in lines if not line.linked]
    han = sum(len(_HAN.findall(line.text)) for line in outside)
    everything = len(_HAN.findall(main)) < _LITTLE * han
    kept = [line.text for line in lines if _belongs(line, main, everything=everything)]
    return "\n".join([*_added(html, kept), *kept])


def _main_text(html: str) -> str:
    """Return trafilatura's main text; nothing for a page so large that it would take minutes."""
    if html.count("<") > _MOST_TAGS or len(_BLOCK.findall(html)) > _MOST_BLOCKS:
        return ""
    import trafilatura

    try:
        text = trafilatura.extract(html, output_format="txt", include_comments=False, include_tables=True, include_links=False)
    except Exception:  # noqa: BLE001 - whatever the library trips over, the page's own lines are the fallback
        return ""
    return text or ""


def _squeezed(text: str) -> str:
    return _SKIP.sub("", text)


def _belongs(line: PageLine, main: str, *, everything: bool) -> bool:
    """Tell whether a line of the page is part of the report."""
    text = _squeezed(line.text)
    if not text:
        return False
    if text in main:
        return not line.linked or len(text) > 12
    if line.linked:
        return False
    if everything or _labels().match(text):
        return True
    return _DIGIT.search(text) is not None and (_SENTENCE.search(text) is not None or len(text) > 20)


def _added(html: str, kept: list[str]) -> list[str]:
    """Return the lines that only the page's metadata gives: title, publication date, source."""
    meta = page_meta(html)
    top = _squeezed("".join(kept[:40]))
    added = []
    title = meta.get("title") or _SITE_NAME.sub("", meta.get("page", ""))
    if title and _HAN.search(title) and _squeezed(title) not in top:
        added.append(title)
    for field, label in (("published", "发布时间"), ("source", "信息来源")):
        value = meta.get(field)
        if value and _squeezed(value)[:10] not in top and label not in top:
            added.append(f"{label}:{value}")
    return added


@cached
def _labels() -> re.Pattern[str]:
    names = sorted(column("head_fields", "label"), key=lambda label: (-len(label), label))
    return re.compile(r"\W{0,3}(?:" + "|".join(re.escape(name) for name in names) + ")")
