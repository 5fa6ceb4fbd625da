"""An honest file of each kind that is kept, by its name."""

from __future__ import annotations

from tests.evidence import made

TEMPLATE = made.relationships(("attachedTemplate", "file:///C:/Letter.dotm", True))
ILLUSTRATED = {"word/media/image1.jpg": made.jpeg(), "word/_rels/settings.xml.rels": TEMPLATE}
DOCUMENTS = {
    "minutes.pdf": made.pdf(),
    "minutes.docx": made.docx(ILLUSTRATED),
    "list.xlsx": made.xlsx(),
    "talk.pptx": made.pptx(),
    "minutes.odt": made.odt(),
    "list.ods": made.ods(),
}
FILES = {
    **DOCUMENTS,
    "photo.png": made.png(),
    "photo.jpg": made.jpeg(),
    "photo.jpeg": made.jpeg(icc_profile=made.srgb_profile()),
    "notes.txt": b"Minutes of the board\r\n",
    "list.csv": b"reference;change\nWX-1;-3\nWX-2;+44 20 7946 0000\n",
}
