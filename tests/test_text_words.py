"""Words: the dictionary read in one go gives what jieba itself gives."""

from __future__ import annotations

from pathlib import Path

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text.words import Dictionary, is_word, tag_words, tokenizer

SEEDS = sorted((Path(__file__).resolve().parents[1] / "seeds").glob("*.txt"))
# Single characters and scraps of reports, cut anywhere, with words and signs that the dictionary has in odd places.
SCRAPS = {
    text[at : at + size]
    for path in SEEDS
    for text in [path.read_text(encoding="utf-8")]
    for size in (1, 3)
    for at in range(0, 900, size)
}
ODD = ("大S", "小S", "阿Q", "江", "B超", "T恤", "K歌", " ", "\u3000", "12.5%", "龥", "㐀", "\ud800", "𠮷")
PIECES = [*sorted(SCRAPS), *ODD]


@pytest.fixture(scope="module", autouse=True)
def private_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    jieba.dt.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    jieba.setLogLevel(60)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_the_words_of_a_report_are_those_of_jieba(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        if len(line) <= 400:
            assert [word for word, _ in tag_words(line)] == list(jieba.dt.cut(line))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_the_words_of_any_text_are_those_of_jieba(text: str) -> None:
    assert [word for word, _ in tag_words(text)] == list(jieba.dt.cut(text))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_the_words_of_any_text_joined_give_the_text(text: str) -> None:
    assert "".join(word for word, _ in tag_words(text)) == text


def test_a_word_has_the_part_of_speech_of_the_dictionary() -> None:
    assert dict(tag_words("全年拆除违法建筑136处"))["拆除"] == "v"


@pytest.mark.parametrize("shuffled", [False, True], ids=["the dictionary of jieba", "one in another order"])
def test_every_row_of_the_dictionary_is_found(shuffled: bool) -> None:
    data = Path(jieba.__file__).with_name("dict.txt").read_bytes()
    rows = [line.split() for line in data.decode("utf-8").splitlines()]
    if shuffled:
        data = b"\n".join(reversed(data.splitlines()))
    dictionary = Dictionary(data)
    assert dictionary.total == sum(int(frequency) for _, frequency, _ in rows)
    wrong = [word for word, frequency, tag in rows if (dictionary.get(word), dictionary.tag(word)) != (int(frequency), tag)]
    assert wrong == []


def test_a_word_that_is_not_in_the_dictionary_is_unknown() -> None:
    assert is_word("拆除")
    assert not is_word("拆除违法建筑")
    assert not is_word("")


def test_long_stretches_without_words_are_not_remembered() -> None:
    """A report has few of them, and text of another kind would fill the memory with them."""
    cutter = tokenizer()
    tag_words("龘" * 30 + "，龘靐龘，" + "A" * 60)
    assert "龘靐龘" in cutter._loose
    assert max(map(len, cutter._loose)) <= 16
    assert max(map(len, cutter.dictionary.tags)) <= 16
