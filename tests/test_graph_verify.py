"""The verifier finds every planted fault, and none in what the builder writes."""

import json
import shutil
import tomllib
from pathlib import Path

import pytest
from factories import rich

from kg import terms
from kg.export.turtle import sorted_ntriples_sha256, write_turtle
from kg.graph.rdf import blocks
from kg.graph.verify import verify

BASE = terms.DEFAULT_BASE


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    graph = rich()
    (folder / "texts").mkdir()
    for found in graph.extractions:
        (folder / "texts" / f"{found.report.id}.txt").write_bytes(found.report.text.encode())
    write_turtle(folder / "graph.ttl", blocks(graph), BASE)
    (folder / "graph.nt.sha256").write_text(sorted_ntriples_sha256(blocks(graph)) + "\n", encoding="utf-8")
    counts = {"statements": len(graph.statements), "initiatives": 2, "shared_initiatives": 1, "places": 5}
    inputs = [{"report": found.report.id, "outcome": "built"} for found in graph.extractions]
    (folder / "report.json").write_text(json.dumps({"counts": counts, "inputs": inputs}), encoding="utf-8")
    return folder


def planted(built, tmp_path, fault):
    """Return a copy of a folder in which one stretch of a file was changed."""
    folder = tmp_path / "copy"
    shutil.copytree(built, folder)
    path = next(folder.glob(fault.get("file", "graph.ttl")))
    content = path.read_bytes().decode()
    old = fault.get("old", "")
    assert old in content, "the fault was not planted"
    changed = content + fault["add"] if "add" in fault else content.replace(old, fault["new"], 1)
    path.write_bytes(changed.encode())
    return folder


def test_a_folder_as_built_has_no_fault(built):
    assert verify(built) == []


FAULTS = tomllib.loads((Path(__file__).parent / "cases" / "faults.toml").read_text(encoding="utf-8"))["fault"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["what"])
def test_a_planted_fault_is_found(built, tmp_path, fault):
    folder = planted(built, tmp_path, fault)
    assert any(fault["found"] in str(found) for found in verify(folder))


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nt.sha256", "texts"])
def test_a_missing_file_is_named(built, tmp_path, name):
    folder = tmp_path / "copy"
    shutil.copytree(built, folder)
    path = folder / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert any("missing" in str(fault) for fault in verify(folder, with_shapes=False))


def test_a_text_of_no_report_is_named(built, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(built, folder)
    (folder / "texts" / "0000000000000000.txt").write_text("多余", encoding="utf-8")
    assert any("is the text of no report" in str(fault) for fault in verify(folder))
