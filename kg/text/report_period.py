"""The reporting period and the plan period of a report, from its title, headings and first sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from kg.model import Part, Period
from kg.text.headings import Heading
from kg.text.parts import announced_parts, heading_part, title_parts
from kg.text.patterns import compiled
from kg.text.periods import PeriodMention, find_periods

_JOINT = re.compile(r"(?:以?及|和|与|暨|并|、|;|/|\+|,)")
_KINDS = frozenset({"year", "half", "quarter", "first", "first-quarters", "range", "years", "month"})
_OPENING = 4000
_REVIEWED = re.compile(r"(?:过去(?:的)?(?:一年|20[0-9]{2}年)|一年来|去年|回顾(?:过去)?(?:一年|20[0-9]{2}年))")
_OPENS = re.compile(r"(?:^|[\n。;:!])(?:过去的|刚刚过去的|回顾)?(20[0-9]{2})年度?(?:,|是|以来|上半年|全)")
_OFTEN = 3
_WRITTEN = re.compile(r"\(20[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?\)$")  # when a report was written, behind its title
_FIVE_YEARS = r"十([一二三四五]?)五(?![一-鿿]?[”\"]?(?:规划)?(?:开局|起步|收官|首年|元年))"
_BARE_YEARS = re.compile(r"(?<![0-9])(20[0-9]{2})(?:-|—{1,2}|–|~|至)(20[0-9]{2})(?![0-9])")  # 五年工作总结(2017-2021)
_COMING = re.compile(r"(?:今后|未来)(?:的)?([三五])年")
_CALENDAR = re.compile(r"(?<![0-9])(20[0-9]{2})年(?!底|末|前|以来)")


class ReportPeriods(NamedTuple):
    """What a report looks back on and what it plans for; None where it does neither or does not say."""

    review: Period | None
    plan: Period | None


def find_report_periods(
    title: str | None, headings: Sequence[Heading], body: str, plan_start: int | None, delivered: str | None
) -> ReportPeriods:
    """Return both periods.

    `title` and `body` are clean text, `plan_start` is the clean offset of the plan part, `delivered`
    the day on which a government report was given. A plan without a review has no reporting period.
    """
    review, plan = _from_headings(headings)
    promised = title_parts(title or "")
    title_review, title_plan = _from_title(title or "")
    if review is None and not (plan and "政府工作报告" in (title or "")):  # that title names the year of the session
        review = title_review
    plan = (plan or title_plan) if plan_start is not None else None
    if review is None and promised != {Part.PLAN}:
        review = _from_text(body, plan, plan_start, delivered)
    if plan is None and plan_start is not None:
        plan = _planned(body, plan_start, review)
    return ReportPeriods(review, plan)


def as_period(iso: str) -> Period | None:
    """Return a closed interval or a year as a Period, None for one with an open end."""
    if len(iso) == 4:
        return Period(f"{iso}-01-01", f"{iso}-12-31")
    start, _, end = iso.partition("/")
    return Period(start, end) if ".." not in (start, end) else None


def _from_headings(headings: Sequence[Heading]) -> tuple[Period | None, Period | None]:
    """Return the first review period and the first plan period that headings name with a year."""
    review: Period | None = None
    plan: Period | None = None
    for heading, part in zip(headings, announced_parts(headings), strict=True):
        period = _named(heading.title, None) if part else None
        if period and part is Part.REVIEW:
            review = review or period
        elif period and part is Part.PLAN:
            plan = plan or period
    return review, plan


def _from_title(title: str) -> tuple[Period | None, Period | None]:
    """Give each period of a title to the review or plan word behind it: 2020年工作总结及2021年工作思路."""
    review: Period | None = None
    plan: Period | None = None
    year: int | None = None
    pending: Period | None = None
    undated = _WRITTEN.sub("", title)
    for piece in _JOINT.split(undated if _named(undated, None) else title):
        dated = _named(piece, year)
        period = dated or _years_ahead(piece, pending) or _five_years(piece)
        if period:
            pending, year = period, int(period.start[:4])
        said = title_parts(piece) if period and not dated else frozenset[Part]()
        part = heading_part(piece) or (next(iter(said)) if len(said) == 1 else None)
        if part is Part.REVIEW and review is None:
            review = pending
        elif part is Part.PLAN and plan is None and period:
            plan = period
    return review, plan


def _five_years(text: str) -> Period | None:
    """Return the years of the five-year plan that a title names (“十三五”工作总结: 2016 to 2020), or its bare years."""
    years = _BARE_YEARS.search(text)
    if years and years[1] < years[2]:
        return Period(f"{years[1]}-01-01", f"{years[2]}-12-31")
    match = compiled(_FIVE_YEARS).search(text)
    if match is None:
        return None
    first = 2001 + 5 * ("一二三四五".find(match[1]) + 1 if match[1] else 0)
    return Period(f"{first}-01-01", f"{first + 4}-12-31")


def _years_ahead(text: str, reviewed: Period | None) -> Period | None:
    """Return the years behind those reviewed that a title plans for: 2017-2021年工作总结和今后五年工作思路."""
    match = _COMING.search(text)
    if match is None or reviewed is None:
        return None
    last = int(reviewed.end[:4])
    return Period(f"{last + 1}-01-01", f"{last + (3 if match[1] == '三' else 5)}-12-31")


def _named(text: str, year: int | None) -> Period | None:
    mentions = [mention for mention in find_periods(text, 0, len(text), year) if mention.kind in _KINDS]
    if not mentions:
        return None
    return as_period(_span_of_years(mentions))


def _span_of_years(mentions: Sequence[PeriodMention]) -> str:
    """A half or a quarter says more than the year that stands beside it."""
    return next((mention.iso for mention in mentions if mention.kind != "year"), mentions[0].iso)


def _from_text(body: str, plan: Period | None, plan_start: int | None, delivered: str | None) -> Period | None:
    """Infer the reviewed year: the year before the plan's, or the year that the opening names most."""
    if plan and plan.start.endswith("-01-01") and plan.end.endswith("-12-31"):
        return _year(int(plan.start[:4]) - 1)
    if plan and plan.start.endswith("-07-01"):
        return Period(f"{plan.start[:4]}-01-01", f"{plan.start[:4]}-06-30")
    opening = body[: min(_OPENING, plan_start or _OPENING)]
    year = _prominent(_OPENS, opening, 1) or _prominent(_CALENDAR, opening, _OFTEN)
    if year:
        return _half_or_year(opening, year)
    if delivered and _REVIEWED.search(opening):
        return _year(int(delivered[:4]) - 1)
    return None


