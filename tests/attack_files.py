"""Files made to do harm, by kind of file."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib

import made_files as made
from attack_zips import in_zip64, overlapping

TEXT = "翠苑街道2020年工作总结\n全年开展活动30场，服务群众1957人。\n"
PLAIN = TEXT.encode()
_ENTITIES = '<!DOCTYPE x [<!ENTITY a "十个字十个字十个字十">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
BILLION = _ENTITIES + "]>"
LOCAL_FILE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
W = f'xmlns:w="{made.W}"'
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)

Attack = tuple[str, bytes, str]  # file name, bytes, part of the reason that it is refused with (empty: it may be read)


def word(document: str, **more: bytes) -> bytes:
    """Return a Word document with this raw text part."""
    return made.zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **more})


def odt(content: str) -> bytes:
    """Return an OpenDocument text with this raw content."""
    return made.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def named(name: str, content: bytes, attributes: int = 0) -> bytes:
    """Return an archive with one member of this name, as it is."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = attributes
        archive.writestr(info, content)
    return stream.getvalue()


def lying(data: bytes, size: int) -> bytes:
    """Return a ZIP file whose directory says that each member unpacks to `size` bytes."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = changed.find(mark)
        while at >= 0:
            struct.pack_into("<I", changed, at + place, size)
            at = changed.find(mark, at + 4)
    return bytes(changed)


def locked(data: bytes) -> bytes:
    """Return a ZIP file whose members say that they are encrypted."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def nested(depth: int) -> bytes:
    """Return an archive in an archive, so many deep."""
    data = TEXT.encode()
    name = "a.txt"
    for _ in range(depth):
        data, name = made.zipped({name: data}), "b.zip"
    return data


def pdf_stream(length: int, times: int = 1) -> bytes:
    """Return a PDF whose only page is a stream that unpacks to `length` bytes."""
    stream = b" " * length
    for _ in range(times):
        stream = zlib.compress(stream, 9)
    filters = "/FlateDecode" * times
    return made.pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            f"<</Length {len(stream)}/Filter[{filters}]>>stream\n".encode() + stream + b"\nendstream",
        ]
    )


def pdf_objects(*objects: bytes) -> bytes:
    """Return a PDF with these objects, the first one its catalogue."""
    return made.pdf_file(list(objects))


def pdf_of_glyphs(text: str) -> bytes:
    """Return a PDF that gives the numbers of glyphs in place of characters, as one does whose ToUnicode table was left out."""
    glyphs = {ord(letter): 0x100 + number for number, letter in enumerate(dict.fromkeys(text)) if letter != "\n"}
    data = made.pdf(text.translate(glyphs))
    return data.replace(b"UniGB-UTF16-H", b"Identity-H   ").replace(b"Ordering(GB1)", b"Ordering(XYZ)")


def attacks() -> dict[str, Attack]:
    """Return every attack by its name."""
    kinds = (in_word_documents, in_odt, in_ofd, in_archives, in_old_formats, in_pdf, in_pages, in_plain_text)
    return {name: attack for kind in kinds for name, attack in kind().items()}


def in_word_documents() -> dict[str, Attack]:
    """Return the attacks in Word documents."""
    docx = made.docx(TEXT)
    deep = "<w:p>" * 5_000 + "<w:r><w:t>深</w:t></w:r>" + "</w:p>" * 5_000
    return {
        "docx: entity bomb": (
            "a.docx",
            word(f'<?xml version="1.0"?>{BILLION}<w:document {W}><w:p>&j;</w:p></w:document>'),
            "DTD",
        ),
        "docx: reads a local file": ("a.docx", word(f"{LOCAL_FILE}<w:document {W}><w:p>&a;</w:p></w:document>"), "DTD"),
        "docx: too deep": ("a.docx", word(f"<w:document {W}><w:body>{deep}</w:body></w:document>"), "deep"),
        "docx: broken XML": ("a.docx", word(f"<w:document {W}><w:p>街道"), "broken XML"),
        "docx: no text part": ("a.docx", made.zipped({"[Content_Types].xml": "<Types/>"}), "no text part"),
        "docx: bomb": ("a.docx", word(" " * 120_000_000), "bomb"),
        "docx: lies about its size": ("a.docx", lying(word("<a>" + "字" * 30_000_000 + "</a>"), 900_000), ""),
        "docx: cut off": ("a.docx", docx[:-40], "broken ZIP"),
        "docx: password": ("a.docx", locked(docx), "password"),
        "docx: damaged member": ("a.docx", docx.replace(b"PK\x03\x04", b"PK\x03\x05"), "damaged"),
        "docx: many members": ("a.docx", made.zipped({f"{n}": b"" for n in range(6_000)}), "5000 files"),
    }


