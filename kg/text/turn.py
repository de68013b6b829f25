"""Where a plan begins that no heading announces: at 下一步, …, at 今年是 …, or where the wording turns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from kg.lexicon import cached, table
from kg.model import Part
from kg.text.headings import Heading
from kg.text.lines import Line
from kg.text.parts import announced_parts

_OPENERS = re.compile(
    r"(?:\([一二三四五六七八九十]\)|[一二三四五六七八九十]、|[0-9]、)?"
    r"(?:下一步|下一阶段|下阶段|接下来|今后(?:一段时间|一个时期|五年)?|明年|新的一年|下半年|面对新(?:形势|的一年))(?:里|中)?"
    r"(?:,|[一-鿿]{0,10}(?:将|要|工作|继续|重点|围绕|坚持))"
)
_ANCHORS = re.compile(
    r"(?:各位代表[!,:])?(?:今年是|20[0-9]{2}年,?是|今年(?:政府)?工作的?总体|20[0-9]{2}年,(?:我们|街道|政府)?(?:要|将))"
)
_ANCHOR_BONUS = 6.0
_LEAST = 4.0  # sum of weights below which wording decides nothing
_WINDOW = 1500
_TELLING = 60  # shorter paragraphs say too little


def find_turn(body: Sequence[Line], headings: Sequence[Heading], promised: frozenset[Part]) -> int | None:
    """Return the clean offset at which the plan begins where no heading says so, None where it has none.

    `body` are the lines without head and furniture, `promised` is what the title announces. A title
    that announces a review alone is believed, but for a last paragraph on what comes next.
    """
    said = set(announced_parts(headings)) - {None}
    if not body or Part.PLAN in said:
        return None
    if promised == {Part.PLAN} and Part.REVIEW not in said:
        return body[0].start
    if Part.PLAN not in promised and (promised or said):
        return _opener(body)
    return _wording(body) if not (said or promised) else (_opener(body) or _wording(body))


def reads_as_plan(body: Sequence[Line], start: int, end: int) -> bool:
    """Tell whether the wording of the lines from clean offset `start` to `end` is that of a plan."""
    return sum(_weight(line.text) for line in body if start <= line.start < end) >= _LEAST


def _opener(body: Sequence[Line]) -> int | None:
    """Return the start of a paragraph in the second half that opens a plan, if what follows reads like one.

    A report whose sections each end with their own 下一步 has no plan part.
    """
    late = (body[0].start + body[-1].end) // 2
    for index, line in enumerate(body):
        if line.start >= late and _OPENERS.match(line.text):
            return line.start if all(_weight(after.text) >= 0 for after in body[index:] if len(after.text) > _TELLING) else None
    return None


def _wording(body: Sequence[Line]) -> int | None:
    """Return where review wording turns into plan wording for good: the split with the most evidence on both sides."""
    weights = [_weight(line.text) for line in body]
    ahead = [total - before for total, before in zip([sum(weights)] * len(body), [0.0, *accumulate(weights)], strict=False)]
    behind = [0.0, *accumulate(-weight for weight in weights)]
    bonus = [_ANCHOR_BONUS if _ANCHORS.match(line.text) or _OPENERS.match(line.text) else 0.0 for line in body]
    scores = [behind[i] + ahead[i] + (bonus[i] if i else 0.0) for i in range(len(body))]
    best = max(range(len(body)), key=lambda index: (scores[index], -index))
    return body[best].start if ahead[best] >= _LEAST and scores[best] > behind[len(body)] + _LEAST else None


def _weight(text: str) -> float:
    """Return how much the wording of a paragraph speaks for a plan; each cue counts once in a window."""
    weights = _weights()
    total = 0.0
    for start in range(0, len(text), _WINDOW):
        cues = {match[0] for match in _cues().finditer(text, start, start + _WINDOW)}
        total += sum(weights[cue] for cue in sorted(cues))
    return total


@cached
def _weights() -> dict[str, float]:
    return {row["cue"]: float(row["weight"]) for row in table("tense")}


@cached
def _cues() -> re.Pattern[str]:
    return re.compile("|".join(sorted((re.escape(cue) for cue in _weights()), key=lambda cue: (-len(cue), cue))))
