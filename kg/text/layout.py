"""Stored text -> Report: clean text, head, sections, sentences (first version; kg.text owns it)."""

from __future__ import annotations

import hashlib
import re

from kg.model import CleanText, Head, Part, Period, Report, Section, Sentence, Source
from kg.text.clean import clean

_HEADING = re.compile(
    r"(?:第[一二三四五六七八九十]{1,3}(?:部分|章|节)|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|[1-9][0-9]?[.、](?![0-9])|\([1-9][0-9]?\))"
)
_ITEM = re.compile(r"(?:^|(?<=[。;:!]))(?:[一二三四五六七八九十]是|第[一二三四五六七八九十],)")
_SENTENCE = re.compile(r"[^。!?;\n]+[。!?;]*[”’」』)]*")
_PLAN = re.compile(r"(?:工作)?(?:思路|计划|安排|任务|打算|部署|目标)")


def lay_out(source: Source, text: str) -> Report:
    """Return the report that `text` (stored text) holds."""
    cleaned = clean(text)
    identity = re.sub(r"\s+", "", cleaned.text)
    sections = _sections(cleaned)
    plan = next((s.start for s in sections if s.part is Part.PLAN), None)
    head = _head(cleaned, plan)
    return Report(
        id=hashlib.sha256(identity.encode()).hexdigest()[:16],
        source=source,
        text=text,
        clean=cleaned,
        sections=sections,
        sentences=tuple(_sentences(cleaned, sections)),
        head=head,
    )


def _head(text: CleanText, plan: int | None) -> Head:
    match = re.search(r"(20[0-9]{2})年", text.text)
    year = int(match[1]) if match else None
    period = Period(f"{year}-01-01", f"{year}-12-31") if year else None
    return Head(period=period, plan_start=plan)


def _sections(text: CleanText) -> tuple[Section, ...]:
    found: list[tuple[int, str, str, int]] = []
    for line in re.finditer(r"[^\n]+", text.text):
        match = _HEADING.match(line[0])
        if match:
            level = 1 if match[0][-1] == "、" or match[0][0] == "第" else 2 if match[0][0] == "(" else 3
            title = re.split(r"[。:]", line[0][match.end() :], maxsplit=1)[0]
            found.append((line.start(), match[0], title[:60], level))
    sections: list[Section] = []
    part = Part.REVIEW
    stack: list[int] = []
    for index, (start, number, title, level) in enumerate(found):
        while stack and sections[stack[-1]].level >= level:
            stack.pop()
        if level == 1 and _PLAN.search(title) and not re.search(r"总结|回顾", title):
            part = Part.PLAN
        end = next((s for s, _, _, lv in found[index + 1 :] if lv <= level), len(text.text))
        sections.append(Section(number, title, level, start, end, stack[-1] if stack else -1, part))
        stack.append(index)
    return tuple(sections)


def _sentences(text: CleanText, sections: tuple[Section, ...]) -> list[Sentence]:
    result = []
    current = -1
    for match in _SENTENCE.finditer(text.text):
        if not match[0].strip():
            continue
        while current + 1 < len(sections) and sections[current + 1].start <= match.start():
            current += 1
        part = sections[current].part if current >= 0 else Part.REVIEW
        result.append(Sentence(match.start(), match.end(), current, part))
    return result
