"""What is accepted comes out as it looked, without whatever it told beside that."""

from __future__ import annotations

import hashlib
import io
import zipfile

import openpyxl
import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageOps

from audit.evidence.checking import check_file, check_files
from audit.evidence.office import DEEPEST
from audit.rules import evidence
from audit.rules.evidence import CheckedFile, ending_of, plain_name
from tests.evidence import made
from tests.evidence.files import DOCUMENTS, FILES
from tests.spreadsheets.workbooks import part_of, repacked


def checked(name: str, content: bytes) -> CheckedFile:
    return check_file(SimpleUploadedFile(name, content, "application/x-whatever"))


def image_of(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def colours(image: Image.Image) -> list[tuple[bool, ...]]:
    """In the middle of each quarter; JPEG changes them a little."""
    plain, (wide, high) = image.convert("RGB"), image.size
    places = [(x * wide // 4, y * high // 4) for y in (1, 3) for x in (1, 3)]
    return [tuple(part > 127 for part in plain.getpixel(place)) for place in places]


@pytest.mark.parametrize("name", FILES)
def test_each_kind_is_kept_under_its_type(name):
    found = checked(name, FILES[name])
    assert found.name == name
    assert found.content_type == evidence.ENDINGS[ending_of(name)].content_type
    assert (found.size, found.sha256) == (
        len(found.content),
        hashlib.sha256(found.content).hexdigest(),
    )


def everything_in(content: bytes) -> bytes:
    """Also what is packed."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"".join(everything_in(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return pdf.Root.unparse() + b"".join(
                one.read_bytes() if isinstance(one, pikepdf.Stream) else one.unparse()
                for one in pdf.objects
            )
    return content


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nobody_is_told_who_wrote_it(name):
    assert made.AUTHOR.encode() in everything_in(FILES[name])
    kept = checked(name, FILES[name]).content
    assert made.AUTHOR.encode() not in everything_in(kept)


def test_a_document_still_opens():
    book = openpyxl.load_workbook(io.BytesIO(checked("list.xlsx", made.xlsx()).content))
    assert [cell.value for cell in book.active["A"]] == ["reference", "WX-1", "WX-2"]
    with pikepdf.open(io.BytesIO(checked("minutes.pdf", made.pdf()).content)) as pdf:
        assert b"What was done" in pdf.pages[0].Contents.read_bytes()
        assert "/Info" not in pdf.trailer
    kept = checked("minutes.odt", made.odt()).content
    assert kept[30:38] == b"mimetype"


def test_the_times_of_an_archive_say_nothing():
    kept = checked("minutes.docx", made.docx()).content
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", ["photo.png", "photo.jpg"])
def test_an_image_tells_nothing_but_the_picture(name):
    assert made.SECRET.encode() in FILES[name]
    kept = checked(name, FILES[name]).content
    image = image_of(kept)
    assert made.SECRET.encode() not in kept
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert colours(image) == colours(made.picture())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_an_image_is_turned_as_the_camera_said(orientation):
    given = made.jpeg(orientation=orientation)
    kept = image_of(checked("photo.jpg", given).content)
    wanted = ImageOps.exif_transpose(image_of(given))
    assert (kept.size, colours(kept)) == (wanted.size, colours(wanted))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_each_kind_of_png_is_kept(mode):
    image = made.picture("L" if mode == "I;16" else mode)
    if mode == "I;16":
        image = image.convert("I").convert("I;16")
    kept = image_of(checked("photo.png", made.png(image)).content)
    assert kept.mode == mode
    assert kept.convert("RGBA").tobytes() == image.convert("RGBA").tobytes()


def test_what_is_transparent_stays_so():
    given = made.png(made.picture("P"), transparency=0)
    kept = image_of(checked("photo.png", given).content)
    assert kept.info == {"transparency": image_of(given).info["transparency"]}


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_each_kind_of_jpeg_is_kept(mode):
    kept = image_of(checked("photo.jpg", made.jpeg(made.picture(mode))).content)
    assert kept.mode == ("L" if mode == "L" else "RGB")
    assert colours(kept) == colours(made.picture(mode))


@pytest.mark.parametrize("profile", [made.srgb_profile(), b"no profile"])
def test_a_profile_of_colours_is_applied_and_left_out(profile):
    kept = checked("photo.jpg", made.jpeg(icc_profile=profile)).content
    assert b"ICC_PROFILE" not in kept
    assert colours(image_of(kept)) == colours(made.picture())


def test_exif_that_is_damaged_does_no_harm():
    kept = checked("photo.jpg", made.jpeg(exif=b"Exif\0\0II*\0\xff\xff\xff\xff")).content
    assert colours(image_of(kept)) == colours(made.picture())


def test_a_telephones_photograph_of_several_pictures_is_kept_as_one():
    output = io.BytesIO()
    made.picture().save(output, "MPO", save_all=True, append_images=[made.picture()])
    kept = image_of(checked("photo.jpg", output.getvalue()).content)
    assert (kept.format, colours(kept)) == ("JPEG", colours(made.picture()))


def test_what_follows_the_picture_is_left_out():
    for name in ("photo.jpg", "photo.png"):
        kept = checked(name, FILES[name] + b"PK\x03\x04" + made.SECRET.encode()).content
        assert made.SECRET.encode() not in kept


@pytest.mark.parametrize("orientation", [1, 6])
def test_photographs_in_documents_keep_only_how_they_are_turned(orientation):
    photograph = made.jpeg(orientation=orientation, icc_profile=made.srgb_profile())

    def add(pdf: pikepdf.Pdf) -> None:
        image = pdf.make_stream(photograph)
        image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
        image.Width, image.Height = made.SIZE
        image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
        pdf.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=image))

    letter = checked("minutes.docx", made.docx({"word/media/image1.jpg": photograph})).content
    printed = checked("minutes.pdf", made.pdf(add)).content
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        inside = pdf.pages[0].Resources.XObject.Im0.read_raw_bytes()
    for kept in (inside, part_of(letter, "word/media/image1.jpg")):
        assert made.SECRET.encode() not in kept
        found = image_of(kept)
        assert dict(found.getexif()) == ({0x0112: orientation} if orientation > 1 else {})
        assert found.tobytes() == image_of(photograph).tobytes()
        assert found.info["icc_profile"] == made.srgb_profile()


def test_a_chart_keeps_its_workbook_without_who_wrote_it():
    assert DEEPEST == 1
    letter = made.docx({"word/embeddings/Microsoft_Excel_Sheet.xlsx": made.xlsx()})
    kept = checked("minutes.docx", letter).content
    inner = part_of(kept, "word/embeddings/Microsoft_Excel_Sheet.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(inner)).active["A2"].value == "WX-1"
    assert made.AUTHOR.encode() not in everything_in(inner)


def test_links_stay_and_a_template_is_no_longer_fetched():
    rels = made.relationships(
        ("hyperlink", "https://www.police.example/", True),
        ("attachedTemplate", "file:///C:/Users/dana.writer/Letter.dotm", True),
    )
    kept = checked("minutes.docx", made.docx({"word/_rels/settings.xml.rels": rels})).content
    told = part_of(kept, "word/_rels/settings.xml.rels")
    assert b"https://www.police.example/" in told
    assert b"dana.writer" not in told
    assert b'Target="Normal.dotm"' in told


def test_fields_that_start_nothing_stay():
    code = "<w:p><w:r><w:instrText>PAGE \\* hidden ddess</w:instrText></w:r></w:p>"
    assert checked("minutes.docx", made.docx(body=code)).size


def harmless_pdf(pdf: pikepdf.Pdf) -> None:
    """What word processors write: a place to open at, links, bookmarks' targets."""
    page = pdf.pages[0].obj
    pdf.Root.OpenAction = Array([page, Name.Fit])
    link = Dictionary(S=Name.URI, URI=String("https://www.police.example/"))
    pdf.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, A=link)])
    pdf.Root.Lang = String("en-GB")


