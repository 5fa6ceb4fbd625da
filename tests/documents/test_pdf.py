import hashlib
import io
import json
import logging
import os
import re
import subprocess
import sys

import pikepdf
import pytest
from django.conf import settings

from audit.documents.render import render_pdf
from audit.documents.snapshot import canonical_bytes, sha256
from tests.documents import pdf_structure

pytestmark = pytest.mark.django_db  # Durham's rows are made for the snapshot

RENDER = """
import django, json, sys
django.setup()
from audit.documents.render import render_pdf
sys.stdout.buffer.write(render_pdf(json.load(sys.stdin)))
"""


@pytest.fixture(scope="module")
def pdf(durham_pdf):
    with pikepdf.open(io.BytesIO(durham_pdf)) as opened:
        yield opened


@pytest.fixture
def page_texts(tool, tmp_path):
    """The text of each page, spaces made single."""

    def read(content):
        path = tmp_path / "document.pdf"
        path.write_bytes(content)
        command = [tool("pdftotext"), "-layout", str(path), "-"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return [" ".join(page.split()) for page in text.split("\f")[:-1]]

    return read


def in_a_process_of_its_own(snapshot, **environment):
    made = subprocess.run(
        [sys.executable, "-c", RENDER],
        input=canonical_bytes(snapshot),
        check=True,
        capture_output=True,
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
    )
    return made.stdout


def test_the_structure_is_sound(durham_pdf):
    assert pdf_structure.problems(durham_pdf) == []


def test_the_checker_finds_what_is_wrong(durham_pdf):
    with pikepdf.open(io.BytesIO(durham_pdf)) as broken:
        del broken.Root.Lang
        for element in pdf_structure.elements(broken):
            if pdf_structure.kind(element) == "Figure":
                del element.Alt
            elif pdf_structure.kind(element) == "TH":
                del element.A.Scope
            elif pdf_structure.kind(element) == "H2":
                element.S = pikepdf.Name.H4
        out = io.BytesIO()
        broken.save(out)
    found = set(pdf_structure.problems(out.getvalue()))
    assert found >= {
        "The language is not en-GB.",
        "A figure has no alternative text.",
        "A header cell has no scope.",
        "A heading of level 4 follows one of level 1.",
    }


def test_weasyprint_has_nothing_to_warn_of(durham, caplog):
    logger = logging.getLogger("weasyprint")
    logger.addHandler(caplog.handler)
    try:
        render_pdf(durham)
    finally:
        logger.removeHandler(caplog.handler)
    assert caplog.messages == []


def test_durham_has_fourteen_pages(pdf):
    assert len(pdf.pages) == 14


def test_all_text_is_set_in_the_embedded_family(pdf):
    assert {name.split("+")[1][:13] for name in pdf_structure.fonts(pdf)} == {"Source-Sans-3"}


def test_the_charts_say_their_findings(pdf):
    alternatives = [
        str(element.Alt)
        for element in pdf_structure.elements(pdf)
        if pdf_structure.kind(element) == "Figure"
    ]
    assert alternatives[0] == "More than four in ten files were inadequate"
    assert len(alternatives) == 10


def test_bookmarks_lead_to_the_sections_and_areas(pdf):
    titles = pdf_structure.bookmarks(pdf)
    assert {"Summary", "Breakdown by area", "Police detention", "Next steps"} <= set(titles)


def test_dates_come_from_the_snapshot(pdf):
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261122")


def test_the_identifier_is_that_of_the_data(pdf, durham):
    assert bytes(pdf.trailer.ID[0]).decode() == sha256(durham)


def test_the_figures_of_durham_are_in_print(durham_pdf, page_texts):
    text = " ".join(page_texts(durham_pdf))
    assert "81 case files were graded: 20 good, 27 requiring improvement and 34 inadequate" in text
    assert "All areas 21 27 34 82" in text
    assert "33 of the 81 case files (40.7%)" in text
    assert "The areas hold one good result more than the headline" in text


def test_every_page_names_the_document_its_page_and_its_data(durham, durham_pdf, page_texts):
    pages = page_texts(durham_pdf)
    for number, text in enumerate(pages, 1):
        assert durham["title"] in text
        assert f"Page {number} of {len(pages)}" in text
        assert f"Version 1, data {sha256(durham)[:12]}" in text


def test_the_contents_name_the_right_pages(durham_pdf, page_texts):
    pages = page_texts(durham_pdf)
    for title in ("Supporting figures", "Recommendations", "Do the figures agree?"):
        number = int(re.search(rf"{re.escape(title)} (\d+)", pages[1])[1])
        assert title in pages[number - 1]


def test_the_last_page_says_how_each_figure_was_counted(durham_pdf, page_texts):
    assert "How each figure was counted" in page_texts(durham_pdf)[-1]


def test_a_draft_is_marked_on_each_page(draft, page_texts):
    assert all("Draft" in text for text in page_texts(render_pdf(draft)))


def test_a_final_version_is_not_marked_as_a_draft(durham_pdf, page_texts):
    assert not any("Draft" in text for text in page_texts(durham_pdf))


def test_qpdf_finds_nothing_wrong(durham_pdf, tool, tmp_path):
    path = tmp_path / "document.pdf"
    path.write_bytes(durham_pdf)
    checked = subprocess.run([tool("qpdf"), "--check", path], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_poppler_reads_the_structure(durham_pdf, durham_html, tool, tmp_path):
    path = tmp_path / "document.pdf"
    path.write_bytes(durham_pdf)
    read = subprocess.run([tool("pdfinfo"), "-struct", path], capture_output=True, text=True)
    assert read.stderr == ""
    assert read.stdout.count("Table (block)") == durham_html.count("<table")


def test_two_processes_write_the_same_bytes(durham):
    one = in_a_process_of_its_own(durham, PYTHONHASHSEED="1", TZ="Europe/London")
    other = in_a_process_of_its_own(durham, PYTHONHASHSEED="2", TZ="Asia/Tokyo")
    assert hashlib.sha256(one).hexdigest() == hashlib.sha256(other).hexdigest()


def test_a_stored_snapshot_renders_to_the_same_bytes(durham, durham_pdf):
    assert render_pdf(json.loads(canonical_bytes(durham))) == durham_pdf
