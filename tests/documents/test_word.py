"""The Word documents: what they say, and what a reader with a screen reader needs."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from audit.documents.action_plan import action_plan
from audit.documents.recommendation_register import recommendation_register
from audit.documents.register import entries_on, lines_of
from audit.documents.version import Version
from audit.documents.word import render_word
from audit.models import Response, SubPoint, SubPointAnswer
from audit.rules.deadlines import TimeLimit
from tests.factories import ActionFactory
from tests.registers import inspection_of, put

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 4)
AWKWARD = "“A & B” <b>{{ s.title }}</b> {% if %}\x0b"


@pytest.fixture
def snapshots(person):
    inspection = inspection_of()
    first = put(
        inspection,
        (date(2026, 4, 20), "not_accepted"),
        number=1,
        title="Buy a system",
        time_limit=TimeLimit.IMMEDIATELY,
        statement=AWKWARD,
    )
    point = SubPoint.objects.create(recommendation=first.recommendation, text="Seen alone")
    SubPointAnswer.objects.create(
        response=first, sub_point=point, decision="not_accepted", statement="Too few."
    )
    put(inspection, number=2, title="Count the missing")
    ActionFactory(responses=[first], owner=person("manager@wexshire"), title="Ask the others")
    force = inspection.force
    lines = lines_of(force, Response.objects.filter(force=force))
    return (
        action_plan(inspection, Version(1, DAY, draft=True)),
        recommendation_register(force, entries_on(lines, DAY), day=DAY, since=None, chosen=""),
    )


@pytest.fixture(params=[0, 1], ids=["action_plan", "recommendation_register"])
def made(request, snapshots):
    snapshot = snapshots[request.param]
    return snapshot, Document(io.BytesIO(render_word(snapshot)))


def text_of(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_nothing_of_the_template_is_left(made):
    _, document = made
    told = text_of(document).replace(AWKWARD.rstrip("\x0b"), "")
    assert "{{" not in told
    assert "{%" not in told


def test_the_plan_says_what_the_page_says(snapshots):
    told = text_of(Document(io.BytesIO(render_word(snapshots[0]))))
    for words in (
        *("1. Buy a system", "Not accepted, because:", "Seen alone – Not accepted: Too few."),
        *("Ask the others", "A manager", "2. Count the missing", "21 April 2026"),
        *("Awaiting response, overdue", "Stands as: awaiting response, overdue."),
        AWKWARD.rstrip("\x0b"),
    ):
        assert words in told


def test_its_headings_are_headings_in_order(made):
    snapshot, document = made
    levels = [
        0 if one.style.name == "Title" else int(one.style.name.split()[-1])
        for one in document.paragraphs
        if one.style.name == "Title" or one.style.name.startswith("Heading")
    ]
    assert levels[0] == 0
    assert levels.count(0) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    assert document.paragraphs[0].text == snapshot["title"]


def test_each_table_has_a_caption_and_a_header_row(made):
    _, document = made
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(cell.text for cell in table.rows[0].cells)
        before = table._tbl.getprevious()
        assert before.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")) == "Caption"


def test_its_language_and_properties_are_set(made):
    snapshot, document = made
    properties = document.core_properties
    assert (properties.title, properties.language) == (snapshot["title"], "en-GB")
    assert properties.created.date().isoformat() == snapshot["version"]["as_at"]["iso"]
    languages = {
        found.get(qn("w:val"))
        for style in document.styles
        for found in style.element.iter(qn("w:lang"))
    }
    assert languages == {"en-GB"}


def test_the_handling_stands_on_each_page(made):
    snapshot, document = made
    section = document.sections[0]
    assert section.header.paragraphs[0].text == snapshot["handling"]["marking"]
    assert snapshot["version"]["label"] in section.footer.paragraphs[0].text


def test_libreoffice_opens_it(made, tmp_path):
    program = shutil.which("soffice")
    if program is None or not (Path(program).resolve().parent / "libswlo.so").exists():
        pytest.skip("LibreOffice Writer is not installed.")
    path = tmp_path / "document.docx"
    path.write_bytes(render_word(made[0]))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [program, home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "document.pdf").read_bytes().startswith(b"%PDF")
