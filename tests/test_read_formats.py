"""Whatever format a report comes in, its text is the same to the character and its facts are the same."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

import made_files as made
import pytest

from kg.errors import InputError
from kg.extract import extract
from kg.extract.records import record
from kg.model import Source
from kg.read import Options, read_bytes
from kg.text.layout import lay_out

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
NAMES = sorted(path.stem for path in SEEDS.glob("*.txt"))
_BLANKS = re.compile(r"\s+")


def table(text: str) -> list[list[str]]:
    return [["编号", "正文"], ["1", text]]


WRITERS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "page in GB18030": ("a.html", lambda text: made.page(text, "gb18030", "gb2312")),
    "page in UTF-16 that says GBK": ("a.html", lambda text: made.page(text, "utf-16", "gbk")),
    "page in UTF-8 that says GB2312": ("a.html", lambda text: made.page(text, "utf-8", "gb2312")),
    "page under the name of a Word file": ("a.doc", made.page),
    "part of a page under the name of a Word file": ("a.doc", lambda text: made.page(text).partition(b"<body>")[2]),
    "Word 2003 XML": ("a.doc", made.word_2003),
    "Word document in one XML file": ("a.doc", made.flat_opc),
    "saved page": ("a.mht", made.saved_page),
    "docx": ("a.docx", made.docx),
    "docx without a suffix": ("report", made.docx),
    "doc": ("a.doc", made.doc),
    "wps": ("a.wps", made.doc),
    "odt": ("a.odt", made.odt),
    "rtf": ("a.rtf", made.rtf),
    "ofd": ("a.ofd", made.ofd),
    "pdf": ("a.pdf", made.pdf),
    "xlsx": ("a.xlsx", lambda text: made.xlsx(table(text))),
    "csv in GB18030": ("a.csv", lambda text: made.comma_separated(table(text))),
    "zip": ("a.zip", lambda text: made.zipped({"年报/总结.txt": text.encode("gb18030")})),
    "zip in a zip": ("a.zip", lambda text: made.zipped({"b.zip": made.zipped({"c.docx": made.docx(text)})})),
}
OFFICE = ("doc", "docx", "odt", "rtf", "html", "pdf")


@cache
def seed(name: str) -> str:
    return (SEEDS / f"{name}.txt").read_text(encoding="utf-8").replace("\r\n", "\n")


def squeezed(text: str) -> str:
    return _BLANKS.sub("", text)


def facts(source: Source, text: str) -> Counter[str]:
    """Return the facts of a text without their offsets; blanks within names do not count."""
    found = record(extract(lay_out(source, text)))
    result: Counter[str] = Counter()
    for kind in ("metrics", "initiatives", "honours", "firsts", "partners", "places"):
        for fact in found[kind]:
            said = {key: value for key, value in fact.items() if key not in ("start", "end", "mentions")}
            names = sorted(squeezed(mention["text"]) for mention in fact.get("mentions", []))
            result[squeezed(json.dumps([kind, said, names], ensure_ascii=False, sort_keys=True))] += 1
    result[squeezed(json.dumps(found["report"], ensure_ascii=False))] += 1
    return result


@cache
def facts_of_seed(name: str) -> Counter[str]:
    return facts(Source("a.txt", ""), seed(name))


def only_report(data: bytes, name: str) -> tuple[Source, str]:
    (found,) = read_bytes(data, name)
    assert isinstance(found, tuple), found
    return found


def assert_same(data: bytes, file: str, name: str) -> None:
    source, text = only_report(data, file)
    assert squeezed(text) == squeezed(seed(name))
    assert facts(source, text) == facts_of_seed(name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("writer", WRITERS)
def test_a_format_gives_the_text_and_the_facts_of_the_plain_text(writer: str, name: str) -> None:
    file, write = WRITERS[writer]
    assert_same(write(seed(name)), file, name)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (Debian: libreoffice-writer-nogui)")
@pytest.mark.parametrize("suffix", OFFICE)
def test_what_libreoffice_writes_gives_the_text_and_the_facts_of_the_plain_text(suffix: str, tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / f"{name}.docx").write_bytes(made.docx(seed(name)))
    out = tmp_path / "out"
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", suffix]
    files = [str(tmp_path / f"{name}.docx") for name in NAMES]
    subprocess.run([*command, "--outdir", str(out), *files], check=True, capture_output=True, timeout=300)
    if not any(out.glob("*")):
        pytest.skip("this LibreOffice cannot convert Word documents")
    for name in NAMES:
        assert_same((out / f"{name}.{suffix}").read_bytes(), f"a.{suffix}", name)


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
@pytest.mark.parametrize("name", NAMES)
def test_what_chromium_prints_gives_the_text_and_the_facts_of_the_plain_text(name: str, tmp_path: Path) -> None:
    lines = "".join(f"<p>{escape(line)}</p>" for line in seed(name).splitlines())
    (tmp_path / "a.html").write_text(f'<!DOCTYPE html><meta charset="utf-8"><body>{lines}', encoding="utf-8")
    command = [
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--print-to-pdf={tmp_path / 'a.pdf'}",
    ]
    subprocess.run([*command, str(tmp_path / "a.html")], check=True, capture_output=True, timeout=300)
    assert_same((tmp_path / "a.pdf").read_bytes(), "a.pdf", name)


BEFORE, AFTER = "翠苑街道2020年工作总结", "全年开展活动30场。"
STRUCTURES = {
    "insertion under review": (f"<w:p><w:ins>{made.paragraph(AFTER)[5:-6]}</w:ins></w:p>", True),
    "deletion under review": ("<w:p><w:del><w:r><w:delText>全年开展活动30场。</w:delText></w:r></w:del></w:p>", False),
    "moved away": (f"<w:p><w:moveFrom>{made.paragraph(AFTER)[5:-6]}</w:moveFrom></w:p>", False),
    "content control": (f"<w:sdt><w:sdtContent>{made.paragraph(AFTER)}</w:sdtContent></w:sdt>", True),
    "hidden": ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>全年开展活动30场。</w:t></w:r></w:p>", False),
    "table": (f"<w:tbl><w:tr><w:tc>{made.paragraph(AFTER)}</w:tc></w:tr></w:tbl>", True),
    "nested table": (
        f"<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>{made.paragraph(AFTER)}</w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>",
        True,
    ),
    "row in a content control": (
        f"<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc>{made.paragraph(AFTER)}</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>",
        True,
    ),
    "text box": (f"<w:p><w:r><w:pict><w:txbxContent>{made.paragraph(AFTER)}</w:txbxContent></w:pict></w:r></w:p>", True),
    "hyperlink": (f"<w:p><w:hyperlink>{made.paragraph(AFTER)[5:-6]}</w:hyperlink></w:p>", True),
    "field instruction": ("<w:p><w:r><w:instrText>全年开展活动30场。</w:instrText></w:r></w:p>", False),
}


@pytest.mark.parametrize("structure", STRUCTURES)
def test_text_of_a_word_structure_is_kept_once_or_left_out(structure: str) -> None:
    body, kept = STRUCTURES[structure]
    _, text = only_report(made.docx(BEFORE, body=body), "a.docx")
    assert text.count(AFTER) == int(kept)


def test_headers_and_footers_of_a_word_document_are_left_out_and_footnotes_stand_at_the_end() -> None:
    space = f'xmlns:w="{made.W}"'
    more: dict[str, str | bytes] = {
        "word/header1.xml": f"<w:hdr {space}>{made.paragraph('页眉文字')}</w:hdr>",
        "word/footnotes.xml": f'<w:footnotes {space}><w:footnote w:type="separator"/><w:footnote>{made.paragraph("脚注文字")}</w:footnote></w:footnotes>',
    }
    _, text = only_report(made.docx(f"{BEFORE}\n{AFTER}", more=more), "a.docx")
    assert text == f"{BEFORE}\n{AFTER}\n脚注文字"


def test_automatic_numbers_of_a_word_document_are_written_out() -> None:
    space = f'xmlns:w="{made.W}"'
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (shape, text) in enumerate([("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")])
    )
    more: dict[str, str | bytes] = {
        "word/numbering.xml": f'<w:numbering {space}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        f'<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    }
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for level, text in [(0, "党建"), (1, "组织"), (1, "宣传"), (2, "讲座"), (0, "民生"), (1, "就业")]
    )
    _, text = only_report(made.docx(body=body, more=more), "a.docx")
    assert text.split("\n") == ["一、党建", "（一）组织", "（二）宣传", "1.讲座", "二、民生", "（一）就业"]


def test_deleted_text_and_comments_of_an_opendocument_text_are_left_out() -> None:
    body = (
        "<text:tracked-changes><text:deletion><text:p>删去的文字</text:p></text:deletion></text:tracked-changes>"
        "<text:p>甲<office:annotation><text:p>批注</text:p></office:annotation>乙<text:s text:c='2'/>丙<draw:frame><draw:text-box>"
        "<text:p>框内</text:p></draw:text-box></draw:frame></text:p><table:table><table:table-row><table:table-cell><text:p>一</text:p>"
        "</table:table-cell><table:table-cell><text:p>二</text:p></table:table-cell></table:table-row></table:table>"
    )
    _, text = only_report(made.odt(BEFORE, body=body), "a.odt")
    assert text == f"{BEFORE}\n甲乙  丙\n框内\n一\t二"


def test_pages_begin_where_their_first_words_stand() -> None:
    source, text = only_report(made.pdf(seed(NAMES[0])), "a.pdf")
    assert len(source.pages) > 1
    assert source.pages[0] == 0
    assert list(source.pages) == sorted(source.pages)
    assert source.pages[-1] < len(text)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_pages_that_lie_on_their_side_give_the_text_and_the_facts_of_the_plain_text(turned: int) -> None:
    _, text = only_report(made.pdf(seed(NAMES[0]), turned=turned), "a.pdf")
    assert text == only_report(made.pdf(seed(NAMES[0])), "a.pdf")[1]
    assert_same(made.pdf(seed(NAMES[0]), turned=turned), "a.pdf", NAMES[0])


def test_running_heads_and_page_numbers_are_left_out() -> None:
    lines = [made.printed_lines(line * 30, 40) for line in ("第一页的内容，", "第二页的内容，", "第三页的内容，")]
    pages = [["府山街道办事处文件", *(text for _, text in rows), f"— {n} —"] for n, rows in enumerate(lines, 1)]
    _, text = only_report(made.pdf("\n".join("\n".join(page) for page in pages), columns=60, per_page=len(pages[0])), "a.pdf")
    assert "文件" not in text
    assert "—" not in text
    assert text.count("内容") == 90


@pytest.mark.parametrize(
    ("rows", "options", "texts"),
    [
        (
            [["标题", "正文"], ["甲街道2020年工作总结", "开展活动三十场。"], ["乙街道2020年工作总结", "开展活动五十场。"]],
            Options(),
            2,
        ),
        ([["id", "说明"], ["1", "开展活动三十场。"], ["2", ""]], Options("说明"), 1),
        ([["编号", "材料"], ["1", "开展活动三十场。" * 40]], Options(), 1),
        ([["府山街道2020年工作总结"], ["开展活动三十场。" * 15], ["完成改造五处。" * 15]], Options(), 1),
    ],
    ids=["column called 正文", "column named by the user", "column with long cells", "sheet laid out as a document"],
)
def test_a_table_gives_a_report_for_each_row_with_a_text(rows: list[list[str]], options: Options, texts: int) -> None:
    for data, name in ((made.xlsx(rows), "a.xlsx"), (made.comma_separated(rows), "a.csv")):
        found = read_bytes(data, name, options)
        assert len(found) == texts
        assert len({item[0].name for item in found if isinstance(item, tuple)}) == texts


def test_formulas_whose_values_were_never_saved_are_named() -> None:
    rows = [["标题", "正文"], ["翠苑街道2020年工作总结", "全年开展活动三十场。"], ["延吉街道2020年工作总结", "开展活动"]]
    value = '<is><t xml:space="preserve">开展活动</t></is></c>'
    good = made.xlsx(rows)
    with zipfile.ZipFile(io.BytesIO(good)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        members = {name: book.read(name) for name in book.namelist()}
    assert value in sheet
    for formula in ("<f>A1&amp;A2</f></c>", '<f t="shared" si="0"/></c>'):
        one = made.zipped({**members, "xl/worksheets/sheet1.xml": sheet.replace(value, formula)})
        source, text = only_report(one, "a.xlsx")
        assert (source.note, text) == ("1 formulas without saved values", "翠苑街道2020年工作总结\n全年开展活动三十场。")
    all_of_them = re.sub(r"<is><t[^<]{0,40}>(?:全年开展活动三十场。|开展活动)</t></is></c>", "<f>A1</f></c>", sheet)
    with pytest.raises(InputError, match="2 formulas without saved values"):
        read_bytes(made.zipped({**members, "xl/worksheets/sheet1.xml": all_of_them}), "a.xlsx")
    assert only_report(made.xlsx(rows[:2]), "a.xlsx")[0].note == ""


def test_title_and_date_of_a_row_stand_above_its_text() -> None:
    rows = [["标题", "发布日期", "正文"], ["翠苑街道2020年工作总结", "2021-02-03", "开展活动三十场。"]]
    source, text = only_report(made.xlsx(rows), "a.xlsx")
    assert (source.name, text) == ("a.xlsx/2", "翠苑街道2020年工作总结\n发布日期:2021-02-03\n开展活动三十场。")


@pytest.mark.parametrize(
    ("plain", "mac"),
    [
        (b"\\fcharset134", b"\\fcharset85"),
        (b"\\ansicpg936", b"\\ansicpg10008"),
        (b"\\fcharset134", b"\\fcharset1"),
        (b"\\ansicpg936", b"\\ansicpg99999"),
    ],
)
def test_rtf_of_word_for_the_mac_or_with_an_unknown_code_page_is_read(plain: bytes, mac: bytes) -> None:
    _, text = only_report(made.rtf(seed(NAMES[0])).replace(plain, mac), "a.rtf")
    assert squeezed(text) == squeezed(seed(NAMES[0]))
