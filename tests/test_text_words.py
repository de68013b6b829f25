"""Words: the dictionary read in one go gives what jieba itself gives."""

from __future__ import annotations

from pathlib import Path

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text.words import LONGEST, is_word, tag_words, tokenizer

SEEDS = sorted((Path(__file__).resolve().parents[1] / "seeds").glob("*.txt"))


@pytest.fixture(scope="module", autouse=True)
def private_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    jieba.dt.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    jieba.setLogLevel(60)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_the_words_of_a_report_are_those_of_jieba(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        if len(line) <= 400:
            assert [word for word, _ in tag_words(line)] == list(jieba.dt.cut(line))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_the_words_of_any_text_joined_give_the_text(text: str) -> None:
    assert "".join(word for word, _ in tag_words(text)) == text


def test_a_word_has_the_part_of_speech_of_the_dictionary() -> None:
    assert dict(tag_words("全年拆除违法建筑136处"))["拆除"] == "v"


def test_no_word_of_the_dictionary_is_longer_than_is_looked_for() -> None:
    assert is_word("拆除")
    assert max(map(len, tokenizer().FREQ.places)) <= LONGEST
