"""The wording of titles: level prefix, award head, and how a list of titles after a verb is taken apart."""

from __future__ import annotations

import re

from kg import lexicon
from kg.extract.edges import stops
from kg.extract.wordlists import either
from kg.text.literals import required

MUNICIPALITIES = ("北京", "天津", "上海", "重庆")

_COUNT = (
    r"(?:[0-9][0-9.]{0,6}(?:[-—~至][0-9]{1,4})?|[一二三四五六七八九十两]{1,3})[余多]?"
    r"(?:个|家|所|项|户|名|人|次|批|条|件|处|座|幅|篇|部|支|位|款|例|枚|届|顶){1,2}"
)
# A place may begin like a filler word: 上海市, 成都市, 成华区 (no place begins with 以, 为, 了 or 被).
_LEADING = re.compile(
    rf"^(?:[一-鿿]{{0,3}}{_COUNT}(?=国家|全国|省级|市级|自治区)|(?:了|为|成为|成(?![渝都]|[华安武][区县]|县(?!级))|以|被|的|上(?=国家|全[国省市区县]|[省市区县]级|“)|建设|首批|第[一二三四五六七八九十0-9]{{1,3}}批|{_COUNT}|年度|[0-9]{{4}}年度)|.{{2,20}}?等(?=国家|全国|省级|市级))+"
)
_TRAILING = re.compile(  # as many parts as a title has: without a bound, each more would double the time
    rf"(?:(?:等|和|各)?{_COUNT}(?:以上)?|等|荣誉称号|称号|的?荣誉|的?基础上|(?:的|这一)?目标|(?:典型|推介)?名单|名录|行列|(?:预|再)?(?:创建|申报)(?:工作)?|建设(?:工作|任务)?|创建成果|成果"
    rf"|(?:现场|年度)?(?:评估|考核)?(?:复评|复审|复核|复检|验收|评估|认定|测评|考核)|任务|工作|(?<![0-9.])[0-9.]{{1,6}}(?![0-9.])[个家所项名]?){{1,6}}$"
)
_COUNTED = re.compile(rf"(?<=[一-鿿”]){_COUNT}$")
_SHARED_LEVEL = re.compile(rf"^{_COUNT}?(?P<level>国家级|省级|市级|区级|县级|全国|全省)$")
_SPLIT = re.compile(r"、|以及|(?<=[”区市县镇村点奖校位体城园道])(?:和|及|与)(?=[“国省市区全中0-9])|(?<=”)(?:和|及|与)")
_OR_ABOVE = re.compile("(?:国家|省|市|区|县)级?(?:及)?以上|.{0,4}[0-9]?A{1,5}级?$|.{2,3}[1-5ABC]级?$")
_VERB_FIRST = re.compile("[一-鿿]{2,6}?(?=国家|全国|省级|市级|“[^”]{2,10}”国家)")
_YEAR = re.compile("^[0-9]{4}年(?:度)?")
_STRONG = "国家级|全国|国家|省级|全省|市级|区级|县级|国际"


@lexicon.cached
def cues() -> re.Pattern[str]:
    """Return the pattern of the verbs that a title follows."""
    rows = sorted(lexicon.table("honour_cues"), key=lambda row: (-len(row["cue"]), row["cue"]))
    return re.compile("|".join(row["pattern"] or re.escape(row["cue"]) for row in rows))


@lexicon.cached
def heads() -> re.Pattern[str]:
    """Return the pattern of an award head at the end of a name."""
    return re.compile("(?:" + "|".join(row["pattern"] for row in lexicon.table("award_heads")) + ")[”)]?(?:之一)?$")


@lexicon.cached
def head_words() -> re.Pattern[str]:
    """Return the pattern of the words of which each award head holds one."""
    return re.compile(either(required(heads().pattern)))


@lexicon.cached
def levels() -> re.Pattern[str]:
    """Return the pattern of a level prefix; `named` is a province, city or district by name."""
    prefixes = sorted(lexicon.column("award_levels", "prefix"), key=lambda word: (-len(word), word))
    # 示范城市, 健康城市 and the like are no places, 聊城市 and 诸城市 are
    named = r"[一-鿿]{2,3}(?:省|(?<![范康明生型林好慧心]城)市|自治区|县|(?<![社小片园辖地街景校新库港专])区)(?![场域容政民直])"
    return re.compile("(?P<prefix>" + "|".join(map(re.escape, prefixes)) + f")|(?P<named>{named})")


def level_of(name: str, municipality: bool) -> str | None:
    """Return the level that a title's wording shows; in a `municipality` 市 is the provincial level."""
    bare = name.lstrip("“《")
    bare = _YEAR.sub("", bare)
    match = levels().match(bare) or re.search(_STRONG, bare)
    if match is None:
        return "provincial" if bare.startswith(MUNICIPALITIES) else _sign(bare)
    if match.groupdict().get("named"):
        return _named_level(match["named"])
    level = _levels_of_prefixes().get(match[0])
    return "provincial" if level == "municipal" and municipality else level


