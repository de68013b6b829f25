"""Old Word documents (doc) and those of WPS: the text by way of the piece table. [MS-DOC], sections 2.4.1 and 2.5.

An own reader: the programs at hand garble Chinese or are not maintained. Text that was deleted under review is
not told from the rest (its marks stand in formatting that is not read); headers, footers and comments are left out.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

from kg.errors import InputError
from kg.read.blocks import Lines
from kg.read.registry import Content, Options, reader

MEDIA_TYPE = "application/msword"
_WORD_97 = 0xA5EC
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_LENGTHS = 0x4C  # FibRgLw97: characters of main text, footnotes, headers, macros, comments, endnotes, text boxes
_KEPT = (True, True, False, False, False, True, True)
_CLX = 0x1A2
_COMPRESSED = 0x40000000
_MOST_PIECES = 200_000
_FIELD = re.compile("\x13[^\x13\x14\x15]{0,4000}\x14|\x13[^\x13\x14\x15]{0,4000}\x15|\x15")
_MARKS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x0d": "\n", "\x1e": "-", "\x1f": "", "\x13": "", "\x14": ""})


@reader(".doc", ".wps", ".dot", ".wpt", needs=("olefile",))
def read_doc(data: bytes, name: str, options: Options) -> list[Content]:
    """Return the one report that an old Word document holds."""
    document, table = _streams(data, name)
    try:
        text = "".join(_kept(document, "".join(_pieces(document, table))))
    except (struct.error, IndexError, ValueError) as error:
        raise _damaged(name) from error
    text = _FIELD.sub("", text).replace("\x07\x07", "\n").replace("\x07", "\t").translate(_MARKS)
    lines = Lines()
    lines.add(text)
    return [Content(lines.text(), MEDIA_TYPE, "utf-16")]


def _streams(data: bytes, name: str) -> tuple[bytes, bytes]:
    """Return the text stream and the table stream of a document."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            document = ole.openstream("WordDocument").read()
            if len(document) < _CLX + 8 or struct.unpack_from("<H", document)[0] != _WORD_97:
                raise InputError(name, "written by a Word older than Word 97", "Save it as .docx.")
            flags = struct.unpack_from("<H", document, 0x0A)[0]
            if flags & _ENCRYPTED:
                raise InputError(name, "protected by a password", "Take the password off, or save the text anew.")
            return document, ole.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read()
    except InputError:
        raise
    except Exception as error:  # the library raises what it trips over
        raise _damaged(name) from error


def _pieces(document: bytes, table: bytes) -> Iterator[str]:
    start, length = struct.unpack_from("<II", document, _CLX)
    clx = table[start : start + length]
    position = 0
    while clx[position] == 1:  # formatting that precedes the pieces
        position += 3 + struct.unpack_from("<H", clx, position + 1)[0]
    size = struct.unpack_from("<I", clx, position + 1)[0]
    plc = clx[position + 5 : position + 5 + size]
    count = (len(plc) - 4) // 12
    if clx[position] != 2 or not 0 < count <= _MOST_PIECES:
        raise ValueError("no piece table")
    ends = struct.unpack_from(f"<{count + 1}I", plc)
    budget = 2 * len(document)
    for number in range(count):
        place = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
        characters = ends[number + 1] - ends[number]
        budget -= max(characters, 0)
        if characters < 0 or budget < 0:
            raise ValueError("pieces overlap")
        if place & _COMPRESSED:
            first = (place & ~_COMPRESSED) // 2
            yield document[first : first + characters].decode("cp1252", "replace")
        else:
            yield _wide(document[place : place + 2 * characters])


def _wide(data: bytes) -> str:
    """Return UTF-16 with one character for each of its units, so that lengths in the file stay right."""
    return "".join(map(chr, struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])))


def _kept(document: bytes, text: str) -> Iterator[str]:
    position = 0
    for length, kept in zip(struct.unpack_from("<7I", document, _LENGTHS), _KEPT, strict=True):
        if kept:
            piece = text[position : position + length]
            yield piece.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        position += length


def _damaged(name: str) -> InputError:
    return InputError(name, "the Word document is damaged", "Open it in Word or WPS and save it as .docx.")
