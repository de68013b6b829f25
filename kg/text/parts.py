"""Review or plan: which stretch of a report says what was done, and which what will be done."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import cached, column, table
from kg.model import Part
from kg.text.headings import Heading

_LONGEST = 40
_AHEAD = re.compile(r"(?:下一步|下一阶段|下阶段|努力做好(?:20[0-9]{2}年|今年|明年))")
_NEXT = re.compile("(?:明年|来年|新的?一年|下半年|今后)")
_DATED = re.compile(
    r"20[0-9]{2}年|二[〇○零][〇○零一二三四五六七八九]{2}年|下一步|下步|下一?阶段|明年|来年|[今未]后?来?五年|今后|[上下]半年|今年|过去[一五]年|季度"
)
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})年")


def heading_part(title: str) -> Part | None:
    """Return what a heading announces, None when it is about the work itself (圆满完成各项任务).

    A heading announces a part when it names a year or 下一步 with a word for a review or a plan, or is
    made of nothing but such words.
    """
    if len(title) > _LONGEST or _carried_out().search(title):
        return None
    plan, review = _last(_plan(), title), _last(_review(), title)
    dated = _DATED.search(title) is not None
    if (plan < 0 and review < 0) or not (dated or _filler().fullmatch(title)):
        ahead = _AHEAD.match(title) or (_NEXT.match(title) and _either().search(title))
        return Part.PLAN if ahead else None
    return Part.PLAN if plan > review else Part.REVIEW


def announced_parts(headings: Sequence[Heading]) -> list[Part | None]:
    """Return what each heading announces; 2024年主要工作 is a plan behind a review of 2023, a review before a plan for 2025."""
    said = [None if heading.inline else heading_part(heading.title) for heading in headings]
    years = [_heading_year(heading) for heading in headings]
    reviewed = [year for year, part in zip(years, said, strict=True) if year and part is Part.REVIEW]
    planned = [year for year, part in zip(years, said, strict=True) if year and part is Part.PLAN]
    open_years = sorted({year for year, part in zip(years, said, strict=True) if year and part is None})
    if not reviewed and not planned and len(open_years) > 1:
        reviewed = open_years[:1]
    for index, year in enumerate(years):
        if year and said[index] is None:
            if reviewed:
                said[index] = Part.PLAN if year > max(reviewed) else Part.REVIEW
            elif planned:
                said[index] = Part.REVIEW if year < min(planned) else Part.PLAN
    return said


def _heading_year(heading: Heading) -> int | None:
    """Return the year of a heading that names one beside a word for work, None for other headings."""
    match = None if heading.inline else _YEAR.search(heading.title)
    return int(match[1]) if match and (_either().search(heading.title) or heading_part(heading.title)) else None


def section_parts(headings: Sequence[Heading], parents: Sequence[int], first: Part) -> list[Part]:
    """Return the part of each heading's section. `parents` are indices of headings, -1 at the top.

    A plan at the top lasts to the end of the report unless a heading says review again; a plan below a
    heading lasts as long as that heading's section.
    """
    parts: list[Part] = []
    announced = announced_parts(headings)
    running: dict[int, Part] = {}
    for index in range(len(headings)):
        parent = parents[index]
        said = announced[index]
        inherited = running.get(parent, parts[parent] if parent >= 0 else first)
        part = said or inherited
        parts.append(part)
        if said:
            running[parent] = part
    return parts


def title_parts(title: str) -> frozenset[Part]:
    """Return what a title announces: a review, a plan, both (2020年工作总结及2021年工作思路) or neither."""
    words = {Part.REVIEW: _review(), Part.PLAN: _plan()}
    return frozenset(part for part, pattern in words.items() if pattern.search(title))


def _last(pattern: re.Pattern[str], title: str) -> int:
    return max((match.end() for match in pattern.finditer(title)), default=-1)


def _words(part: str) -> str:
    words = [row["word"] for row in table("report_words") if row["part"] == part]
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


@cached
def _plan() -> re.Pattern[str]:
    return re.compile(_words("plan"))


@cached
def _review() -> re.Pattern[str]:
    return re.compile(_words("review"))


@cached
def _either() -> re.Pattern[str]:
    return re.compile(_words("either"))


@cached
def _carried_out() -> re.Pattern[str]:
    """Words of plans that name what was carried out: 圆满完成2020年任务, 规划编制."""
    verbs = "完成|落实|执行|编制|实现|达成"
    return re.compile(
        rf"(?:计划|规划|任务|目标)(?:{verbs}|顺利|全面|圆满|如期)(?!情况)|(?:{verbs}|超额).{{0,12}}(?:任务|目标|计划)(?!.{{0,4}}情况)"
    )


@cached
def _filler() -> re.Pattern[str]:
    words = {*column("heading_filler", "word"), *column("report_words", "word")}
    return re.compile("(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + "){1,12}")
