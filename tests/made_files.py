"""Files of many formats made from a text, by writers that share nothing with the readers."""

from __future__ import annotations

import csv
import io
import quopri
import re
import struct
import zipfile
from html import escape
from xml.sax.saxutils import escape as xml_escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)

_DOCUMENT_LINK = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)


def zipped(members: dict[str, str | bytes]) -> bytes:
    """Return a ZIP file with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def page(text: str, encoding: str = "utf-8", declared: str = "") -> bytes:
    """Return a saved page of a government site; `declared` is the encoding that it claims."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
    html = (
        f'<!DOCTYPE html><html><head><meta charset="{declared or encoding}"></head><body>'
        '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li></ul>'
        f'<div class="content">{lines}</div><div class="footer"><a href="/map">网站地图</a></div></body></html>'
    )
    return html.encode(encoding)


def saved_page(text: str) -> bytes:
    """Return the page as a browser saves it in one file."""
    body = quopri.encodestring(page(text))
    return (
        b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="==b"\r\n\r\n'
        b"--==b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + body
        + b"\r\n--==b\r\nContent-Type: text/css\r\n\r\np{}\r\n--==b--\r\n"
    )


def paragraph(text: str) -> str:
    """Return a Word paragraph, its text in runs of a few characters as Word writes them."""
    runs = "".join(f'<w:r><w:t xml:space="preserve">{xml_escape(text[i : i + 7])}</w:t></w:r>' for i in range(0, len(text), 7))
    return f'<w:p><w:pPr><w:ind w:firstLine="420"/></w:pPr>{runs}</w:p>'


