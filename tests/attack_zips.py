"""ZIP files whose directory lies about where members are and how large."""

from __future__ import annotations

import struct
import zlib


def overlapping(content: bytes, members: int) -> bytes:
    """Return an archive of many members that are all the same bytes of the file (Fifield's bomb, in its plainest form)."""
    packed = zlib.compress(content, 9)[2:-4]
    return _archive(content, packed, [(f"{number}.txt".encode(), len(content), b"") for number in range(members)])


def in_zip64(content: bytes, claimed: int) -> bytes:
    """Return an archive with a member that claims its unpacked size in a ZIP64 field."""
    packed = zlib.compress(content, 9)[2:-4]
    field = struct.pack("<HHQ", 1, 8, claimed)
    return _archive(content, packed, [(b"a.txt", 0xFFFFFFFF, field)])


def _archive(content: bytes, packed: bytes, members: list[tuple[bytes, int, bytes]]) -> bytes:
    """Return an archive whose members (name, size, extra field) all begin at the first byte."""
    crc = zlib.crc32(content)
    first, size, extra = members[0]
    data = struct.pack("<4s5H3I2H", b"PK\3\4", 45, 0, 8, 0, 33, crc, len(packed), size, len(first), len(extra))
    data += first + extra + packed
    directory = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\1\2", 45, 45, 0, 8, 0, 33, crc, len(packed), size, len(name), len(extra), 0, 0, 0, 0, 0)
        + name
        + extra
        for name, size, extra in members
    )
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(members), len(members), len(directory), len(data), 0)
    return data + directory + end
