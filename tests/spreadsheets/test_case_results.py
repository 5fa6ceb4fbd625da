"""What stands after an import: as if it had been typed into the forms, and in the trail."""

from __future__ import annotations

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
    graded_row,
    imported,
    outcomes,
    refusals,
)

pytestmark = pytest.mark.django_db


def test_a_file_without_a_grade_is_added_ungraded(audit, moderator):
    imported(audit, moderator, [{"reference": "NEW-1", "areas": "s47"}])
    case_file = CaseFile.objects.get()
    assert (case_file.status, case_file.allocated_to) == ("to_grade", None)
    assert not Assessment.objects.exists()


def test_what_is_said_without_a_grade_is_a_draft(audit, moderator, auditor):
    imported(audit, moderator, [graded_row(auditor, grade="", rationale="Begun.")])
    assessment = Assessment.objects.get()
    assert (assessment.status, assessment.assessed_on) == ("draft", None)
    assert CaseFile.objects.get().status == "in_progress"


def test_two_assessors_of_a_new_file_wait_for_moderation(audit, moderator, auditor, second):
    imported(audit, moderator, [graded_row(auditor), graded_row(second, grade="RI")])
    case_file = CaseFile.objects.get()
    assert (case_file.allocated_to, case_file.second_assessor) == (auditor, second)
    assert (case_file.status, case_file.blind) == ("submitted", False)
    assert case_file.final_assessment is None


def test_own_and_agreed_grades_beside_the_assessors(audit, moderator, auditor, person):
    rows = [
        graded_row(auditor),
        graded_row(moderator, origin="Self-assessment", grade="RI"),
        graded_row(moderator, origin="Moderated", grade="inadequate", rationale="Settled."),
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
            graded_row(auditor, reference=f"I-{number}", areas="s47;cse", **words)
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
    imported(audit, moderator, [graded_row(auditor)])
    assert Assessment.objects.get().assessed_on == today()


def test_each_file_and_assessment_has_its_entry_and_none_of_them_a_text(audit, moderator, auditor):
    run = imported(
        audit,
        moderator,
        [graded_row(auditor, rationale="Seen at once.", local_number="7/26")],
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
