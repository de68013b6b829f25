"""The title of a report and the lines around it: subtitle, place and day of delivery, signature."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.lexicon import cached, table
from kg.model import CleanText, Span
from kg.text.dates import find_date
from kg.text.head import HEAD_LINES, IndexHead
from kg.text.lines import Line

_LONGEST = 90
_NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十]{1,3}(?:部分|章|篇)|[一二三四五六七八九十]{1,3}[、.]|\(|[0-9]{1,2}[.、](?![0-9]))"
)
_MARKS = "#*> "
_DELIVERED = re.compile(
    r"[(—-]{0,3}(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日[^。]{0,8}在?.{2,60}(?:会议?|大会)(?:第.{1,4}次(?:全体)?会议)?上?[)]?"
)
_TAIL = re.compile(r"(?:[(\[][^()\[\]]{1,20}[)\]]|[*#\s]){1,4}$")
_SITE = re.compile(r"\s*(?:[-—|]|_{1,2})\s*[^-—|_。]{2,24}$")  # 2020年工作总结 - 西湖区人民政府: what a browser shows in its tab
_NOTICE = re.compile(r"(?:印发|转发|下发|报送).{0,40}《([^《》]{4,80})》的(?:通知|报告|函)")
_VENUE = re.compile(r"在(.{2,30}?(?:街道|镇|乡|苏木))(?:第|人民代表大会|人大)")
_ORGANISATION = re.compile(r"(?:街道|[镇乡区市县省])(?:办事处|党工委|党委|人民政府|政府|委员会)?(?:办公室)?$|办事处$|人民政府$")
_YEAR_ONLY = re.compile(r"(?:20[0-9]{2}年)?(?:度|上半年|下半年)?(?:主要|重点|政府)?(?:工作)?")
_SIGNATURE_LINES = 6


@dataclass(slots=True)
class TitleBlock:
    """The title as written with its stored span, what else stands around it, and the lines that all this fills."""

    title: str | None = None
    span: Span | None = None
    published: str | None = None
    delivered: str | None = None  # day on which a government report was given (在…会议上)
    venue: str | None = None  # whose congress that was: 龙港镇
    publisher: str | None = None
    lines: set[int] = field(default_factory=set)


def find_title(text: CleanText, stored: str, lines: list[Line], head: IndexHead, furniture: frozenset[int]) -> TitleBlock:
    """Return the title block of a report (`text` clean, `stored` the stored text)."""
    block = TitleBlock()
    top = [i for i in range(min(head.last + 1, HEAD_LINES, len(lines))) if i not in furniture and i not in head.lines]
    chosen = _choose(lines, top)
    if chosen is not None:
        first, last = _extent(lines, top, chosen)
        _set_title(block, text, stored, lines, (first, last))
        block.lines.update(i for i in range(last + 1) if i <= head.last)
        _repeats(block, lines, top, last)
    elif (noticed := next((i for i in top if _NOTICE.search(lines[i].text)), None)) is not None:
        _set_noticed(block, text, stored, lines[noticed])
    elif head.labelled:
        block.lines.update(i for i in top if i < max(head.lines, default=0))
    _around(block, lines, top, chosen)
    _signature(block, lines, furniture)
    return block


def _candidate(line: str) -> bool:
    text = _bare(line)
    if not 4 <= len(text) <= _LONGEST or _NUMBERED.match(text) or text[-1] in "。;,:、" or _DELIVERED.fullmatch(text):
        return False
    found = find_date(text)
    if found and found[1] == len(text) and found[0] > 6:
        text = text[: found[0]]
    return _ends_in_cue(text) or (_SITE.search(text) is not None and _ends_in_cue(_SITE.sub("", text)))


def _ends_in_cue(text: str) -> bool:
    return _cue().search(_TAIL.sub("", text)) is not None


def _bare(line: str) -> str:
    """Return a line without Markdown's marks."""
    return line.lstrip(_MARKS).rstrip("*# ")


def _choose(lines: list[Line], top: list[int]) -> int | None:
    candidates = [i for i in top if _candidate(lines[i].text)]
    candidates = [i for i in candidates if not _is_heading(lines, i)]
    if not candidates:
        return None
    dated = [i for i in candidates if (found := find_date(lines[i].text)) and found[1] == len(lines[i].text)]
    chosen = next((i for i in candidates if i not in dated), candidates[0])
    if _ends_in_cue(_bare(lines[chosen].text)):
        return chosen
    shown = _bare(lines[chosen].text)  # with the name of a site behind it; the title proper may follow
    return next((i for i in candidates if i > chosen and shown.startswith(_bare(lines[i].text))), chosen)


