"""A build in shards gives the bytes of a build in one piece, whatever their number, their engine and their accidents."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import sys
import tomllib
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.__main__ import main
from kg.engine import engines, stages
from kg.engine.shard_file import marker, undone, values, writing
from kg.engine.shards import READ_WITH, Work, shard_of, shards
from kg.engine.stages import Task, parts
from kg.errors import CacheError, EngineError
from kg.read import InputFile, Options, find_inputs

ROOT = Path(__file__).resolve().parents[1]

REPORTS = {
    "a.txt": "府山街道2020年工作总结\n一、2020年工作总结\n全年拆除违法建筑136处，深化“红管家联盟”，推进“一网统管”。\n",
    "b.txt": "蒲鞋市街道2020年工作总结\n一、2020年工作总结\n全年拆除违法建筑 20 处，建成红管家联盟5个。\n",
    "b2.txt": "蒲鞋市街道2020年工作总结\n一、2020年工作总结\n全年拆除违法建筑  20 处，建成红管家联盟5个。\n",  # the same report
    "c.txt": "石井街道2021年工作总结\n推进一网统管，开展“清洁家园”行动。\n",
    "d.txt": "金杨新村街道2020年工作总结\n清洁家园行动覆盖12个小区，红管家联盟成立。\n",
    "broken.pdf": "%PDF-1.4 no more of it",
    "notes.xyz": "no report",
    "quo\"te's <b>&amp;.txt": "延吉新村街道2020年工作总结\n办结12345热线300件，建成红管家联盟1个。\n",
    "新 的 \U0001f600.txt": "塘下街道2019年工作总结\n“网格员”上门服务50户，清洁家园行动全覆盖。\n",
}
if sys.platform == "linux":
    REPORTS |= {
        "line\nfeed.txt": "仙岩街道2018年工作总结\n新建口袋公园3个。\n",
        "\udcc4\udce3.txt": "娄桥街道2017年工作总结\n慰问困难户80户。\n",
    }


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of reports: a duplicate, one that cannot be read, names that are hard to write down."""
    folder = tmp_path_factory.mktemp("shards") / "in"
    folder.mkdir()
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def expected(inputs: Path) -> dict[str, bytes]:
    """Return what a build in one piece writes."""
    return build(inputs, inputs.parent / "expected")


