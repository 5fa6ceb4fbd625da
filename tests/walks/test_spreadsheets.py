"""Two people and their workbooks: a template filled in, and one's own cases taken away."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from audit.documents.figures import round_figures
from audit.models import Assessment, CaseFile, ImportRun
from tests.factories import CaseFileFactory, RoundFactory
from tests.pages import Page

pytestmark = pytest.mark.django_db
GRADES = ("Good", "Requires improvement", "Inadequate")


@pytest.fixture
def audit():
    return RoundFactory(code="audit", title="Audit of missing children")


def address(name: str, *args: object) -> str:
    return reverse(name, args=["audit", *args])


def workbook_from(response):
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.content))


def saved(book) -> bytes:
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def places(sheet) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1] if cell.value}


def fill(sheet, row: int, values: dict[str, object]) -> None:
    columns = places(sheet)
    for heading, value in values.items():
        sheet.cell(row, columns[heading]).value = value


def hand_in(client, content: bytes, name: str) -> ImportRun:
    """Choose, match as guessed, and look."""
    given = {"kind": "case-files", "file": SimpleUploadedFile(name, content)}
    response = client.post(address("import-new"), given)
    assert response.status_code == 302, Page(response).errors
    sent = client.post(response.url, Page(client.get(response.url)).typed)
    assert sent.status_code == 302
    return ImportRun.objects.first()


def confirm(client, run: ImportRun, **more) -> Page:
    sent = {"plan": run.plan_sha256, **more}
    return Page(client.post(run.get_absolute_url(), sent, follow=True))


def counts(audit) -> dict:
    return dict(round_figures(audit).headline.counts)


def test_a_moderator_fills_the_template_mends_three_rows_and_sees_the_breakdown(
    audit, freshly_signed_in
):
    client = freshly_signed_in("moderator@wexshire")
    page = Page(client.get(address("import-new")))
    (link,) = [href for href in page.addresses if href.endswith("case-files.xlsx")]
    book = workbook_from(client.get(link))
    for place in range(81):
        grade = "Satisfactory" if place in (7, 30, 80) else GRADES[place % 3]
        values = {
            "Reference": f"AUDIT-{place:02}",
            "Areas": "Missing and absent children",
            "Grade": grade,
            "Assessor": "Amina Hall" if place % 2 else "Ben Otieno",
            "Rationale": "Nobody asked the child what had happened.",
        }
        fill(book.worksheets[0], place + 2, values)
    run = hand_in(client, saved(book), "filled.xlsx")
    assert run.counts == {"refused": 3, "held": 0, "new": 78, "changed": 0, "unchanged": 0}

    confirm(client, run, refused="leave_out")
    assert counts(audit) == {"good": 26, "requires_improvement": 26, "inadequate": 26}
    back = workbook_from(client.get(address("import-errors", run.pk)))
    sheet = back.worksheets[0]
    columns = places(sheet)
    wrong = [row for row in sheet.iter_rows(min_row=2) if row[columns["Errors"] - 1].value]
    assert len(wrong) == 3
    for row in wrong:
        assert "‘Satisfactory’ is not a grade" in row[columns["Errors"] - 1].value
        row[columns["Grade"] - 1].value = "Good"

    again = hand_in(client, saved(back), "mended.xlsx")
    assert again.counts == {"refused": 0, "held": 0, "new": 3, "changed": 0, "unchanged": 78}
    assert "3 rows are imported." in confirm(client, again).text
    assert counts(audit) == {"good": 29, "requires_improvement": 26, "inadequate": 26}
    page = Page(client.get(audit.get_absolute_url()))
    (headline,) = [row for row in page.rows if row[0] == "All case files"]
    assert [cell.split()[0] for cell in headline[1:]] == ["29", "26", "26", "81"]


def test_an_auditor_takes_a_workbook_away_and_brings_it_back_as_drafts(
    audit, person, freshly_signed_in
):
    auditor = person("auditor@wexshire")
    files = [
        CaseFileFactory(round=audit, area_code=area, allocated_to=auditor)
        for area in ("missing", "s47", "s47")
    ]
    other = CaseFileFactory(round=audit, allocated_to=person("auditor2@wexshire"))
    client = freshly_signed_in("auditor@wexshire")
    book = workbook_from(client.get(address("own-workbook")))
    sheet = book.worksheets[0]
    references = {sheet.cell(row, 1).value: row for row in range(2, 5)}
    assert set(references) == {one.reference for one in files}
    missing, enquiry, _ = files
    fill(
        sheet,
        references[missing.reference],
        {"Grade": "Inadequate", "Rationale": "Nobody looked for the child until the evening."},
    )
    fill(sheet, references[enquiry.reference], {"Grade": "RI"})

    run = hand_in(client, saved(book), "my cases.xlsx")
    assert run.counts == {"refused": 0, "held": 0, "new": 0, "changed": 2, "unchanged": 1}
    confirm(client, run)
    drafts = Assessment.objects.filter(assessor=auditor)
    assert set(drafts.values_list("status", "overall_grade")) == {
        ("draft", "inadequate"),
        ("draft", "requires_improvement"),
    }
    assert counts(audit)["inadequate"] == 0
    assert CaseFile.objects.get(pk=missing.pk).status == "in_progress"

    # The same workbook again is older than the drafts, and says nothing new.
    again = hand_in(client, saved(book), "my cases.xlsx")
    assert again.counts["changed"] == again.counts["new"] == 0
    fill(sheet, references[enquiry.reference], {"Grade": "Good"})
    stale = hand_in(client, saved(book), "my cases.xlsx")
    assert stale.counts["refused"] == 1
    page = Page(client.get(stale.get_absolute_url()))
    assert "it was changed in Casemark since the workbook was taken" in page.text
    fill(sheet, references[enquiry.reference], {"Reference": other.reference})
    foreign = hand_in(client, saved(book), "my cases.xlsx")
    assert foreign.counts["refused"] >= 1
    assert not Assessment.objects.filter(case_file=other).exists()
