"""The heading tree: headings -> nested sections with their part."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Part, Section
from kg.text.headings import Heading
from kg.text.parts import section_parts


def build_sections(headings: Sequence[Heading], length: int, first: Part) -> tuple[Section, ...]:
    """Return the sections of a text of `length` clean characters; `first` is the part that it opens with.

    A section reaches to the next heading of its own level or above; `level` is its depth from 1.
    """
    parents = _parents(headings)
    parts = section_parts(headings, parents, first)
    levels: list[int] = []
    for parent in parents:
        levels.append(1 if parent < 0 else levels[parent] + 1)
    ends = _ends(headings, levels, length)
    return tuple(
        Section(heading.number, heading.title, levels[i], heading.start, ends[i], parents[i], parts[i])
        for i, heading in enumerate(headings)
    )


def _parents(headings: Sequence[Heading]) -> list[int]:
    """Return the index of the heading above each heading: one of the same style closes, a lower rank nests."""
    parents: list[int] = []
    stack: list[int] = []
    for index, heading in enumerate(headings):
        same = next((depth for depth, above in enumerate(stack) if headings[above].style == heading.style), None)
        if same is not None:
            del stack[same:]
        while stack and headings[stack[-1]].rank >= heading.rank:
            stack.pop()
        parents.append(stack[-1] if stack else -1)
        stack.append(index)
    return parents


def _ends(headings: Sequence[Heading], levels: Sequence[int], length: int) -> list[int]:
    ends = [length] * len(headings)
    open_sections: list[int] = []
    for index, heading in enumerate(headings):
        while open_sections and levels[open_sections[-1]] >= levels[index]:
            ends[open_sections.pop()] = heading.start
        open_sections.append(index)
    return ends
