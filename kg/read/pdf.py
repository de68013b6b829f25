"""PDF: the text layer of each page. ISO 32000-2.

A scan has none, and a file whose fonts do not say which characters their shapes are gives rubbish without an
error: both are told apart by what comes out. If the user asks for it, the text of such pages is recognised.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from typing import Any

from kg.errors import InputError
from kg.read.blocks import plain
from kg.read.letters import common_share
from kg.read.limits import MOST_SCANNED
from kg.read.pages import Row, joined
from kg.read.registry import Content, Options, reader

MEDIA_TYPE = "application/pdf"
MOST_PAGES = 3_000
_RECOGNISE = "Get the document as Word or HTML, or build with --ocr and check what it reads."
_ANOTHER = "Get the document as Word or HTML."
_LEAST_COMMON = 0.6  # share of common characters in Chinese text is above 0.95; in rubbish below 0.4
_ENOUGH = 20  # characters; a page with fewer (a cover) says nothing of its fonts
_BLANK = frozenset({0, 9, 32, 0xA0, 0x3000})
_NOT_TEXT = re.compile("[\ufffe\uffff\u00ad\u0002]")  # where PDFium saw a hyphen at the end of a line


@reader(".pdf", needs=("pypdfium2",))
def read_pdf(data: bytes, name: str, options: Options) -> list[Content]:
    """Return the one report that a PDF holds, with the beginnings of its pages."""
    document = _opened(data, name)
    pages = [_page(document, number) for number in range(len(document))]
    texts = list(map(_squeezed, pages))
    read = _recognised(document, texts, name) if options.ocr else {}
    for number, rows in read.items():
        pages[number - 1], texts[number - 1] = rows, _squeezed(rows)
    blank = [number for number, text in enumerate(texts, 1) if not text]
    rubbish = [number for number, text in enumerate(texts, 1) if number not in read and _is_rubbish(text)]
    if not "".join(texts) and options.ocr:
        raise InputError(name, "a scan in which no text is recognised", _ANOTHER)
    if not "".join(texts):
        raise InputError(name, "a scan without a text layer", _RECOGNISE)
    told = [text for text in texts if len(text) >= _ENOUGH]
    if rubbish and 2 * len(rubbish) >= len(told):
        raise InputError(name, "its fonts do not say which characters they show (no ToUnicode table)", _RECOGNISE)
    text, starts = joined(pages)
    return [Content(text, MEDIA_TYPE, "utf-16", "", starts, _note(rubbish, blank, sorted(read)), tuple(sorted(read)))]


def _squeezed(rows: list[Row]) -> str:
    return "".join("".join(row.text.split()) for row in rows)


def _is_rubbish(text: str) -> bool:
    return len(text) >= _ENOUGH and common_share(text) < _LEAST_COMMON


def _recognised(document: Any, texts: list[str], name: str) -> dict[int, list[Row]]:
    """Return the lines of the pages (from 1) without a text layer that can be read, where a picture shows more."""
    from kg.read.recognise import recognised

    unread = [number for number, text in enumerate(texts, 1) if len(text) < _ENOUGH or _is_rubbish(text)]
    if len(unread) > MOST_SCANNED:
        raise InputError(name, f"has more than {MOST_SCANNED} scanned pages", "Split it into one file per report.")
    found = {number: recognised(document[number - 1]) for number in unread}
    return {
        number: rows
        for number, rows in found.items()
        if rows and (_is_rubbish(texts[number - 1]) or len(_squeezed(rows)) > len(texts[number - 1]))
    }


def _opened(data: bytes, name: str) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise InputError(name, "protected by a password", "Take the password off, or save the text anew.") from error
        raise InputError(name, "the PDF is damaged or cut off", "Get it again.") from error
    if len(document) > MOST_PAGES:
        raise InputError(name, f"has more than {MOST_PAGES} pages", "Split it into one file per report.")
    return document


def _page(document: Any, number: int) -> list[Row]:
    """Return the printed lines of a page; none for a page that cannot be loaded."""
    import pypdfium2

    try:
        page = document[number]
        height, text = page.get_height(), page.get_textpage()
        return [row for start, end in _lines(text) if (row := _row(text, start, end, height))]
    except pypdfium2.PdfiumError:
        return []


def _lines(text: Any) -> Iterator[tuple[int, int]]:
    """Yield the stretches of characters that PDFium sees as lines."""
    from pypdfium2 import raw

    start = 0
    count = text.count_chars()
    for index in range(count):
        if raw.FPDFText_GetUnicode(text, index) in (10, 13):
            yield start, index
            start = index + 1
    yield start, count


def _row(text: Any, start: int, end: int, height: float) -> Row | None:
    from pypdfium2 import raw

    codes = [raw.FPDFText_GetUnicode(text, index) for index in range(start, end)]
    while codes and codes[-1] in _BLANK:
        codes.pop()
    first = next((index for index, code in enumerate(codes) if code not in _BLANK), None)
    if first is None:
        return None
    written = "".join(map(chr, codes[first:])).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    angle = -raw.FPDFText_GetCharAngle(text, start + first)  # PDFium counts clockwise
    left = _along(text.get_charbox(start + first, loose=True), angle)[0]
    right = _along(text.get_charbox(start + len(codes) - 1, loose=True), angle)[1]
    return Row(
        plain(_NOT_TEXT.sub("", written)), left, right, height - _baseline(text, start + first, angle), _size(text, start + first)
    )


def _along(box: tuple[float, float, float, float], angle: float) -> tuple[float, float]:
    """Return where a box begins and ends along a line of this angle (anticlockwise, in radians): pages may lie on their side."""
    left, bottom, right, top = box
    places = [x * math.cos(angle) + y * math.sin(angle) for x in (left, right) for y in (bottom, top)]
    return min(places), max(places)


def _baseline(text: Any, index: int, angle: float) -> float:
    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, index, x, y)
    return float(y.value * math.cos(angle) - x.value * math.sin(angle))


def _size(text: Any, index: int) -> float:
    """Return the size of a character as printed: its font size times the scale of the page's matrix."""
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    scale = math.hypot(matrix.a, matrix.b) if raw.FPDFText_GetMatrix(text, index, matrix) else 1.0
    return max(float(raw.FPDFText_GetFontSize(text, index)) * scale, 1.0)


def _note(rubbish: list[int], blank: list[int], read: list[int]) -> str:
    said = []
    if read:
        said.append(f"text recognised in pictures (OCR), check it, on {_named(read)}")
    if blank:
        said.append(f"no text layer on {_named(blank)}")
    if rubbish:
        said.append(f"characters that cannot be told on {_named(rubbish)}")
    return "; ".join(said)


def _named(pages: list[int]) -> str:
    more = f" and {len(pages) - 10} more" if len(pages) > 10 else ""
    return ("page " if len(pages) == 1 else "pages ") + ", ".join(map(str, pages[:10])) + more
