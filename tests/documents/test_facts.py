from datetime import UTC, datetime, timedelta

import pytest

from audit.documents.counted_files import counted_files
from audit.documents.facts import files_answering, round_facts
from audit.documents.facts_told import facts_part
from audit.documents.figures import round_figures
from audit.models import CaseFile, Question, Round
from audit.rules.transitions import AssessmentStatus
from tests.answers import answered, double_file
from tests.factories import RoundFactory, assessed, graded_file

pytestmark = pytest.mark.django_db
ARREST = datetime(2026, 11, 2, 22, tzinfo=UTC)


@pytest.fixture
def audit():
    return RoundFactory()


@pytest.fixture
def auditor(person):
    return person("auditor@wexshire")


def counted(round):
    files = CaseFile.objects.filter(round=round)
    return {row.question.code: row for row in round_facts(round, counted_files(files)).questions}


def file(round, auditor, area="s47", **answers):
    case_file = graded_file(round, auditor, (area, "good"))
    answered(case_file.final_assessment, **answers)
    return case_file


def custody(round, auditor, hours=None, **answers):
    came = {}
    if hours is not None:
        came["appropriate_adult_arrived_at"] = ARREST + timedelta(hours=hours)
    return file(round, auditor, "detention", custody_arrived_at=ARREST, **came, **answers)


def test_answers_of_final_assessments_are_counted(audit, auditor):
    for answer in ("yes", "yes", "no", "not_recorded", "could_not_see", "not_applicable"):
        file(audit, auditor, child_spoken_to=answer)
    graded_file(audit, auditor, ("s47", "good"))
    fact = counted(audit)["child-spoken-to"].overall
    assert dict(fact.counts) == {"yes": 2, "no": 1}
    assert dict(fact.missing) == {
        "not_recorded": 1,
        "not_applicable": 1,
        "could_not_see": 1,
        "unanswered": 1,
        "ends_before_start": 0,
    }
    assert (fact.files, fact.applicable, fact.good) == (7, 6, 2)


def test_drafts_and_unsettled_files_do_not_count(audit, auditor, person):
    draft = graded_file(audit, auditor, ("s47", "good"), status=AssessmentStatus.DRAFT)
    answered(draft.assessments.get(), child_spoken_to="yes")
    double = double_file(audit, auditor, person("auditor2@wexshire"), ("good", ""))
    answered(double.assessments.get(), child_spoken_to="yes")
    assert counted(audit)["child-spoken-to"].overall.files == 0
    assert round_figures(audit).as_json()["facts"] == []


def test_a_question_of_other_areas_is_not_asked(audit, auditor):
    file(audit, auditor, "s47")
    assert counted(audit)["custody-arrived-at"].overall.files == 0


def test_a_file_under_two_areas_counts_in_both_and_once_in_all(audit, auditor):
    case_file = graded_file(audit, auditor, ("s47", "good"), ("missing", "good"))
    answered(case_file.final_assessment, child_spoken_to="yes")
    row = counted(audit)["child-spoken-to"]
    assert row.overall.files == 1
    assert {area.code: fact.known for area, fact in row.by_area} == {"s47": 1, "missing": 1}


def test_durations_are_told_with_why_some_are_missing(audit, auditor):
    for hours in (2, 13, 13, 40):
        custody(audit, auditor, hours)
    custody(audit, auditor, appropriate_adult_arrived_at="not_recorded")
    custody(audit, auditor, appropriate_adult_arrived_at="not_recorded")
    facts = round_figures(audit).facts
    [stage] = [s for s in facts_part(facts) if any(s["measured"])]
    told = {entry["code"]: entry for entry in stage["measured"]}
    arrived = told["custody-to-adult-arrived"]
    assert arrived["sentence"] == "Median 13 hours, in 4 of 6 files; not recorded in 2."
    assert [number["value"] for number in arrived["numbers"]] == [
        "13 hours",
        "10.3 hours to 19.8 hours",
        "40 hours",
    ]
    row = next(
        row
        for row in facts.as_json()
        if row["question"] == "custody-to-adult-arrived" and row["area"] is None
    )
    assert (row["known"], row["not_recorded"], row["median"]) == (4, 2, 13)
    assert (row["lower_quartile"], row["upper_quartile"], row["longest"]) == (10.25, 19.75, 40)


