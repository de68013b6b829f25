"""The review page in a browser: nothing is fetched, decisions chosen on it come back as a file that a build follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.export.review_page import PAGE, write_review_page
from kg.model import Question, ReviewDecision, Reviewed, Ruling
from kg.read import read_decisions

WATCH = "window.__csp = []; document.addEventListener('securitypolicyviolation', (event) => __csp.push(event.blockedURI))"
HOSTILE = '</script><img src=x onerror="window.bad=1">=cmd|⟦“甲”⟧'
ROWS = [
    Question("place/r/1", "place", "街道2020年总结 [r1]", "河西街道 [450204-hexi]", "name masked", "在⟦XX街道⟧。", "r1"),
    Question("conflict/s", "conflict", "甲街道 2020 拆除违法建筑 136处 [s1]", "乙 [s2]", "2 values", "拆除⟦136处⟧。", "r1"),
    Question("kind/x1", "kind", "快来议事 [x1]", "mechanism", "mentions disagree", "⟦快来议事⟧", "r1"),
    Question("confidence/x2", "confidence", "云上议事 [x2]", "platform", "confidence 0.53", "⟦云上议事⟧", "r1"),
    Question("similar/x3/x4", "similar", "告警系统 [x3]", "投放告警系统 [x4]", "alike", "⟦告警系统⟧ ‖ ⟦投放告警系统⟧", "r1"),
    Question("merge/x5/1", "merge", "污水零直排区 [x5]", "污水零直排区建设", "national table", "⟦污水零直排区建设⟧", "r1"),
    Question("merge/x5/2", "merge", "污水零直排区 [x5]", "", "same name in every place", "⟦污水零直排区⟧", "r1"),
    Question("merge/x6/1", "merge", HOSTILE + " [x6]", HOSTILE, HOSTILE, HOSTILE, "r1"),
]
EARLIER = Reviewed("d1", Ruling.SAME, "甲 [x7]", "乙 [x8]", "", "早先", (2,), (("initiative", "x7"),))


class Review:
    """The open page."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.problems: list[str] = []
        page.on(
            "request", lambda request: None if request.url.startswith(("file:", "blob:")) else self.problems.append(request.url)
        )
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)

    def choose(self, key: str, label: str, value: str = "") -> None:
        """Choose the radio button with a label on the card of a row, and fill the value in."""
        card = self.page.locator(f'article[data-key="{key}"]')
        option = card.locator("label", has_text=label).first
        option.locator("input[type=radio]").check()
        if value:
            option.locator("input[type=text]").fill(value)

    def saved(self, folder: Path) -> list[ReviewDecision]:
        """Download the decisions and read them as a build does."""
        with self.page.expect_download() as download:
            self.page.click("#download")
        assert download.value.suggested_filename == "decisions.tsv"
        path = folder / "decisions.tsv"
        download.value.save_as(path)
        return list(read_decisions(path))

    def keys(self) -> list[str]:
        """Return the keys of the rows on the page."""
        return list(self.page.evaluate("[...document.querySelectorAll('article')].map((card) => card.dataset.key)"))


@pytest.fixture
def review(browser: Any, tmp_path: Path) -> Iterator[Review]:
    """The page of the rows above with one earlier decision."""
    write_review_page(tmp_path, ROWS, [EARLIER])
    context = browser.new_context(accept_downloads=True)
    one = Review(context.new_page())
    one.page.add_init_script(WATCH)
    one.page.goto((tmp_path / PAGE).as_uri())
    one.page.wait_for_selector("body[data-ready]", timeout=60_000)
    yield one
    assert one.problems == []
    assert one.page.evaluate("[window.bad, window.__csp.length]") == [None, 0]
    context.close()


def test_every_row_shows_its_sentence_with_the_words_marked(review: Review) -> None:
    assert review.keys() == [row.key for row in ROWS]
    marks = review.page.evaluate("[...document.querySelectorAll('article mark')].map((mark) => mark.textContent)")
    assert marks[0] == "XX街道"
    assert marks.count("告警系统") == 1
    assert marks.count("投放告警系统") == 1
    assert "“甲”" in marks
    assert "onerror" in review.page.inner_text('article[data-key="merge/x6/1"]')


def test_rows_are_filtered_by_kind_of_doubt_by_text_and_by_what_is_left_to_do(review: Review) -> None:
    review.page.click("#kinds button[value=similar]")
    assert review.keys() == ["similar/x3/x4"]
    review.page.click('#kinds button[value=""]')
    review.page.fill("#search", "零直排")
    assert review.keys() == ["merge/x5/1", "merge/x5/2"]
    review.choose("merge/x5/1", "不是同一个")
    review.page.get_by_label("只看未处理").check()
    assert review.keys() == ["merge/x5/2"]


def test_the_download_holds_what_was_chosen_and_the_earlier_decisions(review: Review, tmp_path: Path) -> None:
    review.choose("place/r/1", "另一地", "330302030")
    review.choose("conflict/s", "不收录")
    review.choose("confidence/x2", "改名为", "=云上“议事”")
    review.choose("similar/x3/x4", "是同一个")
    review.choose("merge/x5/1", "不是同一个")
    review.choose("merge/x5/2", "不是同一个", "延吉新村街道")
    review.page.locator('article[data-key="kind/x1"] select').select_option("event")
    review.choose("merge/x6/1", "不收录")
    found = sorted((item.ruling.value, item.subject, item.candidate, item.value) for item in review.saved(tmp_path))
    assert found == sorted(
        [
            ("place", "街道2020年总结 [r1]", "河西街道 [450204-hexi]", "330302030"),
            ("reject", "甲街道 2020 拆除违法建筑 136处 [s1]", "乙 [s2]", ""),
            ("kind", "快来议事 [x1]", "mechanism", "event"),
            ("rename", "云上议事 [x2]", "platform", "=云上“议事”"),
            ("same", "告警系统 [x3]", "投放告警系统 [x4]", ""),
            ("different", "污水零直排区 [x5]", "污水零直排区建设", ""),
            ("different", "污水零直排区 [x5]", "", "延吉新村街道"),
            ("reject", HOSTILE + " [x6]", HOSTILE, ""),
            ("same", "甲 [x7]", "乙 [x8]", ""),
        ]
    )


def test_a_choice_that_needs_a_value_counts_when_it_has_one(review: Review) -> None:
    review.page.get_by_text("此前的决定").click()
    review.page.locator("details input").uncheck()
    assert review.page.is_disabled("#download")
    review.choose("confidence/x2", "改名为")
    assert review.page.is_disabled("#download")
    review.choose("confidence/x2", "改名为", "云上议事厅")
    assert re.search(r"1\)|（1）", review.page.inner_text("#download"))


def test_the_page_is_used_with_the_keyboard_alone_and_remembers(review: Review, tmp_path: Path) -> None:
    for key in ("j", "j", "2", "j", "k"):
        review.page.keyboard.press(key)
    assert review.page.evaluate("document.activeElement.closest('article').dataset.key") == "conflict/s"
    review.page.keyboard.press("/")
    review.page.keyboard.type("2 values")
    assert review.keys() == ["conflict/s"]
    review.page.reload()
    review.page.wait_for_selector("body[data-ready]")
    assert [item.ruling for item in review.saved(tmp_path)] == [Ruling.REJECT, Ruling.SAME]


def test_the_page_is_there_in_english_and_fits_a_phone(review: Review) -> None:
    review.page.get_by_role("button", name="English").click()
    assert "Choose a decision" in review.page.inner_text("main")
    review.page.set_viewport_size({"width": 390, "height": 844})
    assert review.page.evaluate("document.documentElement.scrollWidth <= 390")
