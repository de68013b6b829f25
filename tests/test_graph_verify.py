"""The verifier finds every planted fault, and none in what the builder writes."""

import json
import shutil

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


def planted(built, tmp_path, old, new, name="graph.ttl"):
    """Return the faults of a copy in which one stretch of a file was changed."""
    folder = tmp_path / "copy"
    shutil.copytree(built, folder)
    path = folder / name if "*" not in name else next(folder.glob(name))
    content = path.read_bytes().decode()
    assert old in content, "the fault was not planted"
    path.write_bytes(content.replace(old, new, 1).encode())
    return [str(fault) for fault in verify(folder, with_shapes=name == "graph.ttl" and "schema:value" in old)]


def test_a_folder_as_built_has_no_fault(built):
    assert verify(built) == []


FAULTS = [
    ("a wrong offset", "oa:start 53", "oa:start 52", "quotes '136 处'"),
    ("a changed quotation", 'oa:exact "衢州学院"@zh', 'oa:exact "衢州大学"@zh', "quotes '衢州大学'"),
    ("an offset outside the text", "oa:end 129", "oa:end 9129", "offsets do not lie in the text"),
    ("a section that begins elsewhere", "oa:start 24", "oa:start 25", "does not begin with its heading"),
    ("a statement without evidence", "    prov:wasDerivedFrom passage:", "    jd:rule passage:", "has no evidence"),
    ("a statement without words", "    jd:mention mention:", "    jd:rule mention:", "does not say which words"),
    (
        "two mentions of a statement that overlap",
        "    jd:mention mention:0d6dc88594d50bca-71-77 ;",
        "    jd:mention mention:0d6dc88594d50bca-71-77 , mention:0d6dc88594d50bca-67-77 ;",
        "overlap",
    ),
    ("a statement without status", "jd:status jd:Received", "jd:rule jd:Received", "has no jd:status"),
    ("a wrong count of triples", "void:triples ", "void:triples 1", "states void:triples"),
    (
        "a wrong count of a class",
        'dataset/Initiative> a void:Dataset ;\n    rdfs:label "Initiative 分区"@zh ;\n    void:class jd:Initiative ;\n    void:entities 2',
        'dataset/Initiative> a void:Dataset ;\n    rdfs:label "Initiative 分区"@zh ;\n    void:class jd:Initiative ;\n    void:entities 3',
        "states void:entities 3",
    ),
    ("a second label", 'rdfs:label "一网统管"@zh', 'rdfs:label "一网统管"@zh , "二网统管"@zh', "has 2 labels"),
    ("a label in another language", 'rdfs:label "衢州市"@zh', 'rdfs:label "衢州市"@zh-hans', "not tagged @zh"),
    ("a term of no ontology", "jd:placeCount 2", "jd:numberOfPlaces 2", "is not in the ontology"),
    ("a reference to nothing", "jd:place place:330802-fushan", "jd:place place:330802-nowhere", "described nowhere"),
    ("a blank node", "jd:placeCount 2", "jd:placeCount [ ]", "blank nodes"),
    ("broken syntax", "jd:placeCount 2 .", "jd:placeCount 2 ,, .", "no valid Turtle"),
    ("a missing value", "    schema:value 136 ;\n", "", "value"),
]


@pytest.mark.parametrize(("what", "old", "new", "message"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_a_fault_in_the_graph_is_found(built, tmp_path, what, old, new, message):
    assert any(message in fault for fault in planted(built, tmp_path, old, new)), what


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("texts/*.txt", "2020", "2O2O", "jd:sha256 is not the hash"),
        ("texts/*.txt", "2020年", "2020", "jd:charCount"),
        ("graph.nt.sha256", "", "0", "is not the hash of the triples"),
        ("report.json", '"statements": ', '"statements": 1', "states statements"),
        ("report.json", "{", "[", "cannot be read"),
    ],
)
def test_a_fault_in_another_file_is_found(built, tmp_path, name, old, new, message):
    assert any(message in fault for fault in planted(built, tmp_path, old, new, name))


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nt.sha256", "texts"])
def test_a_missing_file_is_named(built, tmp_path, name):
    folder = tmp_path / "copy"
    shutil.copytree(built, folder)
    path = folder / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert any("missing" in str(fault) for fault in verify(folder, with_shapes=False))
