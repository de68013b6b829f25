"""The page as a file: the same bytes each time, nothing executable in it but its own scripts, every quotation true."""

from __future__ import annotations

import ast
import base64
import hashlib
import html
import json
import math
import os
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import page_corpus
import pyoxigraph
import pytest

from kg.export import layout
from kg.export.html import NAME, TITLE, as_json, page, write_page
from kg.export.labels import FONT, glossed, text_width, wrapped
from kg.export.page_data import FIELDS, PageData, place_labels
from kg.export.pyvis_network import LIMIT, draw, network, vis_script
from kg.export.words import in_chinese, words
from kg.model import Graph, Implementation

ROOT = Path(__file__).parents[1]
TAGS = set("html head meta title style body a header h1 div main aside p noscript section table thead tbody tr th td".split())  # noqa: SIM905
SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)


@pytest.fixture(scope="module")
def five() -> Graph:
    return page_corpus.five_places()


@pytest.fixture(scope="module")
def five_page(five: Graph) -> str:
    return page(five, version="1")


@pytest.fixture(scope="module")
def hostile_page() -> str:
    return page(page_corpus.hostile(), title=page_corpus.HOSTILE, version=page_corpus.HOSTILE)


class Elements(HTMLParser):
    """Collects the tags and attribute names of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and the names of its attributes."""
        self.tags.add(tag)
        self.attributes += [name for name, _ in attrs]


def scripts(text: str) -> tuple[list[str], dict[str, Any]]:
    """Return the scripts of a page that run, and its data by name."""
    running, data = [], {}
    for attributes, body in SCRIPT.findall(text):
        name = re.search(r'id="(\w+)"', attributes)
        if name:
            data[name[1]] = json.loads(body)
        else:
            running.append(body)
    return running, data


def test_no_two_scripts_of_the_page_declare_the_same_name(five_page: str) -> None:
    """They run as one: a name that is declared twice keeps the page from starting, or takes the place of another function."""
    declared = re.compile(r"^(?:async )?(?:function\*?|const|let|class) +([\w$]+)", re.MULTILINE)
    app = SCRIPT.findall(five_page)[-1][1]
    names = Counter(declared.findall(app))
    assert len(names) > 100
    assert [name for name, count in names.items() if count > 1] == []


def test_two_pages_of_one_graph_are_the_same_bytes(five: Graph, five_page: str) -> None:
    assert page(five, version="1") == five_page


