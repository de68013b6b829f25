"""The text of scanned pages: recognised in their pictures (OCR) by the models that come with RapidOCR, offline.

What is recognised may be wrong in any character, figures included; so everything that comes from here is marked, in
the ledger, the graph and the page. Needs the extra `ocr`.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import MissingExtraError
from kg.read.blocks import plain
from kg.read.limits import begin_page
from kg.read.pages import Row, width
from kg.read.pieces import Piece, lines

NEEDS = ("rapidocr", "onnxruntime")
_DOTS = 200 / 72  # for each point of a page: 200 to the inch
_LONGEST = 4_000  # dots on the longer side
_MODELS = {"Det": "*det*.onnx", "Rec": "*rec*.onnx", "Cls": "*cls*.onnx"}
_SHORT = 4  # characters; a shorter piece says less of its size by its width than by its height
_LETTER = 0.8  # of the height of a box is the character in it

Box = tuple[str, float, float, float, float]  # text, left, top, right, bottom, in dots
Recogniser = Callable[[Any], list[Box]]  # a picture (height x width x 3 bytes: blue, green, red) -> what stands in it


def check() -> None:
    """Raise MissingExtraError if the recogniser is not installed."""
    if not all(importlib.util.find_spec(name) for name in NEEDS):
        raise MissingExtraError("--ocr", "ocr")


def recognised(page: Any) -> list[Row]:
    """Return the printed lines of a page of pypdfium2, read in its picture; lengths are in points, as in its text layer."""
    begin_page()
    dots = min(_DOTS, _LONGEST / max(page.get_width(), page.get_height(), 1.0))
    picture = page.render(scale=dots).to_numpy()
    return lines(_piece(box, dots) for box in recogniser()(picture) if plain(box[0]).strip())


def _piece(box: Box, dots: float) -> Piece:
    text = plain(box[0]).strip()
    left, top, right, bottom = (length / dots for length in box[1:])
    high = _LETTER * (bottom - top)
    size = min(high, (right - left) / width(text)) if len(text) >= _SHORT else high
    return Piece(bottom, left, right, size, text)


@cache
def recogniser() -> Recogniser:
    """Return the function that reads a picture. One thread, so that the same picture gives the same text."""
    import rapidocr

    folder = Path(rapidocr.__file__).parent / "models"
    params: dict[str, Any] = {
        "Global.log_level": "critical",
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Det.use_dilation": False,  # it runs lines of one and a half spacing into one another, and these are lost
    }
    for part, pattern in _MODELS.items():  # named, because it would look for a missing one in the network
        params[f"{part}.model_path"] = str(sorted(folder.glob(pattern))[0])
    engine: Any = rapidocr.RapidOCR(params=params)

    def read(picture: Any) -> list[Box]:
        found = engine(picture)
        if found.txts is None or found.boxes is None:
            return []
        return [
            (text, *map(float, box.min(axis=0)), *map(float, box.max(axis=0)))
            for text, box in zip(found.txts, found.boxes, strict=True)
        ]

    return read