def in_odt() -> dict[str, Attack]:
    """Return the attacks in OpenDocument texts."""
    return {
        "odt: entity bomb": (
            "a.odt",
            odt(f"{BILLION}<office:document-content {ODF}><text:p>&j;</text:p></office:document-content>"),
            "DTD",
        ),
        "odt: a million blanks": (
            "a.odt",
            odt(
                f'<office:document-content {ODF}><text:p>工作总结<text:s text:c="999999999"/>完</text:p></office:document-content>'
            ),
            "",
        ),
        "odt: no content": (
            "a.odt",
            made.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": b""}),
            "XML",
        ),
    }


def in_ofd() -> dict[str, Attack]:
    """Return the attacks in OFD files."""
    return {
        "ofd: entity bomb": ("a.ofd", made.zipped({"OFD.xml": f"{BILLION}<OFD><DocRoot>&j;</DocRoot></OFD>"}), "DTD"),
        "ofd: a page that is not there": (
            "a.ofd",
            made.zipped({"OFD.xml": "<OFD><DocRoot>D.xml</DocRoot></OFD>", "D.xml": '<D><Page BaseLoc="../../etc/passwd"/></D>'}),
            "no part",
        ),
        "ofd: ten thousand pages": (
            "a.ofd",
            made.zipped(
                {"OFD.xml": "<OFD><DocRoot>D.xml</DocRoot></OFD>", "D.xml": "<D>" + '<Page BaseLoc="D.xml"/>' * 10_000 + "</D>"}
            ),
            "pages",
        ),
        "ofd: text at no place": (
            "a.ofd",
            made.zipped(
                {
                    "OFD.xml": "<OFD><DocRoot>D.xml</DocRoot></OFD>",
                    "D.xml": '<D><Page BaseLoc="P.xml"/></D>',
                    "P.xml": '<P><TextObject Boundary="nan inf nan 1" Size="nan" CTM="nan nan inf 1 1 1">'
                    '<TextCode X="nan" Y="inf" DeltaX="g 99999999 nan">街道工作总结</TextCode></TextObject></P>',
                }
            ),
            "",
        ),
        "ofd: pictures only": (
            "a.ofd",
            made.zipped(
                {"OFD.xml": "<OFD><DocRoot>D.xml</DocRoot></OFD>", "D.xml": '<D><Page BaseLoc="P.xml"/></D>', "P.xml": "<P/>"}
            ),
            "no text",
        ),
    }


def in_archives() -> dict[str, Attack]:
    """Return the attacks in workbooks and archives."""
    huge = made.zipped({"a.txt": b"\0" * 120_000_000})
    return {
        "xlsx: bomb": (
            "a.xlsx",
            made.zipped({"[Content_Types].xml": "<T/>", "xl/workbook.xml": "<w/>", "xl/s.xml": " " * 120_000_000}),
            "bomb",
        ),
        "xlsx: bomb behind something else": (
            "a.xlsx",
            b"junk" + made.zipped({"[Content_Types].xml": "<T/>", "xl/workbook.xml": "<w/>", "xl/s.xml": " " * 120_000_000}),
            "bomb",
        ),
        "xlsx: no sheets": ("a.xlsx", made.zipped({"[Content_Types].xml": "<T/>", "xl/workbook.xml": "<w/>"}), "damaged"),
        "zip: bomb": ("a.zip", huge, "bomb"),
        "zip: lies about its size": ("a.zip", lying(huge, 1000), "damaged"),
        "zip: a thousand members that are one": ("a.zip", overlapping(PLAIN * 100, 1_000), "overlap"),
        "zip: ZIP64 claims a million terabytes": ("a.zip", in_zip64(PLAIN, 1 << 60), "bomb"),
        "zip: ZIP64 claims one byte": ("a.zip", in_zip64(PLAIN, 1), "damaged"),
        "zip: way out": ("a.zip", named("../../a.txt", PLAIN), "leads out"),
        "zip: absolute name": ("a.zip", named("/etc/a.txt", PLAIN), "leads out"),
        "zip: drive letter": ("a.zip", named("C:\\a.txt", PLAIN), "leads out"),
        "zip: a member without a name": ("a.zip", named("", PLAIN), "no report"),
        "zip: link": ("a.zip", named("a.txt", b"/etc/passwd", (stat.S_IFLNK | 0o777) << 16), "a link"),
        "zip: too deep": ("a.zip", nested(6), "nest deeper"),
        "zip: empty": ("a.zip", b"PK\x05\x06" + bytes(18), "empty ZIP"),
        "zip: nothing to read": ("a.zip", made.zipped({"a.xyz": b"x"}), "no report"),
        "zip: password": ("a.zip", locked(made.zipped({"a.txt": PLAIN})), "password"),
    }