def build(inputs: Path, out: Path, *more: str) -> dict[str, bytes]:
    assert main(["build", str(inputs), "--out", str(out), "--no-cache", "--quiet", *more]) == 0
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def in_shards(inputs: Path, folder: Path, count: int = 4, *more: str) -> dict[str, bytes]:
    return build(inputs, folder / "out", "--work", str(folder / "work"), "--shards", str(count), "--jobs", "1", *more)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list to which every task that is done adds the name of its shard."""
    done: list[str] = []
    real = engines.run

    def noted(task: Task) -> None:
        done.append(task.shard.path(task.stage).stem)
        real(task)

    monkeypatch.setattr(engines, "run", noted)
    return done


@pytest.mark.parametrize("count", [1, 2, 3, 16])
def test_any_number_of_shards_gives_the_same_bytes(count: int, inputs: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    assert in_shards(inputs, tmp_path, count) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="the worker ends itself with a signal")
@pytest.mark.alone
def test_a_killed_worker_costs_time_alone(
    inputs: Path, expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "run", killed_once)
    assert in_shards(inputs, tmp_path, 4, "--jobs", "2") == expected
    assert (tmp_path / "work" / "killed").exists()


def killed_once(task: Task) -> None:
    """Do a task; the first worker that comes to its end is killed before it can say so."""
    flag = task.shard.folder / "killed"
    if flag.exists():
        stages.run(task)
        return
    path = task.shard.path(task.stage)
    path.parent.mkdir(exist_ok=True)
    path.with_name(f"{path.name}-left.part").write_bytes(b"half")
    flag.touch()
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.alone
def test_ray_gives_the_same_bytes_though_a_worker_is_killed(
    inputs: Path, expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ray = pytest.importorskip("ray", reason="ray is not installed: pip install 'jiedao-kg[ray]'")
    ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])  # its workers cannot import the tests
    monkeypatch.setattr(engines, "_answer", answer_killed_once)
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        assert in_shards(inputs, tmp_path, 4, "--engine", "ray") == expected
    finally:
        ray.shutdown()
    assert (tmp_path / "work" / "killed").exists()


def answer_killed_once(task: Task) -> str:
    """Do a task on Ray, as above."""
    killed_once(task)
    return ""


def test_a_worker_that_is_lost_every_time_is_named_with_its_files(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(engines, "do", lambda engine, tasks, jobs, tell: None)
    work = ["--work", str(tmp_path / "work"), "--shards", "1"]
    assert main(["build", str(inputs), "--out", str(tmp_path / "out"), "--no-cache", *work]) == 1
    assert re.search(r"its worker was lost 3 times.*\(.*a\.txt", capsys.readouterr().err)
    assert not (tmp_path / "out").exists()


def test_shards_of_a_machine_with_another_version_are_refused(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def elsewhere(engine: str, tasks: list[Task], jobs: int, tell: Callable[[], None]) -> None:
        for task in tasks:
            with writing(task.shard.path(task.stage), "made by another version"):
                pass

    monkeypatch.setattr(engines, "do", elsewhere)
    work = ["--work", str(tmp_path / "work"), "--shards", "1"]
    assert main(["build", str(inputs), "--out", str(tmp_path / "out"), "--no-cache", *work]) == 1
    assert "Install the same everywhere" in capsys.readouterr().err


def test_paths_hold_on_every_machine(inputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(inputs.parent)
    files, _ = find_inputs(["in"])
    for shard in shards(Work(Path("work"), 2), files, Path("tables"), Options()):
        paths = [shard.folder, shard.own_tables, *(file.path for file in shard.files)]
        assert all(path is not None and path.is_absolute() for path in paths)


def test_a_shard_that_is_done_is_not_done_again(
    inputs: Path, expected: dict[str, bytes], tmp_path: Path, asked: list[str]
) -> None:
    in_shards(inputs, tmp_path)
    asked.clear()
    assert in_shards(inputs, tmp_path) == expected
    assert asked == []


def test_a_build_that_was_stopped_goes_on_with_the_shards_that_are_left(
    inputs: Path, expected: dict[str, bytes], tmp_path: Path, asked: list[str]
) -> None:
    in_shards(inputs, tmp_path)
    asked.clear()
    for name in ("extract-00001-of-00004.done", "extract-00002-of-00004.shard"):
        (tmp_path / "work" / name).unlink()
    assert in_shards(inputs, tmp_path) == expected
    assert [name for name in asked if name.startswith("extract")] == ["extract-00001-of-00004", "extract-00002-of-00004"]


def cut(path: Path) -> None:
    """Leave half of the file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def altered(path: Path) -> None:
    """Change a byte."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def exchanged(path: Path) -> None:
    """Put the shard of other files in its place, with its marker."""
    other = path.with_name(path.name.replace("00001-of", "00000-of"))
    path.write_bytes(other.read_bytes())
    marker(path).write_bytes(marker(other).read_bytes())


def garbled(path: Path) -> None:
    """Write nonsense into the marker."""
    marker(path).write_bytes(b"[[[[")


DAMAGE = [
    (cut, "its file is damaged"),
    (altered, "its file is damaged"),
    (exchanged, "it was made from other files"),
    (garbled, "its marker is damaged"),
]


@pytest.mark.parametrize(("damage", "reason"), DAMAGE, ids=[one.__name__ for one, _ in DAMAGE])
def test_a_damaged_shard_is_made_again_and_the_reason_is_said(
    damage: Callable[[Path], None],
    reason: str,
    inputs: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    in_shards(inputs, tmp_path)
    damage(tmp_path / "work" / "extract-00001-of-00004.shard")
    assert in_shards(inputs, tmp_path) == expected
    assert f"extract-00001-of-00004.shard is made again: {reason}" in capsys.readouterr().err


def test_a_changed_report_changes_its_shard_alone(inputs: Path, tmp_path: Path, asked: list[str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for path in inputs.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    in_shards(folder, tmp_path)
    asked.clear()
    (folder / "c.txt").write_text(REPORTS["c.txt"].replace("2021", "2022"), encoding="utf-8")
    changed = in_shards(folder, tmp_path)
    assert [name for name in asked if name.startswith("extract")] == [f"extract-{shard_of('c.txt', 4):05d}-of-00004"]
    assert changed == build(folder, tmp_path / "whole")


def test_shards_of_another_number_and_unfinished_files_do_not_stay(inputs: Path, tmp_path: Path) -> None:
    in_shards(inputs, tmp_path, 3)
    (tmp_path / "work" / "notes.txt").write_text("mine", encoding="utf-8")
    in_shards(inputs, tmp_path, 2)
    left = {path.name for path in (tmp_path / "work").iterdir()}
    assert {name for name in left if "of-00003" in name} == set()
    assert "notes.txt" in left


def test_shards_made_one_by_one_are_joined_by_a_build(
    inputs: Path, expected: dict[str, bytes], tmp_path: Path, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for number in ("0", "1", "2", "2"):
        made = ["shard", str(inputs), "--work", str(tmp_path / "work"), "--shards", "3", "--number", number]
        assert main(made) == 0
    assert capsys.readouterr().out.count("done already") == 1
    assert in_shards(inputs, tmp_path, 3) == expected
    assert [name for name in asked if name.startswith("extract")] == []


REFUSED = [
    (["--shards", "0"], "0 shards cannot be made"),
    (["--work", "{inputs}/work"], "lies in the input folder"),
]


@pytest.mark.parametrize(("options", "reason"), REFUSED)
def test_what_cannot_be_is_refused_with_a_remedy(
    options: list[str], reason: str, inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled = [one.format(inputs=inputs) for one in options]
    assert main(["build", str(inputs), "--out", str(tmp_path / "out"), "--no-cache", *filled]) == 1
    said = capsys.readouterr().err
    assert reason in said
    assert "--shards" in said or "--work" in said


def test_standard_input_is_no_part_of_a_shard(tmp_path: Path) -> None:
    files, _ = find_inputs(["-"])
    with pytest.raises(EngineError, match="standard input"):
        shards(Work(tmp_path), files, None, Options())


def one_shard(inputs: Path, folder: Path) -> Task:
    files, _ = find_inputs([inputs / "a.txt"])
    return Task(shards(Work(folder, 1), files, None, Options())[0])


def lines(task: Task) -> Iterator[list[object]]:
    stages.run(task)
    yield from values(task.shard.path("extract"))


STRANGE: list[Callable[[list[object]], object]] = [
    lambda line: [7, *line[1:]],
    lambda line: [True, *line[1:]],
    lambda line: [*line[:3], "another text", *line[4:]],
    lambda line: [*line[:4], str(line[4]).replace('"', "'")],
    lambda line: [*line[:4], re.sub(r'\["[0-9a-f]{16}"', '["../../../etc/x"', str(line[4]), count=1)],
    lambda line: [line[0], "entry", "[]"],
    lambda line: {"a": 1},
    lambda line: line[:2],
]


@pytest.mark.parametrize("change", STRANGE)
def test_a_shard_that_holds_anything_else_than_was_written_is_refused(
    change: Callable[[list[object]], object], inputs: Path, tmp_path: Path
) -> None:
    task = one_shard(inputs, tmp_path)
    (line,) = lines(task)
    path = task.shard.path("extract")
    path.write_bytes(gzip.compress(json.dumps(change(line)).encode() + b"\n"))
    with pytest.raises(CacheError, match="extract-00000-of-00001"):
        list(parts(task.shard))


def test_a_shard_is_done_only_when_its_marker_stands(tmp_path: Path) -> None:
    path = tmp_path / "extract-00000-of-00001.shard"
    assert undone(path, "key") == ""
    with pytest.raises(RuntimeError), writing(path, "key") as write:
        write(1)
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    with writing(path, "key") as write:
        write("一")
    assert undone(path, "key") is None
    assert list(values(path)) == ["一"]
    assert json.loads(marker(path).read_text())["sha256"] == sha256(path.read_bytes()).hexdigest()


@given(st.lists(st.text(min_size=1), unique=True, min_size=2), st.integers(1, 50))
def test_a_further_file_changes_one_shard_alone(names: list[str], count: int) -> None:
    files = [InputFile(Path("in") / str(number), name) for number, name in enumerate(sorted(names))]
    more = [one.files for one in shards(Work(Path("work"), count), files, None, Options())]
    fewer = [one.files for one in shards(Work(Path("work"), count), files[1:], None, Options())]
    assert sum(one != other for one, other in zip(more, fewer, strict=True)) == 1


def test_the_libraries_that_read_files_are_part_of_what_a_shard_depends_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {re.split("[<>=]", one)[0] for one in [*project["dependencies"], *project["optional-dependencies"]["ocr"]]}
    others = {
        "ahocorasick-rs",
        "jieba",
        "networkx",
        "numpy",
        "pyoxigraph",
        "pyvis",
        "rdflib",
        "rich",
    }  # jieba is in the version of the rules
    assert set(READ_WITH) == named - others


def test_a_build_without_pages_is_the_same_but_for_them(
    inputs: Path, expected: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(inputs), "--out", str(tmp_path / "out"), "--no-cache", "--no-pages"]) == 0
    assert "index.html" not in capsys.readouterr().out
    left = {path.name for path in (tmp_path / "out").iterdir()}
    assert {Path(name).parts[0] for name in expected} - left == {"index.html", "review.html"}
    assert (tmp_path / "out" / "graph.ttl").read_bytes() == expected["graph.ttl"]
