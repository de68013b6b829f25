"""A few inputs of every target of the fuzzer; tools/fuzz.py tries them for long."""

from __future__ import annotations

import random

import pytest
from fuzz_targets import MARKS, READERS, SCANNERS, TARGETS, WORDS, WRITERS, as_bytes
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies_text import HOSTILE, hostile

from kg.api import extract_text

FEW = {**dict.fromkeys(READERS, 40), **dict.fromkeys(SCANNERS, 30), **dict.fromkeys(WRITERS, 8)}
PIECES = st.one_of(st.sampled_from(MARKS), st.sampled_from(WORDS), st.sampled_from(HOSTILE), st.text(max_size=6))


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_is_a_fault(name: str) -> None:
    target, chance = TARGETS[name], random.Random(name)  # noqa: S311 - the same inputs in each run
    assert any(target.run(data) for data in target.begin()), "no good input is taken"
    for _ in range(FEW[name]):
        target.run(target.make(chance))


@pytest.mark.parametrize("name", SCANNERS)
@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_scanned(name: str, text: str) -> None:
    SCANNERS[name].run(as_bytes(text))


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=6, deadline=None)
@given(hostile)
def test_any_string_in_every_field_is_written_so_that_it_reads_the_same(name: str, text: str) -> None:
    WRITERS[name].run(as_bytes(text))


def test_half_a_character_in_a_text_is_none() -> None:
    text = "翠苑街道2020年工作总结\n探索“金杨\udced民俗”项目，开展活动30场。第二\udca6记。\n"
    assert extract_text(text)["metrics"] == extract_text(text.replace("\udced", "\ufffd").replace("\udca6", "\ufffd"))["metrics"]
