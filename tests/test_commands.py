"""The command line: what a user types, sees and gets, with good input and bad."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib

from kg.__main__ import main
from kg.commands import COMMANDS
from kg.terms import JD

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "seeds" / "puxieshi-wenzhou-2020.txt"
REPORT = "桃源街道2020年工作总结\n一、2020年工作总结\n全年拆除违法建筑136处,持续深化“五水共治”。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one good report."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path / "in"


def ledger_of(out: Path) -> dict[str, dict[str, str]]:
    return {entry["name"]: entry for entry in json.loads((out / "report.json").read_text(encoding="utf-8"))["inputs"]}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    assert "usage: kg " + command in capsys.readouterr().out


def test_a_build_says_what_it_found_and_where_it_wrote(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = folder.parent / "out"
    assert main(["build", str(folder), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "1 input files: 1 built, 0 duplicate, 0 quarantined, 0 skipped" in said
    assert str(out / "index.html") in said


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_build_says_how_many_statements_of_a_kind_its_graph_has(
    jobs: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jd = rdflib.Namespace(JD)
    assert main(["build", str(SEED), "--out", str(tmp_path / "out"), "--jobs", jobs]) == 0
    graph = rdflib.Graph().parse(tmp_path / "out" / "graph.ttl")
    of_kind = [set(graph.subjects(rdflib.RDF.type, jd[kind])) for kind in ("Observation", "Recognition", "FirstClaim")]
    numbers, honours, firsts = map(len, of_kind)
    planned = len(of_kind[0] & set(graph.subjects(jd["status"], jd["Planned"])))
    assert min(numbers, honours, planned) > 0
    assert f"{numbers} numbers ({planned} planned), {honours} honours, {firsts} firsts" in capsys.readouterr().out


def test_a_quiet_build_says_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(folder), "--out", str(folder.parent / "out"), "--quiet"]) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n ", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG picture"),
        ("noise.txt", bytes(range(256)) * 20, ""),
        ("paper.txt", b"%PDF-1.7\n" + bytes(200), "PDF"),
        ("letter.txt", b"Dear Sir, this is an English letter about nothing at all.", "no Chinese text"),
    ],
)
def test_a_bad_file_is_named_with_a_remedy_and_the_others_are_built(
    folder: Path, name: str, data: bytes, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_bytes(data)
    out = folder.parent / "out"
    assert main(["build", str(folder), "--out", str(out)]) == 0
    assert name in capsys.readouterr().err
    entry = ledger_of(out)[name]
    assert entry["outcome"] == "quarantined"
    assert reason in entry["reason"]
    assert entry["remedy"]
    assert ledger_of(out)["good.txt"]["outcome"] == "built"


def test_strict_makes_a_bad_file_an_error(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    assert main(["build", str(folder), "--out", str(folder.parent / "out"), "--strict", "--quiet"]) == 1
    assert (folder.parent / "out" / "graph.ttl").is_file()


def test_the_ledger_accounts_for_every_file(folder: Path) -> None:
    (folder / "copy.txt").write_text(REPORT, encoding="utf-16")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "scan.docx").write_bytes(b"PK\x03\x04")
    (folder / ".hidden.txt").write_text(REPORT, encoding="utf-8")
    (folder / "README.md").write_text("# 关于这个文件夹的说明文字", encoding="utf-8")
    out = folder.parent / "out"
    main(["build", str(folder), "--out", str(out), "--quiet"])
    data = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert data["found"] == data["built"] + data["duplicate"] + data["quarantined"] + data["skipped"] == 6
    assert (data["built"], data["duplicate"], data["quarantined"], data["skipped"]) == (1, 1, 2, 2)


def test_the_same_report_in_two_files_is_one_report_with_two_sources(folder: Path) -> None:
    (folder / "again.txt").write_text(REPORT, encoding="gb18030")
    out = folder.parent / "out"
    main(["build", str(folder), "--out", str(out), "--quiet"])
    assert len(list((out / "texts").iterdir())) == 1
    turtle = (out / "graph.ttl").read_text(encoding="utf-8")
    assert '"again.txt"' in turtle
    assert '"good.txt"' in turtle


@pytest.mark.parametrize("argument", ["no-such-folder", "*.nothing", "nothing.txt"])
def test_a_missing_input_is_an_error_that_names_it(tmp_path: Path, argument: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(tmp_path / argument), "--out", str(tmp_path / "out")]) == 1
    assert argument in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_output_that_is_a_file_is_an_error_that_names_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder.parent / "out").write_text("", encoding="utf-8")
    assert main(["build", str(folder), "--out", str(folder.parent / "out")]) == 1
    assert "is a file" in capsys.readouterr().err


def test_a_base_that_is_no_address_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(folder), "--out", str(folder.parent / "out"), "--base-iri", "not an address"]) == 1
    assert "not an address" in capsys.readouterr().err


def test_a_base_that_is_no_address_is_refused_before_the_work(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.pipeline.build", lambda *_, **__: pytest.fail("the work was begun"))
    assert main(["build", str(folder), "--out", str(folder / "out"), "--base-iri", "no address"]) == 1


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    assert main(["build", str(tmp_path / "missing"), "--out", str(tmp_path / "out"), "--no-cache"]) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_base_of_the_iris_can_be_chosen(folder: Path) -> None:
    out = folder.parent / "out"
    assert main(["build", str(folder), "--out", str(out), "--base-iri", "https://data.example.net/jd/", "--quiet"]) == 0
    assert "<https://data.example.net/jd/place/>" in (out / "graph.ttl").read_text(encoding="utf-8")


def test_files_folders_globs_and_standard_input_are_taken(tmp_path: Path) -> None:
    shutil.copy(SEED, tmp_path / "one.txt")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "two.md").write_text(REPORT, encoding="utf-8")
    command = [sys.executable, "-m", "kg", "build", "one.txt", "sub/*.md", "-", "--out", "out", "--quiet"]
    text = REPORT.replace("桃源", "梨园")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=tmp_path, input=text.encode("gb18030"), check=True, env=environment)
    assert {entry["outcome"] for entry in ledger_of(tmp_path / "out").values()} == {"built"}
    assert len(ledger_of(tmp_path / "out")) == 3


def test_a_users_own_lexicon_rows_are_laid_over_the_built_in_ones(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from kg import lexicon

    header = (ROOT / "kg" / "lexicon" / "national.tsv").read_text(encoding="utf-8")
    columns = next(line for line in header.splitlines() if line and not line.startswith("#")).split("\t")
    own = folder.parent / "own"
    own.mkdir()
    cells = {
        "name": "桃花源计划",
        "slug": "taohuayuan-jihua",
        "kind": "project",
        "origin_level": "municipal",
        "boilerplate": "no",
        "use": "plain",
    }
    row = "\t".join(cells.get(column, "") for column in columns)
    (own / "national.tsv").write_text("\t".join(columns) + "\n" + row + "\n", encoding="utf-8")
    (folder / "good.txt").write_text(REPORT + "深入推进桃花源计划,群众满意。\n", encoding="utf-8")
    out = folder.parent / "out"
    try:
        assert main(["build", str(folder), "--out", str(out), "--lexicon", str(own), "--quiet"]) == 0
    finally:
        lexicon.lay_over(None)
    assert "initiative:taohuayuan-jihua" in (out / "graph.ttl").read_text(encoding="utf-8")


def test_extract_prints_one_json_line_a_report_whose_offsets_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(SEED)]) == 0
    record = json.loads(capsys.readouterr().out)
    text = SEED.read_bytes().decode("utf-8")
    assert record["id"] == SEED.stem
    assert record["report"]["district"] == "鹿城区"
    area = next(item for item in record["metrics"] if item["value"] == 11740.59)
    assert text[area["start"] : area["end"]] == "11740.59平方米"
    for item in record["initiatives"]:
        for mention in item["mentions"]:
            assert text[mention["start"] : mention["end"]] == mention["text"]


def test_verify_finds_nothing_to_complain_about(seeds_output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(seeds_output)]) == 0
    assert "every quotation stands at its offsets" in capsys.readouterr().out


def test_verify_finds_an_edited_text(seeds_output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "output"
    shutil.copytree(seeds_output, copy)
    path = sorted((copy / "texts").iterdir())[0]
    path.write_bytes(b"\xe4\xb8\x80" + path.read_bytes())
    assert main(["verify", str(copy)]) == 1
    assert path.stem in capsys.readouterr().err


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown"])
def test_a_canned_question_is_answered_in_every_format(seeds_output: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "shared-initiatives", "--output", str(seeds_output), "--format", form]) == 0
    assert "一网统管" in capsys.readouterr().out


def test_the_canned_questions_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--list"]) == 0
    assert "shared-initiatives" in capsys.readouterr().out


def test_an_unknown_question_is_an_error(seeds_output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "meaning-of-life", "--output", str(seeds_output)]) == 1
    assert "meaning-of-life" in capsys.readouterr().err


def test_a_query_before_any_build_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "shared-initiatives", "--output", str(tmp_path)]) == 1
    assert "kg build" in capsys.readouterr().err


def test_explain_shows_the_sentence_with_the_words_marked(seeds_output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "一网统管", "--output", str(seeds_output)]) == 0
    said = capsys.readouterr().out
    assert "⟦" in said
    assert "rule:" in said


def test_tables_can_be_read_by_a_spreadsheet(seeds_output: Path) -> None:
    with (seeds_output / "tables" / "metrics.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert any("11740.59" in row.values() for row in rows)


def test_extractions_are_kept_where_the_user_wants_them_or_not_at_all(folder: Path, seeds_cache: Path) -> None:
    chosen, out = folder.parent / "cache", folder.parent / "out"
    before = set(seeds_cache.glob("*.entry"))
    build = ["build", str(folder), "--out", str(out), "--quiet"]
    assert main([*build, "--cache", str(chosen)]) == 0
    assert list(chosen.glob("*.entry"))
    assert main([*build, "--no-cache"]) == 0
    assert set(seeds_cache.glob("*.entry")) == before


def test_a_build_does_without_the_default_cache_where_it_cannot_be_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder.parent / "file"))
    assert main(["extract", str(folder)]) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are others there")
def test_a_default_cache_that_others_may_write_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = folder.parent / "caches" / "jiedao-kg"
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache.parent))
    assert main(["extract", str(folder)]) == 0
    assert list(cache.iterdir()) == []


def test_a_chosen_cache_that_cannot_be_made_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder.parent / "file").write_bytes(b"")
    cache = folder.parent / "file" / "cache"
    assert main(["build", str(folder), "--out", str(folder.parent / "out"), "--cache", str(cache)]) == 1
    assert str(cache) in capsys.readouterr().err
