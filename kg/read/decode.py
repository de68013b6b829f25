"""Bytes -> text: one rule for all text formats, because no single detector gets Chinese files right.

A byte order mark, else UTF-32 or UTF-16 by its pattern, else strict UTF-8, else GB18030 or Big5 when what comes
out is common Chinese, else line by line with a count of what was repaired. What a page says of its own
encoding is not believed.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice
from typing import NamedTuple

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_HAN = re.compile("[\u3400-\u9fff]")
_SAMPLE = 20_000
_MOST_HAN = 5_000
_FEW = 0.005  # share of broken characters
_COMMON = 0.85  # share of level-one characters in Chinese text; mojibake has about half


class Decoded(NamedTuple):
    """Decoded text, the name of its encoding, and how many characters could not be decoded (U+FFFD)."""

    text: str
    encoding: str
    repaired: int = 0

    @property
    def label(self) -> str:
        """The encoding as the ledger shows it: `gb18030`, `utf-8 (1 repaired)`."""
        return f"{self.encoding} ({self.repaired} repaired)" if self.repaired else self.encoding


def decode(data: bytes) -> Decoded:
    """Return the text of `data`; never raises. Line ends stay, a byte order mark goes."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _finished(data[len(mark) :].decode(encoding, "replace"), encoding)
    wide = _widest(data) or _wide(data)
    if wide:
        return _finished(data.decode(wide, "replace"), wide)
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        text = _strict(data, encoding)
        if text is not None and (encoding == "utf-8" or _is_common(text, encoding)):
            return _finished(text, encoding)
    text = data.decode("big5hkscs", "replace")  # a broken file; one in UTF-8 or GB 18030 is mended line by line
    if text.count("\ufffd") <= max(1, _FEW * len(text)) and _is_common(text, "big5hkscs"):
        return _finished(text, "big5hkscs")
    return _line_by_line(data)


def _finished(text: str, encoding: str) -> Decoded:
    text = _SURROGATES.sub("\ufffd", text)
    return Decoded(text, encoding, text.count("\ufffd"))


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _widest(data: bytes) -> str | None:
    """Tell UTF-32 without a mark: of four bytes one is always 0 and its neighbour at most 16, so nothing else decodes."""
    sample = data[: min(len(data), _SAMPLE) // 4 * 4]
    return next((encoding for encoding in ("utf-32-le", "utf-32-be") if "\0" not in (_strict(sample, encoding) or "\0")), None)


def _wide(data: bytes) -> str | None:
    """Tell UTF-16 without a mark: NUL bytes of line ends and digits, or high bytes of Han, on one side only."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    if len(sample) < 4 or (b"\0" not in sample and _strict(data[:_SAMPLE].rsplit(b"\n", 1)[0], "utf-8") is not None):
        return None
    best: tuple[float, str] = (0.0, "")
    letters = b"\0" in sample  # of a page; without NUL bytes, two letters of another encoding would look like one
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) - len(sample) % 2].decode(encoding, "replace")
        plain = sum(
            character in "\r\n ,.:;%"
            or character.isdigit()
            or (letters and character.isascii() and character.isprintable())
            or bool(_HAN.match(character))
            or "\u3000" <= character <= "\u303f"
            for character in text
        )
        han = _HAN.findall(text)
        share = plain / max(1, len(text))
        if share > 0.8 and _level_one(han, "gb2312") >= 0.6 * len(han):
            best = max(best, (share, encoding))
    return best[1] or None


def _is_common(text: str, encoding: str) -> bool:
    han = [match[0] for match in islice(_HAN.finditer(text), _MOST_HAN)]  # a page may begin with long scripts
    if not han:
        return encoding == "gb18030" and text.isascii()
    return _level_one(han, encoding) >= _COMMON * len(han)


def _level_one(han: list[str], encoding: str) -> int:
    """Count the characters of the first level of GB 2312 or Big5: the common ones."""
    charset, first, last = ("big5", 0xA4, 0xC6) if encoding == "big5hkscs" else ("gb2312", 0xB0, 0xD7)
    return sum(first <= code[0] <= last for code in (character.encode(charset, "ignore") or b"\0" for character in han))


def _line_by_line(data: bytes) -> Decoded:
    """Decode each line by what fits it; a line that fits nothing by what loses least."""
    pieces: list[str] = []
    repaired = 0
    votes = {"utf-8": 0, "gb18030": 0}
    for line in data.splitlines(keepends=True):
        options = [(encoding, line.decode(encoding, "replace")) for encoding in votes]
        costs = [(_cost(text, encoding), index) for index, (encoding, text) in enumerate(options)]
        _, chosen = min(costs)
        encoding, text = options[chosen]
        votes[encoding] += len(_HAN.findall(text))
        repaired += text.count("\ufffd")
        pieces.append(text)
    winner = max(votes, key=lambda encoding: votes[encoding])
    label = "mixed" if min(votes.values()) * 20 > sum(votes.values()) else winner
    return Decoded(_SURROGATES.sub("\ufffd", "".join(pieces)), label, repaired)


def _cost(text: str, encoding: str) -> float:
    """Broken characters cost most, rare ones next."""
    han = _HAN.findall(text)
    rare = len(han) - _level_one(han, encoding)
    return 5 * text.count("\ufffd") + rare
