"""Across years: what was planned and what came of it, who took up what first, and numbers that disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, product

from kg.link import labels
from kg.link.amounts import Amount, amount
from kg.model import Adoption, Conflict, Fulfilment, Implementation, Initiative, Observation, Report, Statement, Status
from kg.terms import digest

_FOUR_PLACES = Decimal("0.0001")
_DOING = (Status.ACHIEVED, Status.UNDERWAY)
_A_LIST = 3  # different values of one indicator in one report
_PLAN_AHEAD = 1  # a plan that names no year is for the year after its report's
Statements = Iterable[Statement]
Order = tuple[tuple[int, str], ...]  # years and place ids


def fulfilments(statements: Statements, reports: Mapping[str, Report], places: Mapping[str, str]) -> tuple[Fulfilment, ...]:
    """Return the plans that meet a result: same place, the year planned for, same initiative or indicator.

    A result stands in another report than the plan, not in one of an earlier year. Numbers meet where their units
    compare and they say the same of change; the ratio is there where neither is a range. `reports` and the names
    of `places` are by id.
    """
    results: dict[tuple[str, int, str], list[Statement]] = defaultdict(list)
    plans: list[tuple[Statement, int]] = []
    for item in statements:
        if item.year is None or not isinstance(item, Implementation | Observation):
            continue
        if item.status is Status.ACHIEVED:
            results[item.place, item.year, _subject(item)].append(item)
        elif item.status is Status.PLANNED:
            plans.append((item, planned_year(item, reports[item.report], item.year)))
    made = (
        _fulfilment(plan, result, year, places[plan.place])
        for plan, year in plans
        for result in results.get((plan.place, year, _subject(plan)), ())
        if _later(plan, result, reports) and _compare(plan, result)
    )
    return tuple(sorted(made, key=lambda item: item.id))


def planned_year(item: Statement, report: Report, year: int) -> int:
    """Return the year that a planned statement of `year` is for.

    That is its own year where its words, the plan period of its report or a report that is nothing but a plan say so;
    a plan that has only the year of the review is for the next one.
    """
    own = isinstance(item, Observation) and (item.from_date or item.until_date)
    reviewing = report.head.period is not None or report.head.plan_period is None
    if own or report.head.plan_period is not None or not reviewing or year != report.year:
        return year
    return year + _PLAN_AHEAD


def _subject(item: Statement) -> str:
    if isinstance(item, Implementation):
        return "initiative/" + item.initiative
    return "indicator/" + item.indicator if isinstance(item, Observation) else ""


def _later(plan: Statement, result: Statement, reports: Mapping[str, Report]) -> bool:
    before, after = reports[plan.report].year, reports[result.report].year
    return plan.report != result.report and before is not None and after is not None and before <= after


def _compare(plan: Statement, result: Statement) -> bool:
    if not isinstance(plan, Observation) or not isinstance(result, Observation):
        return True
    same_change = (plan.change, plan.change_base or result.change_base) == (result.change, result.change_base or plan.change_base)
    same_initiative = not (plan.initiative and result.initiative) or plan.initiative == result.initiative
    return same_change and same_initiative and _reaches(plan, result) and amount(plan).unit == amount(result).unit


def _reaches(plan: Observation, result: Observation) -> bool:
    """Tell whether a result is of the whole time planned for, not of its first half."""
    end = result.until_date
    return end is None or end == plan.until_date or end.endswith("-12-31")


def _fulfilment(plan: Statement, result: Statement, year: int, place: str) -> Fulfilment:
    ratio = None
    if isinstance(plan, Observation) and isinstance(result, Observation):
        ratio = _ratio(amount(plan), amount(result))
    said = f"{_fact(plan, place)}，结果：{_fact(result, place)}"
    if ratio is not None:
        said += f"，为计划的{(ratio * 100).normalize():f}%"
    return Fulfilment(
        id=digest(plan.id, result.id, length=16),
        place=plan.place,
        year=year,
        plan=plan.id,
        result=result.id,
        label=labels.whole(place, year, said),
        ratio=ratio,
    )


def _ratio(plan: Amount, result: Amount) -> Decimal | None:
    if plan.is_range or result.is_range or plan.value <= 0:
        return None
    return (result.value / plan.value).quantize(_FOUR_PLACES)


def _fact(item: Statement, place: str) -> str:
    """Return what a statement says, without place and year."""
    return item.label.removeprefix(labels.whole(place, item.year, ""))


class Adopted:
    """Who took up what in which year, gathered place by place: small, for there may be millions."""

    def __init__(self) -> None:
        """Gather nothing yet."""
        self._order: dict[str, Order] = {}  # by initiative: the first year of each place

    def add(self, statements: Statements) -> None:
        """Take all statements of a place."""
        years: dict[tuple[str, str], int] = {}
        for item in statements:
            if isinstance(item, Implementation) and item.year is not None and item.status in _DOING:
                key = (item.initiative, item.place)
                years[key] = min(item.year, years.get(key, item.year))
        begun: dict[tuple[int, str], Order] = {}  # one value for all that a place took up in a year
        for (initiative, place), year in years.items():
            self._put(initiative, begun.setdefault((year, place), ((year, place),)))

    def _put(self, initiative: str, more: Order) -> None:
        before = self._order.get(initiative)
        self._order[initiative] = more if before is None else before + more  # most have no more than one place

    def update(self, other: Adopted) -> None:
        """Take what was gathered of other places."""
        for initiative, order in other._order.items():
            self._put(initiative, order)

    def made(self, initiatives: Mapping[str, Initiative]) -> tuple[Adoption, ...]:
        """Return, for each initiative that is done or under way somewhere, the places by the year they took it up.

        `initiatives` are by id: theirs are the ids that are held.
        """
        orders: dict[Order, tuple[Order, tuple[str, ...]]] = {}  # with the first places: many initiatives have the same
        made: list[Adoption] = []
        for initiative in sorted(self._order):
            found = tuple(sorted(self._order[initiative]))
            order, first = orders.get(found) or orders.setdefault(found, (found, _first(found)))
            made.append(Adoption(initiatives[initiative].id, order[0][0], first, order))
        return tuple(made)


def _first(order: Order) -> tuple[str, ...]:
    return tuple(place for year, place in order if year == order[0][0])


def conflicts(statements: Statements, places: Mapping[str, str], indicators: Mapping[str, str]) -> tuple[Conflict, ...]:
    """Return the numbers that disagree: same place, year, status, indicator, unit, period and change.

    Numbers of one sentence, and three or more different ones of one report, are taken for a list of several things;
    numbers of different initiatives too. Words such as 余 and 约 widen a number. `places` and `indicators` give names
    by id.
    """
    groups: dict[tuple[str, ...], list[Observation]] = defaultdict(list)
    for item in statements:
        if isinstance(item, Observation) and item.year is not None:
            groups[_sameness(item)].append(item)
    made: list[Conflict] = []
    for key in sorted(groups):
        clashing = sorted(_clashing(groups[key]), key=lambda item: (amount(item).value, item.id))
        if clashing:
            made.append(_conflict(clashing, places[clashing[0].place], indicators[clashing[0].indicator]))
    return tuple(sorted(made, key=lambda item: item.id))


def _sameness(item: Observation) -> tuple[str, ...]:
    when = (str(item.year), item.from_date or "", item.until_date or "")
    return (item.place, *when, item.status.value, item.indicator, amount(item).unit, item.change or "", item.change_base or "")


def _clashing(group: Sequence[Observation]) -> Iterator[Observation]:
    """Yield the members of a group that another one excludes, each once."""
    listing = _listing(group)
    alike: dict[Amount, list[Observation]] = defaultdict(list)  # a report may say one number a thousand times
    for item in group:
        if item.report not in listing:
            alike[amount(item)].append(item)
    found: dict[str, Observation] = {}
    for low, high in combinations(alike, 2):
        if low.excludes(high):
            for one, other in product(alike[low], alike[high]):
                if _may_clash(one, other):
                    found |= {one.id: one, other.id: other}
    yield from found.values()


def _may_clash(one: Observation, other: Observation) -> bool:
    listed = {(place.report, place.passage) for place in one.evidence} & {(it.report, it.passage) for it in other.evidence}
    different = one.initiative and other.initiative and one.initiative != other.initiative
    return not listed and not different


def _listing(group: Sequence[Observation]) -> frozenset[str]:
    """Return the reports that give so many values that the indicator stands for several things (实施项目, 完成投资)."""
    values: dict[str, set[Decimal]] = defaultdict(set)
    for item in group:
        values[item.report].add(amount(item).value)
    return frozenset(report for report, found in values.items() if len(found) >= _A_LIST)


def _conflict(items: Sequence[Observation], place: str, indicator: str) -> Conflict:
    first = items[0]
    where = "同一报告内" if len({item.report for item in items}) == 1 else "不同报告之间"
    said = list(dict.fromkeys(labels.squeeze(item.verbatim) for item in items))
    return Conflict(
        id=digest(*sorted(item.id for item in items), length=16),
        place=first.place,
        year=first.year or 0,
        indicator=first.indicator,
        statements=tuple(sorted(item.id for item in items)),
        label=labels.whole(place, first.year, f"{labels.squeeze(indicator)} {where}数值不一致：{'、'.join(said)}"),
    )
