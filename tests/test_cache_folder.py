"""The folder of kept entries: whole or absent, bounded, harmless."""

from __future__ import annotations

import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.cache.folder import Folder, default_folder
from kg.errors import CacheError

KEY, OTHER = "a" * 64, "b" * 64


def only_file(folder: Folder) -> Path:
    (path,) = folder.path.iterdir()
    return path


def test_what_was_written_is_read(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "deep" / "cache")
    folder.write(KEY, "街道".encode() * 1000)
    assert Folder(folder.path).read(KEY) == "街道".encode() * 1000
    assert folder.read(OTHER) is None
    assert only_file(folder).stat().st_size < 1000


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are others there")
def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "cache")
    folder.write(KEY, b"x")
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert stat.S_IMODE(only_file(folder).stat().st_mode) == 0o600
    assert folder.is_private()
    folder.path.chmod(0o777)
    assert not folder.is_private()


@pytest.mark.parametrize("position", [0, 20, 32, 40, -1])
def test_one_changed_byte_makes_an_entry_absent(tmp_path: Path, position: int) -> None:
    folder = Folder(tmp_path)
    folder.write(KEY, bytes(range(256)))
    data = bytearray(only_file(folder).read_bytes())
    data[position] ^= 1
    only_file(folder).write_bytes(data)
    assert folder.read(KEY) is None


@pytest.mark.parametrize("size", [0, 10, 32, 50])
def test_a_cut_entry_is_absent_and_can_be_written_anew(tmp_path: Path, size: int) -> None:
    folder = Folder(tmp_path)
    folder.write(KEY, bytes(range(256)))
    only_file(folder).write_bytes(only_file(folder).read_bytes()[:size])
    assert folder.read(KEY) is None
    folder.write(KEY, b"new")
    assert folder.read(KEY) == b"new"


def test_an_entry_under_the_name_of_another_is_absent(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(KEY, b"x")
    only_file(folder).rename(tmp_path / f"{OTHER}.entry")
    assert folder.read(OTHER) is None


def test_the_entries_used_longest_ago_go_first_and_foreign_files_stay(tmp_path: Path) -> None:
    folder = Folder(tmp_path, limit=5000)
    (tmp_path / "notes.txt").write_bytes(b"0" * 9000)
    keys = [f"{number:064x}" for number in range(8)]
    for number, key in enumerate(keys):
        folder.write(key, os.urandom(1000))
        os.utime(tmp_path / f"{key}.entry", (1000 + number, 1000 + number))
    assert folder.read(keys[0]) is not None  # now it was used last
    folder.tidy()
    assert [key for key in keys if folder.read(key) is not None] == [keys[0], *keys[-3:]]
    assert (tmp_path / "notes.txt").exists()


def test_what_a_killed_build_left_is_removed_later(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    left, running = tmp_path / f"{KEY}.partabc_9", tmp_path / f"{OTHER}.partxyz"
    for path in (left, running):
        path.write_bytes(b"half")
    os.utime(left, (1000, 1000))
    folder.write(KEY, b"x")
    folder.tidy()
    assert not left.exists()
    assert running.exists()


def test_writers_side_by_side_leave_a_whole_entry(tmp_path: Path) -> None:
    contents = [bytes([number]) * 50_000 for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: [Folder(tmp_path).write(KEY, content) for _ in range(10)], contents))
    assert Folder(tmp_path).read(KEY) in contents
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_vanishes_stops_nothing(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "cache")
    folder.path.rmdir()
    folder.write(KEY, b"x")
    assert folder.read(KEY) is None
    folder.tidy()


def test_a_folder_that_cannot_be_made_is_named_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CacheError, match="--no-cache"):
        Folder(tmp_path / "file" / "cache")


def test_the_default_folder_follows_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert default_folder({}, "linux") == tmp_path / ".cache" / "jiedao-kg"
    assert default_folder({"XDG_CACHE_HOME": "relative"}, "linux") == tmp_path / ".cache" / "jiedao-kg"
    for variable, platform in (("XDG_CACHE_HOME", "linux"), ("LOCALAPPDATA", "win32")):
        assert default_folder({variable: str(tmp_path / "c")}, platform) == tmp_path / "c" / "jiedao-kg"