def _is_heading(lines: list[Line], index: int) -> bool:
    """Tell 2023年工作回顾 as a title from the heading that a line 2024年工作安排 further down makes of it."""
    text = _bare(lines[index].text)
    cue = _cue().search(text)
    if cue is None or not _YEAR_ONLY.fullmatch(text[: cue.start()]) or not text[:2].isdigit():
        return False
    return any(
        len(line.text) <= 30 and re.match(r"20[0-9]{2}年", line.text) and _plan_word().search(line.text)
        for line in lines[index + 1 :]
    )


def _extent(lines: list[Line], top: list[int], chosen: int) -> tuple[int, int]:
    """Return the first and last line of the title: a slogan or place line before a subtitle belongs to it."""
    first = chosen
    before = chosen - 1
    if before in top and _may_precede(lines[before].text, lines[chosen].text):
        first = before
    return first, chosen


def _may_precede(before: str, title: str) -> bool:
    text = _bare(before)
    if not 2 <= len(text) <= 60 or text[-1] in "。;:" or _NUMBERED.match(text) or find_date(text):
        return False
    return _bare(title).startswith("—") or (_ORGANISATION.search(text) is not None and len(text) <= 30)


def _set_title(block: TitleBlock, text: CleanText, stored: str, lines: list[Line], extent: tuple[int, int]) -> None:
    first, last = lines[extent[0]], lines[extent[1]]
    start = first.start + len(first.text) - len(first.text.lstrip(_MARKS))
    end = last.start + len(last.text.rstrip("*# "))
    found = find_date(text.text[start:end])
    if found and start + found[1] == end and found[0] > 6:
        block.published, end = found[2], start + found[0]
    end = start + len(text.text[start:end].rstrip())
    block.span = text.span(start, end)
    block.title = re.sub(r"\s*\n\s*", " ", block.span.of(stored))


def _set_noticed(block: TitleBlock, text: CleanText, stored: str, line: Line) -> None:
    """Take the title out of the notice that a report came with: 关于印发《…2020年工作总结》的通知."""
    match = _NOTICE.search(line.text)
    if match is not None and _ends_in_cue(match[1]):
        block.span = text.span(line.start + match.start(1), line.start + match.end(1))
        block.title = block.span.of(stored)


def _repeats(block: TitleBlock, lines: list[Line], top: list[int], last: int) -> None:
    """Take the date off a repeated title line (a list entry above or below the title proper)."""
    for index in top:
        found = find_date(lines[index].text)
        if found and index < last and block.published is None and found[1] == len(lines[index].text):
            block.published = found[2]


def _around(block: TitleBlock, lines: list[Line], top: list[int], chosen: int | None) -> None:
    """Read the lines behind the title: day of delivery, date line, name of the speaker."""
    behind = [i for i in top if chosen is None or i > chosen][:6]
    for index in behind:
        line = lines[index].text
        found = find_date(line)
        if _DELIVERED.fullmatch(line):
            block.delivered = found[2] if found else None
            block.venue = match[1] if (match := _VENUE.search(line)) else None
            block.lines.add(index)
        elif found and len(line) <= 24:
            block.published = block.published or found[2]
            block.lines.add(index)
        elif re.search(r"[。,:;!]", line) or len(line) > 30 or chosen is None or _NUMBERED.match(line):
            break
        else:
            if block.publisher is None and _ORGANISATION.search(line):
                block.publisher = line
            block.lines.add(index)


def _signature(block: TitleBlock, lines: list[Line], furniture: frozenset[int]) -> None:
    """Read place and date under the last paragraph."""
    tail = [i for i in range(max(0, len(lines) - 40), len(lines)) if i not in furniture][-_SIGNATURE_LINES:]
    for index in reversed(tail):
        line = lines[index].text
        found = find_date(line)
        if found and len(line) <= 24 and found[1] >= len(line) - 1:
            block.published = block.published or found[2]
            block.lines.add(index)
            if index - 1 in tail and len(lines[index - 1].text) <= 30 and _ORGANISATION.search(lines[index - 1].text):
                block.publisher = lines[index - 1].text
                block.lines.add(index - 1)
            return
        if len(line) > 60:
            return


@cached
def _cue() -> re.Pattern[str]:
    """A title ends in one of the words of the table, or in two joined by 和, 及, 暨."""
    words = sorted((row["word"] for row in table("report_words") if row["title"] == "yes"), key=lambda word: (-len(word), word))
    return re.compile("(?:" + "|".join(re.escape(word) for word in words if word) + ")$")


@cached
def _plan_word() -> re.Pattern[str]:
    return re.compile("|".join(row["word"] for row in table("report_words") if row["part"] == "plan"))
