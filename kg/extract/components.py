"""The parts of a numeric formula (四查, 五单, “三个行动”) where the text itself spells them out."""

from __future__ import annotations

import re

from kg.extract.features import cue_sets

_DIGITS = {"两": 2, "二": 2, "双": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COUNT = re.compile(r"^(?:([两二双三四五六七八九十])|([2-9])(?![0-9.]))|([三四五六七八九])(?:[一-龥]{1,4})$")
_PLUS = re.compile(r"^([2-9])\+(?![0-9])")
_QUOTED = re.compile(r"[“‘]([^“”‘’\n]{1,30})[”’]")
_PLUS_QUOTED = re.compile(r"“([^“”\n]{1,10}\+[^“”\n]{1,10})”([一-龥]{0,6})")
_ROW = re.compile(r"(?:[“‘][^“”‘’\n]{1,30}[”’](?:以及|[、和与及,])?){2,10}")
_LEAD_IN = re.compile(r"[一-龥”’]{0,10}[,:]?(?:即|包括|分别是|分别为|也就是|就是|主要是|:|\()[:]?")
_STOP = re.compile(r"[。\n)]")
_SPLIT = re.compile(r"[、,]|和(?=[^、,和]{2,16}$)")
_ORDINAL = re.compile(r"(?:(?<=[。;,:!\n])|^)([一二三四五六七八九十])(?:是|要)([^,。;:\n]{2,40})")
_SOON = re.compile(r"[一-龥]{0,6}[。:;,]?\n?(?=一是|一要)")
_NEXT = re.compile(r"[一-龥]{0,6}[。:]\n?")
_LIST_BEFORE = re.compile(r"[“‘]([^“”\n]{4,120})[”’](?:等|的|为内容的|为主要内容的|为重点的)?(?:[一-龥]{0,6})$")
_ROW_BEFORE = re.compile(r"((?:[“‘][^“”‘’\n]{1,30}[”’][、和与及]?){2,10})(?:等|的)?[一-龥]{0,3}$")
_TAIL = re.compile(r"(?:为[一-龥]{1,4}的|的|等|进行|开展|行动[一-龥]{0,16})$")
_CLAUSE = re.compile(r"[^,。;:\n]{5,90}")
_MARKS = "“”‘’"
_FAR = 700
_LEAD = 14  # how far at most the last closing mark of _LIST_BEFORE and _ROW_BEFORE stands from their end


def expected_parts(name: str) -> int:
    """Return how many parts the numeral that `name` begins with, or ends on, promises; 0 when there is none."""
    match = _COUNT.search(name)
    if match is None:
        return 0
    han = match[1] or match[3]
    return _DIGITS[han] if han else int(match[2])


def components_of(name: str, text: str, start: int, end: int) -> tuple[str, ...]:
    """Return the parts of the formula `name`, verbatim and in order; () when the text does not give them.

    `start`, `end` are the clean offsets of its surface, with its quotation marks.
    """
    count = expected_parts(name)
    ways = (_plus_forms, _listed_behind, _sentence_behind, _before, _ordinals, _echoes)
    for way in ways if count else (_same_beginnings,):
        parts = way(name, text, start, end, count)
        if parts:
            return parts
    return ()


def _listed_behind(name: str, text: str, start: int, end: int, count: int) -> tuple[str, ...]:
    """“四查”机制,即甲、乙、丙、丁 and “四认四亮”:甲、乙、丙、丁 and 即甲,…;乙,…;丙,…."""
    lead = _LEAD_IN.match(text, end)
    if lead is None:
        return ()
    stretch = _sentence(text, lead.end())
    row = _ROW.match(stretch)
    if row is not None and len(_QUOTED.findall(row[0])) == count:
        return tuple(_QUOTED.findall(row[0]))
    return _heads(stretch, count) or _exactly(_SPLIT.split(stretch), count)


def _sentence_behind(name: str, text: str, start: int, end: int, count: int) -> tuple[str, ...]:
    """“四步走”。甲做“加法”,…;乙做“减法”,…: the next sentence has as many parts, told apart by semicolons."""
    lead = _NEXT.match(text, end)
    return _heads(_sentence(text, lead.end()), count) if lead else ()


def _sentence(text: str, at: int) -> str:
    stop = _STOP.search(text, at)
    return text[at : min(stop.start() if stop else len(text), at + _FAR)]


def _heads(stretch: str, count: int) -> tuple[str, ...]:
    """Return what stands before the first comma of each of `count` parts between semicolons."""
    segments = stretch.split(";")
    return _exactly([segment.split(",")[0] for segment in segments], count, longest=14) if len(segments) == count else ()


def _before(name: str, text: str, start: int, end: int, count: int) -> tuple[str, ...]:
    """甲、乙、丙“三个行动” and “甲、乙、丙”的“三联”模式: the enumeration right before the name."""
    before = text[max(0, start - 160) : start].split("\n")[-1]
    if _quoted_before(text, start):
        quoted = _LIST_BEFORE.search(before)
        if quoted is not None:
            parts = _exactly(re.split(r"[、,+]", quoted[1]), count)
            if parts:
                return parts
        row = _ROW_BEFORE.search(before)
        if row is not None:
            names = tuple(_QUOTED.findall(row[1]))
            return names if len(names) == count else ()
    plain = re.split(r"[,。;:]", before)[-1]
    if count < 3:  # any two nouns with a 、 between them would do
        return ()
    return _exactly(_trimmed(re.split(r"、|和|以及", plain)), count, longest=18)


def _quoted_before(text: str, start: int) -> bool:
    """Tell whether a mark closes near enough before `start` for the list in it to belong there."""
    near = text[max(0, start - _LEAD) : start]
    return "”" in near or "’" in near


def _trimmed(parts: list[str]) -> list[str]:
    """Take the verb off the first part and what leads to the name off the last one."""
    if len(parts) < 2:
        return parts
    parts = [*parts[:-1], _TAIL.sub("", parts[-1])]
    lengths = {len(part) for part in parts[1:]}
    if len(lengths) == 1 and len(parts[0]) > len(parts[1]) > 2:
        return [parts[0][-len(parts[1]) :], *parts[1:]]
    return [_without_verb(parts[0]), *parts[1:]]


def _without_verb(part: str) -> str:
    cues, _ = cue_sets()
    for _ in range(3):
        length = next((n for n in (3, 2, 1) if part[:n] in cues and len(part) - n > 1), 0)
        part = part[length:]
    return part


def _ordinals(name: str, text: str, start: int, end: int, count: int) -> tuple[str, ...]:
    """“两个常态”。一是甲。… 二是乙。…: the list begins right behind the name and has as many members."""
    soon = _SOON.match(text, end)
    if soon is None:
        return ()
    stretch = text[soon.end() : soon.end() + 4 * _FAR]
    found = [(match[1], match[2]) for match in _ORDINAL.finditer(stretch)]
    numbers = [number for number, _ in found]
    again = next((at for at, number in enumerate(numbers) if at and number == "一"), len(numbers))
    wanted = list("一二三四五六七八九十"[:count])
    return tuple(part for _, part in found[:count]) if numbers[:again] == wanted else ()


def _echoes(name: str, text: str, start: int, end: int, count: int) -> tuple[str, ...]:
    """“四认四亮”活动。… 认组织亮身份、认岗位亮示范 …: an enumeration whose parts all hold the words of the name."""
    words = [char for char in name if char not in _DIGITS and not char.isdigit()]
    near = text[end : end + 160]
    if len(name) > 6 or not words or near.count("、") < count - 1 or any(word not in near for word in words):
        return ()
    for clause in _CLAUSE.finditer(text, end, min(len(text), end + 160)):
        parts = clause[0].split("、")
        fits = [all(word in part for word in words) for part in parts]
        first = fits.index(True) if True in fits else 0
        if fits.count(True) == count and all(fits[first : first + count]):
            return _exactly(_trimmed(parts[first : first + count]), count)
    return ()


def _plus_forms(name: str, text: str, start: int, end: int, count: int) -> tuple[str, ...]:
    """“4+”管理法 … “大+小”组合 … “专+兼”办法 …: as many formulas with a plus sign in the same paragraph."""
    match = _PLUS.match(name)
    if match is None:
        return ()
    stretch = text[end : end + _FAR].split("\n")[0]
    found = [form[0] for form in _PLUS_QUOTED.finditer(stretch)]
    return tuple(found[: int(match[1])]) if len(found) >= int(match[1]) else ()


def _same_beginnings(name: str, text: str, start: int, end: int, count: int) -> tuple[str, ...]:
    """“议有主体、议有主题、议有规范”的“快来议事”: a quoted list whose parts all begin alike."""
    if not _quoted_before(text, start):
        return ()
    quoted = _LIST_BEFORE.search(text[max(0, start - 160) : start])
    if quoted is None:
        return ()
    parts = re.split(r"[、,]", quoted[1])
    alike = len({part[:1] for part in parts}) == 1
    return _exactly(parts, len(parts)) if alike and len(parts) > 2 else ()


def _exactly(parts: list[str], count: int, longest: int = 26) -> tuple[str, ...]:
    clean = [_unquoted(part.strip(" ,、:;")) for part in parts]
    return tuple(clean) if len(clean) == count and all(1 < len(part) <= longest for part in clean) else ()


def _unquoted(part: str) -> str:
    """Take the marks off a part that is nothing but a quotation, and a mark that has lost its partner."""
    if part.count("“") + part.count("‘") != part.count("”") + part.count("’") or not part.strip(_MARKS):
        return part.strip(_MARKS)
    inner = part[1:-1]
    return inner if part[:1] in _MARKS and part[-1:] in _MARKS and not set(inner) & set(_MARKS) else part