def in_old_formats() -> dict[str, Attack]:
    """Return the attacks in old Word documents and RTF."""
    return {
        "doc: bad tables": ("a.doc", made.doc(TEXT).replace(b"\x02\x14\0\0\0", b"\x02\xff\xff\xff\x7f"), ""),
        "doc: cut off": ("a.doc", made.doc(TEXT)[:2_000], "damaged"),
        "doc: no streams": ("a.doc", made.compound({"Other": b"x"}), "without a text"),
        "doc: password": ("a.doc", made.compound({"EncryptedPackage": b"x"}), "password"),
        "doc: too old": ("a.doc", made.compound({"WordDocument": b"\xdc\xa5" + bytes(600)}), "older than Word 97"),
        "doc: endless sectors": ("a.doc", made.doc(TEXT)[:512] + bytes(4096), ""),
        "rtf: too many groups": ("a.rtf", b"{\\rtf1 " + b"{" * 300_000, "groups"),
        "rtf: cut off": ("a.rtf", made.rtf(TEXT)[:60], "no Chinese"),
        "rtf: a character of no number": ("a.rtf", made.rtf(TEXT)[:-1] + b"\\u99999999999999999999?}", "damaged"),
        "rtf: huge picture": ("a.rtf", made.rtf(TEXT)[:-1] + b"{\\pict " + b"0a" * 5_000_000 + b"}}", ""),
    }


def in_pdf() -> dict[str, Attack]:
    """Return the attacks in PDF."""
    return {
        "pdf: cut off": ("a.pdf", made.pdf(TEXT * 50)[:400], "damaged"),
        "pdf: scan": ("a.pdf", made.pdf(TEXT, scan=True), "scan"),
        "pdf: no ToUnicode table": ("a.pdf", pdf_of_glyphs(TEXT * 20), "no ToUnicode"),
        "pdf: 100 MB page": ("a.pdf", pdf_stream(100_000_000), ""),
        "pdf: 400 MB page, packed twice": ("a.pdf", pdf_stream(400_000_000, 2), ""),
        "pdf: refers to itself": ("a.pdf", pdf_objects(b"1 0 R"), "damaged"),
        "pdf: pages that are their own parents": (
            "a.pdf",
            pdf_objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 99/Kids[2 0 R 2 0 R]>>"),
            "",
        ),
        "pdf: a million pages": (
            "a.pdf",
            pdf_objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1000000/Kids[]>>"),
            "pages",
        ),
    }


def in_pages() -> dict[str, Attack]:
    """Return the attacks in pages."""
    return {
        "html: 50,000 levels": ("a.html", b"<html>" + b"<div>" * 50_000 + PLAIN + b"</div>" * 50_000, ""),
        "html: 200,000 spans": ("a.html", b"<html>" + b"<span>" * 200_000 + PLAIN, ""),
        "html: script only": ("a.html", "<html><script>街道工作总结</script></html>".encode(), "no Chinese"),
        "html: endless comment": ("a.html", b"<html>" + PLAIN + b"<!--" + b"-" * 2_000_000, ""),
        "html: endless attribute": ("a.html", b'<html><p a="' + b"x" * 3_000_000, "no Chinese"),
        "mht: no page": ("a.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b--", "no HTML"),
        "mht: 20,000 parts": (
            "a.mht",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 20_000,
            "no HTML",
        ),
    }


def in_plain_text() -> dict[str, Attack]:
    """Return the attacks in plain text."""
    return {
        "csv: one endless cell": ("a.csv", b'text\n"' + PLAIN * 200, ""),
        "csv: a table of numbers": ("a.csv", "编号,数量\n1,2\n".encode(), "without a column"),
        "txt: a picture": ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG picture"),
        "txt: a program": ("a.txt", b"\x7fELF" + bytes(100), "a program"),
        "txt: zeros": ("a.txt", bytes(100_000), "binary"),
        "txt: every byte": ("a.txt", bytes(range(256)) * 50, "binary"),
        "txt: surrogates": ("a.txt", PLAIN + b"\xed\xa0\x80\xed\xb0\x80", ""),
    }
