"""ZIP archives: what they hold, to be read file by file. Nothing is unpacked to disk."""

from __future__ import annotations

import stat
import zipfile
from pathlib import PurePosixPath

from kg.read.inputs import HIDDEN_FILE, LOCK, LOCK_FILE, why_not_read
from kg.read.registry import Member
from kg.read.zipped import Zipped, member_name

_SYSTEM = ("__MACOSX/",)
_LINK_REMEDY = "Put the file itself into the archive."


def members(data: bytes, name: str) -> list[Member]:
    """Return the files in an archive in the order of its directory; raises InputError if it is damaged or a bomb.

    Folders and hidden files are left out; what is not to be read carries its reason.
    """
    archive = Zipped(data, name)
    found = []
    for index, member in enumerate(archive.members):
        path = member_name(member).replace("\\", "/")
        if path.endswith("/") or path.startswith(_SYSTEM):  # is_dir() of the library fails on an empty name
            continue
        reason, remedy = _why_not(member, path)
        found.append(Member(path, index, reason, remedy))
    return found


def member_bytes(data: bytes, name: str, index: int) -> bytes:
    """Return the bytes of the member at `index`; raises InputError if it cannot be unpacked within the budget."""
    archive = Zipped(data, name)
    return archive.read(archive.members[index])


def _why_not(member: zipfile.ZipInfo, path: str) -> tuple[str, str]:
    parts = PurePosixPath(path).parts
    if path.startswith("/") or ".." in parts or path[1:2] == ":":
        return "its name leads out of the archive", "Pack the files again with plain names."
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a link in an archive", _LINK_REMEDY
    if parts and parts[-1].startswith(LOCK):
        return LOCK_FILE
    if not parts or any(part.startswith(".") for part in parts):
        return HIDDEN_FILE
    return why_not_read(parts[-1])