def _prominent(pattern: re.Pattern[str], text: str, least: int) -> int | None:
    """Return the year that `pattern` finds most often, the latest of equals; None below `least` times."""
    years = Counter(int(match[1]) for match in pattern.finditer(text))
    best = max(years.values(), default=0)
    return max(year for year, count in years.items() if count == best) if best >= least else None


def _half_or_year(opening: str, year: int) -> Period:
    half = f"{year}年上半年"
    if half in opening[:400]:
        return Period(f"{year}-01-01", f"{year}-06-30")
    return _year(year)


def _planned(body: str, plan_start: int, review: Period | None) -> Period | None:
    """Return the period of a plan part without a dated heading: a year it names first, else the one behind the review."""
    opening = body[plan_start : plan_start + 300]
    named = [m for m in find_periods(opening, 0, len(opening), None) if m.kind in ("year", "half") and not m.base]
    for mention in named:
        period = as_period(mention.iso)
        if period and (review is None or period.start > review.start):
            return period
    if review is None:
        return None
    if review.end.endswith("-06-30"):
        return Period(f"{review.end[:4]}-07-01", f"{review.end[:4]}-12-31")
    return _year(int(review.end[:4]) + 1) if review.end.endswith("-12-31") else None


def _year(year: int) -> Period:
    return Period(f"{year}-01-01", f"{year}-12-31")
