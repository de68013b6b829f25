"""Headings: which lines and clauses open a section, with their number and title."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.lexicon import Row, cached, table
from kg.model import CleanText
from kg.text.clean import has_gap
from kg.text.lines import Line

_MARKDOWN = re.compile(r"(#{1,6})(?!#)")
_BOLD = re.compile(r"\*\*([^*]{2,60})\*\*")
_YEAR_HEADING_RANK = 2
_PLAIN_RANK = 7
_PLAIN_LONGEST = 28
_TITLE_LONGEST = 48
_RUN_IN_LONGEST = 32
_TITLE_END = re.compile(r"[。:;!?]")
_CJK = re.compile(r"[一-鿿]")
_SENTENCE_MARK = re.compile(r"[。;!?,:]")
_DIGIT = re.compile("[0-9]")
_LONG_LINE = 2500


class Heading(NamedTuple):
    """A heading in clean offsets: where it starts, where its title ends, its number, title and rank of style."""

    start: int
    end: int
    number: str
    title: str
    rank: int
    style: str
    inline: bool = False


def find_headings(text: CleanText, lines: list[Line], skipped: frozenset[int]) -> list[Heading]:
    """Return the headings of the clean text in order; lines in `skipped` (head, furniture) have none."""
    found: list[Heading] = []
    for index, line in enumerate(lines):
        if index in skipped:
            continue
        heading = _line_heading(text, line) or _plain_heading(lines, index, skipped)
        if heading:
            found.append(heading)
        found.extend(_inner_headings(text, line, heading))
    return found


def _line_heading(text: CleanText, line: Line) -> Heading | None:
    marks = _MARKDOWN.match(line.text)
    if marks:
        number, title = _number_and_title(line.text[marks.end() :].strip("#* "))
        depth = len(marks[1])
        return Heading(line.start, line.end, number, title, depth, f"markdown{depth}") if title else None
    if bold := _BOLD.fullmatch(line.text):
        return Heading(line.start, line.end, *_number_and_title(bold[1]), _PLAIN_RANK, "bold")
    match = _at_line_start().match(line.text, len(line.text) - len(line.text.lstrip("* ")))
    if match and match.lastgroup:
        return _made(text, line.start, 0, line.text, match, _styles()[match.lastgroup])
    return None


def _number_and_title(written: str) -> tuple[str, str]:
    match = _at_line_start().match(written)
    return (match[0], written[match.end() :]) if match else ("", written)


def _made(text: CleanText, base: int, start: int, line: str, match: re.Match[str], row: Row) -> Heading:
    end = _title_end(text, base, line, match.end())
    title = line[match.end() : end].strip("*# 。:;!?")
    return Heading(base + start, base + end, match[0], title, int(row["rank"]), row["style"], row["where"] == "inline")


def _title_end(text: CleanText, base: int, line: str, start: int) -> int:
    """Return where the title that begins at `start` of `line` ends: at 。 or : or a lost gap, else at a comma."""
    stop = _TITLE_END.search(line, start, start + _TITLE_LONGEST)
    for position in range(start + 6, min(start + _TITLE_LONGEST, len(line) - 1)):
        if has_gap(text, base + position) and _year_cue().fullmatch(line, start, position):
            return position
    if stop and stop.end() - start <= _RUN_IN_LONGEST:
        return stop.end()
    running = max(line.rfind(",", start), line.rfind("。", start))
    for position in range(start + 6, min(start + _TITLE_LONGEST, running)):
        if has_gap(text, base + position) and _CJK.match(line, position - 1) and _CJK.match(line, position):
            return position
    if stop:
        return stop.end()
    if len(line) - start <= _TITLE_LONGEST + 12:
        return len(line)
    comma = line.find(",", start, start + _TITLE_LONGEST)
    return comma if comma > 0 else min(start + _TITLE_LONGEST, len(line))


def _plain_heading(lines: list[Line], index: int, skipped: frozenset[int]) -> Heading | None:
    """Return the heading that an unnumbered short line is: a year and a cue (2023年工作回顾), or a line over a paragraph."""
    line = lines[index]
    size = len(line.text)
    title = line.text.rstrip(":。")
    if 4 <= size <= _PLAIN_LONGEST and _year_cue().fullmatch(title):
        return Heading(line.start, line.end, "", title, _YEAR_HEADING_RANK, "year")
    if not 4 <= size <= _PLAIN_LONGEST or _SENTENCE_MARK.search(line.text[-1]):
        return None
    following = index + 1
    if following >= len(lines) or following in skipped or len(lines[following].text) < 2 * size:
        return None
    marks = _SENTENCE_MARK.findall(line.text)
    spoken = len(_CJK.findall(line.text)) >= 0.7 * size and not _DIGIT.search(line.text)
    if spoken and marks in ([], [","]) and lines[following].text[-1] in "。;:”)":
        return Heading(line.start, line.end, "", line.text, _PLAIN_RANK, "plain")
    return None


def _inner_headings(text: CleanText, line: Line, opened: Heading | None) -> list[Heading]:
    """Return the headings inside a paragraph: 一是 …; 二是 …, and all styles in a text without line breaks."""
    pattern = _anywhere() if len(line.text) > _LONG_LINE else _inline()
    found = []
    for match in pattern.finditer(line.text):
        start = line.start + match.start()
        if (opened and start <= opened.start) or not match.lastgroup:
            continue
        row = _styles()[match.lastgroup]
        if row["where"] == "inline" or _stands_out(text, line, match, row):
            found.append(_made(text, line.start, match.start(), line.text, match, row))
    return _in_sequence(found)


def _stands_out(text: CleanText, line: Line, match: re.Match[str], row: Row) -> bool:
    """Tell whether a number inside a paragraph opens a section: set off by a gap, its title soon at an end."""
    if row["style"] not in ("part", "han", "han-bracket"):
        return False
    behind = line.text[match.start() - 1] in "。;!?:" if match.start() else True
    window = line.text[match.end() : match.end() + _TITLE_LONGEST]
    ends = bool(re.search(r"[。:]", window)) or any(has_gap(text, line.start + match.end() + i) for i in range(1, len(window)))
    return (behind or has_gap(text, line.start + match.start())) and ends


def _in_sequence(found: list[Heading]) -> list[Heading]:
    """Drop a lone 一是 or 第一 without a second one: it is no list."""
    items = [heading for heading in found if heading.inline]
    if len(items) == 1 and items[0].number[:2] not in ("二是", "三是"):
        return [heading for heading in found if not heading.inline]
    return found


@cached
def _styles() -> dict[str, Row]:
    return {row["style"].replace("-", "_"): row for row in table("headings")}


def _alternatives(wanted: str) -> str:
    return "|".join(f"(?P<{name}>{row['pattern']})" for name, row in _styles().items() if wanted in ("", row["where"]))


@cached
def _at_line_start() -> re.Pattern[str]:
    return re.compile(_alternatives(""))


@cached
def _inline() -> re.Pattern[str]:
    return re.compile(r"(?:(?<=[。;:!?”])|^)(?:" + _alternatives("inline") + ")")


@cached
def _anywhere() -> re.Pattern[str]:
    return re.compile(r"(?:(?<=[。;:!?”])(?:" + _alternatives("inline") + ")|" + _alternatives("line") + ")")


@cached
def _year_cue() -> re.Pattern[str]:
    words = "|".join(sorted({row["word"] for row in table("report_words")}, key=lambda word: (-len(word), word)))
    before = "[一-鿿“”、,]{0,12}?"
    return re.compile(
        rf"{before}(?:20[0-9]{{2}}年度?|今年|明年|来年|新的?一年|下一?步|下一?阶段|下半年|上半年|过去五年|今后|未来五年){before}(?:{words}){before}"
    )
