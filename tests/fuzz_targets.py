"""What is fuzzed: readers, the scanner of the text, and writers, each with inputs to begin at and what must hold of any input.

A target takes bytes and tells whether they were taken (False: refused with a reason); whatever it raises is a fault.
tests/test_fuzz.py tries a few inputs of each, tools/fuzz.py as many as there is time for.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import made_files as made
from fuzz_sinks import SINKS
from strategies_text import HOSTILE
from test_read_fuzz import TEXT, damaged, samples

from kg.errors import InputError
from kg.extract import extract
from kg.extract.records import record
from kg.model import Report, Source
from kg.model.codec import from_json, to_json
from kg.read.contents import contents_of
from kg.read.decode import decode
from kg.read.registry import Content, Options
from kg.text.dates import find_date
from kg.text.layout import lay_out
from kg.text.numbers import find_numerals
from kg.text.periods import find_periods
from kg.text.sentences import LONGEST

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
MARKS = "一二三十百千万亿余多0123456789年月日、，,。.;；:：“”‘’《》（）()【】[]—-~%‰℃×⁴㎡①㈠½\n\r\t \u3000\u200b\u202e\ufeff\0"
WORDS = (
    "荣获",
    "全国",
    "首个",
    "创新",
    "推进",
    "打造",
    "“一网统管”",
    "增长",
    "同比",
    "万元",
    "社区",
    "合作",
    "2021年",
    "下一步",
    "第一名",
    "平台",
)


@dataclass(frozen=True, slots=True)
class Target:
    """`make` gives an input by chance, `run` tries one, `begin` are good inputs for a fuzzer that looks for more."""

    make: Callable[[random.Random], bytes]
    run: Callable[[bytes], bool]
    begin: Callable[[], tuple[bytes, ...]]


def text_of(data: bytes) -> str:
    """Return any bytes as text in which lone surrogates may be."""
    return data.decode("utf-8", "surrogateescape")


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@cache
def sentences() -> tuple[str, ...]:
    """Return the lines of the seeds in pieces of a sentence or two."""
    lines = [line for path in sorted(SEEDS.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple(line[at : at + 120] for line in lines for at in range(0, len(line), 120))


def some_text(chance: random.Random) -> bytes:
    """Return sentences of the seeds, joined, cut and changed by chance."""
    pieces = ["翠苑街道2020年工作总结\n"]
    for _ in range(chance.randrange(1, 5)):
        piece = list(chance.choice(sentences()))
        for _ in range(chance.randrange(8)):
            at = chance.randrange(len(piece) + 1)
            piece[at : at + chance.randrange(3)] = chance.choice(
                (chance.choice(MARKS), chance.choice(WORDS), chr(chance.randrange(1, 0x30000)), chance.choice(HOSTILE))
            ) * chance.choice((1, 1, 1, 1, 2, 30))
        pieces.append("".join(piece) + chance.choice(("\n", "", "，", "。")))
    return as_bytes("".join(pieces))


def hostile_text(chance: random.Random) -> bytes:
    """Return a few hostile strings, or parts of them, in a row."""
    count = chance.randrange(1, 5)
    parts = [
        chance.choice((chance.choice(HOSTILE), chr(chance.randrange(0x110000)), chance.choice("<>\"'\\=+-@\t\r\n{}&;甲#%|^`")))
        for _ in range(count)
    ]
    return as_bytes("".join(parts))


def reads(name: str) -> Callable[[bytes], bool]:
    """Return the trial of the reader of a file of this name."""

    def run(data: bytes) -> bool:
        try:
            found = contents_of(data, name, Options())
        except InputError as error:
            assert error.reason
            assert error.remedy
            return False
        for content in found:
            if isinstance(content, Content):
                assert content.text.encode("utf-8").decode() == content.text
                assert list(content.pages) == sorted(content.pages)
                assert all(0 <= start <= len(content.text) for start in content.pages)
        return True

    return run


def reader(name: str) -> Target:
    """Return the reader of a sample, on damaged files."""

    def make(chance: random.Random) -> bytes:
        changes = [(chance.random(), chance.randrange(256)) for _ in range(chance.randrange(1, 20))]
        return damaged(samples()[name], changes, chance.choice([1.0, 1.0, chance.random()]))

    return Target(make, reads(name), lambda: (samples()[name],))


def part(name: str, file: bytes, member: str) -> Target:
    """Return the reader of a format that is a ZIP file on a damaged member: the damage gets past the checksums."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(file)) as package:
        members = {one: package.read(one) for one in package.namelist()}
    trial = reads(name)

    def make(chance: random.Random) -> bytes:
        data = members[member]
        tags = data.split(b"<")
        if chance.random() < 0.7:  # elements moved, doubled and dropped: mostly still well formed enough to be walked
            at, to = chance.randrange(len(tags)), chance.randrange(len(tags))
            tags[at : at + chance.randrange(3)] = tags[to : to + chance.randrange(3)]
            return b"<".join(tags)
        return damaged(data, [(chance.random(), chance.randrange(256))], 1.0)

    return Target(make, lambda data: trial(made.zipped({**members, member: data})), lambda: (members[member],))


