"""Honest files of each kind, made part by part, so that any part can be made wrong."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

import pikepdf
from PIL import Image, ImageCms, PngImagePlugin

from audit.rules.evidence import DOCX, ODT, PPTX
from tests.spreadsheets import workbooks

AUTHOR = "Dana Writer"
"""In each file that can say who wrote it."""
SECRET = "taken at 54.9"
"""In each image that can say where it was taken."""
SIZE = (60, 40)
FORMATS = "http://schemas.openxmlformats.org"
WORD = f"{FORMATS}/wordprocessingml/2006/main"
TO = f"{FORMATS}/officeDocument/2006/relationships"


def archive(parts: Mapping[str, bytes | str]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return output.getvalue()


def relationships(*those: tuple[str, str, bool]) -> str:
    """Each a kind, a target and whether it stands outside."""
    modes = {True: "External", False: "Internal"}
    lines = "".join(
        f'<Relationship Id="r{n}" Type="{TO}/{kind}" Target="{to}" TargetMode="{modes[outside]}"/>'
        for n, (kind, to, outside) in enumerate(those)
    )
    space = f"{FORMATS}/package/2006/relationships"
    return f'<?xml version="1.0"?><Relationships xmlns="{space}">{lines}</Relationships>'


def ooxml(kind: str, main: str, parts: Mapping[str, bytes | str], *, types: str = "") -> bytes:
    """An Office file whose main part is `main`, of the type `kind`, and its author."""
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return archive(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{FORMATS}/package/2006/content-types">'
                '<Default Extension="xml" ContentType="application/xml"/>'
                f'<Override PartName="/{main}" ContentType="{kind}.main+xml"/>{types}'
                f'<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
            ),
            "_rels/.rels": relationships(("officeDocument", main, False)),
            "docProps/core.xml": f'<p xmlns:dc="dc"><dc:creator>{AUTHOR}</dc:creator></p>',
            **parts,
        }
    )


def word_text(body: str = "<w:p><w:r><w:t>What was done</w:t></w:r></w:p>") -> str:
    return f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'


def docx(
    parts: Mapping[str, bytes | str] | None = None, *, body: str = "", types: str = ""
) -> bytes:
    text = word_text(body) if body else word_text()
    return ooxml(
        DOCX.content_type,
        "word/document.xml",
        {"word/document.xml": text, **(parts or {})},
        types=types,
    )


def pptx(parts: Mapping[str, bytes | str] | None = None) -> bytes:
    main = "ppt/presentation.xml"
    return ooxml(PPTX.content_type, main, {main: "<p/>", **(parts or {})})


def xlsx(parts: Mapping[str, bytes] | None = None) -> bytes:
    def by_somebody(book) -> None:
        book.properties.creator = AUTHOR

    return workbooks.repacked(workbooks.xlsx(then=by_somebody), added=parts)


def odt(parts: Mapping[str, bytes | str] | None = None, *, body: str = "") -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(
        f'xmlns:{name}="{space}:{given}:1.0"'
        for name, given in (("office", "office"), ("text", "text"), ("draw", "drawing"))
    )
    content = (
        f'<office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink"><office:body>'
        f"<office:text><text:p>What was done</text:p>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return archive(
        {
            "mimetype": ODT.content_type,
            "content.xml": content,
            "meta.xml": f"<m><creator>{AUTHOR}</creator></m>",
            "META-INF/manifest.xml": workbooks.MANIFEST,
            **(parts or {}),
        }
    )


def ods() -> bytes:
    return workbooks.ods(added={"meta.xml": f"<m><creator>{AUTHOR}</creator></m>".encode()})


def pdf(then: Callable[[pikepdf.Pdf], None] | None = None, **saving) -> bytes:
    """A page with text, an author, and whatever `then` adds."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 100))
    made.pages[0].Contents = made.make_stream(b"BT /F1 12 Tf 20 50 Td (What was done) Tj ET")
    made.docinfo["/Author"] = AUTHOR
    with made.open_metadata() as written:
        written["dc:creator"] = [AUTHOR]
    if then:
        then(made)
    output = io.BytesIO()
    made.save(output, **saving)
    return output.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x010E] = SECRET
    told[0x8825] = {1: "N", 2: (54.0, 9.0, 0.0)}
    return told


def picture(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """A quarter red, then white, black and blue."""
    made, (wide, high) = Image.new("RGB", size, "white"), size
    made.paste("red", (0, 0, wide // 2, high // 2))
    made.paste("black", (0, high // 2, wide // 2, high))
    made.paste("blue", (wide // 2, high // 2, wide, high))
    return made.convert(mode)


def jpeg(image: Image.Image | None = None, *, orientation: int = 1, **options) -> bytes:
    told = {
        "exif": exif(orientation),
        "comment": SECRET.encode(),
        "xmp": f"<x>{SECRET}</x>".encode(),
        "quality": 90,
    }
    output = io.BytesIO()
    (image or picture()).save(output, "JPEG", **(told | options))
    return output.getvalue()


def png(image: Image.Image | None = None, **options) -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", SECRET)
    told.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>")
    output = io.BytesIO()
    (image or picture()).save(output, "PNG", **({"pnginfo": told, "exif": exif()} | options))
    return output.getvalue()


@cache
def srgb_profile() -> bytes:
    """Always the same one: it holds the time at which it was made."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
