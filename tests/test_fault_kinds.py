"""SECURITY.md names a test for each kind of fault; those that belong to no other file are here."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import made_files as made
import pytest

import kg
from kg import lexicon, pipeline
from kg.errors import InputError
from kg.extract import extract, honours, localities, partners, wordlists
from kg.model import Outcome, Source
from kg.read import LARGEST, find_inputs, read_bytes, read_file
from kg.text.layout import lay_out
from kg.text.patterns import compiled
from kg.text.sentences import LONGEST

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "seeds" / "fushan-quzhou-2020.txt").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+) \| [^|]+ \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[a-z_/]+\.py)(?:::(test_[a-z_]+))?`")
KINDS = dict(ROW.findall((ROOT / "SECURITY.md").read_text(encoding="utf-8")))
SLOW = 2.0  # seconds of processor for 4,000 characters, of which a linear pattern takes milliseconds
PIECES = ("1", "1,", "一", "街道", "“", "（", " ", "\n", "2020年", "“一网”、", "增长1.", "<a ", "aA0-_", "\u3000一、")


def test_the_kinds_of_fault_are_thirty() -> None:
    assert [int(number) for number in KINDS] == list(range(1, 31))


@pytest.mark.parametrize("number", KINDS)
def test_a_kind_of_fault_names_tests_that_are_there(number: str) -> None:
    named = NAMED.findall(KINDS[number])
    assert named
    for path, function in named:
        assert f"def {function}" in (ROOT / path).read_text(encoding="utf-8")


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every pattern that a module of the package keeps under a name, compiled or to be compiled when it is needed."""
    found = {}
    for info in pkgutil.walk_packages(kg.__path__, "kg."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                found[f"{info.name}.{name}"] = value
        for name in compiled_in(Path(module.__file__ or "")):
            if name.isupper():
                found[f"{info.name}.{name}"] = re.compile(getattr(module, name))
    return found


def compiled_in(path: Path) -> list[str]:
    """Return what a module gives to `compiled`."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [ast.unparse(node.args[0]) for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "compiled"]


def slow_ones(found: Mapping[str, re.Pattern[str]], pieces: Callable[[str], Iterable[str]], size: int) -> list[tuple[str, str]]:
    """Return the patterns that take too long on `size` characters of one piece over and over."""

    def too_long(*_: object) -> None:
        raise TimeoutError

    slow = []
    before = signal.signal(signal.SIGVTALRM, too_long)
    try:
        for name, pattern in found.items():
            for piece in pieces(pattern.pattern):
                signal.setitimer(signal.ITIMER_VIRTUAL, SLOW)
                try:
                    for _ in pattern.finditer(piece * (size // len(piece)) + "!"):
                        pass
                except TimeoutError:
                    slow.append((name, piece))
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return slow


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no alarm that stops an endless search")
def test_no_pattern_takes_for_ever() -> None:
    assert not slow_ones(patterns(), lambda pattern: PIECES, 4000)


def own_words(pattern: str) -> Iterator[str]:
    """Yield words that stand in a pattern, alone and with what often follows: on these it has the most to try."""
    words = list(dict.fromkeys(re.findall("[\u4e00-\u9fff]{1,8}", pattern)))
    for word in words[:: max(1, len(words) // 4)]:
        yield from (word, word + "1", word + "的", word + "、“")


def later() -> Iterator[str]:
    """Yield the patterns of the tables that are compiled one by one, when a text first needs them."""
    yield from wordlists._patterns().values()
    yield from (pattern for _, _, pattern, _ in partners._patterns())
    yield from (before for _, before in localities._suffixes().values())
    yield from localities._unless().values()
    yield from lexicon.column("families", "pattern")
    yield from (f"(?:{before})$" for before in lexicon.column("measure_stop", "before"))
    yield from lexicon.column("measure_stop", "after")


def test_what_is_compiled_when_it_is_needed_is_known_here() -> None:
    """A new place is for `later` too, unless what is compiled there stands under a name that `patterns` sees."""
    found = {
        (path.relative_to(ROOT).as_posix(), given)
        for path in (ROOT / "kg").rglob("*.py")
        for given in compiled_in(path)
        if not given.isupper()
    }
    assert found == {
        ("kg/export/reasons.py", "saying.pattern"),  # on our own reasons
        ("kg/extract/initiatives.py", "pattern"),
        ("kg/extract/localities.py", "before"),
        ("kg/extract/localities.py", "_unless()[suffix]"),
        ("kg/extract/partners.py", "pattern"),
        ("kg/extract/quantities.py", "before"),
        ("kg/extract/quantities.py", "after"),
        ("kg/extract/wordlists.py", "_patterns()[name]"),
    }


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no alarm that stops an endless search")
def test_no_pattern_that_is_built_from_the_tables_takes_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are caught while a report is built, but for those of `later`; they run on sentences, so on no more than the longest one."""
    built: dict[str, re.Pattern[str]] = {}
    really = re.compile

    def caught(pattern: str, flags: int = 0) -> re.Pattern[str]:
        made = really(pattern, flags)
        caller = sys._getframe(1)
        if caller.f_globals.get("__name__", "").startswith("kg."):
            built[f"{caller.f_globals['__name__']}.{caller.f_code.co_name}: {pattern}"] = made
        return made

    lexicon.lay_over(None)  # forgets the patterns that are there
    compiled.cache_clear()
    monkeypatch.setattr(re, "compile", caught)
    report = lay_out(Source("a.txt", "0" * 64), TEXT)
    extract(report)
    honours._given_by_cities()  # the report names none
    for pattern in later():
        compiled(pattern)
    monkeypatch.undo()
    assert len({pattern.pattern for pattern in built.values()}) > 280
    assert not slow_ones(built, lambda pattern: PIECES, 4000)
    assert not slow_ones(built, own_words, LONGEST)


@pytest.mark.parametrize(
    "line",
    [
        f"荣获全国先进{'1' * 60}示范街道称号。",
        f"荣获全国{'创建工作' * 40}示范街道称号。",
        f"荣获全国先进{'1个' * 40}示范街道称号。",
        f"地区生产总值达到{'1' * 60}（位居全省第一。",
        f"地区生产总值{'12次' * 40}！位居全省第一。",
        f"地区生产总值{'1分别' * 40}！位居全省第一。",
    ],
)
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no alarm that stops an endless search")
def test_no_line_keeps_the_extraction_busy_for_ever(line: str) -> None:
    def too_long(*_: object) -> None:
        pytest.fail("it goes on for ever")

    before = signal.signal(signal.SIGVTALRM, too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, 20)
    try:
        extract(lay_out(Source("a.txt", "0" * 64), f"翠苑街道2020年工作总结\n{line}\n"))
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(InputError, match="50 MB") as raised:
        read_file(find_inputs([path])[0][0])
    assert raised.value.remedy


def test_one_report_in_many_formats_and_encodings_is_one_report(tmp_path: Path) -> None:
    """Its facts are counted once; every file has its line."""
    folder = tmp_path / "reports"
    folder.mkdir()
    files = {
        "a.txt": TEXT.encode(),
        "b.txt": TEXT.encode("gb18030"),
        "c.docx": made.docx(TEXT),
        "d.rtf": made.rtf(TEXT),
        "e.doc": made.doc(TEXT),
        "f.html": made.page(TEXT),
        "g.zip": made.zipped({"h.txt": TEXT.encode("utf-16")}),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    many, one = pipeline.build([folder]), pipeline.build([folder / "a.txt"])
    assert {entry.name.partition("/")[0] for entry in many.ledger.entries} == set(files)
    assert many.ledger.count(Outcome.BUILT) == 1
    assert len(many.graph.statements) == len(one.graph.statements)


def test_the_hash_of_a_file_is_that_of_the_bytes_that_were_read() -> None:
    from hashlib import sha256

    data = TEXT.encode("gb18030")
    (found,) = read_bytes(data, "a.txt")
    assert isinstance(found, tuple)
    assert found[0].sha256 == sha256(data).hexdigest()


def test_only_what_this_build_wrote_itself_is_unpickled() -> None:
    users = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "kg").rglob("*.py"))
        if re.search(r"\b(pickle|marshal|shelve|dill|joblib|yaml)\.\w*load|\beval\(|\bexec\(", path.read_text(encoding="utf-8"))
    ]
    # the answer of our own child; code made of the names of the fields of our classes; a file that never had a name
    assert users == ["kg/aside.py", "kg/model/pickled.py", "kg/model/shelf.py"]


def test_no_cache_of_jieba_in_the_shared_temporary_folder_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import marshal
    import tempfile

    from kg.text import words

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "jieba.cache").write_bytes(marshal.dumps(({"街道": 10**9}, 10**9)))
    before = (tmp_path / "jieba.cache").read_bytes()
    for name in dir(words):
        if hasattr(getattr(words, name), "cache_clear"):
            getattr(words, name).cache_clear()
    monkeypatch.setattr(marshal, "load", lambda file: pytest.fail("a planted cache was loaded"))
    pipeline.build([ROOT / "seeds" / "fushan-quzhou-2020.txt"])
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("jieba")] == ["jieba.cache"]
    assert (tmp_path / "jieba.cache").read_bytes() == before
