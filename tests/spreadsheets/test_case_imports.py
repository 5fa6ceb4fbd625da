"""What a sheet of graded case files becomes: each column, and each way of writing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from audit.models import Assessment, CaseFile, Question
from audit.rules.answers import Fact
from audit.services.judgements import judgement_of
from audit.spreadsheets.importing import confirm
from tests.spreadsheets.case_sheets import (
    checked,
    graded_row,
    imported,
    outcomes,
    refusals,
    xlsx_of,
)

pytestmark = pytest.mark.django_db
KINDS = ("yes_no", "choice", "number", "date_time")


def of_kind(kind: str) -> Question:
    """A question of this kind that is asked of every file."""
    rows = Question.objects.filter(kind=kind, framework__code="ncpi-2014")
    return rows.filter(areas=None).first() or rows.first()


def judged() -> dict:
    return judgement_of(Assessment.objects.get()).values


def test_every_column_is_kept(audit, moderator, auditor):
    row = {
        "Ref": "NEW-1",
        "Crime number": "42/1234/26",
        "Kind of number": "Crime",
        "Case type": "Police detention; Section 47 enquiries",
        "Selected by": "The inspectorate",
        "How chosen": "Picked by hand",
        "Kind of assessment": "Assessor",
        "Audited by": "Amina Hall",
        "Overall": "RI",
        "Grades by area": "Good; I",
        "Reason": "Seen late.",
        "Strength": "initial-response",
        "Weakness": "Control room checks and grading",
        "Date of audit": "2 November 2026",
        "child-spoken-to": "yes",
    }
    run = imported(audit, moderator, [row])
    case_file, assessment = CaseFile.objects.get(), Assessment.objects.get()
    assert outcomes(run) == ["new"], refusals(run)
    assert (case_file.reference, case_file.area.code) == ("NEW-1", "s47")
    assert (case_file.chosen_by, case_file.chosen_how) == ("inspectorate", "targeted")
    assert (case_file.allocated_to, case_file.status) == (auditor, "submitted")
    assert [(one.kind, one.number) for one in case_file.local_numbers.all()] == [
        ("crime", "42/1234/26")
    ]
    assert (assessment.origin, assessment.assessor) == ("assessor", auditor)
    assert (assessment.status, assessment.assessed_on) == ("submitted", date(2026, 11, 2))
    assert case_file.final_assessment == assessment
    assert judged() == {
        "overall_grade": "requires_improvement",
        "rationale": "Seen late.",
        "systems_looked_at": "",
        "area_grades": {"s47": "inadequate", "detention": "good"},
        "observations": [["control-room-checks", "weakness"], ["initial-response", "strength"]],
        "answers": {"child-spoken-to": "yes"},
        "stage_notes": {},
        "unfinished": {},
    }


@pytest.mark.parametrize(
    ("grade", "code"),
    [
        *((word, "good") for word in ("Good", "GOOD ", "g", "good")),
        *(
            (word, "requires_improvement")
            for word in ("RI", "R/I", "r.i.", "requiring improvement", "REQUIRES IMPROVEMENT ")
        ),
        *((word, "inadequate") for word in ("Inadequate", "I", "“inadequate”")),
    ],
)
def test_grades_are_understood_as_people_write_them(audit, moderator, auditor, grade, code):
    imported(audit, moderator, [graded_row(auditor, grade=grade, rationale="For a reason.")])
    assert judged()["overall_grade"] == code


def test_an_overall_grade_stands_for_every_area(audit, moderator, auditor):
    imported(audit, moderator, [graded_row(auditor, areas="s47;cse")])
    assert judged()["area_grades"] == {"s47": "good", "cse": "good"}


@pytest.mark.parametrize(
    ("kind", "cell", "fact"),
    [
        ("yes_no", "Y", Fact(choice="yes")),
        ("yes_no", "No", Fact(choice="no")),
        ("yes_no", "n/a", Fact(absence="not_applicable")),
        ("yes_no", "NR", Fact(absence="not_recorded")),
        ("number", "3", Fact(number=Decimal(3))),
        ("number", "2.50", Fact(number=Decimal("2.50"))),
        ("number", "cns", Fact(absence="could_not_see")),
        ("date_time", "3/3/2026 14:30", Fact(at=datetime(2026, 3, 3, 14, 30, tzinfo=UTC))),
        ("date_time", "2026-03-03 14:30", Fact(at=datetime(2026, 3, 3, 14, 30, tzinfo=UTC))),
    ],
)
def test_answers_of_every_kind(audit, moderator, auditor, kind, cell, fact):
    question = of_kind(kind)
    codes = [row.code for row in question.areas.all()] or ["s47"]
    imported(audit, moderator, [graded_row(auditor, areas=codes[0], **{question.code: cell})])
    assert judgement_of(Assessment.objects.get()).answers == {question: fact}


def test_typed_cells_of_a_workbook(audit, moderator, auditor):
    moment, number = of_kind("date_time"), of_kind("number")
    code = next((row.code for row in number.areas.all()), "s47")
    row = graded_row(
        auditor,
        reference=1001,
        areas=code,
        assessed_on=datetime(2026, 11, 2),
        **{"child-spoken-to": True, moment.code: datetime(2026, 3, 3, 0, 30), number.code: 3.0},
    )
    run = imported(audit, moderator, xlsx_of([row]))
    assert outcomes(run) == ["new"], refusals(run)
    assert Assessment.objects.get().assessed_on == date(2026, 11, 2)
    assert CaseFile.objects.get().reference == "1001"
    assert judged()["answers"] == {
        "child-spoken-to": "yes",
        moment.code: "2026-03-03T00:30:00+00:00",
        number.code: "3",
    }


@pytest.mark.parametrize(
    ("form", "said"),
    [("dd/mm/yyyy hh:mm", []), ("dd/mm/yyyy", ["this is a day without its time; enter both, as"])],
)
def test_a_day_is_midnight_where_its_cell_shows_so(audit, moderator, auditor, form, said):
    code = of_kind("date_time").code

    def styled(book):
        book.active["E2"].number_format = form

    row = graded_row(auditor, **{code: datetime(2026, 3, 3)})
    run = checked(audit, moderator, xlsx_of([row], then=styled))
    assert [one.partition(f"{code}: ")[2][: len(said[0])] for one in refusals(run)] == said
    if not said:
        confirm(run=run, by=moderator)
        assert judged()["answers"] == {code: "2026-03-03T00:00:00+00:00"}


@pytest.mark.parametrize(
    "day", ["2/11/2026", "02.11.2026", "2 November 2026", "2 Nov 2026", "2026-11-02 00:00:00"]
)
def test_days_are_understood_as_people_write_them(audit, moderator, auditor, day):
    imported(audit, moderator, [graded_row(auditor, assessed_on=day)])
    assert Assessment.objects.get().assessed_on == date(2026, 11, 2)


def test_what_an_export_made_safe_is_read_as_it_was(audit, moderator, auditor):
    imported(audit, moderator, [graded_row(auditor, rationale="'=SUM(A1)")])
    assert judged()["rationale"] == "=SUM(A1)"
