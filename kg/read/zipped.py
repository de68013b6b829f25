"""ZIP files within a budget: archives, and the formats that are ZIP files of XML (docx, odt, ofd, xlsx).

A file of one megabyte can claim to unpack to gigabytes, and can lie about it. So the directory is looked at
before anything is unpacked, and what is unpacked is counted. Nothing is ever written to disk.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.errors import InputError

if TYPE_CHECKING:
    from lxml import etree

MOST_MEMBERS = 5_000
LARGEST_TOTAL = 300_000_000  # bytes, unpacked
LARGEST_MEMBER = 60_000_000
MOST_RATIO = 200  # text packs to a tenth, a bomb to a thousandth
_SMALL = 1_000_000  # members below this size may have any ratio
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
# What the zip module raises on damaged files; each was met in fuzzing.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
    KeyError,
    OverflowError,
    AttributeError,
    MemoryError,
)


class Zipped:
    """A ZIP file whose members are read within the budget; every fault is an InputError with `name`."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open the ZIP file that `data` holds; raises InputError if it is damaged, encrypted or a bomb."""
        self._name = name
        self._left = LARGEST_TOTAL
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
            self.members = self._file.infolist()
        except (*_DAMAGED, UnicodeError, struct.error) as error:
            raise self._damaged() from error
        self._check()

    @property
    def names(self) -> list[str]:
        """The names of the members as they are written in the directory, in its order."""
        return [member.filename for member in self.members]

    def read(self, member: zipfile.ZipInfo | str) -> bytes:
        """Return the bytes of a member; raises InputError if it is absent, damaged, or larger than the budget."""
        try:
            with self._file.open(member) as stream:
                data = stream.read(min(LARGEST_MEMBER, self._left) + 1)
        except (*_DAMAGED, UnicodeError, struct.error) as error:
            raise self._damaged() from error
        self._left -= len(data)
        if len(data) > LARGEST_MEMBER or self._left < 0:
            raise self._bomb()
        return data

    def xml(self, member: str) -> etree._Element:
        """Return the root of an XML member; raises InputError for XML with a document type, too deep or damaged."""
        return parse_xml(self.read(member), self._name)

    def _check(self) -> None:
        if len(self.members) > MOST_MEMBERS:
            raise InputError(self._name, f"holds more than {MOST_MEMBERS} files", "Unpack it and build the folder.")
        if any(member.flag_bits & _ENCRYPTED for member in self.members):
            raise InputError(self._name, "protected by a password", "Take the password off, or save the text anew.")
        if sum(member.file_size for member in self.members) > LARGEST_TOTAL or any(map(_swells, self.members)):
            raise self._bomb()
        places = sorted((member.header_offset, member.compress_size) for member in self.members)
        if any(start + packed > following for (start, packed), (following, _) in pairwise(places)):
            raise InputError(
                self._name, "its members overlap (a ZIP bomb)", "Do not open it; get the report from its publisher again."
            )

    def _damaged(self) -> InputError:
        return InputError(self._name, "the file is damaged (broken ZIP structure)", "Get or save it again.")

    def _bomb(self) -> InputError:
        reason = f"unpacks to more than {LARGEST_TOTAL // 1_000_000} MB, or a thousandfold (a ZIP bomb)"
        return InputError(self._name, reason, "Do not open it; get the report from its publisher again.")


def member_name(member: zipfile.ZipInfo) -> str:
    """Return the name of a member; Chinese Windows writes names in GBK without saying so, macOS in UTF-8."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def parse_xml(data: bytes, name: str) -> Any:
    """Return the root element of an XML document; raises InputError if it is damaged or has a document type.

    Office formats never have a document type; it is how entity bombs and reads of local files come in.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = str(error)
        if "Excessive depth" in message or "xmlParserMaxDepth" in message:
            raise InputError(name, "its elements nest too deep", "Save the document again in its program.") from error
        if "ntity" in message or "DOCTYPE" in message:
            raise _document_type(name) from error
        raise InputError(name, "the file is damaged (broken XML)", "Get or save it again.") from error
    if root.getroottree().docinfo.doctype:
        raise _document_type(name)
    return root


def _document_type(name: str) -> InputError:
    return InputError(
        name, "holds a document type declaration (DTD), which may be an attack", "Save the document again in its program."
    )


def _swells(member: zipfile.ZipInfo) -> bool:
    return member.file_size > _SMALL and member.file_size > MOST_RATIO * max(1, member.compress_size)
