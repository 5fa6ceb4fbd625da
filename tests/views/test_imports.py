"""Importing a spreadsheet on the pages: choose, match, look, confirm, correct, undo."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from openpyxl import Workbook

from audit.documents.figures import round_figures
from audit.jobs import check_import, confirm_import
from audit.models import Assessment, CaseFile, ImportRun, LogEntry
from audit.services import import_confirming
from audit.services.import_progress import progress_end, progress_tell
from audit.services.import_results import ChangedSinceError
from audit.services.imports import (
    import_cancel,
    import_look_again,
    import_queue,
    imports_forget,
)
from audit.spreadsheets import importing
from audit.views import import_runs
from tests.factories import CaseFileFactory, RoundFactory, graded_file
from tests.imports import checked_run
from tests.pages import Page
from tests.spreadsheets.round_books import content_of

pytestmark = pytest.mark.django_db
AREAS = ("Section 47 enquiries", "Domestic abuse referrals", "cse")
WRONG = {5: "Satisfactory", 17: "Outstanding", 60: "n/a"}


def sheet(cases: int = 81, wrong: dict[int, str] = WRONG) -> bytes:
    """Cases as a force might have them, three of them graded in words that are no grades."""
    rows = ["Case ref,Area of practice,Overall,Auditor,Why"]
    for place in range(cases):
        grade = wrong.get(place) or ("Good", "R/I", "INADEQUATE ")[place % 3]
        rows.append(f"IMP-{place:03},{AREAS[place % 3]},{grade},Amina Hall,Risk was not shared")
    return "\n".join(rows).encode()


@pytest.fixture
def audit():
    return RoundFactory(code="audit")


@pytest.fixture
def client(signed_in, audit):
    return signed_in("moderator@wexshire")


def address(step: str, *args) -> str:
    return reverse(f"import-{step}", args=["audit", *args])


def choose(client, content: bytes, name: str = "cases.csv", **more):
    given = {"kind": "case-files", "file": SimpleUploadedFile(name, content), **more}
    return client.post(address("new"), given)


def checked(client, content: bytes) -> ImportRun:
    """A file that was chosen, with its columns as they were guessed."""
    choose(client, content)
    run = ImportRun.objects.first()
    page = Page(client.get(address("columns", run.pk)))
    assert client.post(address("columns", run.pk), page.typed).status_code == 302
    run.refresh_from_db()
    return run


def confirm_followed(client, run: ImportRun):
    return client.post(run.get_absolute_url(), {"plan": run.plan_sha256}, follow=True)


def confirm(client, run: ImportRun, **more):
    return client.post(run.get_absolute_url(), {"plan": run.plan_sha256, **more})


def counts(audit) -> dict:
    return dict(round_figures(audit).headline.counts)


def test_a_sheet_is_corrected_and_imported(audit, client):
    run = checked(client, sheet())
    page = Page(client.get(run.get_absolute_url()))
    assert page.heading == "What would be imported"
    assert run.counts == {"refused": 3, "held": 0, "new": 78, "changed": 0, "unchanged": 0}
    assert page.rows[1][:3] == ["7", "IMP-005", "Refused"]
    assert "‘Satisfactory’ is not a grade; use Good, Requires improvement" in page.rows[1][3]
    confirm(client, run, refused="leave_out")
    assert counts(audit) == {"good": 26, "requires_improvement": 27, "inadequate": 25}

    back = client.get(address("errors", run.pk)).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(back)))
    assert [row["Case ref"] for row in rows if row["Errors"]] == ["IMP-005", "IMP-017", "IMP-060"]
    mended = back
    for word in WRONG.values():
        mended = mended.replace(f",{word},", ",good,")
    again = checked(client, mended.encode())
    assert again.counts == {"refused": 0, "held": 0, "new": 3, "changed": 0, "unchanged": 78}
    page = Page(client.post(again.get_absolute_url(), {"plan": again.plan_sha256}, follow=True))
    assert "3 rows are imported." in page.text
    assert counts(audit) == {"good": 29, "requires_improvement": 27, "inadequate": 25}


def test_what_was_guessed_is_remembered_for_the_force(audit, client):
    choose(client, b"Our own word,Area of practice,Grade\nX-1,s47,good\n")
    run = ImportRun.objects.get()
    typed = Page(client.get(address("columns", run.pk))).typed
    assert "column-0" not in typed
    refused = Page(client.post(address("columns", run.pk), typed))
    assert refused.errors == [("Choose the column that holds “Reference” or “Local number”", "")]
    client.post(address("columns", run.pk), {**typed, "column-0": "reference"})
    choose(client, b"Our own word,Area of practice,Grade\nX-2,s47,good\n")
    assert ImportRun.objects.first().columns == ["reference", "areas", "grade"]


def test_a_column_is_chosen_once_and_numbers_want_a_kind(audit, client):
    choose(client, b"Local number,Area,Grade,Rating\nC/1,s47,good,good\n")
    run = ImportRun.objects.get()
    page = Page(
        client.post(address("columns", run.pk), Page(client.get(address("columns", run.pk))).typed)
    )
    assert page.errors == [
        ("“Grade” is chosen for two columns. Choose it for one", "id_column-3"),
        ("Select what kind of numbers the local numbers are", "id_number_kind_0"),
    ]


def test_a_text_that_looks_like_a_formula_goes_back_as_it_came(audit, client):
    run = checked(client, b"Reference,Area,Grade,Why\nX-1,s47,Satisfactory,'=1+1\n")
    back = client.get(address("errors", run.pk)).content
    assert b",'=1+1," in back


def test_a_file_that_is_not_kept_any_more_is_chosen_again(audit, client):
    run = checked(client, sheet(3, {}))
    imports_forget(before=timezone.now() + timedelta(days=1))
    page = Page(confirm(client, run))
    assert "Choose" in page.errors[0][0]
    assert client.get(address("errors", run.pk)).status_code == 404


def test_an_import_that_nobody_confirmed_ends_with_an_entry(audit, client):
    left, done = checked(client, sheet(3, {})), checked(client, sheet(2, {}))
    confirm(client, done)
    assert imports_forget(before=timezone.now() - timedelta(days=7)) == 0
    assert imports_forget(before=timezone.now() + timedelta(days=1)) == 2
    left.refresh_from_db()
    assert (left.status, left.content, left.results) == ("cancelled", None, None)
    (entry,) = LogEntry.objects.filter(event="import_run.lapsed")
    assert (entry.subject_id, entry.force) == (str(left.pk), audit.force)
    assert entry.by.is_service
    assert imports_forget(before=timezone.now() + timedelta(days=1)) == 0


def test_long_headings_that_begin_alike_are_remembered_as_one(audit, client):
    long = "How was the child " * 20
    run = checked(client, f"Reference,Area,{long}one,{long}two\nX-1,s47,,\n".encode())
    assert run.status == "checked"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty. Select the file"),
        (b"PK\x03\x04 broken", "damaged or incomplete"),
        (b"one,two\n1,2\n", "No row of the file has headings that are known"),
        (b"Reference,Grade\n", "There are headings, and no row below them"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(audit, client, content, said):
    page = Page(choose(client, content))
    ((text, field),) = page.errors
    assert said in text
    assert field == "id_file"
    assert not ImportRun.objects.exists()


def test_held_rows_are_imported_only_by_saying_so(audit, client):
    content = sheet(3, {}).replace(b"Risk was not shared", b"Ring 07700 900123", 1)
    run = checked(client, content)
    assert run.counts["held"] == 1
    confirm(client, run)
    assert CaseFile.objects.filter(round=audit).count() == 2
    again = checked(client, content)
    confirm(client, again, held_too="on")
    assert CaseFile.objects.filter(round=audit).count() == 3


def test_nothing_is_imported_on_demand(audit, client):
    run = checked(client, sheet())
    confirm(client, run, refused="nothing")
    run.refresh_from_db()
    assert (run.status, run.content) == ("cancelled", None)
    assert not CaseFile.objects.filter(round=audit).exists()


def test_refused_rows_ask_for_a_decision(audit, client):
    run = checked(client, sheet())
    page = Page(confirm(client, run))
    assert page.errors == [
        ("Select what should happen to the rows that cannot be imported", "id_refused_0")
    ]


def test_only_what_was_shown_is_confirmed(audit, client):
    run = checked(client, sheet(3, {}))
    page = Page(client.post(run.get_absolute_url(), {"plan": "0" * 64}))
    assert page.errors == [
        (
            "The rows were checked again after you opened this page. Look at them, then confirm "
            "again.",
            "",
        )
    ]


def test_a_change_in_between_is_noticed(audit, client):
    run = checked(client, sheet(3, {}))
    CaseFile.objects.create(
        round=audit, reference="IMP-000", area=audit.framework.areas[0], chosen_how="targeted"
    )
    page = Page(client.post(run.get_absolute_url(), {"plan": run.plan_sha256}, follow=True))
    assert "so nothing was imported" in page.text
    run.refresh_from_db()
    assert (run.status, run.changed_since) == ("checked", True)
    assert CaseFile.objects.filter(round=audit).count() == 1


def test_an_import_is_undone(audit, client):
    run = checked(client, sheet(3, {}))
    confirm(client, run)
    page = Page(client.get(run.get_absolute_url()))
    assert "Undo this import" in page.links
    page = Page(client.post(page.links["Undo this import"], follow=True))
    assert "The import is undone." in page.text
    assert not CaseFile.objects.filter(round=audit).exists()


def test_a_database_that_takes_nothing_gets_a_sentence(audit, client, monkeypatch):
    def full(*args, **kwargs):
        raise OperationalError("database or disk is full")

    run = checked(client, sheet(3, {}))
    monkeypatch.setattr(import_confirming, "run_end", full)
    page = Page(confirm(client, run))
    assert "nothing was imported" in page.errors[0][0]
    assert "disk is full" not in page.text
    assert not CaseFile.objects.filter(round=audit).exists()
    monkeypatch.undo()
    confirm(client, run)
    assert CaseFile.objects.filter(round=audit).count() == 3


class TestLarge:
    """Beyond some rows the steps run in the background."""

    @pytest.fixture(autouse=True)
    def _everything_is_large(self, monkeypatch):
        monkeypatch.setattr(import_runs, "LARGE", 1)

    @staticmethod
    def work(job, run: ImportRun) -> None:
        assert DBTaskResult.objects.filter(task_path=job.module_path).count() == 1
        job.func(run.pk, run.started_by_id)

    def test_it_is_checked_and_written_by_jobs(self, audit, client):
        run = checked(client, sheet(4, {}))
        assert (run.status, run.counts) == ("checking", {})
        page = Page(client.get(run.get_absolute_url()))
        assert "You can leave this page and come back" in page.text
        self.work(check_import, run)
        run.refresh_from_db()
        assert run.status == "checked"
        page = Page(client.post(run.get_absolute_url(), {"plan": run.plan_sha256}, follow=True))
        assert page.heading == "Importing the rows"
        assert not CaseFile.objects.filter(round=audit).exists()
        self.work(confirm_import, run)
        run.refresh_from_db()
        assert run.status == "done"
        assert CaseFile.objects.filter(round=audit).count() == 4

    def test_the_page_is_told_how_far_it_is(self, audit, client):
        run = checked(client, sheet(4, {}))
        progress_tell(run, 3)
        told = client.get(address("progress", run.pk)).json()
        assert told == {"percent": 75, "going": True}
        self.work(check_import, run)
        assert client.get(address("progress", run.pk)).json()["going"] is False

    def test_it_is_cancelled_while_it_runs(self, audit, client):
        run = checked(client, sheet(4, {}))
        client.post(address("cancel", run.pk))
        self.work(check_import, run)
        run.refresh_from_db()
        assert run.status == "cancelled"

    def test_one_that_has_gone_silent_can_be_checked_again(self, audit, client):
        run = checked(client, sheet(4, {}))
        progress_end(run)
        page = Page(client.get(run.get_absolute_url()))
        assert "This has stopped before its end" in page.text
        assert client.post(address("again", run.pk)).status_code == 302
        assert client.get(address("progress", run.pk)).json()["going"] is True


def test_somebody_else_sees_that_it_was_and_not_what(audit, signed_in, person):
    run = checked_run(audit, person("auditor@wexshire"))
    page = Page(signed_in("moderator@wexshire").get(run.get_absolute_url()))
    assert "What was in the file is seen only by whoever imported it" in page.text
    assert "NEW-1" not in page.text


def test_a_workbook_that_was_taken_out_whole_comes_back(audit, client, person, freshly_signed_in):
    graded_file(audit, person("auditor@wexshire"), ("s47", "good"))
    fresh = freshly_signed_in("moderator@wexshire")
    content = fresh.post(reverse("round-workbook", args=["audit"])).content
    before = LogEntry.objects.exclude(event__startswith="import_run").count()
    response = choose(client, content, "whole.xlsx", kind="whole")
    run = ImportRun.objects.get()
    assert response.url == run.get_absolute_url()
    page = Page(client.get(response.url))
    assert "There is nothing to import" in page.text
    assert run.counts["refused"] == run.counts["new"] == 0
    assert run.counts["unchanged"] > 0
    after = LogEntry.objects.exclude(event__startswith="import_run").count()
    assert after == before


def test_a_whole_workbook_is_imported_shown_in_words_and_undone(audit, client, person):
    case_file = graded_file(audit, person("auditor@wexshire"), ("s47", "good"), status="draft")
    moderator = person("moderator@wexshire")

    def change(sheets) -> None:
        sheets["Assessments"][0]["area_grades"] = "requires_improvement"
        sheets["Assessments"][0]["overall_grade"] = "requires_improvement"

    choose(client, content_of(audit, moderator, change), "whole.xlsx", kind="whole")
    run = ImportRun.objects.get()
    page = Page(client.get(run.get_absolute_url()))
    (row,) = [row for row in page.rows if "Changed" in row]
    assert f"{case_file.reference}, Amina Hall" in row[1]
    assert "Overall grade: Good" in row[3]
    assert "Requires improvement" in row[3]
    assert "requires_improvement" not in page.text
    assert "1 row is imported." in Page(confirm_followed(client, run)).text
    page = Page(client.get(run.get_absolute_url()))
    assert page.links["Undo this import"] == address("undo", run.pk)
    page = Page(client.post(address("undo", run.pk), follow=True))
    assert "The import is undone." in page.text
    assert Assessment.objects.get().overall_grade == "good"
    assert "Undo this import" not in page.links


def test_a_large_whole_workbook_runs_in_the_background(audit, client, person, monkeypatch):
    monkeypatch.setattr(import_runs, "LARGE", 0)
    graded_file(audit, person("auditor@wexshire"), ("s47", "good"), status="draft")
    moderator = person("moderator@wexshire")

    def change(sheets) -> None:
        sheets["Assessments"][0]["rationale"] = "Was seen."

    choose(client, content_of(audit, moderator, change), "whole.xlsx", kind="whole")
    run = ImportRun.objects.get()
    assert "Rows checked" in Page(client.get(run.get_absolute_url())).text
    check_import.func(run.pk, moderator.pk)
    run.refresh_from_db()
    assert run.status == "checked"
    assert "Rows imported" in Page(confirm_followed(client, run)).text
    confirm_import.func(run.pk, moderator.pk)
    run.refresh_from_db()
    assert (run.status, Assessment.objects.get().rationale) == ("done", "Was seen.")


def test_whatever_is_to_be_read_is_shown_whole(audit, client):
    long = "The risk was known in the morning. " * 6 + "Ring 07700 900123"
    run = checked(client, f"Reference,Area,Grade,Why\nX-1,s47,good,{long}\n".encode())
    assert run.counts["held"] == 1
    assert long in Page(client.get(run.get_absolute_url())).text


class TestEnded:
    """Steps that are not to be taken any more."""

    @pytest.fixture
    def run(self, client):
        return checked(client, sheet(3, {}))

    def test_what_is_done_is_neither_cancelled_nor_checked_again(self, client, run):
        confirm(client, run)
        assert client.get(address("cancel", run.pk)).status_code == 404
        client.post(address("again", run.pk))
        run.refresh_from_db()
        assert run.status == "done"

    def test_in_a_closed_audit_it_can_only_be_ended(self, audit, client, run):
        type(audit).objects.filter(pk=audit.pk).update(status="signed_off")
        page = Page(client.get(run.get_absolute_url()))
        assert "closed and cannot be changed" in page.text
        assert "Import 3 rows" not in page.text
        assert client.post(page.links["End this import"]).status_code == 302
        run.refresh_from_db()
        assert (run.status, run.content) == ("cancelled", None)

    def test_a_job_that_comes_too_late_ends_quietly(self, client, run, person):
        import_cancel(run=run, by=person("moderator@wexshire"))
        confirm_import.func(run.pk, run.started_by_id)
        run.refresh_from_db()
        assert run.status == "cancelled"

    def test_an_old_confirmation_writes_nothing_once_it_is_checked_again(
        self, audit, client, run, person
    ):
        by = person("moderator@wexshire")
        import_queue(run=run, held_too=False, by=by)
        import_look_again(run=run, by=by)
        with pytest.raises(ChangedSinceError):
            importing.confirm(run=run, by=by)
        assert not CaseFile.objects.filter(round=audit).exists()


def test_an_auditor_undoes_what_they_brought_back(audit, signed_in, person):
    auditor = person("auditor@wexshire")
    CaseFileFactory(round=audit, reference="OWN-1", allocated_to=auditor)
    client = signed_in("auditor@wexshire")
    run = checked(client, b"Reference,Grade,Version\nOWN-1,Good,\n")
    confirm(client, run)
    assert Assessment.objects.get(assessor=auditor).status == "draft"
    page = Page(client.get(run.get_absolute_url()))
    assert client.post(page.links["Undo this import"]).status_code == 302
    assert not Assessment.objects.filter(assessor=auditor).exists()


def test_a_moderators_own_workbook_comes_back_as_drafts(audit, client, person):
    moderator = person("moderator@wexshire")
    CaseFileFactory(round=audit, reference="OWN-1", allocated_to=moderator)
    confirm(client, checked(client, b"Reference,Grade,Version\nOWN-1,Good,\n"))
    assert Assessment.objects.get(assessor=moderator).status == "draft"


def test_whoever_grades_blind_imports_no_grade_of_the_other(audit, client, person):
    moderator, auditor = person("moderator@wexshire"), person("auditor@wexshire")
    CaseFileFactory(
        round=audit, reference="TWO-1", allocated_to=auditor, second_assessor=moderator, blind=True
    )
    run = checked(client, b"Reference,Grade,Assessor\nTWO-1,Good,Amina Hall\n")
    assert run.counts["refused"] == 1
    confirm(client, checked(client, b"Reference,Grade\nTWO-1,Good\n"))
    assert [row.assessor for row in Assessment.objects.all()] == [moderator]


def test_a_refused_formula_is_refused_again_in_the_file_that_came_back(audit, client):
    book = Workbook()
    book.active.append(["Reference", "Area", "Grade"])
    book.active.append(["X-1", "s47", '=IF(1,"Good","")'])
    book.active.title = "Files 2026-27"
    output = io.BytesIO()
    book.save(output)
    run = checked(client, output.getvalue())
    assert run.counts["refused"] == 1
    back = client.get(address("errors", run.pk)).content
    assert checked(client, back).counts["refused"] == 1


def test_the_file_comes_back_whatever_stands_in_it(audit, client):
    book = Workbook()
    book.active.append(["Reference", "Area", "Grade", "Why"])
    book.active.append(["X-1", "s47", "Satisfactory", "a" * 32_000])
    output = io.BytesIO()
    book.save(output)
    run = checked(client, output.getvalue())
    assert client.get(address("errors", run.pk)).status_code == 200


def test_of_two_headings_alike_the_one_that_is_read_is_remembered(audit, client):
    choose(client, b"Reference,Area,Grade,Grade\nX-1,s47,good,x\n")
    run = ImportRun.objects.first()
    typed = Page(client.get(address("columns", run.pk))).typed
    client.post(address("columns", run.pk), {**typed, "column-3": ""})
    choose(client, b"Reference,Area,Grade\nX-2,s47,good\n")
    assert ImportRun.objects.first().columns == ["reference", "areas", "grade"]


def test_a_whole_workbook_has_neither_columns_nor_a_file_of_errors(audit, client, person):
    run = checked_run(audit, person("moderator@wexshire"))
    ImportRun.objects.filter(pk=run.pk).update(kind="whole", columns=[], headings=[])
    for step in ("columns", "errors"):
        assert client.get(address(step, run.pk)).status_code == 404


def test_the_list_of_imports_has_pages(audit, client, person):
    for _ in range(26):
        checked_run(audit, person("moderator@wexshire"))
    first = Page(client.get(address("list")))
    assert len([row for row in first.rows if row[0] == "cases.csv"]) == 25
    assert "these 26 imports" in first.text
    second = Page(client.get(address("list") + "?page=2"))
    assert len([row for row in second.rows if row[0] == "cases.csv"]) == 1