@lexicon.cached
def _levels_of_prefixes() -> dict[str, str]:
    return {row["prefix"]: row["level"] for row in lexicon.table("award_levels")}


def _sign(name: str) -> str | None:
    """Return the level that a word within the title tells: who gives it (民政部) or a byname of the province (天府)."""
    return next((row["level"] for row in lexicon.table("award_signs") if row["sign"] in name), None)


def _named_level(place: str) -> str:
    if place.startswith(MUNICIPALITIES) or place.endswith(("省", "自治区")):
        return "provincial"
    return "municipal" if place.endswith("市") else "district"


@lexicon.remembered
def has_level(name: str, *, strong: bool = False) -> bool:
    """Tell whether the name shows a level; 市, 区, 县 alone at its beginning are not `strong`."""
    bare = name.lstrip("“《")
    match = levels().match(bare)
    weak = match is not None and (match[0] in ("市", "区", "县", "街道") or match[0][:2] in stops())
    if match is not None and not (strong and weak):
        return True
    return re.search(_STRONG, bare) is not None


def without_level(name: str) -> str:
    """Return the name without the level that it begins with."""
    match = levels().match(name)
    return name[match.end() :] if match else name


@lexicon.remembered
def has_head(name: str) -> bool:
    """Tell whether the name ends as titles do."""
    return heads().search(name) is not None


@lexicon.cached
def _no_title() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, lexicon.column("award_not", "ending"))) + ")$")


def is_no_title(name: str) -> bool:
    """Tell whether the name is a counted kind of firm, person or fund (省级专精特新企业), not an honour."""
    return _no_title().search(name) is not None or _OR_ABOVE.match(name) is not None


@lexicon.remembered
def tidy(name: str) -> str:
    """Return the name without counts, 称号, 首批 and the like at its ends."""
    for _ in range(3):
        shorter = _without_verb(_LEADING.sub("", _TRAILING.sub("", name)).strip("、和及与"))
        if shorter == name:
            break
        name = shorter
    return name[1:-1] if name.startswith("“") and name.find("”") == len(name) - 1 else name


def _without_verb(name: str) -> str:
    """Take off a verb before the level: 共建国家…示范区, 打造省级…样板."""
    match = _VERB_FIRST.match(name)
    return name[match.end() :] if match is not None and match[0] in stops() else name


def split_titles(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, name) of each title of a list; offsets count in `text`, names are tidied.

    A part without an award head of its own goes with the next one (垃圾分类、环境整治先进集体) unless
    a count ends it; a bare level takes the next one's words (4个省级、3个市级示范小区).
    """
    found: list[tuple[int, int, str]] = []
    begin = 0
    waiting: list[tuple[int, int, str]] = []
    for start, end in _parts(text):
        shared = _SHARED_LEVEL.match(text[start:end])
        if shared is not None and end < len(text):
            waiting.append((start, end, shared["level"]))
            begin = _after(text, end)
            continue
        written = text[begin:end]
        name = tidy(written)
        if end < len(text) and not (has_head(name) or written.endswith("”") or _COUNTED.search(written)):
            continue
        found.extend((a, b, level + without_level(name)) for a, b, level in waiting)
        waiting = []
        found.append((*_span(text, begin, end, name), _shared(name, written, found)))
        begin = _after(text, end)
    return found


def _shared(name: str, written: str, found: list[tuple[int, int, str]]) -> str:
    """Give a title that is nothing but a quotation the level before the quotation ahead of it: 区“甲”和“乙”."""
    ahead = found[-1][2] if found else ""
    level = levels().match(ahead)
    quoted = re.fullmatch("“[^“”]+”", written) is not None
    if level is None or not quoted or has_level(name) or re.fullmatch("“[^“”]+”", ahead[level.end() :]) is None:
        return name
    return level[0] + written


def _span(text: str, begin: int, end: int, name: str) -> tuple[int, int]:
    """Return where the tidied name stands in the text between `begin` and `end`."""
    place = text.find(name, begin, end) if name else -1
    return (place, place + len(name)) if place >= 0 else (begin, end)


def _parts(text: str) -> list[tuple[int, int]]:
    parts = []
    start = 0
    for match in _SPLIT.finditer(text):
        if text.count("“", 0, match.start()) > text.count("”", 0, match.start()):
            continue
        parts.append((start, match.start()))
        start = match.end()
    parts.append((start, len(text)))
    return parts


def _after(text: str, end: int) -> int:
    match = _SPLIT.match(text, end)
    return match.end() if match else end