def read_by_decoder(data: bytes) -> bool:
    """Decode bytes: text without surrogates, and as many repairs as it says."""
    found = decode(data)
    assert found.text.encode("utf-8").decode() == found.text
    assert found.repaired <= found.text.count("\ufffd")
    return not found.repaired


def laid_out(data: bytes) -> Report:
    """Return the report of a text such as a reader gives: without lone surrogates and U+0000."""
    return lay_out(Source("a.txt", "0" * 64), data.decode("utf-8", "replace").replace("\0", "\ufffd"))


def scanned(data: bytes) -> bool:
    """Lay a text out and scan it: what is found lies inside it, in order, and apart."""
    report = laid_out(data)
    clean, size = report.clean, len(report.clean.text)
    assert len(clean.offsets) == size + 1
    assert all(one < other for one, other in pairwise(clean.offsets))
    assert all(0 <= one.start < one.end <= size and one.end - one.start <= LONGEST for one in report.sentences)
    assert all(one.end <= other.start for one, other in pairwise(report.sentences))
    assert all(0 <= one.start < one.end <= size and one.parent < number for number, one in enumerate(report.sections))
    numerals = list(find_numerals(clean.text))
    assert all(one.end <= other.start for one, other in pairwise(numerals))
    assert all(one.value.is_finite() and 0 <= one.start < one.end <= size for one in numerals)
    for year in (None, 2020):
        periods = find_periods(clean.text, 0, size, year)
        assert all(one.iso and 0 <= one.start < one.end <= size for one in periods)
        assert all(one.end <= other.start for one, other in pairwise(periods))
    find_date(clean.text)
    return bool(report.sentences)


def extracted(data: bytes) -> bool:
    """Extract from a text: every mention quotes it, in order; the record is JSON; what the cache keeps is the same."""
    report = laid_out(data)
    found = extract(report)
    kinds = (found.metrics, found.initiatives, found.honours, found.firsts, found.partners, found.localities)
    for mentions in kinds:
        for one in mentions:
            assert 0 <= one.span.start < one.span.end <= len(report.text)
            assert one.rule
        assert [one.span.start for one in mentions] == sorted(one.span.start for one in mentions)
    json.dumps(record(found), allow_nan=False)
    assert from_json(to_json(found), report.text, report.source) == found
    return any(kinds)


def scanner(run: Callable[[bytes], bool]) -> Target:
    return Target(some_text, run, lambda: tuple(as_bytes(line) for line in sentences()[:60]))


def writer(run: Callable[[str], None]) -> Target:
    def trial(data: bytes) -> bool:
        run(text_of(data))
        return True

    return Target(hostile_text, trial, lambda: tuple(map(as_bytes, HOSTILE)))


READERS = {
    **{name.partition(".")[2]: reader(name) for name in samples()},
    "docx document.xml": part("a.docx", made.docx(TEXT), "word/document.xml"),
    "odt content.xml": part("a.odt", made.odt(TEXT), "content.xml"),
    "ofd page": part("a.ofd", made.ofd(TEXT), "Doc_0/Pages/Page_0/Content.xml"),
    "bytes to text": Target(
        lambda chance: damaged(
            TEXT.encode(chance.choice(("utf-8", "gb18030", "utf-16", "big5hkscs")), "ignore"),
            [(chance.random(), chance.randrange(256)) for _ in range(chance.randrange(9))],
            chance.random(),
        ),
        read_by_decoder,
        lambda: tuple(TEXT.encode(one, "ignore") for one in ("utf-8", "gb18030", "utf-16", "big5hkscs")),
    ),
}
SCANNERS = {"layout, sentences, numbers, periods": scanner(scanned), "extraction": scanner(extracted)}
WRITERS = {name: writer(run) for name, run in SINKS.items()}
TARGETS = {**READERS, **SCANNERS, **WRITERS}
