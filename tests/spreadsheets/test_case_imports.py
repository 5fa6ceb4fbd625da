"""What a sheet of graded case files becomes: each column, each way of writing, all by all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from audit.clock import today
from audit.documents.figures import round_figures
from audit.models import Assessment, CaseFile, LogEntry, LogText, Question, Round
from audit.rules.answers import Fact
from audit.services.assessments import Judgement, assessment_submit
from audit.services.judgements import judgement_of
from audit.services.trail_check import trail_check
from audit.spreadsheets.importing import choose, match
from tests.factories import CaseFileFactory, RoundFactory, area
from tests.spreadsheets.case_sheets import (
    CASE_FILES,
    checked,
    csv_of,
    imported,
    outcomes,
    refusals,
    xlsx_of,
)

pytestmark = pytest.mark.django_db
KINDS = ("yes_no", "choice", "number", "date_time")


def new(person, **more) -> dict:
    return {"reference": "NEW-1", "areas": "s47", "grade": "Good", "assessor": person.email, **more}


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
    imported(audit, moderator, [new(auditor, grade=grade, rationale="For a reason.")])
    assert judged()["overall_grade"] == code


def test_an_overall_grade_stands_for_every_area(audit, moderator, auditor):
    imported(audit, moderator, [new(auditor, areas="s47;cse")])
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
    imported(audit, moderator, [new(auditor, areas=codes[0], **{question.code: cell})])
    assert judgement_of(Assessment.objects.get()).answers == {question: fact}


def test_typed_cells_of_a_workbook(audit, moderator, auditor):
    moment, number = of_kind("date_time"), of_kind("number")
    code = next((row.code for row in number.areas.all()), "s47")
    row = new(
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
    "day", ["2/11/2026", "02.11.2026", "2 November 2026", "2 Nov 2026", "2026-11-02 00:00:00"]
)
def test_days_are_understood_as_people_write_them(audit, moderator, auditor, day):
    imported(audit, moderator, [new(auditor, assessed_on=day)])
    assert Assessment.objects.get().assessed_on == date(2026, 11, 2)


def test_what_an_export_made_safe_is_read_as_it_was(audit, moderator, auditor):
    imported(audit, moderator, [new(auditor, rationale="'=SUM(A1)")])
    assert judged()["rationale"] == "=SUM(A1)"


def test_a_file_without_a_grade_is_added_ungraded(audit, moderator):
    imported(audit, moderator, [{"reference": "NEW-1", "areas": "s47"}])
    case_file = CaseFile.objects.get()
    assert (case_file.status, case_file.allocated_to) == ("to_grade", None)
    assert not Assessment.objects.exists()


def test_what_is_said_without_a_grade_is_a_draft(audit, moderator, auditor):
    imported(audit, moderator, [new(auditor, grade="", rationale="Begun.")])
    assessment = Assessment.objects.get()
    assert (assessment.status, assessment.assessed_on) == ("draft", None)
    assert CaseFile.objects.get().status == "in_progress"


def test_two_assessors_of_a_new_file_wait_for_moderation(audit, moderator, auditor, second):
    imported(audit, moderator, [new(auditor), new(second, grade="RI")])
    case_file = CaseFile.objects.get()
    assert (case_file.allocated_to, case_file.second_assessor) == (auditor, second)
    assert (case_file.status, case_file.blind) == ("submitted", False)
    assert case_file.final_assessment is None


def test_own_and_agreed_grades_beside_the_assessors(audit, moderator, auditor, person):
    rows = [
        new(auditor),
        new(moderator, origin="Self-assessment", grade="RI"),
        new(moderator, origin="Moderated", grade="inadequate", rationale="Settled."),
    ]
    by = moderator
    run = imported(audit, by, rows)
    assert outcomes(run) == ["new"] * 3, refusals(run)
    case_file = CaseFile.objects.get()
    assert case_file.status == "agreed"
    assert (case_file.final_assessment.origin, case_file.final_assessment.status) == (
        "agreed",
        "agreed",
    )


def test_a_dip_sample_has_answers_and_no_grades(moderator, auditor):
    round = RoundFactory(kind=Round.Kind.DIP_SAMPLE)
    question = Question.objects.get(code="child-spoken-to")
    round.questions.set([question])
    row = {"reference": "NEW-1", "areas": "s47", "assessor": auditor.email, question.code: "y"}
    imported(round, moderator, [row])
    assessment = Assessment.objects.get()
    assert (assessment.status, assessment.area_grades.count()) == ("submitted", 0)
    graded = checked(round, moderator, [row | {"reference": "NEW-2", "grade": "good"}])
    assert "a dip sample has no grades" in refusals(graded)[0]


def test_the_figures_are_those_of_the_form(audit, moderator, auditor):
    typed, question = RoundFactory(), Question.objects.get(code="child-spoken-to")
    rows = []
    for number, grade in enumerate(("good", "requires_improvement", "inadequate")):
        grades = {area("s47"): grade, area("cse"): "good"}
        answers = {question: Fact(choice="yes")}
        case_file = CaseFileFactory(round=typed, reference=f"T-{number}", allocated_to=auditor)
        judgement = Judgement(grades, grade, "For a reason.", answers=answers, stages={})
        assessment_submit(case_file=case_file, judgement=judgement, by=auditor, lock=None)
        words = {"grade": grade, "area_grades": f"{grade};good", "rationale": "For a reason."}
        rows.append(
            new(auditor, reference=f"I-{number}", areas="s47;cse", **words)
            | {question.code: "y", "chosen_by": "force", "chosen_how": "random"}
        )
    imported(audit, moderator, rows)
    ours, theirs = (round_figures(one).as_json() for one in (audit, typed))
    assert ours["headline"] == theirs["headline"]
    assert ours["areas"] == theirs["areas"]
    assert list(audit.case_files.values_list(*SAME)) == list(typed.case_files.values_list(*SAME))
    assert _assessments(audit) == _assessments(typed)


SAME = ("area", "chosen_by", "chosen_how", "allocated_to", "second_assessor", "status", "blind")


def _assessments(round: Round) -> list:
    rows = Assessment.objects.filter(case_file__round=round).order_by("case_file__reference")
    values = ("origin", "assessor", "status", "overall_grade", "rationale", "assessed_on", "lock")
    return [
        (tuple(getattr(row, name) for name in values), judgement_of(row).values) for row in rows
    ]


def test_it_is_handed_in_today_unless_a_day_is_said(audit, moderator, auditor):
    imported(audit, moderator, [new(auditor)])
    assert Assessment.objects.get().assessed_on == today()


def test_each_file_and_assessment_has_its_entry_and_none_of_them_a_text(audit, moderator, auditor):
    run = imported(
        audit,
        moderator,
        [new(auditor, rationale="Seen at once.", local_number="7/26")],
        number_kind="crime",
    )
    case_file, assessment = CaseFile.objects.get(), Assessment.objects.get()
    about = [
        LogEntry.objects.about(row).values_list("event", flat=True).get()
        for row in (case_file, assessment)
    ]
    assert about == ["case_file.imported", "assessment.submitted"]
    assert run.file_name == "cases.csv"
    for row in LogEntry.objects.values():
        assert "Seen at once." not in str(row)
        assert "7/26" not in str(row)
    assert not LogText.objects.filter(after__icontains="7/26").exists()
    assert trail_check().problem == ""


def test_what_a_heading_stood_for_is_remembered_for_the_force(audit, moderator, auditor, person):
    rows = csv_of([{"Ref": "NEW-1", "How bad": "good", "Area": "s47"}])
    options = {"kind": CASE_FILES, "file_name": "a.csv", "content": rows, "by": moderator}
    run = choose(round=audit, **options)
    assert run.columns == ["reference", "", "areas"]
    match(run=run, columns=["reference", "grade", "areas"], number_kind="", by=moderator)
    assert choose(round=audit, **options).columns == ["reference", "grade", "areas"]
    elsewhere = RoundFactory(eastmarch=True)
    options["by"] = person("moderator@eastmarch")
    assert choose(round=elsewhere, **options).columns == ["reference", "", "areas"]
