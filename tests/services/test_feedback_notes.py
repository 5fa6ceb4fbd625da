"""The feedback note: what it says, what it never says, and who may have it."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Answer, Question, Stage, StageNote
from audit.rules.grading import Origin
from audit.services.assessments import Judgement, assessment_save
from audit.services.case_actions import case_action_add
from audit.services.case_files import local_number_add
from audit.services.feedback_notes import feedback_note_of, may_have_feedback
from audit.services.finals import refresh_final
from tests.factories import area, assessed

pytestmark = pytest.mark.django_db

NUMBER = "WXQ 4711"


@pytest.fixture
def auditor(person):
    return person("auditor@wexshire")


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


def noted(assessment, well: str, better: str) -> None:
    stage = Stage.objects.get(framework=assessment.case_file.round.framework, code="investigation")
    StageNote.objects.create(
        assessment=assessment, stage=stage, went_well=well, should_have_been_better=better
    )


def submitted(case_file, by, grade: str = "good"):
    assessment = assessed(case_file, by, ("s47", grade), rationale=f"Because: {grade}.")
    noted(assessment, f"{by.name} saw that she was heard.", "")
    return assessment


def said(note) -> str:
    return json.dumps(note, ensure_ascii=False)


def test_it_says_what_was_noted_the_facts_the_actions_and_the_grade(
    case_file, auditor, moderator, audit
):
    assessment = assessed(case_file, auditor, ("s47", "inadequate"), rationale="Nobody asked her.")
    noted(assessment, "She was heard.", "Nobody wrote to the school.")
    question = Question.objects.filter(kind="yes_no").first()
    Answer.objects.create(assessment=assessment, question=question, absence="not_recorded")
    case_action_add(
        case_file=case_file,
        what="Write to the school.",
        owner="Supervisor",
        due_on=audit.fieldwork_started_on,
        by=auditor,
    )
    note = feedback_note_of(case_file=case_file, by=moderator)
    assert note["went_well"]["stages"][0]["texts"] == ["She was heard."]
    assert note["better"]["stages"][0]["texts"] == ["Nobody wrote to the school."]
    assert note["facts"] == [{"question": question.text, "answer": "Not recorded"}]
    assert note["actions"][0]["owner"] == "Supervisor"
    assert note["grade"]["overall"] == "Inadequate"
    assert note["grade"]["rationale"] == ["Nobody asked her."]
    assert note["assessed_by"] == "An auditor of the force"


def test_a_draft_gives_its_assessor_notes_and_no_grade(case_file, auditor, moderator):
    judgement = Judgement(area_grades={area("s47"): "good"}, rationale="Because.")
    draft = assessment_save(case_file=case_file, judgement=judgement, by=auditor, lock=None)
    noted(draft, "She was heard.", "")
    own = feedback_note_of(case_file=case_file, by=auditor)
    assert (own["grade"], own["version"]["status"]) == (None, "draft")
    assert own["went_well"]["stages"]
    assert "Because" not in said(own)
    assert feedback_note_of(case_file=case_file, by=moderator)["is_empty"]


@pytest.fixture
def double(case_file, person):
    case_file.second_assessor = person("auditor2@wexshire")
    case_file.save()
    refresh_final(case_file)
    return case_file


def test_who_grades_blind_reads_nothing_of_the_other(double, auditor, person):
    submitted(double, auditor, "inadequate")
    note = feedback_note_of(case_file=double, by=person("auditor2@wexshire"))
    assert note["is_empty"]
    assert note["grade"] is None
    assert "inadequate" not in said(note).lower()


def test_two_who_are_not_settled_give_no_grade(double, auditor, person, moderator):
    submitted(double, auditor, "inadequate")
    submitted(double, person("auditor2@wexshire"), "good")
    for by in (auditor, moderator):
        note = feedback_note_of(case_file=double, by=by)
        assert note["grade"] is None
        assert "Because" not in said(note)


def test_once_agreed_it_rests_on_both_and_gives_the_agreed_grade(
    double, auditor, person, moderator
):
    submitted(double, auditor, "inadequate")
    submitted(double, person("auditor2@wexshire"), "good")
    assessed(
        double,
        moderator,
        ("s47", "requires_improvement"),
        status="agreed",
        origin=Origin.AGREED,
        rationale="Both are right.",
    )
    note = feedback_note_of(case_file=double, by=auditor)
    assert note["grade"]["overall"] == "Requires improvement"
    assert note["grade"]["rationale"] == ["Both are right."]
    assert len(note["went_well"]["stages"][0]["texts"]) == 2
    assert note["assessed_by"] == "Auditors of the force; agreed in moderation"


def test_a_fact_on_which_they_differ_is_said_as_both_found_it(double, auditor, person, moderator):
    question = Question.objects.filter(kind="yes_no").first()
    for by, choice in ((auditor, "yes"), (person("auditor2@wexshire"), "no")):
        assessment = submitted(double, by)
        Answer.objects.create(assessment=assessment, question=question, choice=choice)
    assessed(double, moderator, ("s47", "good"), status="agreed", origin=Origin.AGREED)
    [fact] = feedback_note_of(case_file=double, by=moderator)["facts"]
    assert fact["answer"] == "Yes; or No"


def test_it_holds_no_number_no_telephone_and_nobodys_name_beside_notes(
    case_file, auditor, moderator
):
    local_number_add(case_file=case_file, kind="crime", number=NUMBER, by=moderator)
    assessment = assessed(
        case_file, auditor, ("s47", "good"), rationale=f"See {NUMBER}, or ring 07700 900123."
    )
    noted(assessment, "She was heard.", "")
    note = feedback_note_of(case_file=case_file, by=moderator)
    assert note["replaced"]
    for secret in (NUMBER, "07700", auditor.name, auditor.email):
        assert secret not in said(note)


def test_a_note_without_such_things_says_nothing_of_them(case_file, auditor):
    submitted(case_file, auditor)
    assert not feedback_note_of(case_file=case_file, by=auditor)["replaced"]


@pytest.mark.parametrize("name", ["auditor2@wexshire", "manager@wexshire", "moderator@eastmarch"])
def test_nobody_else_may_have_it(name, case_file, person):
    assert not may_have_feedback(person(name), case_file)
    with pytest.raises(PermissionDenied):
        feedback_note_of(case_file=case_file, by=person(name))


def test_a_reconstructed_file_has_none(case_file, moderator):
    case_file.reconstructed = True
    assert not may_have_feedback(moderator, case_file)
