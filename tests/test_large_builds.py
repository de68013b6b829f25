"""A build that keeps its reports on the disk writes what one in memory writes, byte for byte."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import full, linked, rich
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import pipeline
from kg.engine import gather, large
from kg.export import ledger, tables_across
from kg.graph import across
from kg.link import gazetteer, reuse, review, shingles
from kg.model import Extraction, Ledger, Statement, runs
from kg.model.access import by_report
from kg.model.by_field import ByField
from kg.model.held import Extractions, Held, pack_mentions
from kg.model.held_statements import Statements, Written
from kg.model.shelf import Shelf, pack, unpack
from kg.rounds import go_round

SEEDS = Path(__file__).parents[1] / "seeds"
Build = Callable[..., dict[str, bytes]]
_RULES = (
    "decision\tsubject\tcandidate\tvalue\tnote\treport\n"
    "rename\t污水零直排区\t\t零直排\t\t\n"
    "reject\t文明城市\t\t\t\t\n"
    "same\t垃圾分类\t旧区改造\t\t\t\n"
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inputs") / "reports"
    folder.mkdir()
    for path in sorted(SEEDS.glob("*.txt"))[:3]:
        shutil.copy(path, folder)
    shutil.copy(sorted(folder.iterdir())[0], folder / "once-more.txt")
    return folder


def built(reports: Path, out: Path, **options: object) -> dict[str, bytes]:
    """Return the files of a build of the reports."""
    result = pipeline.build([reports], out=out, **options)  # type: ignore[arg-type]
    pipeline.write(result, out, jobs=int(str(options.get("jobs", 1))))
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def in_memory(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(reports, tmp_path_factory.mktemp("memory") / "out")


@pytest.fixture
def on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "LARGE", 0)
    monkeypatch.setattr(pipeline, "_LEAST_NAMED", 0)
    monkeypatch.setattr(runs, "HELD", 100_000)
    for module in (across, reuse, review, tables_across):
        monkeypatch.setattr(module, "_HELD", 50)
    monkeypatch.setattr(shingles, "_FEW", 0)
    monkeypatch.setattr(shingles, "_AT_A_TIME", 5_000)


@pytest.mark.usefixtures("on_the_disk")
@pytest.mark.parametrize("jobs", [1, 2])
def test_reports_on_the_disk_give_the_same_files(jobs, reports, in_memory, tmp_path):
    assert built(reports, tmp_path / "out", jobs=jobs) == in_memory


@pytest.mark.usefixtures("on_the_disk")
def test_what_a_large_build_knew_of_places_is_given_back_when_the_round_is_over(reports, tmp_path):
    result = pipeline.build([reports], out=tmp_path / "out")
    assert gazetteer.by_id("330802-fushan")
    pipeline.write(result, tmp_path / "out", pages=False)
    assert gazetteer.by_id.cache_info().currsize == 0


@pytest.mark.usefixtures("on_the_disk")
def test_one_process_tells_of_every_batch_as_soon_as_it_is_done(reports, tmp_path, monkeypatch):
    extract, look_again = large._extract, large._look_again
    told: list[object] = []
    monkeypatch.setattr(large, "_BYTES", 1)
    monkeypatch.setattr(large, "_extract", lambda some: told.append("extracted") or extract(some))
    monkeypatch.setattr(large, "_look_again", lambda some, **kept: told.append("again") or look_again(some, **kept))
    pipeline.build([reports], out=tmp_path / "out", progress=lambda *step: told.append(step) if step[0] == "extract" else None)
    first = [step for number in (1, 2, 3) for step in ("extracted", ("extract", number, 6))]
    assert told == first + [step for number in (3, 4, 5) for step in ("again", ("extract", number, 6))]


@pytest.mark.usefixtures("on_the_disk")
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_cache_kept_gives_the_same_files(jobs, reports, in_memory, tmp_path):
    for _ in range(2):
        assert built(reports, tmp_path / "out", cache=tmp_path / "cache", jobs=jobs) == in_memory


def test_the_cache_of_a_small_build_serves_a_large_one(reports, in_memory, tmp_path, monkeypatch):
    assert built(reports, tmp_path / "out", cache=tmp_path / "cache") == in_memory
    monkeypatch.setattr(gather, "LARGE", 0)
    assert built(reports, tmp_path / "out", cache=tmp_path / "cache") == in_memory


def test_decisions_change_the_same_in_a_large_build(reports, in_memory, tmp_path, monkeypatch):
    decisions = tmp_path / "decisions.tsv"
    decisions.write_text(_RULES, encoding="utf-8")
    small = built(reports, tmp_path / "small", decisions=decisions)
    monkeypatch.setattr(gather, "LARGE", 0)
    assert built(reports, tmp_path / "large", decisions=decisions) == small
    assert small["graph.ttl"] != in_memory["graph.ttl"]


@given(st.lists(st.text() | st.integers() | st.lists(st.text())))
def test_a_shelf_is_a_list(values):
    shelf: Shelf[object] = Shelf()
    assert [shelf.add(value) for value in values] == list(range(len(values)))
    assert list(shelf) == values
    assert len(shelf) == len(values)
    assert shelf[1:3] == values[1:3]
    assert not values or shelf[-1] == values[-1]
    with pytest.raises(IndexError):
        shelf[len(values)]


def _shelved(statements: tuple[Statement, ...], parts: int) -> Statements:
    """Return the statements as several processes put them on the disk; the first has written before, and was stopped."""
    written = [Written() for _ in range(parts)]
    written[0].add(statements[0].report, statements[:1])
    written[0].clear()
    for number, (key, some) in enumerate(sorted(by_report(statements).items())):
        written[number % parts].add(key, some)
    for part in written:
        part.know(part.index())
    return Statements(written)


@pytest.mark.parametrize("parts", [1, 3])
def test_statements_on_the_disk_are_found_as_those_in_memory_are(parts):
    graph = full()
    statements = tuple(graph.statements)
    shelved = _shelved(statements, parts)
    assert tuple(shelved) == statements
    assert [shelved[number] for number in range(-len(statements), len(statements))] == [*statements, *statements]
    assert {key: list(some) for key, some in shelved.by_report().items()} == dict(by_report(statements))
    few = {item.id for item in statements[::3]}
    assert tuple(shelved.without(few)) == tuple(item for item in statements if item.id not in few)


def test_values_are_the_same_when_they_come_from_the_disk():
    shelf: Shelf[object] = Shelf()
    values = [*full().statements, *rich().extractions, rich().extractions[0].report.source, Ledger(())]
    for value in values:
        shelf.add(value)
    assert list(shelf) == values
    assert [repr(value) for value in shelf] == list(map(repr, values))


def test_a_held_report_is_what_was_put_there_last():
    found = rich().extractions[0]
    held = Held()
    held.put(found.report)
    assert not held.is_done(found.report.id)
    held.put(Extraction(found.report))
    held.put(found)
    assert list(Extractions(held)) == [found]
    assert Extractions(held).reports() == {found.report.id: found.report}
    other = Extraction(found.report)
    assert Extractions(held).with_changes([other])[0] == other


def test_a_held_report_goes_to_another_process_as_it_lies_on_the_disk():
    found = rich().extractions[0]
    key = found.report.id
    held = Held()
    held.put(found.report)
    assert held.packed(key).unpacked_report() == found.report
    with pytest.raises(ValueError, match="shorter"):  # nothing is known of it: that is not to say that there is nothing
        held.packed(key).unpacked()
    held.put_mentions(key, pack_mentions(found))
    assert held.packed(key).unpacked() == held.found(key) == found
    assert held.packed(key).size >= len(found.report.text)


@pytest.mark.parametrize("kind", ["initiatives", "indicators", "localities", "places", "adoptions"])
@pytest.mark.parametrize("count", [0, 1, None], ids=["none", "one", "all"])
def test_very_many_values_are_the_same_in_another_process(kind, count):
    values = ByField(getattr(rich(), kind)[:count])
    again = unpack(pack(values))
    assert again == values
    assert list(map(type, again)) == list(map(type, values))
    assert repr(tuple(again)) == repr(tuple(values))


def test_values_of_several_classes_keep_their_fields_in_another_process():
    values = ByField(rich().statements)
    assert len(set(map(type, values))) > 1
    assert unpack(pack(values)) == values


@settings(deadline=None)  # the first example loads numpy
@given(st.lists(st.text(alphabet="甲乙丙𠀀a", max_size=40), max_size=6))
def test_numbers_find_the_stretches_that_the_table_of_hashes_finds(bodies):
    texts = shingles.Texts({}, [], [])
    texts.ids = [str(number) for number in range(len(bodies))]
    texts.sizes = [len(body) for body in bodies]
    texts._texts.extend(bodies)
    both = []
    for few in (0, 1 << 30):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(shingles, "_FEW", few)
            patch.setattr(shingles, "_AT_A_TIME", 7)
            both.append(shingles.shared_shingles(texts, 3, 2))
    assert both[0] == both[1]


@pytest.mark.parametrize("graph", [full(), linked()], ids=["reports", "no report"])
def test_the_ledger_is_json_in_one_form(graph, tmp_path):
    reports = ledger.Reports(graph)
    go_round(graph, [reports])
    content = ledger.content(Ledger(()), graph, "1", "0", ["b", "a"])
    ledger.write(tmp_path, content, reports)
    written = (tmp_path / "report.json").read_text(encoding="utf-8")
    data = json.loads(written)
    assert written == json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert {**data, "reports": []} == json.loads(json.dumps({**content, "reports": []}))
    assert [report["id"] for report in data["reports"]] == [found.report.id for found in graph.extractions]
