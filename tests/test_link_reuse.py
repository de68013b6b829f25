"""Copies are found with their offsets on both sides; boilerplate, repetition and order do not disturb."""

import random
import time

from factories import report
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.link.matches import Match, _apart, _rest, _without
from kg.link.reuse import text_reuse
from kg.text.letters import letters

COPY = "坚持党建引领，把资源和力量下沉到网格，推动矛盾化解在楼组门口"
SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃"


def filler(seed, length=60):
    draw = random.Random(seed)  # noqa: S311 - the same text on every run
    return "".join(draw.choice(SIGNS) for _ in range(length))


def made(*bodies):
    return [report(f"某街道2020年工作总结\n{body}\n", f"{number}.txt") for number, body in enumerate(bodies)]


def found(reports):
    passages, near = text_reuse({item.id: item for item in reports}, {item.id: item.source.name for item in reports})
    texts = {item.id: item.text for item in reports}
    return [[place.span.of(texts[place.report]) for place in item.occurrences] for item in passages], near


def test_a_copy_is_found_whatever_its_blanks_and_punctuation():
    spaced = COPY.replace("，", ", ").replace("网格", "网 格")
    words, near = found(made(f"{filler(1)}。{COPY}。{filler(2)}", f"{filler(3)}。{spaced}！{filler(4)}"))
    assert sorted(words[0]) == sorted([COPY, spaced])
    assert (len(words), near) == (1, ())


def test_a_set_phrase_is_no_copy():
    phrase = "以习近平新时代中国特色社会主义思想为指导，增强“四个意识”、坚定“四个自信”、做到“两个维护”"
    assert found(made(f"{filler(1)}。{phrase}。{filler(2)}", f"{filler(3)}。{phrase}。{filler(4)}"))[0] == []


def test_what_many_of_many_reports_have_is_no_copy():
    bodies = [f"{filler(seed)}。{COPY if seed < 6 else ''}。{filler(100 + seed)}" for seed in range(12)]
    assert found(made(*bodies))[0] == []
    assert len(found(made(*bodies[:3]))[0]) == 3


def test_nearly_the_same_report_is_a_near_duplicate_with_its_share():
    body = filler(1, 600)
    _, near = found(made(body, body + filler(2, 60)))
    assert len(near) == 1
    assert 0.8 <= near[0].share < 1


def test_endless_repetition_takes_no_time():
    start = time.process_time()
    found(made("甲乙" * 6000, "甲乙" * 5000 + "丙"))
    assert time.process_time() - start < 60  # its square would take minutes


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text("甲乙丙，。 1a", max_size=80), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_both_sides_have_the_same_letters_in_every_order(bodies, draw):
    reports = made(*(f"{body}{number}{filler(5, 30)}" for number, body in enumerate(bodies)))
    words, near = found(reports)
    assert all(letters(one)[0] == letters(other)[0] for one, other in words)
    draw.shuffle(reports)
    assert found(reports) == (words, near)


@given(st.lists(st.builds(Match, st.integers(0, 30), st.integers(0, 30), st.integers(3, 12)), max_size=12))
def test_stretches_are_kept_as_if_each_was_held_against_all_longer_ones(matches):
    plain = []
    for match in sorted(matches, key=lambda one: (-one.length, one.first, one.second)):
        rest = _rest(match, plain, 3)
        if rest is not None:
            plain.append(rest)
    kept = _apart(matches, 3)
    assert kept == sorted(plain)
    assert all(_without(one, other) == one for one in kept for other in kept if one is not other)
