"""The index head of a government page: labels with values in every shape that pages give them.

Colon pairs, table rows, pairs with blanks between, labels with the value on the next line, and bare
values without labels. An empty value stays None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.lexicon import Row, cached, column, table
from kg.model import CleanText
from kg.text.clean import has_gap
from kg.text.dates import find_date
from kg.text.furniture import furniture_tokens
from kg.text.lines import Line

HEAD_LINES = 80  # an index head with its blank cells is no longer
_BODY_LENGTH = 110
_BODY = re.compile(
    r"#{0,3}(?:第[一二三四五六七八九十]{1,3}(?:部分|篇|章)|[一二三四五六七八九十]{1,3}、|各位(?:代表|同志|领导)|[0-9]{4}年[,，]|现(?:在|将))"
)
_AROUND = " |·•*-:;,[]【】()>_#\t"
_INDEX = re.compile(r"(?=[^ ]{0,60}[0-9])[A-Za-z0-9/][A-Za-z0-9/\-_.]{3,60}")
_BARE_INDEX = re.compile(r"(?=[A-Za-z0-9]{0,40}[0-9])[A-Za-z0-9]{6,40}[-/][A-Za-z0-9/\-]{4,30}")
_NUMBER = re.compile(
    r"[^ ,。;]{1,20}(?:〔|\[|\(|【)(?:19|20)[0-9]{2}(?:〕|\]|\)|】)第?[0-9]{1,4}号|[^ ,。;]{2,20}第?[0-9]{1,4}号"
)
_OFFICE = re.compile(r"[一-鿿]{2,20}(?:街道|街道办|办事处|人民政府|[镇乡]政府|党工委)")
_HAN = re.compile(r"[一-鿿]")
_DATE_ONLY = re.compile(r"[(\[]?[0-9一二三四五六七八九十〇零○年月日/.\- :]{6,24}[)\]]?")


@dataclass(slots=True)
class IndexHead:
    """What an index head says: per field its values by rank, and the indices of the lines it fills."""

    values: dict[str, tuple[int, str]] = field(default_factory=dict)
    lines: set[int] = field(default_factory=set)
    last: int = -1  # index of the last line that may belong to the head
    labelled: bool = False

    def get(self, name: str) -> str | None:
        """Return the best value of a field, None where none was given."""
        return self.values[name][1] if name in self.values else None

    def offer(self, name: str, rank: int, value: str | None) -> bool:
        """Take `value` if it is the best so far; tell whether it was a value at all."""
        if value and (name not in self.values or rank < self.values[name][0]):
            self.values[name] = (rank, value)
        return value is not None


def read_head(text: CleanText, lines: list[Line], furniture: frozenset[int]) -> IndexHead:
    """Return the index head among the first `lines` of the clean text `text`."""
    head = IndexHead()
    pending: Row | None = None
    for index, line in enumerate(lines[:HEAD_LINES]):
        labels = _labels(text, line, within=head.labelled) if len(line.text) <= 400 else []
        if not labels and (len(line.text) > _BODY_LENGTH or _BODY.match(line.text)):
            break
        head.last = index
        if labels:
            pending = _take_pairs(head, line, labels)
            head.lines.add(index)
            head.labelled = True
        elif index not in furniture:
            if (
                pending is not None
                and head.offer(pending["field"], int(pending["rank"]), parse_value(pending["field"], line.text))
            ) or _take_bare(head, line.text):
                head.lines.add(index)
            pending = None
    return head


def parse_value(name: str, written: str) -> str | None:
    """Return the value of field `name` in the clean text `written`, None when it holds none of that shape."""
    value = written.strip(_AROUND)
    if name == "published":
        found = find_date(value)
        return found[2] if found else None
    if name == "index_number":
        return match[0] if (match := _INDEX.match(value)) else None
    if name == "document_number":
        return match[0] if (match := _NUMBER.match(value)) else None
    if name == "publisher":
        return _publisher(value)
    return value or None if name == "title" else None


def _publisher(value: str) -> str | None:
    token = furniture_tokens().search(value)
    if token and token.start() > 1:
        value = value[: token.start()].strip(_AROUND)
    found = find_date(value)
    if found:
        value = value[: found[0]].strip(_AROUND)
    fits = (
        2 <= len(value) <= 40
        and value not in column("not_publishers", "word")
        and _HAN.search(value)
        and not re.search(r"[。!?]|(?:总结|报告|计划|思路)$", value)
    )
    return value if fits else None


def _labels(text: CleanText, line: Line, *, within: bool) -> list[tuple[Row, int, int]]:
    """Return row, start and end (in the line) of the labels of a line.

    A label stands at the start, behind a gap or a mark, and before a colon, a bar, a gap or the end.
    Two characters (来源, 名称) make a label without a colon only `within` a head or spaced out (名  称).
    """
    found = []
    for match in _label_pattern().finditer(line.text):
        start, end = match.span()
        before, behind = line.text[start - 1 : start], line.text[end : end + 3]
        opened = not start or before in _AROUND or has_gap(text, line.start + start)
        marked = behind.lstrip("*])】")[:1] in (":", "|") or (before in "[【" and behind[:1] in ("]", "】"))
        parted = end == len(line.text) or has_gap(text, line.start + end) or (not start and behind[:1].isascii())
        long = end - start > 2 or within or has_gap(text, line.start + start + 1)
        if opened and (marked or (parted and long)):
            found.append((_rows()[match[0]], start, end))
    return found


def _take_pairs(head: IndexHead, line: Line, labels: list[tuple[Row, int, int]]) -> Row | None:
    """Read the values behind the labels of a line; return the last label if its value is still to come."""
    ends = [start for _, start, _ in labels[1:]] + [len(line.text)]
    for (row, _, after), end in zip(labels, ends, strict=True):
        head.offer(row["field"], int(row["rank"]), parse_value(row["field"], line.text[after:end]))
    row, _, after = labels[-1]
    return row if not line.text[after:].strip(_AROUND) else None


def _take_bare(head: IndexHead, line: str) -> bool:
    """Take a value that stands alone on its line: an index number or a date."""
    value = line.strip(_AROUND)
    if _BARE_INDEX.fullmatch(value):
        return head.offer("index_number", 9, value)
    if _NUMBER.fullmatch(value) and "号" in value[-1:] and re.search(r"[〔\[(【]", value):
        return head.offer("document_number", 9, value)
    if _DATE_ONLY.fullmatch(line):
        return head.offer("published", 8, parse_value("published", line))
    if head.lines and _OFFICE.fullmatch(value):
        return head.offer("publisher", 9, value)
    return False


def _is_blank_cell(line: str) -> bool:
    return not line.strip(_AROUND)


@cached
def _rows() -> dict[str, Row]:
    return {row["label"]: row for row in table("head_fields")}


@cached
def _label_pattern() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(label) for label in sorted(_rows(), key=lambda label: (-len(label), label))))
