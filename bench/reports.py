"""Small made-up reports, as many as wanted, for builds larger than any collection at hand.

python bench/reports.py FOLDER NUMBER

Each is of a sub-district of the gazetteer and a year, of some 60 characters: an initiative that few or many name, numbers.
A thousand to a folder. The same number gives the same reports.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from kg.link import gazetteer

_HEADS = (
    "红色",
    "幸福",
    "平安",
    "阳光",
    "邻里",
    "智慧",
    "美丽",
    "乐活",
    "暖心",
    "先锋",
    "家门口",
    "百姓",
    "同心",
    "青春",
    "银龄",
    "文明",
)
_TAILS = (
    "管家",
    "驿站",
    "联盟",
    "行动",
    "工程",
    "平台",
    "议事厅",
    "服务站",
    "小屋",
    "课堂",
    "集市",
    "先锋队",
    "会客厅",
    "工作室",
    "热线",
    "食堂",
)
_WORKS = (
    "拆除违法建筑",
    "改造老旧小区",
    "新建口袋公园",
    "调解矛盾纠纷",
    "走访困难群众",
    "举办文化活动",
    "新增停车位",
    "检查企业",
)
_UNITS = ("处", "个", "座", "起", "户", "场", "个", "家")


def write(folder: Path, number: int) -> int:
    """Write the reports and return the bytes of their text."""
    chance = random.Random(1)  # noqa: S311 - the same reports on every run
    places = list(streets())
    size = 0
    for count in range(number):
        place = folder / f"{count // 1000:04d}"
        if count % 1000 == 0:
            place.mkdir(parents=True, exist_ok=True)
        content = _report(places[count % len(places)], 2010 + count // len(places) % 15, chance).encode()
        (place / f"{count:07d}.txt").write_bytes(content)
        size += len(content)
    return size


def streets() -> Iterator[str]:
    """Yield the names of all sub-districts, each behind those of its province, city and county."""
    for line in gazetteer._lines():
        division = gazetteer._division(line)
        if division.level == "sub_district" and division.name == division.current:
            above = gazetteer.ancestors_of(gazetteer.place_of(division))
            yield "".join(dict.fromkeys(place.name for place in reversed(above))) + division.name


def _report(street: str, year: int, chance: random.Random) -> str:
    def named() -> str:
        return chance.choice(_HEADS) + chance.choice(_HEADS[: chance.randint(1, len(_HEADS))]) + chance.choice(_TAILS)

    work, unit = chance.choice(list(zip(_WORKS, _UNITS, strict=True)))
    other, others = chance.choice(list(zip(_WORKS, _UNITS, strict=True)))
    return (
        f"{street}{year}年工作总结\n"
        f"全年{work}{chance.randint(2, 900)}{unit}，推进“{named()}”建设，{other}{chance.randint(2, 900)}{others}。\n"
    )


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), int(sys.argv[2])))