def docx(text: str = "", *, body: str = "", more: dict[str, str | bytes] | None = None) -> bytes:
    """Return a Word document with a paragraph for each line of `text`, then the raw XML `body`."""
    paragraphs = "".join(paragraph(line) for line in text.split("\n")) if text else ""
    document = f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{paragraphs}{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": _TYPES, "_rels/.rels": _DOCUMENT_LINK, "word/document.xml": document, **(more or {})})


def word_2003(text: str) -> bytes:
    """Return a document as Word 2003 saves it as XML."""
    lines = "".join(f"<w:p><w:r><w:t>{xml_escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))
    start = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
    space = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    return f"{start}<w:wordDocument {space}><w:body>{lines}</w:body></w:wordDocument>".encode()


def flat_opc(text: str) -> bytes:
    """Return a Word document with all its parts in one XML file, a header first."""
    with zipfile.ZipFile(io.BytesIO(docx(text))) as package:
        document = package.read("word/document.xml").decode().partition("?>")[2]
    header = f'<w:hdr xmlns:w="{W}">{paragraph("页眉2019年12项")}</w:hdr>'
    parts = "".join(
        f'<pkg:part pkg:name="/word/{name}.xml"><pkg:xmlData>{content}</pkg:xmlData></pkg:part>'
        for name, content in (("header1", header), ("document", document))
    )
    space = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
    return f'<?xml version="1.0" encoding="UTF-8"?><pkg:package {space}>{parts}</pkg:package>'.encode()


def odt(text: str = "", *, body: str = "") -> bytes:
    """Return an OpenDocument text with a paragraph for each line."""
    names = {"office": "office", "text": "text", "table": "table", "draw": "drawing"}
    space = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in names.items())
    lines = "".join(f"<text:p>{_odf_blanks(line)}</text:p>" for line in text.split("\n"))
    content = f"<office:document-content {space}><office:body><office:text>{lines}{body}</office:text></office:body></office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def _odf_blanks(line: str) -> str:
    return xml_escape(line).replace("  ", ' <text:s text:c="1"/>').replace("\t", "<text:tab/>")


def rtf(text: str) -> bytes:
    """Return an RTF file as WPS writes it: GBK bytes, other characters as UTF-16 numbers."""
    pieces = []
    for character in text:
        gbk = character.encode("gbk", "ignore")
        if character == "\n":
            pieces.append("\\par\n")
        elif character in "\\{}":
            pieces.append("\\" + character)
        elif character.isascii():
            pieces.append(character)
        elif gbk:
            pieces.append("".join(f"\\'{byte:02x}" for byte in gbk))
        else:
            units = struct.unpack(f"<{len(character.encode('utf-16-le')) // 2}h", character.encode("utf-16-le"))
            pieces.append("".join(f"\\u{unit}?" for unit in units))
    head = "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}{\\*\\generator made;}\n\\f0\\fs32 "
    return (head + "".join(pieces) + "}").encode("ascii")


def ofd(text: str, per_page: int = 40, columns: int = 36) -> bytes:
    """Return an OFD file: lines broken at `columns` characters, pages of `per_page` lines."""
    rows = printed_lines(text, columns)
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    pages = [rows[i : i + per_page] for i in range(0, len(rows), per_page)]
    members: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    for number, lines in enumerate(pages):
        objects = "".join(
            f'<ofd:TextObject ID="{i + 9}" Boundary="20 {20 + 6 * i} 180 5" Size="4.5"><ofd:TextCode X="{9 * first}" Y="4.5" '
            f'DeltaX="{" ".join("2.25" if c.isascii() else "4.5" for c in line[:-1])}">{xml_escape(line)}</ofd:TextCode></ofd:TextObject>'
            for i, (first, line) in enumerate(lines)
            if line
        )
        members[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {space}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return zipped(members)


def printed_lines(text: str, columns: int) -> list[tuple[bool, str]]:
    """Return the lines of a print: paragraphs indented by two characters, words and numbers never broken."""
    rows: list[tuple[bool, str]] = []
    for paragraph_text in text.split("\n"):
        line, used, first = "", 2.0, True
        for unit in re.findall(r"[!-~]+|[^!-~][，。、；：”）》]*", paragraph_text):
            width = sum(0.5 if character.isascii() else 1 for character in unit)
            if used + width > columns and line:
                rows.append((first, line.rstrip()))
                line, used, first = "", 0.0, False
            line, used = line + unit, used + width
        rows.append((first, line.rstrip()))
    return rows


def xlsx(rows: list[list[str]]) -> bytes:
    """Return a workbook with one sheet of texts."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    cells = "".join(
        f'<row r="{r}">'
        + "".join(
            f'<c r="{chr(64 + c)}{r}" t="inlineStr"><is><t xml:space="preserve">{xml_escape(cell)}</t></is></c>'
            for c, cell in enumerate(row, 1)
        )
        + "</row>"
        for r, row in enumerate(rows, 1)
    )
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": f'<Relationships xmlns="{packages}"><Relationship Id="r1" Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets><sheet name="总结" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}"><Relationship Id="r1" Type="{links}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
        }
    )


def comma_separated(rows: list[list[str]], encoding: str = "gb18030") -> bytes:
    """Return a CSV file as a Chinese spreadsheet program saves it."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode(encoding)


def doc(text: str) -> bytes:
    """Return a Word 97 document: one piece of UTF-16 in a compound file."""
    body = text.replace("\n", "\r") + "\r"
    units = body.encode("utf-16-le")
    length = len(units) // 2
    fib = bytearray(0x400)
    struct.pack_into("<H", fib, 0, 0xA5EC)
    struct.pack_into("<H", fib, 2, 0xC1)
    struct.pack_into("<H", fib, 0x0A, 0x0200)
    struct.pack_into("<I", fib, 0x4C, length)
    pieces = struct.pack("<II", 0, length) + struct.pack("<HIH", 0, len(fib), 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", fib, 0x1A2, 0, len(clx))
    return compound({"WordDocument": bytes(fib) + units, "1Table": clx})


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file ([MS-CFB]) with these streams, each padded to what needs no mini stream."""
    contents = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    sectors: list[bytes] = []
    chain: list[int] = []
    entries = [_entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)]
    for position, (name, data) in enumerate(contents.items()):
        first = len(sectors)
        pieces = [data[i : i + 512].ljust(512, b"\0") for i in range(0, len(data), 512)]
        sectors += pieces
        chain += [*range(first + 1, first + len(pieces)), 0xFFFFFFFE]
        following = position + 2 if position + 1 < len(contents) else 0xFFFFFFFF
        entries.append(_entry(name, 2, 0xFFFFFFFF, first, len(data), following))
    entries += [bytes(64) + struct.pack("<III", *[0xFFFFFFFF] * 3) + bytes(52)] * (-len(entries) % 4)
    directory = len(sectors)
    for i in range(0, len(entries), 4):
        sectors.append(b"".join(entries[i : i + 4]))
        chain.append(directory + i // 4 + 1 if i + 4 < len(entries) else 0xFFFFFFFE)
    table = len(sectors)
    blocks = -(-(len(chain) + 109) // 127)
    chain += [0xFFFFFFFD] * blocks
    chain += [0xFFFFFFFF] * (blocks * 128 - len(chain))
    sectors += [struct.pack("<128I", *chain[i * 128 : i * 128 + 128]) for i in range(blocks)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, blocks, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    places = [table + i for i in range(blocks)] + [0xFFFFFFFF] * (109 - blocks)
    return header + struct.pack("<109I", *places) + b"".join(sectors)


def _entry(name: str, kind: int, child: int, first: int, size: int, right: int = 0xFFFFFFFF) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, right, child)
    return head + bytes(36) + struct.pack("<IQ", first, size)


def pdf(text: str, columns: int = 40, per_page: int = 45, *, scan: bool = False, turned: int = 0) -> bytes:
    """Return a PDF with a Chinese font that is not embedded, lines broken at `columns`.

    A `scan` has no text; pages that are `turned` (degrees, clockwise) have text that stands upright when they are shown.
    """
    rows = printed_lines(text, columns)
    pages = [rows[i : i + per_page] for i in range(0, len(rows), per_page)]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{6 + 2 * n} 0 R' for n in range(len(pages)))}]>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>"
        b"/FontDescriptor 5 0 R/DW 1000/W[1 [500] 2 94 500 814 939 500]>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 752/Descent -271"
        b"/CapHeight 737/StemV 58>>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"{24 * first} 0 Td <{line.encode('utf-16-be').hex()}>Tj {-24 * first} -16 Td\n" for first, line in lines)
        upright = {0: "", 90: "0 1 -1 0 842 0 cm ", 180: "-1 0 0 -1 595 842 cm ", 270: "0 -1 1 0 0 595 cm "}[turned]
        stream = b"0 0 500 700 re f" if scan else f"{upright}BT /F1 12 Tf 60 780 Td\n{shown}ET".encode()
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {'842 595' if turned % 180 else '595 842'}]/Rotate {turned}/Resources<</Font<</F1 3 0 R>>>>/Contents {7 + 2 * number} 0 R>>".encode()
        )
        objects.append(f"<</Length {len(stream)}>>stream\n".encode() + stream + b"\nendstream")
    return pdf_file(objects)


def pdf_file(objects: list[bytes]) -> bytes:
    """Return a PDF with these objects, the first one its catalogue."""
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + end.encode()
