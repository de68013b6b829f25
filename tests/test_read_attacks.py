"""Files made to do harm cost themselves only: each is refused with its reason, or read, and the build goes on."""

from __future__ import annotations

import os
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from attack_files import TEXT, attacks

from kg import pipeline
from kg.errors import InputError
from kg.model import Entry, Outcome
from kg.read import Options, read_bytes

ATTACKS = attacks()
MOST = 30.0  # seconds that a file may hold a build up; most attacks take milliseconds


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_with_its_reason_or_read(attack: str) -> None:
    name, data, reason = ATTACKS[attack]
    begun = time.monotonic()
    try:
        found = read_bytes(data, name)
    except InputError as error:
        said, remedy = error.reason, error.remedy
        assert remedy
    else:
        refused = [item for item in found if isinstance(item, Entry) and item.outcome is Outcome.QUARANTINED]
        said = "; ".join(item.reason for item in refused)
        assert refused or not reason, "it was read"
        assert all(item.remedy for item in refused)
    assert time.monotonic() - begun < MOST
    assert reason in said
    assert "reader failed" not in said, "a fault that the reader should know"


def test_a_build_goes_on_after_every_attack(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "good.txt").write_text(TEXT, encoding="utf-8")
    for number, (name, data, _) in enumerate(ATTACKS.values()):
        (folder / f"{number:02}-{name}").write_bytes(data)
    ledger = pipeline.build([folder]).ledger
    assert {entry.name.split("/")[0] for entry in ledger.entries} == {path.name for path in folder.iterdir()}
    assert sum(ledger.count(outcome) for outcome in Outcome) == len(ledger.entries)
    assert next(entry for entry in ledger.entries if entry.name == "good.txt").outcome in (Outcome.BUILT, Outcome.DUPLICATE)


def test_one_bad_file_of_an_archive_does_not_cost_the_others() -> None:
    from made_files import docx, zipped

    bad = ATTACKS["docx: entity bomb"][1]
    found = read_bytes(
        zipped({"好/a.txt": TEXT.encode("gbk"), "b.docx": bad, "c.docx": docx(TEXT), "d.png": b"\x89PNG"}), "年报.zip"
    )
    names = [(item.name, item.outcome.value) if isinstance(item, Entry) else (item[0].name, "read") for item in found]
    assert names == [
        ("年报.zip/好/a.txt", "read"),
        ("年报.zip/b.docx", "quarantined"),
        ("年报.zip/c.docx", "read"),
        ("年报.zip/d.png", "skipped"),
    ]


def test_names_that_chinese_windows_wrote_into_an_archive_are_read() -> None:
    from made_files import zipped

    name = "府山街道.txt".encode("gbk").decode("cp437")
    data = bytearray(zipped({name: TEXT}))
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.find(mark) + flags + 1] &= 0xF7  # the flag that says UTF-8
    raw = bytes(data).replace(name.encode("utf-8"), "府山街道.txt".encode("gbk").rjust(len(name.encode("utf-8")), b"_"))
    (found,) = read_bytes(raw, "a.zip")
    assert "府山街道.txt" in (found.name if isinstance(found, Entry) else found[0].name)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of memory and time need a system with fork")
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("while True: pass", "takes longer"),
        ("bytearray(8 << 30)", "needs more than"),
        ("import os; os.abort()", "its reader broke (damaged, or needs more than 2 GB of memory)"),
        ("import os; os.kill(os.getpid(), 11)", "its reader broke (signal 11)"),
        ("import os; os._exit(3)", "its reader broke"),
        ("open('written.txt', 'w', buffering=1).write('x\\n')", "its reader failed (OSError)"),
        ("raise ZeroDivisionError", "its reader failed (ZeroDivisionError)"),
    ],
)
def test_a_reader_that_breaks_costs_one_file(body: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.read import child, limits

    monkeypatch.chdir(tmp_path)

    def broken(data: bytes, name: str, options: object) -> list[object]:
        exec(body)  # noqa: S102 - the fault under test
        return []

    monkeypatch.setattr(child, "contents_of", broken)
    monkeypatch.setattr(limits, "SECONDS", 1)
    reply = child._in_child(b"x", {"name": "a.pdf", "path": [], "options": asdict(Options())})
    assert reason in reply.decode()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a file has a process of its own only on a system with fork")
@pytest.mark.parametrize("body", ["time.sleep(60)", "while True: pass"])
def test_a_file_that_hangs_is_given_up_in_its_time_by_the_clock(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.read import child, limits

    monkeypatch.setattr(child, "contents_of", lambda data, name, options: exec(body))  # noqa: S102 - the fault under test
    monkeypatch.setattr(limits, "SECONDS", 1)
    begun = time.monotonic()
    reply = child._in_child(b"x", {"name": "a.pdf", "path": [], "options": asdict(Options())})
    assert time.monotonic() - begun < MOST
    assert "takes longer than 1 seconds" in reply.decode()


def test_the_time_that_a_file_may_take_leaves_its_process_time_to_start() -> None:
    from kg.read import limits

    assert limits.SECONDS <= MOST - 2


@pytest.mark.parametrize(("ocr", "most"), [(False, 1), (True, 22)])
def test_an_archive_of_files_that_hang_is_given_up(ocr: bool, most: int) -> None:
    from kg.read import files
    from kg.read.isolation import Answer
    from kg.read.registry import Member

    asked: list[tuple[int, ...]] = []

    def ask(name: str, path: tuple[int, ...], options: Options) -> Answer:
        asked.append(path)
        monkey.setattr(files.time, "monotonic", lambda: 28.0 * len(asked))
        raise InputError(name, "takes longer than 28 seconds to read", "Split it.")

    members = tuple(Member(f"{number}.pdf", number) for number in range(1000))
    with pytest.MonkeyPatch.context() as monkey:
        monkey.setattr(files.time, "monotonic", lambda: 0.0)
        found = list(files._Archive(ask, Options(ocr=ocr)).found(Answer(members, 1, ""), "a.zip", ()))
    entries = [item for item in found if isinstance(item, Entry)]
    assert len(asked) == most
    assert len(entries) == 1000
    assert {entry.reason for entry in entries[most:]} == {"others in its archive take too long to read"}
    assert all(entry.remedy for entry in entries)


def test_a_process_that_was_killed_is_made_anew() -> None:
    from made_files import docx

    from kg.read.isolation import _Helper

    read_bytes(docx(TEXT), "a.docx")
    before = _Helper.running()
    before._process.kill()
    before._process.wait()
    ((_, text),) = read_bytes(docx(TEXT), "a.docx")
    assert text.strip() == TEXT.strip()
    assert _Helper.running() is not before


def test_plain_text_needs_no_other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.read import isolation

    def refuse(cls: object) -> None:
        raise AssertionError

    monkeypatch.setattr(isolation._Helper, "running", classmethod(refuse))
    assert len(read_bytes(TEXT.encode("gbk"), "a.txt")) == 1
    assert len(read_bytes(TEXT.encode(), "a.md")) == 1