def test_a_pdf_keeps_its_links():
    with pikepdf.open(io.BytesIO(checked("a.pdf", made.pdf(harmless_pdf)).content)) as pdf:
        assert str(pdf.pages[0].Annots[0].A.URI) == "https://www.police.example/"
        assert str(pdf.Root.Lang) == "en-GB"


def test_earlier_states_of_a_pdf_are_left_out():
    """A PDF that was changed by adding to its end still holds what was taken out."""
    before = made.pdf(compress_streams=False).replace(b"What was done", b"Of Sam Taken ")
    assert b"Of Sam Taken" in before
    page = before.find(b"/Contents ")
    number = int(before[page:].split()[1])
    start = int(before.rsplit(b"startxref", 1)[1].split()[0])
    body = f"{number} 0 obj\n<</Length 4>>\nstream\nq Q \nendstream\nendobj\n".encode()
    table = f"xref\n{number} 1\n{len(before):010} 00000 n \n".encode()
    root = before.rsplit(b"/Root ", 1)[1].split()[0].decode()
    trailer = f"trailer\n<</Size 99/Root {root} 0 R/Prev {start}>>\nstartxref\n"
    changed = before + body + table + f"{trailer}{len(before + body)}\n%%EOF\n".encode()
    assert b"Of Sam Taken" not in everything_in(checked("a.pdf", changed).content)


@pytest.mark.parametrize(
    "content",
    [
        "Café – naïve\n".encode(),
        "Café – naïve\n".encode("utf-8-sig"),
        "Café – naïve\n".encode("utf-16"),
        "Café – naïve\n".encode("cp1252"),
        b"MZ is a postcode, BM is not, 3 < 4, and a <name> is no mark-up.",
    ],
)
def test_text_is_kept_byte_for_byte(content):
    assert checked("notes.txt", content).content == content


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("minutes.pdf", "minutes.pdf"),
        ("Board minutes, March.PDF", "Board minutes, March.PDF"),
        ("..\\..\\board/minutes.pdf", "board minutes.pdf"),
        ("minutes\u202efdp.exe", "minutesfdp.exe"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie b.pdf"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        ("café.pdf", "café.pdf"),
        (".pdf", "evidence.pdf"),
        ("a." + "b" * 300, "evidence." + "b" * 141),
    ],
)
def test_names_are_plain(given, shown):
    assert plain_name(given) == shown


def test_names_end_in_a_kind_whatever_the_case():
    assert checked("Minutes.PDF", made.pdf()).name == "Minutes.PDF"


def test_each_file_that_is_refused_is_named():
    files = [SimpleUploadedFile(name, b"#!") for name in ("a.txt", "b.exe")]
    with pytest.raises(ValidationError) as error:
        check_files([*files, SimpleUploadedFile("c.txt", b"Minutes")])
    assert error.value.messages == [
        evidence.PROGRAM.format(name="a.txt"),
        evidence.UNKNOWN.format(name="b.exe"),
    ]


def test_so_many_at_once_are_refused_unread(monkeypatch):
    monkeypatch.setattr("audit.evidence.checking.CHILD", ["false"])
    files = [SimpleUploadedFile("a.txt", b"a")] * (evidence.MOST_AT_ONCE + 1)
    with pytest.raises(ValidationError, match="at most"):
        check_files(files)


def test_a_part_that_is_added_twice_to_a_type_does_no_harm():
    content = repacked(made.docx(), added={"docProps/app.xml": b"<x/>"})
    assert checked("minutes.docx", content).size