def test_a_visit_before_it_was_due_counts_as_good(audit, auditor):
    due = {"visit_due_at": ARREST, "visit_done_at": ARREST - timedelta(days=2)}
    file(audit, auditor, "sex-offender-management", **due)
    fact = counted(audit)["visit-delay"].overall
    assert (fact.spread.values, fact.good) == ((-2,), 1)


def test_an_end_before_its_start_is_counted_and_not_computed(audit, auditor):
    custody(audit, auditor, -3)
    fact = counted(audit)["custody-to-adult-arrived"].overall
    assert (fact.known, fact.missing["ends_before_start"]) == (0, 1)


def test_the_json_has_each_question_in_all_and_by_area(audit, auditor):
    file(audit, auditor, child_spoken_to="yes")
    rows = [
        row
        for row in round_figures(audit).as_json()["facts"]
        if row["question"] == "child-spoken-to"
    ]
    assert [row["area"] for row in rows] == [None, "s47"]
    assert rows[0] == {
        "question": "child-spoken-to",
        "area": None,
        "files": 1,
        "known": 1,
        "yes": 1,
        "no": 0,
        "not_recorded": 0,
        "not_applicable": 0,
        "could_not_see": 0,
        "unanswered": 0,
        "good": 1,
    }


def test_choices_have_a_place_of_their_own_in_the_json(audit, auditor):
    question = Question.objects.filter(kind=Question.Kind.CHOICE, areas=None).first()
    code = question.choices[0]["code"]
    file(audit, auditor, **{question.code: code})
    row = next(
        row for row in round_figures(audit).as_json()["facts"] if row["question"] == question.code
    )
    assert row["choices"][code] == 1


def test_a_dip_sample_counts_its_own_questions_by_the_area_drawn_for(auditor):
    sample = RoundFactory(kind=Round.Kind.DIP_SAMPLE)
    sample.questions.set(Question.objects.filter(code="child-spoken-to"))
    case_file = graded_file(sample, auditor, ("s47", ""))
    case_file.final_assessment.area_grades.all().delete()
    answered(case_file.final_assessment, child_spoken_to="no")
    [row] = counted(sample).values()
    assert [(area.code, dict(fact.counts)) for area, fact in row.by_area] == [
        ("s47", {"yes": 0, "no": 1})
    ]
    assert round_figures(sample).as_json()["ungraded"] == 1


def test_every_count_has_as_many_files_behind_it(audit, auditor):
    for answer in ("yes", "yes", "no", "not_recorded", "could_not_see"):
        file(audit, auditor, child_spoken_to=answer)
    custody(audit, auditor, 13)
    custody(audit, auditor, -1)
    custody(audit, auditor, appropriate_adult_arrived_at="not_recorded", child_spoken_to="no")
    files = CaseFile.objects.filter(round=audit)
    facts = round_figures(audit).facts
    for area in ("", "s47", "detention"):
        for stage in facts_part(facts, area):
            for table in stage["tables"]:
                for row in table["rows"]:
                    for cell in row["cells"]:
                        found = files_answering(files, row["code"], cell["answer"], area)
                        assert len(found) == cell["count"], (area, row["code"], cell)
                    assert len(files_answering(files, row["code"], "", area)) == row["files"]


def test_questions_that_nobody_answered_are_left_out(audit, auditor):
    file(audit, auditor, child_spoken_to="yes")
    codes = {
        row["code"]
        for stage in facts_part(round_figures(audit).facts)
        for table in stage["tables"]
        for row in table["rows"]
    }
    assert codes == {"child-spoken-to"}


def test_reconstructed_files_have_no_facts(audit, auditor):
    file(audit, auditor, child_spoken_to="yes")
    CaseFile.objects.filter(round=audit).update(reconstructed=True)
    figures = round_figures(audit).as_json()
    assert (figures["facts"], figures["agreement"]) == ([], [])


def test_an_agreed_assessment_speaks_for_the_file(audit, auditor, person):
    case_file = double_file(audit, auditor, person("auditor2@wexshire"), ("good", "inadequate"))
    for assessment, answer in zip(case_file.assessments.all(), ("yes", "no"), strict=True):
        answered(assessment, child_spoken_to=answer)
    agreed = assessed(
        case_file,
        person("moderator@wexshire"),
        ("s47", "good"),
        origin="agreed",
        status=AssessmentStatus.AGREED,
    )
    answered(agreed, child_spoken_to="no")
    assert dict(counted(audit)["child-spoken-to"].overall.counts) == {"yes": 0, "no": 1}
