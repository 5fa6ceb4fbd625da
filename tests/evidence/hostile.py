"""Files that are refused: what they are → their name, what makes them, and the sentence."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from audit.evidence import office
from audit.rules import evidence
from audit.rules.evidence import MOST_BYTES
from tests.evidence import made
from tests.spreadsheets import hostile as sheets
from tests.spreadsheets import workbooks

EXE = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + bytes(200) + b"This program cannot be run"
ELF = b"\x7fELF\x02\x01\x01" + bytes(100)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body onload=alert(1)>Minutes</body></html>"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
ENTITIES = '<!DOCTYPE a [<!ENTITY a "ha">]>'


def png_of(width: int, height: int, pixels: bytes = b"") -> bytes:
    """Its header says how large it is; what follows need not be as much."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checked = kind + body
        return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(pixels))
        + chunk(b"IEND", b"")
    )


def action(kind: str, **more) -> Callable[[pikepdf.Pdf], None]:
    def add(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pdf.make_indirect(Dictionary(S=Name(f"/{kind}"), **more))

    return add


def annotation_with_script(pdf: pikepdf.Pdf) -> None:
    """Deep within an array of a dictionary of a page."""
    over = Dictionary(E=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    pdf.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, AA=over)])


def attached(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["run.exe"] = EXE


def form_of_xml(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(XFA=String("<xdp/>"), Fields=Array([]))


def signed(pdf: pikepdf.Pdf) -> None:
    signature = Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Contents=String("0"))
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, V=pdf.make_indirect(signature)))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)


def locked_pdf() -> bytes:
    return made.pdf(encryption=pikepdf.Encryption(owner="owner", user="user"))


def limited_pdf() -> bytes:
    """It opens without a password, but is not to be changed."""
    return made.pdf(encryption=pikepdf.Encryption(owner="owner", user=""))


def many_streams() -> bytes:
    """A stream that is packed again and again, to be unpacked by whoever reads on."""

    def add(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([])))

    return made.pdf(add, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def with_part(name: str, part: bytes | str = b"x") -> Callable[[], bytes]:
    return lambda: made.docx({name: part})


def with_link(kind: str, target: str = "https://elsewhere.example/x") -> Callable[[], bytes]:
    links = made.relationships((kind, target, True))
    return lambda: made.docx({"word/_rels/document.xml.rels": links})


def with_field(*runs: str) -> Callable[[], bytes]:
    """The code of a field, in as many runs as somebody hides it in."""
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "end"))
    codes = "".join(f"<w:r><w:instrText>{run}</w:instrText></w:r>" for run in runs)
    return lambda: made.docx(body=f"<w:p>{begin}{codes}{end}</w:p>")


def other_prefix() -> bytes:
    """The same field, in a namespace that has another name."""
    field = made.word_text('<w:fldSimple w:instr="DDEAUTO c:\\\\x"/>')
    return made.docx({"word/header1.xml": field.replace("w:", "q:").replace(":w=", ":q=")})


def bomb() -> bytes:
    return made.docx({"word/media/image1.bin": bytes(office.MOST_UNPACKED + 1)})


def lying_bomb() -> bytes:
    """Its directory says that there is next to nothing in it."""
    content = bytearray(bomb())
    size = struct.pack("<I", office.MOST_UNPACKED + 1)
    while (place := content.find(size)) >= 0:
        content[place : place + 4] = struct.pack("<I", 1_000)
    return bytes(content)


def path_out() -> bytes:
    return made.docx({"../../etc/passwd": "x"})


def inner(kind: bytes) -> Callable[[], bytes]:
    return lambda: made.docx({"word/embeddings/inner.xlsx": kind})


def nested() -> bytes:
    """A document in a document in a document."""
    return made.docx({"word/embeddings/a.docx": made.docx({"word/embeddings/b.xlsx": made.xlsx()})})


def linked_picture() -> bytes:
    return made.odt(body='<draw:image xlink:href="https://elsewhere.example/x.png"/>')


def spreadsheet_dde() -> bytes:
    link = '<externalLink xmlns="x"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    return made.xlsx({"xl/externalLinks/externalLink1.xml": link.encode()})


def macro_type() -> bytes:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    return made.docx(types=f'<Override PartName="/word/x.xml" ContentType="{kind}"/>')


def signed_docx() -> bytes:
    return made.docx({"_xmlsignatures/sig1.xml": "<s/>"})


def plain_archive() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("photo.jpg", made.jpeg())
    return output.getvalue()