def test_the_page_does_not_depend_on_hash_seed_or_locale(tmp_path: Path) -> None:
    """A GBK locale and another hash seed give the same file."""
    program = (
        "import sys; from pathlib import Path; sys.path.insert(0, 'tests'); import page_corpus\n"
        "from kg.export.html import write_page\n"
        "folder = Path(sys.argv[1]); folder.mkdir(); write_page(page_corpus.five_places(), folder)\n"
    )
    digests = set()
    for seed, locale in (("1", "C.UTF-8"), ("2", "zh_CN.GBK")):
        folder = tmp_path / seed
        environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONUTF8": "0"}
        subprocess.run([sys.executable, "-c", program, str(folder)], cwd=Path(__file__).parents[1], env=environment, check=True)
        digests.add(hashlib.sha256((folder / NAME).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_the_file_is_utf8_with_plain_newlines(five: Graph, tmp_path: Path) -> None:
    [path] = write_page(five, tmp_path)
    raw = path.read_bytes()
    assert b"\r" not in raw
    assert raw.decode("utf-8").startswith('<!DOCTYPE html>\n<html lang="zh-CN"')


def test_five_reports_make_a_page_of_less_than_one_and_a_half_megabytes(five_page: str) -> None:
    assert len(five_page.encode()) < 1_500_000


def test_the_policy_allows_exactly_the_scripts_and_the_style_of_the_page(five_page: str) -> None:
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', five_page)[1])  # type: ignore[index]
    style = re.search(r"<style>(.*?)</style>", five_page, re.DOTALL)[1]  # type: ignore[index]
    want = {base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in [*scripts(five_page)[0], style]}
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == want
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_page_asks_the_network_for_nothing(five_page: str) -> None:
    without_scripts = SCRIPT.sub("", five_page)
    assert not re.search(r"<link|<img|<iframe|@import|url\(|https?://", without_scripts)


@pytest.mark.parametrize("which", ["five_page", "hostile_page"])
def test_a_page_has_two_scripts_that_run_and_no_handler(which: str, request: pytest.FixtureRequest) -> None:
    """No text of a report closes a script, opens a tag or fills a placeholder."""
    text = request.getfixturevalue(which)
    running, data = scripts(text)
    assert len(running) == 2
    assert set(data) == {"words", "data", "texts"}
    seen = Elements()
    seen.feed(SCRIPT.sub("", text))
    assert not [name for name in seen.attributes if name.startswith("on") or name == "style"]
    assert seen.tags <= TAGS


def test_hostile_text_comes_back_as_it_was(hostile_page: str) -> None:
    _, data = scripts(hostile_page)
    assert any(page_corpus.HOSTILE in text for text in data["texts"])
    assert any(page_corpus.HOSTILE in item["label"] for item in data["data"]["initiatives"])


def test_json_in_a_script_holds_no_character_that_could_end_it() -> None:
    made = as_json({"a": "</script><!--&\u2028\u2029\ud800"})
    assert not re.search("[<>&\u2028\u2029]", made)
    assert json.loads(made) == {"a": "</script><!--&\u2028\u2029?"}


@pytest.mark.parametrize("corpus", [page_corpus.five_places, page_corpus.hostile])
def test_every_quotation_of_the_page_is_the_text_at_its_offsets(corpus: Any) -> None:
    graph = corpus()
    _, data = scripts(page(graph))
    texts = {extraction.report.id: extraction.report.text for extraction in graph.extractions}
    reports = data["data"]["reports"]
    assert [texts[report["id"]] for report in reports] == data["texts"]
    for kind, rows in data["data"]["statements"].items():
        place, report = rows["fields"].index("evidence"), rows["fields"].index("report")
        statements = [one for one in graph.statements if type(one).__name__ == kind]
        assert len(statements) == len(rows["rows"])
        for statement, row in zip(statements, rows["rows"], strict=True):
            flat = row[place]
            shown = [data["texts"][row[report]][flat[at + 2] : flat[at + 3]] for at in range(0, len(flat), 4)]
            assert shown == [one.span.of(texts[statement.report]) for one in statement.evidence]


def test_all_statements_of_all_classes_are_on_the_page(five: Graph, five_page: str) -> None:
    tables = scripts(five_page)[1]["data"]["statements"]
    assert {kind: len(rows["rows"]) for kind, rows in tables.items()} == Counter(type(one).__name__ for one in five.statements)
    assert {kind.__name__ for kind in FIELDS} == set(tables)


def test_the_first_place_is_not_lost_because_its_index_is_zero(five: Graph) -> None:
    values = PageData(five).values
    assert all(isinstance(report["place"], int) for report in values["reports"])
    assert {report["place"] for report in values["reports"]} >= {0}


def test_without_javascript_the_shared_initiatives_can_be_read(five: Graph, five_page: str) -> None:
    static = html.unescape(re.search(r"<noscript>(.*?)</noscript>", five_page, re.DOTALL)[1])  # type: ignore[index]
    shared = [item.label for item in five.initiatives if item.label == "垃圾分类"]
    assert shared
    assert all(label in static for label in shared)
    assert "蒲鞋市街道" in static


def test_places_of_one_name_are_told_apart_by_what_lies_above_them() -> None:
    labels = place_labels(page_corpus.five_places())
    assert labels["x-liuzhou"] == "XX街道（柳州市）"
    assert labels["330802-fushan"] == "府山街道"
    reporting = {decision.place.id for decision in page_corpus.five_places().decisions.values()}
    assert len({labels[key] for key in reporting}) == len(reporting)


def test_no_more_nodes_are_drawn_than_a_person_can_tell_apart() -> None:
    drawn = draw(PageData(page_corpus.many(60)))
    assert LIMIT - 20 < len(drawn["nodes"]) <= LIMIT
    assert {node["id"] for node in drawn["nodes"]} == {end for edge in drawn["edges"] for end in (edge["from"], edge["to"])}


def test_a_drawn_edge_is_an_implementation_of_the_graph(five: Graph) -> None:
    data = PageData(five)
    want = {
        (f"i{data.index['initiative'][one.initiative]}", f"p{data.index['place'][one.place]}")
        for one in five.statements
        if isinstance(one, Implementation)
    }
    edges = [(edge["from"], edge["to"]) for edge in draw(data)["edges"]]
    assert len(edges) == len(set(edges))
    assert set(edges) <= want


@pytest.mark.parametrize("language", ["zh", "en"])
def test_labels_of_the_drawing_do_not_overlap(five: Graph, language: str) -> None:
    """The shared initiatives and their places, in English with their glosses: no label lies on another label or node."""
    shared = {key: group for key, group in PageData(five).places_by_initiative.items() if len(group) > 1}
    data = PageData(five)
    drawn = draw(data)
    nodes = [n for n in drawn["nodes"] if n["id"][0] == "p" or five.initiatives[int(n["id"][1:])].id in shared]
    if language == "en":
        english = drawn["english"]
        nodes = [n | dict(zip(("label", "x", "y"), english[n["id"]], strict=True)) for n in nodes]
        assert all("\ninitiative" in n["label"] for n in nodes if n["id"][0] == "i")
    boxes = []
    for node in nodes:
        font = layout.PLACE_FONT if node["id"][0] == "p" else FONT
        lines = node["label"].split("\n")
        half = max(text_width(line, font) for line in lines) / 2
        top = node["y"] + node["size"]
        boxes.append((node["x"] - half, top, node["x"] + half, top + len(lines) * font * 1.2))
    clashes = [
        (a, b)
        for number, a in enumerate(boxes)
        for b in boxes[number + 1 :]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert clashes == []


def test_the_layout_does_not_depend_on_the_order_of_its_input() -> None:
    shared_by = {"i1": ["p1", "p2"], "i2": ["p2", "p3"], "i3": ["p3"]}
    labels = {key: key for key in ("i1", "i2", "i3", "p1", "p2", "p3")}
    turned = dict(reversed(shared_by.items()))
    assert layout.positions(turned, labels) == layout.positions(shared_by, labels)


def test_labels_that_can_only_be_pushed_to_and_fro_are_given_up_soon() -> None:
    walls = [layout.Box(x, 0, 10, 100, fixed=True) for x in (-15, 15)]
    between = layout.Box(0, 0, 10, 10)
    assert not layout.push_apart([*walls, between], rounds=10**12)


@pytest.mark.parametrize(
    ("label", "want"),
    [
        ("垃圾分类", "垃圾分类"),
        ("街道无物业小区封闭管理自治指南", "街道无物业小区封\n闭管理自治指南"),
        ("深入学习贯彻习近平新时代中国特色社会主义思想", "深入学习贯彻习近平\n新时代中国特色社…"),
        ("", ""),
    ],
)
def test_long_labels_are_broken_and_cut(label: str, want: str) -> None:
    assert wrapped(label) == want


@pytest.mark.parametrize(
    ("gloss", "want"),
    [
        ("Waste sorting", "垃圾\nWaste sorting"),
        ("Merging the waste and recycling networks", "垃圾\nMerging the waste\nand recycling\nnetworks"),
        ("One two three four five six seven eight nine ten eleven", "垃圾\nOne two three\nfour five six\nseven eight nine …"),
        ("", "垃圾\n"),
    ],
)
def test_a_gloss_stands_below_its_label_in_a_few_lines(gloss: str, want: str) -> None:
    assert glossed("垃圾", gloss) == want


def test_an_empty_graph_makes_a_page() -> None:
    empty = Graph((), {}, (), (), (), (), ())
    assert scripts(page(empty))[1]["data"]["initiatives"] == []


def test_vis_network_comes_from_pyvis_with_its_licence() -> None:
    script = vis_script()
    assert "@version 9.1.2" in script[:400]
    assert "Apache-2.0" in script or "Apache 2.0" in script


def test_the_drawing_can_be_had_as_a_pyvis_network(five: Graph) -> None:
    made = network(five)
    drawn = draw(PageData(five))
    nodes, edges, *_ = made.get_network_data()
    assert (nodes, edges) == (drawn["nodes"], drawn["edges"])
    assert not any("title" in node for node in nodes)


def test_the_page_is_written_without_pyvis_numpy_or_networkx_where_places_are_few() -> None:
    """Importing them takes longer than the page."""
    code = (
        "import sys, pathlib, tempfile; sys.path.insert(0, 'tests'); import page_corpus; from kg.export.html import page; "
        "page(page_corpus.five_places()); print(sorted({'pyvis', 'numpy', 'networkx', 'jinja2', 'IPython'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_every_reason_for_which_something_is_left_over_has_words(seeds_output: Path) -> None:
    report = json.loads((seeds_output / "report.json").read_text(encoding="utf-8"))
    reasons = {item["reason"] for one in report["reports"] for item in one["leftovers"]}
    assert {reason for reason in reasons if f"leftover.{reason}" not in words()} == set()


def test_the_ledger_speaks_chinese_first_and_links_each_leftover_to_its_place(seeds_output: Path) -> None:
    text = (seeds_output / "report.html").read_text(encoding="utf-8")
    report = json.loads((seeds_output / "report.json").read_text(encoding="utf-8"))
    assert '<span class="zh">编号</span><span class="en" lang="en">identifier</span>' in text
    assert '<span class="zh">说明文件（README），不是报告。如果是报告，请改名。</span>' in text
    assert '<span class="en" lang="en">a README, not a report. If it is a report, give it another name.</span>' in text
    assert text.count("index.html#/report/") >= sum(len(one["leftovers"]) for one in report["reports"])
    assert "<script" not in text


def test_every_word_asked_for_by_the_scripts_has_two_languages(five_page: str) -> None:
    running, data = scripts(five_page)
    asked = set(re.findall(r'\bsay\("([A-Za-z.]+)"', running[1]))
    assert asked
    assert asked <= set(data["words"])
    assert all(len(pair) == 2 and all(pair) for pair in data["words"].values())


def test_a_large_page_is_packed(monkeypatch: pytest.MonkeyPatch, five: Graph, five_page: str) -> None:
    monkeypatch.setattr("kg.export.html.PACK_ABOVE", 1000)
    packed = page(five, version="1")
    assert 'data-packed="deflate"' in packed
    assert len(packed) < len(five_page)


def test_the_usual_title_has_an_english_form() -> None:
    """The page knows by the title whether it may translate it."""
    assert words()["siteTitle"][0] == TITLE
    assert words()["siteTitle"][1].isascii()


def test_the_numbers_of_the_page_are_those_that_sparql_counts_in_the_turtle(seeds_output: Path) -> None:
    """Check 28: the page and graph.ttl of one build tell the same."""
    data = scripts((seeds_output / NAME).read_text(encoding="utf-8"))[1]["data"]
    store = pyoxigraph.Store()
    store.load(path=str(seeds_output / "graph.ttl"), format=pyoxigraph.RdfFormat.TURTLE)

    def counted(kind: str) -> int:
        query = f"SELECT (COUNT(DISTINCT ?one) AS ?count) WHERE {{ ?one a <https://w3id.org/jiedao/ontology#{kind}> }}"
        solutions = store.query(query)
        assert isinstance(solutions, pyoxigraph.QuerySolutions)
        value = next(solutions)["count"]
        assert isinstance(value, pyoxigraph.Literal)
        return int(value.value)

    places: dict[int, set[int]] = {}
    at = data["statements"]["Implementation"]["fields"].index("place")
    for row in data["statements"]["Implementation"]["rows"]:
        places.setdefault(row[-1], set()).add(row[at])
    shown = {kind: len(rows["rows"]) for kind, rows in data["statements"].items()}
    shown |= {"Report": len(data["reports"]), "Initiative": len(data["initiatives"]), "Indicator": len(data["indicators"])}
    shown["SharedInitiative"] = sum(len(group) > 1 for group in places.values())
    assert shown == {kind: counted(kind) for kind in shown}


def test_places_that_share_much_are_neighbours_on_the_ring() -> None:
    """Six places in a circle of shared initiatives stand in that circle, whatever the order of their names."""
    circle = ["p4", "p0", "p5", "p2", "p1", "p3"]
    shared_by = {f"i{at}": [place, circle[(at + 1) % 6]] for at, place in enumerate(circle)}
    where = layout.positions(shared_by, {key: key for key in [*circle, *shared_by]})
    turns = sorted(circle, key=lambda place: math.atan2(where[place][1], where[place][0]))
    doubled = "".join(turns * 2)
    assert "".join(circle) in doubled or "".join(circle[::-1]) in doubled


def _sayings_of_readers() -> set[str]:
    """Return what the readers can say of a file, `{}` for what differs.

    Those are the texts that they hand to InputError, Entry and Member, or keep, return or answer as reason and remedy.
    """
    said: set[str] = set()
    for path in sorted((ROOT / "kg" / "read").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            one.targets[0].id: one.value for one in tree.body if isinstance(one, ast.Assign) and hasattr(one.targets[0], "id")
        }
        for call in ast.walk(tree):
            parts: list[ast.expr] = []
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("InputError", "Entry", "Member", "_skipped"):
                parts = [named.get(getattr(part, "id", ""), part) for part in call.args]
            elif isinstance(call, ast.Return | ast.Assign) and isinstance(call.value, ast.Tuple) and len(call.value.elts) == 2:
                parts = call.value.elts
            elif isinstance(call, ast.List) and len(call.elts) == 2:  # what the child answers
                parts = call.elts
            said |= {text for part in parts for text in _texts(part) if " " in text}
    return said


def _texts(part: ast.expr) -> list[str]:
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        return [part.value]
    if isinstance(part, ast.JoinedStr):
        return ["".join(one.value if isinstance(one, ast.Constant) else "{}" for one in part.values)]
    return []


@pytest.mark.parametrize("english", sorted(_sayings_of_readers()))
def test_what_a_reader_says_of_a_file_has_its_chinese(english: str) -> None:
    assert re.search("[\u4e00-\u9fff]", in_chinese(english.replace("{}", "7")))


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("the file is a PNG picture", "文件是 PNG 图片"),
        (
            "no text layer on pages 1, 2 and 5 more; characters that cannot be told on page 9",
            "没有文字层：第 1, 2 等页（另有 5 页）；文字无法识别：第 9 页",
        ),
        ("unknown kind of file (no suffix)", "不认识的文件类型（无扩展名）"),
        ("new words", "new words"),
        ("", ""),
    ],
)
def test_reasons_are_put_into_chinese_part_by_part(english: str, chinese: str) -> None:
    assert in_chinese(english) == chinese
