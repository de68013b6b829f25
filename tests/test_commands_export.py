"""`kg export` writes what is asked for, and says what is wrong."""

from __future__ import annotations

from pathlib import Path

import parsers
import pytest

from kg.__main__ import main
from kg.commands.export import FORMATS
from kg.export.graph_formats import WRITERS


@pytest.mark.parametrize("form", FORMATS)
def test_the_seeds_in_every_form_say_the_same(form: str, seeds_output: Path, tmp_path: Path) -> None:
    assert main(["export", form, "--output", str(seeds_output), "--to", str(tmp_path / "graph")]) == 0
    found = {quad[:4] for quad in parsers.by_oxigraph(tmp_path / "graph", form)}
    assert found == {quad[:4] for quad in parsers.by_oxigraph(seeds_output / "graph.ttl", "turtle")}
    assert [path.name for path in tmp_path.iterdir()] == ["graph"]


def test_without_a_file_it_is_printed(seeds_output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "turtle", "--output", str(seeds_output)]) == 0
    assert capsys.readouterr().out == (seeds_output / "graph.ttl").read_text(encoding="utf-8")


def test_a_build_writes_the_forms_that_an_export_writes(seeds_output: Path, tmp_path: Path) -> None:
    source = tmp_path / "府山街道.txt"
    source.write_text("府山街道2020年工作总结\n推进“一网统管”平台建设，拆除违法建筑136处。\n", encoding="utf-8")
    formats = [argument for form in FORMATS for argument in ("--format", form)]
    assert main(["build", str(source), "--out", str(tmp_path / "out"), "--quiet", "--no-cache", *formats]) == 0
    for form in FORMATS:
        assert main(["export", form, "--output", str(tmp_path / "out"), "--to", str(tmp_path / "again")]) == 0
        assert (tmp_path / "again").read_bytes() == (tmp_path / "out" / f"graph.{WRITERS[form][0]}").read_bytes()


def test_another_base_gives_its_prefixes(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("府山街道2020年工作总结\n拆除违法建筑136处。\n", encoding="utf-8")
    out, again = tmp_path / "out", tmp_path / "again.ttl"
    assert main(["build", str(source), "--out", str(out), "-q", "--no-cache", "--base-iri", "https://data.example/x/"]) == 0
    assert main(["export", "turtle", "--output", str(out), "--to", str(again)]) == 0
    assert again.read_bytes() == (out / "graph.ttl").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["turtle", "--output", "nowhere"], "Build it first"),
        (["turtle", "--view", "cubes"], "Known: annotations, datacube"),
        (["turtle", "--to", "{tmp}/no/such/folder/x"], "cannot be written"),
    ],
)
def test_what_is_wrong_is_said_with_a_remedy(
    arguments: list[str], says: str, seeds_output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [argument.replace("{tmp}", str(tmp_path)) for argument in arguments]
    given += [] if "--output" in given else ["--output", str(seeds_output)]
    assert main(["export", *given]) == 1
    assert says in capsys.readouterr().err