def cut_short(content: bytes) -> bytes:
    return content[: len(content) // 2]


FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "an executable": ("minutes.pdf", lambda: EXE, evidence.PROGRAM),
    "a program of another system": ("minutes.docx", lambda: ELF, evidence.PROGRAM),
    "a script of a shell": ("minutes.txt", lambda: b"#!/bin/sh\nrm -rf /\n", evidence.PROGRAM),
    "an executable by name": ("minutes.exe", lambda: EXE, evidence.UNKNOWN),
    "two endings": ("minutes.pdf.exe", made.pdf, evidence.UNKNOWN),
    "no ending": ("minutes", made.pdf, evidence.UNKNOWN),
    "empty": ("minutes.pdf", lambda: b"", evidence.EMPTY),
    "blank": ("minutes.txt", lambda: b" \n", evidence.EMPTY),
    "too large": ("minutes.txt", lambda: b"a" * (MOST_BYTES + 1), evidence.TOO_LARGE),
    "an SVG": ("chart.svg", lambda: SVG, evidence.SVG),
    "an SVG named PNG": ("chart.png", lambda: SVG, evidence.SVG),
    "an SVG in text": ("chart.txt", lambda: b"\xef\xbb\xbf<?xml?>" + SVG, evidence.SVG),
    "a web page in text": ("minutes.txt", lambda: HTML, evidence.WEB_PAGE),
    "a web page in wide text": (
        *("minutes.csv", lambda: HTML.decode().encode("utf-16")),
        evidence.WEB_PAGE,
    ),
    "bytes 0 in text": ("minutes.txt", lambda: b"Minutes\0of the board", evidence.NOT_TEXT),
    "noise": ("minutes.pdf", lambda: bytes(range(1, 256)) * 9, evidence.UNKNOWN),
    "a formula": ("list.csv", lambda: b"a,b\n1,=cmd|'/c calc'!A0\n", evidence.FORMULAS),
    "a formula after a sign": ("list.csv", lambda: b'a;"+HYPERLINK(""x"")"\n', evidence.FORMULAS),
    "a GIF": ("photo.png", lambda: b"GIF89a" + bytes(50), evidence.OTHER_IMAGE),
    "a telephone's photograph": (
        *("photo.jpg", lambda: b"\0\0\0\x18ftypheic" + bytes(50)),
        evidence.OTHER_IMAGE,
    ),
    "a PNG named PDF": ("minutes.pdf", made.png, evidence.WRONG_ENDING),
    "a PDF named Word": ("minutes.docx", made.pdf, evidence.WRONG_ENDING),
    "Word named Excel": ("minutes.xlsx", made.docx, evidence.WRONG_ENDING),
    "an image too wide": ("photo.png", lambda: png_of(20_000, 20), evidence.TOO_MANY_PIXELS),
    "an image too large": ("photo.png", lambda: png_of(9_000, 9_000), evidence.TOO_MANY_PIXELS),
    "half a PNG": ("photo.png", lambda: cut_short(made.png()), evidence.DAMAGED),
    "half a JPEG": ("photo.jpg", lambda: cut_short(made.jpeg()), evidence.DAMAGED),
    "a JPEG that only begins like one": (
        *("photo.jpg", lambda: b"\xff\xd8\xff" + bytes(50)),
        evidence.DAMAGED,
    ),
    "a PNG with too few pixels": ("photo.png", lambda: png_of(900, 900, b"x"), evidence.DAMAGED),
    "a PDF behind something": ("minutes.pdf", lambda: b"GIF\n" + made.pdf(), evidence.DAMAGED),
    "half a PDF of nothing": ("minutes.pdf", lambda: b"%PDF-1.7\nnothing", evidence.DAMAGED),
    "a PDF with a password": ("minutes.pdf", locked_pdf, evidence.ENCRYPTED),
    "a PDF with limits": ("minutes.pdf", limited_pdf, evidence.ENCRYPTED),
    "a PDF that runs a script": (
        *("minutes.pdf", lambda: made.pdf(action("JavaScript", JS=String("app.alert(1)")))),
        evidence.ACTIVE_PDF,
    ),
    "a PDF that starts a program": (
        *("minutes.pdf", lambda: made.pdf(action("Launch", F=String("cmd.exe")))),
        evidence.ACTIVE_PDF,
    ),
    "a PDF that opens another": (
        *("minutes.pdf", lambda: made.pdf(action("GoToR", F=String("//elsewhere/x.pdf")))),
        evidence.ACTIVE_PDF,
    ),
    "a PDF with a hidden script": (
        *("minutes.pdf", lambda: made.pdf(annotation_with_script)),
        evidence.ACTIVE_PDF,
    ),
    "a PDF with scripts in object streams": ("minutes.pdf", many_streams, evidence.ACTIVE_PDF),
    "a PDF that is a form of XML": (
        *("minutes.pdf", lambda: made.pdf(form_of_xml)),
        evidence.ACTIVE_PDF,
    ),
    "a PDF with a file": ("minutes.pdf", lambda: made.pdf(attached), evidence.FULL_PDF),
    "a signed PDF": ("minutes.pdf", lambda: made.pdf(signed), evidence.SIGNED),
    "an archive": ("photos.docx", plain_archive, evidence.ARCHIVE),
    "another archive": ("photos.docx", lambda: b"Rar!\x1a\x07\0" + bytes(50), evidence.ARCHIVE),
    "an old Word document": ("minutes.docx", lambda: OLE, evidence.OLD_OFFICE),
    "Word with a password": (
        *("minutes.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le")),
        evidence.ENCRYPTED,
    ),
    "an archive with a password": ("list.xlsx", sheets.encrypted_zip, evidence.ENCRYPTED),
    "macros": ("minutes.docx", with_part("word/vbaProject.bin"), evidence.MACROS),
    "macros by type": ("minutes.docx", macro_type, evidence.MACROS),
    "OpenDocument with a script": (
        *("minutes.odt", lambda: made.odt({"Scripts/python/x.py": b"x"})),
        evidence.MACROS,
    ),
    "an embedded package": ("minutes.docx", with_part("word/x/o.bin", OLE), evidence.EMBEDDED),
    "an embedded program": ("minutes.docx", with_part("word/media/1.png", EXE), evidence.EMBEDDED),
    "a control": ("minutes.docx", with_part("word/activeX/activeX1.xml"), evidence.EMBEDDED),
    "a web page inside": ("minutes.docx", with_part("word/afchunk.html"), evidence.EMBEDDED),
    "an archive inside": ("minutes.docx", inner(plain_archive()), evidence.EMBEDDED),
    "macros inside a document inside": (
        *("minutes.docx", inner(made.xlsx({"xl/vbaProject.bin": b"x"}))),
        evidence.MACROS,
    ),
    "documents too deep": ("minutes.docx", nested, evidence.EMBEDDED),
    "a picture from elsewhere": ("minutes.docx", with_link("image"), evidence.ACTIVE),
    "an object from elsewhere": ("minutes.docx", with_link("oleObject"), evidence.ACTIVE),
    "a field that starts a program": (
        *("minutes.docx", with_field("DDEAUTO c:\\\\x")),
        evidence.ACTIVE,
    ),
    "a field in pieces": ("minutes.docx", with_field("D", "DE", " x"), evidence.ACTIVE),
    "a field in other words": ("minutes.docx", other_prefix, evidence.ACTIVE),
    "a workbook that asks a program": ("list.xlsx", spreadsheet_dde, evidence.ACTIVE),
    "OpenDocument with a picture from elsewhere": ("minutes.odt", linked_picture, evidence.ACTIVE),
    "entities": ("minutes.docx", with_part("word/x.xml", f"{ENTITIES}<x/>"), evidence.DAMAGED),
    "XML that is none": ("minutes.docx", with_part("word/x.xml", "<x>"), evidence.DAMAGED),
    "a path that leads out": ("minutes.docx", path_out, evidence.DAMAGED),
    "a part twice": ("list.xlsx", sheets.part_twice, evidence.DAMAGED),
    "half an archive": ("minutes.docx", lambda: cut_short(made.docx()), evidence.DAMAGED),
    "a bomb": ("minutes.docx", bomb, evidence.TOO_MUCH),
    "a bomb that lies": ("minutes.docx", lying_bomb, evidence.DAMAGED),
    "too many parts": (
        *("list.xlsx", lambda: workbooks.repacked(workbooks.xlsx(), added=many_parts())),
        evidence.DAMAGED,
    ),
    "signed Word": ("minutes.docx", signed_docx, evidence.SIGNED),
    "a presentation that is a show": (
        *("talk.pptx", lambda: workbooks.repacked(made.pptx(), changed=show_type())),
        evidence.UNKNOWN,
    ),
}


def many_parts() -> dict[str, bytes]:
    return {f"xl/extra/{number}.xml": b"" for number in range(office.MOST_PARTS + 1)}


def show_type() -> dict[str, bytes]:
    return {"[Content_Types].xml": b'<Types><Override ContentType="slideshow.main+xml"/></Types>'}
