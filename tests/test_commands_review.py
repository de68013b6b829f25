"""The review loop at the command line: build, look, decide, build again."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from kg.__main__ import main
from kg.graph.verify import verify

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two seeds in `in`, and what a build of them wrote in `out`."""
    folder = tmp_path_factory.mktemp("review")
    (folder / "in").mkdir()
    for name in ("anonymous-liuzhou-2020h1.txt", "fushan-quzhou-2020.txt"):
        shutil.copy(ROOT / "seeds" / name, folder / "in" / name)
    assert main(["build", str(folder / "in"), "--out", str(folder / "out"), "--quiet"]) == 0
    return folder


def rows_of(path: Path, delimiter: str = "\t") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def decide(first: Path, path: Path) -> list[dict[str, str]]:
    """Fill one row of each kind of decision and write the table as a reviewer would save it."""
    rows = rows_of(first / "out" / "review.tsv")
    initiatives = rows_of(first / "out" / "tables" / "initiatives.csv", ",")
    plain = [f"{row['initiative']} [{row['initiative_id']}]" for row in initiatives if row["initiative_id"].startswith("x")][:7]
    place = next(row for row in rows if row["question"] == "place")
    place["decision"] = "place"
    made = [
        {"subject": plain[0], "candidate": plain[1], "decision": "same", "note": "=1+1"},
        {"subject": plain[2], "candidate": plain[3], "decision": "different"},
        {"subject": plain[4], "decision": "rename", "value": "新的名称"},
        {"subject": plain[5], "decision": "kind", "value": "event"},
        {"subject": plain[6], "decision": "reject"},
        {"subject": "早已没有的举措", "decision": "reject"},
    ]
    with path.open("w", encoding="utf-16", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter="\t", restval="")
        writer.writeheader()
        writer.writerows([*rows, *made])
    return made


def test_the_review_command_shows_the_questions(first: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(first / "out"), "--limit", "2"]) == 0
    said = capsys.readouterr().out
    assert "uncertain places" in said
    assert "河西街道 [450204-hexi]" in said
    assert main(["review", str(first / "out"), "--kind", "place", "--tsv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split("\t")[1] for line in lines} == {"question", "place"}


def test_the_review_page_is_written_with_the_table_and_again_where_it_is_missing(
    first: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(first / "out", tmp_path / "out")
    page = tmp_path / "out" / "review.html"
    written = page.read_bytes()
    rows = rows_of(tmp_path / "out" / "review.tsv")
    assert all(row["key"] in written.decode() for row in rows)
    page.unlink()
    assert main(["review", str(tmp_path / "out")]) == 0
    assert page.read_bytes() == written
    assert "review.html" in capsys.readouterr().out


def test_a_folder_without_a_table_is_an_error_that_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(tmp_path)]) == 1
    assert "Build the folder first" in capsys.readouterr().err


def test_decisions_beside_the_reports_are_followed_recorded_and_explained(
    first: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(first / "in", tmp_path / "in")
    decide(first, tmp_path / "in" / "decisions.tsv")
    for out in ("one", "two"):
        assert main(["build", str(tmp_path / "in"), "--out", str(tmp_path / out)]) == 0
    captured = capsys.readouterr()
    assert captured.err.count("reject 早已没有的举措 has no effect") == 2
    assert "7 decisions of a reviewer: 6 applied, 1 stale" in captured.out
    for name in ("graph.ttl", "report.json", "review.tsv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    ledger = json.loads((tmp_path / "one" / "report.json").read_text(encoding="utf-8"))
    assert sorted((item["decision"], item["outcome"]) for item in ledger["decisions"]) == [
        ("different", "applied"),
        ("kind", "applied"),
        ("place", "applied"),
        ("reject", "applied"),
        ("reject", "stale"),
        ("rename", "applied"),
        ("same", "applied"),
    ]
    assert {item["outcome"] for item in ledger["inputs"] if item["name"] == "decisions.tsv"} == {"skipped"}
    assert verify(tmp_path / "one") == []
    turtle = (tmp_path / "one" / "graph.ttl").read_text(encoding="utf-8")
    assert turtle.count("a jd:ReviewDecision") == 6
    assert re.search("jd:placeInferred (true|.true.\\^\\^xsd:boolean)", turtle)
    main(["explain", "新的名称", "--output", str(tmp_path / "one")])
    assert "decided by a reviewer" in capsys.readouterr().out


def test_the_order_of_the_rows_changes_no_byte(first: Path, tmp_path: Path) -> None:
    decide(first, tmp_path / "a.tsv")
    header, *rows = (tmp_path / "a.tsv").read_text(encoding="utf-16").splitlines(keepends=True)
    (tmp_path / "b.tsv").write_text(header + "".join(reversed(rows)), encoding="utf-8")
    for name in ("a", "b"):
        arguments = [
            "build",
            str(first / "in"),
            "--out",
            str(tmp_path / name),
            "--decisions",
            str(tmp_path / f"{name}.tsv"),
            "--quiet",
        ]
        assert main(arguments) == 0
    for name in ("graph.ttl", "report.json", "review.tsv", "index.html"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_a_bad_decision_stops_the_build_and_leaves_the_old_output(
    first: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "d.tsv").write_text("subject\tdecision\tvalue\n快来议事\tkind\tparty\n", encoding="utf-8")
    before = (first / "out" / "graph.ttl").read_bytes()
    assert main(["build", str(first / "in"), "--out", str(first / "out"), "--decisions", str(tmp_path / "d.tsv")]) == 1
    assert "line 2" in capsys.readouterr().err
    assert (first / "out" / "graph.ttl").read_bytes() == before
