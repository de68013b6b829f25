"""OFD, the fixed-layout format of Chinese offices (GB/T 33190-2016): text objects of each page, line by line.

An own reader: there is no usable library. Text objects carry their place on the page; those at one height make
a line. Templates (letterheads, page numbers), annotations and seals are left out.
"""

from __future__ import annotations

import math
import posixpath
from typing import Any

from kg.errors import InputError
from kg.read.blocks import local, plain
from kg.read.pages import Row, joined
from kg.read.pieces import Piece, lines
from kg.read.registry import Content, Options, reader
from kg.read.zipped import Zipped

MEDIA_TYPE = "application/ofd"
MOST_PAGES = 2_000


@reader(".ofd", needs=("lxml.etree",))
def read_ofd(data: bytes, name: str, options: Options) -> list[Content]:
    """Return the documents that an OFD file holds; nearly always one."""
    package = Zipped(data, name)
    members = {member.lower(): member for member in package.names}
    roots = [one.text or "" for one in package.xml(_member("OFD.xml", "", members, name)).iter() if local(one) == "DocRoot"]
    contents = []
    for number, root in enumerate(roots, 1):
        document = _member(root, "", members, name)
        pages = _pages(package, document, members, name)
        part = str(number) if len(roots) > 1 else ""
        text, starts = joined(pages)
        contents.append(Content(text, MEDIA_TYPE, "utf-8", part, starts))
    if not any(content.text.strip() for content in contents):
        raise InputError(
            name, "holds no text (a scan, or text drawn as pictures)", "Run text recognition on it and save the text."
        )
    return contents


def _pages(package: Zipped, document: str, members: dict[str, str], name: str) -> list[list[Row]]:
    places = [one.get("BaseLoc") or "" for one in package.xml(document).iter() if local(one) == "Page"]
    if len(places) > MOST_PAGES:
        raise InputError(name, f"has more than {MOST_PAGES} pages", "Split it into one file per report.")
    folder = posixpath.dirname(document)
    pages = []
    for place in places:
        pieces: list[Piece] = []
        for element in package.xml(_member(place, folder, members, name)).iter():
            if local(element) == "TextObject":
                pieces += _pieces(element)
        pages.append(lines(pieces))
    return pages


def _member(path: str, folder: str, members: dict[str, str], name: str) -> str:
    """Return the member that a path of the package means; paths begin at the root or at the file that names them."""
    wanted = path if path.startswith("/") else posixpath.join(folder, path)
    found = members.get(posixpath.normpath(wanted).lstrip("/").lower())
    if found is None:
        raise InputError(name, f"the file is damaged (no part {path[:60]!r})", "Get or save it again.")
    return found


def _pieces(element: Any) -> list[Piece]:
    left, top = [*_floats(element.get("Boundary")), 0.0, 0.0][:2]
    size = (_floats(element.get("Size")) or [3.5])[0]
    matrix = _floats(element.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    found = []
    for code in element:
        text = plain(code.text or "") if local(code) == "TextCode" else ""
        if text.strip():
            x, y = (_floats(code.get("X")) or [0.0])[0], (_floats(code.get("Y")) or [0.0])[0]
            steps = _steps(code.get("DeltaX"))
            width = sum(steps[: len(text)]) or size * (len(text) - 1)
            blanks = len(text) - len(text.lstrip())
            x, width, text = x + sum(steps[:blanks]), width - sum(steps[:blanks]), text.strip()
            start, end = left + a * x + c * y + e, left + a * (x + width) + c * y + e
            found.append(Piece(top + b * x + d * y + f, start, end + size * abs(a), size * abs(d), text))
    return found


def _steps(text: str | None) -> list[float]:
    """Return the distances between characters; `g 5 3.2` is written for five times 3.2."""
    steps: list[float] = []
    words = (text or "").split()[:20_000]
    while words:
        word = words.pop(0)
        if word == "g" and len(words) >= 2:
            count, step = words.pop(0), words.pop(0)
            steps += _floats(step) * min(10_000, int(count) if count.isdecimal() else 1)
        else:
            steps += _floats(word)
        if len(steps) > 20_000:
            break
    return steps


def _floats(text: str | None) -> list[float]:
    """Return the numbers of an attribute, none if one of them is no number (`nan` is none: it is neither left nor right)."""
    try:
        found = [min(max(float(word), -1e6), 1e6) for word in (text or "").split()[:20_000]]
    except ValueError:
        return []
    return [] if any(map(math.isnan, found)) else found
