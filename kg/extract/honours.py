"""Titles, awards and rankings: received, renewed or sought."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from kg import lexicon
from kg.extract import titles
from kg.extract.clauses import Clause, Dealt, Gate, dealt, words_of
from kg.extract.edges import inner, is_proper_word, left_edge, stops
from kg.extract.rankings import gate, is_rank, rankings
from kg.model import HonourMention, Part, Report, Status

_LONGEST = 48
_CITIES = tuple(f"{city}市" for city in titles.MUNICIPALITIES)
_TWICE = 2  # once, a title given by a city may be a prize won elsewhere
_WANTED = re.compile(
    r"(?:力争|争取|积极|加快|全力|努力|计划|拟|申请|启动|支持|推动|推进|深入|持续|确保|扎实|开展|做好|参与|参加|响应)[^,。]{0,4}$"
)
_AGAIN = re.compile(
    r"连续[0-9一二三四五六七八九十]{1,3}(?:年|届|次|轮)|再次|再度|蝉联|[0-9一二三四五六七八九十]连冠|复评|复审|复核|复检|继续保持"
)
_REVIEW = re.compile("复评|复审|复核|复检|验收|评估|认定|考核|测评")
_BARE = re.compile("(?:国家级|全国|省级|全省|市级|全市|区级|全区|县级)(?:试点|示范点?|试点项目|单位)?")
_FIRST = re.compile("首[个例家座条单]|[第全]一[个家]|总数|增至|^(?:实现|占|居|达|超)|突破”?$")
_SUBJECT = re.compile(
    r"(?:支持|推动|推进|指导|辖区)?(?P<who>[^,“”0-9]{2,24}?)(?:被[^,]{0,10}|成功|顺利|连续[0-9一二三四五六七八九十]{1,2}[年届次]|分别|先后|也|已|均|再次|首次|积极|加快|建成|年度|等){0,3}$"
)
_MATTER = re.compile(
    r"(?P<what>[^,0-9]{3,20}?)(?:被[^,]{0,10}|成功|顺利|连续[0-9一二三四五六七八九十]{1,2}[年届次]|分别|先后|也|已|均|再次|首次|等){0,3}$"
)
_MENTION = re.compile("(?:通报表扬|通报表彰|督查激励|表彰|表扬|嘉奖|案例|经验)$")
_NOT_WINNER = re.compile(
    r"^(?:街道|我|全|本|市区?$|区$|辖区|其中|目前|累计|新|先后|成功|同时|并|已|有|各|多|一批|共|通过|力争|争取|积极|加快|深入|推)"
)
_STATUS = {"received": Status.RECEIVED, "renewed": Status.RENEWED, "sought": Status.SOUGHT}


class Title(NamedTuple):
    """A title in the offsets of its clause, with who received it when the clause names them."""

    start: int
    end: int
    name: str
    status: Status
    rule: str
    winner: str | None = None


@lexicon.cached
def _back_cues() -> re.Pattern[str]:
    rows = sorted(lexicon.table("honour_back_cues"), key=lambda r: (-len(r["cue"]), r["cue"]))
    return re.compile("|".join(re.escape(row["cue"]) for row in rows))


@lexicon.cached
def gates() -> tuple[Gate, Gate]:
    """Return what the clauses that may hold a title and those that may hold a ranking pass."""
    return Gate(titles.cues(), _back_cues()), gate()


@lexicon.cached
def _cue_rows() -> dict[str, lexicon.Row]:
    return {row["cue"]: row for row in lexicon.table("honour_cues")}


@lexicon.cached
def _back_rows() -> dict[str, lexicon.Row]:
    return {row["cue"]: row for row in lexicon.table("honour_back_cues")}


def find_honours(report: Report, parts: Dealt | None = None) -> tuple[HonourMention, ...]:
    """Return the titles and rankings of `report` in order, each once in the review and once in the plan.

    `parts` are its clauses that pass `gates`, where they are at hand.
    """
    municipality = _in_municipality(report)
    found: list[tuple[Clause, HonourMention]] = []
    parts = parts or dealt(report, gates())
    for kind, held in zip((_titles, _rankings), gates(), strict=True):
        found.extend((clause, item) for clause in parts[held] for item in kind(report, clause, municipality))
    found.sort(key=lambda pair: pair[0].start)  # of one clause the titles first
    return tuple(sorted(_distinct(found), key=lambda item: (item.span.start, item.span.end)))


def _distinct(found: list[tuple[Clause, HonourMention]]) -> Iterator[HonourMention]:
    """Yield each honour once per part; a name without its level takes the fuller name used elsewhere."""
    fuller = {titles.without_level(_key(item.name)): item for _, item in found if titles.has_level(item.name)}
    kept: dict[tuple[str, bool], HonourMention] = {}
    for clause, mention in found:
        item, plan = mention, clause.part is Part.PLAN
        other = fuller.get(_key(item.name))
        if other is not None and not titles.has_level(item.name):
            item = replace(item, name=other.name, level=other.level)
        key = (_key(item.name), plan)
        if key not in kept or (kept[key].status is Status.SOUGHT and item.status is not Status.SOUGHT):
            kept[key] = item
    yield from kept.values()


def _key(name: str) -> str:
    return re.sub(r"[“”《》]", "", name)


def _in_municipality(report: Report) -> bool:
    opening = report.clean.text[:400]
    if any(city in opening or city in (report.head.publisher or "") for city in _CITIES):
        return True
    if sum(map(report.clean.text.count, _CITIES)) < _TWICE:
        return False
    return len(_given_by_cities().findall(report.clean.text)) >= _TWICE


@lexicon.cached
def _given_by_cities() -> re.Pattern[str]:
    return re.compile(f"(?:{titles.cues().pattern})(?:{'|'.join(_CITIES)})")


def _rankings(report: Report, clause: Clause, municipality: bool) -> Iterator[HonourMention]:
    offset = max(report.sentences[clause.sentence].start, clause.start - 120)
    before = report.clean.text[offset : clause.start]
    for item in rankings(clause, before, offset):
        level = "provincial" if item.level == "municipal" and municipality else item.level
        status = Status.SOUGHT if clause.part is Part.PLAN else Status.RECEIVED
        yield HonourMention(report.clean.span(item.start, item.end), "honour:rank", item.name, level, status, "ranking")


def _titles(report: Report, clause: Clause, municipality: bool) -> Iterator[HonourMention]:
    after = named_after(clause)
    for title in (*after, *_named_before(clause, {item.start for item in after})):
        yield HonourMention(
            span=report.clean.span(clause.start + title.start, clause.start + title.end),
            rule=f"honour:{title.rule}",
            name=f"{title.name}（{title.winner}）" if title.winner else title.name,
            level=titles.level_of(title.name, municipality),
            status=title.status,
            kind="ranking" if re.search("[百十0-9]强", title.name) else "title",
            about=title.winner,
        )


@lexicon.remembered  # asked again for who received them
def named_after(clause: Clause) -> tuple[Title, ...]:
    """Return the titles that stand after a verb of receiving or seeking."""
    return tuple(_named_after(clause))


def _named_after(clause: Clause) -> Iterator[Title]:
    rows = _cue_rows()
    hits = list(titles.cues().finditer(clause.text))
    for hit, following in zip_longest(hits, hits[1:]):
        row = rows[hit[0]]
        area = clause.text[hit.end() : following.start() if following else len(clause.text)]
        if not _may_count(row["needs"], area):
            continue
        before, passed = clause.text[: hit.start()], False
        for start, end, name in titles.split_titles(area):
            subject_next = following is not None and hit.end() + end == following.start() and not titles.has_head(name)
            counted = passed and re.search("[0-9][个家所项]$", area[start:end]) is not None
            if subject_next or not (_well_formed(name) and (counted or _counts(name, row["needs"], area[start:end]))):
                continue
            passed = True
            matter = _matter(before)
            full = (matter or "") + name if _BARE.fullmatch(name) else name
            who = None if full != name else matter if _MENTION.search(name) else _winner(before)
            yield Title(hit.end() + start, hit.end() + end, full, _status(clause, hit, row, area), row["cue"], who)


def _well_formed(name: str) -> bool:
    if len(name) <= 4 and not titles.has_level(name) and name.startswith(("示范", "样板", "试点", "标杆", "精品")):
        return False
    return (
        2 < len(name) <= _LONGEST
        and name.count("“") == name.count("”")
        and (name.endswith("奖") or not _FIRST.search(name))
        and not is_rank(name)
    )


def _winner(before: str) -> str | None:
    """Return who received the title when the words before the verb name a division, body, site or work."""
    match = _SUBJECT.match(before)
    if match is None or _NOT_WINNER.match(match["who"]):
        return None
    who = match["who"]
    work = re.search("《[^》]{1,20}》$", who)
    if work:
        return work[0]
    words = [(word, flag) for _, word, flag in words_of(who)]
    if any(len(word) > 1 and (word in stops() or word[:2] in stops() or word[-2:] in stops()) for word, _ in words):
        return None
    named = any(is_proper_word(word, flag) and len(word) > 1 for word, flag in words)
    return who if named or re.match("[市县区][^,]{3}", who) else None


def _matter(before: str) -> str | None:
    """Return what a mention in dispatches or a model case is about: the words before the verb, if short."""
    match = _MATTER.match(before)
    return match["what"] if match else None


def _may_count(needs: str, area: str) -> bool:
    """Tell whether a title within `area` can count at all: most words behind 完成 and 建成 hold none.

    What `_counts` asks of a name, asked once of all the words that names are made of.
    """
    if needs in ("any", "sign"):
        return True
    if needs == "review" and not _REVIEW.search(area):
        return False
    return "”" in area or titles.head_words().search(area) is not None


def _counts(name: str, needs: str, written: str) -> bool:
    head = titles.has_head(name)
    if re.match("(?:国家|省|市|区|县)级?(?:及)?以上", name):
        return False
    if needs == "any":
        return True
    if needs == "sign":
        return head or "“" in written or (titles.has_level(name) and not titles.is_no_title(name))
    if needs == "both":
        return (head or name.endswith("”")) and titles.has_level(name, strong=True)
    return head or name.endswith("”")


def _status(clause: Clause, hit: re.Match[str], row: lexicon.Row, area: str) -> Status:
    status = _STATUS[row["status"]]
    before = clause.text[: hit.start()]
    if status is Status.SOUGHT:
        return status
    if (
        clause.part is Part.PLAN
        or (row["cue"].startswith("创") and _WANTED.search(before))
        or re.search("力争|争取|有望", before)
    ):
        return Status.SOUGHT
    if row["needs"] == "review":
        return Status.RENEWED if _AGAIN.search(area) else Status.RECEIVED
    return Status.RENEWED if _AGAIN.search(before) else status


def _named_before(clause: Clause, taken: set[int]) -> Iterator[Title]:
    """Yield the titles that stand before 创建, 复评, 申报 and the like; not when the verb has its object after it."""
    rows = _back_rows()
    for hit in _back_cues().finditer(clause.text):
        if hit.end() in taken:
            continue
        row = rows[hit[0]]
        end = hit.start()
        while end > 0:
            start = _title_start(clause.text, end)
            written = clause.text[start:end]
            name = titles.tidy(written)
            if not 4 <= len(name) <= _LONGEST or not _well_formed(name) or not _counts(name, row["needs"], written):
                break
            status = Status.SOUGHT if clause.part is Part.PLAN else _STATUS[row["status"]]
            yield Title(start, end, name, status, row["cue"])
            if clause.text[start - 1 : start] != "、":
                break
            end = start - 1


def _title_start(text: str, end: int) -> int:
    """Return where the title that ends at `end` begins: at its level word, else where jieba's words allow."""
    floor = text.rfind("、", 0, end) + 1
    for match in titles.levels().finditer(text, max(floor, end - 24), end):
        between = [word for at, word, _ in words_of(text, match.end(), end) if match.end() <= at < end]
        inside = len(match[0]) == 1 and match.start() > 0 and text[match.start() - 1].isalpha()
        if (
            not inside
            and match.end() < end
            and not any(len(word) > 1 and word in stops() and word not in inner() for word in between)
        ):
            return _word_start(text, match.start(), match.end())
    return max(floor, left_edge(text, end, floor, inner()))


def _word_start(text: str, start: int, end: int) -> int:
    """Return the first beginning of a word from `start` on, `start` itself when there is none before `end` (参加|上海市)."""
    return next((at for at, _, _ in words_of(text, start, end) if start <= at < end), start)
