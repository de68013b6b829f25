"""Rankings: 居全省首位, 排全省第4位, 全国第二名, 位于第八位, 全省最多."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg import lexicon
from kg.extract.clauses import Clause, Gate
from kg.extract.titles import cues, levels

_FIGURE = r"(?:达到|达|为|至|到|超|突破)?(?<![0-9.,])[0-9][0-9.,]{0,12}(?![0-9.,])(?:%|个百分点|[万亿]{0,2}[一-鿿A-Za-z/]{0,4})"
_TAIL = re.compile(  # as many parts as there are: without a bound, each more would double the time
    rf"(?:{_FIGURE}|、|分别|均|也|已|首次|排名|稳步|继续|持续|连续[0-9一二三四五六七八九十]{{1,3}}(?:年|个月|个季度)|[0-9一二三]{{1,2}}次|历史性|在|总量|\(|“){{1,8}}$"
)
_LEAD = re.compile(
    r"^(?:[0-9]{1,6}[个家项](?=[一-鿿“])|其中|全年|全市|全区|全县|预计|累计|新增|争取|确保|力争|推动|实现|完成|、|的|,)+"
)
_MEASURED = re.compile("^(?:数量|总量|总数|规模|增速|增幅)")


class Ranking(NamedTuple):
    """A ranking with its clean offsets, its name (what is ranked, scope, rank) and the level of the scope."""

    start: int
    end: int
    name: str
    level: str | None


@lexicon.cached
def _pattern() -> re.Pattern[str]:
    verbs = _longest("rank_verbs", "verb")
    scopes = _longest("scopes", "scope")
    rank = "|".join(row["pattern"] for row in lexicon.table("ranks"))
    return re.compile(
        rf"(?P<verb>(?:分别|均|稳定|继续)?(?:{verbs})?)在?(?P<scope>{scopes})(?P<group>[^,。、;:0-9“”]{{0,8}}?)(?P<rank>{rank})(?P<more>(?:、(?:{scopes})?(?:{rank}))*)(?![一-鿿])"
        r"|(?P<bare>位于|名列|并列|位列|位居|排名|列|排|取得|获得|荣获|夺得|获)[一-鿿()]{0,6}(?P<place>第(?:[一二三四五六七八九十]{1,3}|[1-9][0-9]{0,2})(?:位|名)?)(?![一-鿿])"
    )


def _longest(name: str, key: str) -> str:
    return "|".join(map(re.escape, sorted(lexicon.column(name, key), key=lambda word: (-len(word), word))))


def rankings(clause: Clause, before: str, offset: int) -> list[Ranking]:
    """Return the rankings of `clause`; `before` is the sentence's text before it, used when the clause names no subject.

    `offset` is the clean offset at which `before` begins.
    """
    found: list[Ranking] = []
    last = 0
    for match in _pattern().finditer(clause.text):
        subject = _subject(clause.text[last : match.start()])
        last = match.end()
        head = subject[:2]  # 在 and 中 may have been taken out of the rest
        written = clause.text.find(head, 0, match.start()) if subject else -1
        start = clause.start + (written if written >= 0 else match.start())
        if not subject:
            subject = _subject(before.rstrip(",")).rsplit(",", 1)[-1]
            subject = _LEAD.sub("", subject)
            place = before.rfind(subject) if subject else -1
            start = offset + place if place >= 0 else start
        if len(subject) < 2:
            continue
        if match["bare"]:
            found.append(Ranking(start, clause.start + match.end(), subject + match["place"], _level(subject)))
            continue
        scope = match["scope"] + match["group"]
        names = _names(subject, scope, match["rank"], match["more"])
        found.extend(Ranking(start, clause.start + match.end(), name, _scope_levels()[match["scope"]]) for name in names)
    return found


def _level(subject: str) -> str | None:
    """Return the level that a subject begins with: 市擂台赛; 街道 there is who takes part."""
    match = levels().match(subject)
    return _prefix_levels().get(match[0]) if match else None


@lexicon.cached
def _scope_levels() -> dict[str, str]:
    return {row["scope"]: row["level"] for row in lexicon.table("scopes")}


@lexicon.cached
def _prefix_levels() -> dict[str, str]:
    return {row["prefix"]: row["level"] for row in lexicon.table("award_levels") if row["level"] != "subdistrict"}


def gate() -> Gate:
    """Return what the clauses that may hold a rank pass: most do not."""
    return Gate(_pattern())


def is_rank(name: str) -> bool:
    """Tell whether `name` is nothing but a rank: 全国第一, 全省首位, 数量全省最多."""
    match = _pattern().match(_MEASURED.sub("", name))
    return match is not None and match.end() == len(match.string)


def _subject(text: str) -> str:
    """Return what is ranked, without the figure, 在 and 中 around it."""
    bare = _LEAD.sub("", _TAIL.sub("", text))
    if cues().search(bare):  # 荣获…奖、数量居首位: another fact stands before the subject
        bare = bare.rsplit("、", 1)[-1]
    return re.sub("在(?=全|市|区|省|[^,、]{2,20}中$)", "", bare).removesuffix("中")


def _names(subject: str, scope: str, rank: str, more: str) -> list[str]:
    """Return one name per rank; a list of subjects shares its ranks out (收入、支出分别居全省第3、第4位)."""
    ranks = [rank, *(part.removeprefix(scope) for part in more.split("、")[1:])]
    subjects = [_LEAD.sub("", _TAIL.sub("", part)) for part in subject.split("、")]
    if len(ranks) == 1 or len(subjects) != len(ranks) or not all(subjects):
        subjects = [subject] * len(ranks)
    return [f"{one}{scope}{place}" for one, place in zip(subjects, ranks, strict=True)]
