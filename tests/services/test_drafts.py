"""Drafts: what autosaving writes, what a repeated or an old form does, and what it all costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from audit.models import Answer, Assessment, LogEntry, Question, Stage, Theme
from audit.rules.answers import Fact
from audit.rules.transitions import StaleError, TransitionError
from audit.services.assessments import (
    Judgement,
    assessment_autosave,
    assessment_save,
    assessment_submit,
)
from audit.services.judgements import StageJudgement, judgement_of
from tests.factories import CaseFileFactory, RoundFactory, area, graded_file

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def auditor(person):
    return person("auditor@wexshire")


@pytest.fixture
def case_file(auditor):
    return CaseFileFactory(round=RoundFactory(), area_code="detention", allocated_to=auditor)


def question(code: str) -> Question:
    return Question.objects.get(code=code)


def stage(code: str) -> Stage:
    return Stage.objects.get(code=code)


def judged(grade: str = "inadequate", *, hours: int = 13, **parts) -> Judgement:
    answers = {
        question("custody-arrived-at"): Fact(at=AT),
        question("appropriate-adult-arrived-at"): Fact(at=AT + timedelta(hours=hours)),
        question("custody-referral-made"): Fact(absence="not_recorded"),
        question("custody-reviews-in-person"): Fact(choice="some"),
    }
    said = StageJudgement(grade, went_well="Fed.", should_have_been_better="The adult came late.")
    given = {"answers": answers, "stages": {stage("detention"): said}, "rationale": "Late."}
    return Judgement({area("detention"): grade}, **given | parts)


def save(case_file, judgement, by, lock=None) -> Assessment:
    return assessment_save(case_file=case_file, judgement=judgement, by=by, lock=lock)


def events() -> list[str]:
    entries = LogEntry.objects.filter(subject_type="assessment").order_by("pk")
    return list(entries.values_list("event", flat=True))


def test_answers_and_stages_are_saved_as_they_were_given(case_file, auditor):
    saved = save(case_file, judged(), auditor)
    stored = judgement_of(Assessment.objects.get(pk=saved.pk))
    assert stored.values == judged().values
    assert stored.facts["custody-referral-made"] == Fact(absence="not_recorded")


def test_what_is_left_out_is_gone_and_what_is_none_stays(case_file, auditor):
    first = save(case_file, judged(), auditor)
    fewer = {question("custody-referral-made"): Fact(choice="yes")}
    second = save(case_file, judged(answers=fewer, stages=None), auditor, first.lock)
    stored = judgement_of(Assessment.objects.get(pk=second.pk))
    assert stored.facts == {"custody-referral-made": Fact(choice="yes")}
    assert [note.went_well for note in stored.stages.values()] == ["Fed."]


def test_a_stage_of_which_nothing_is_said_leaves_no_row(case_file, auditor):
    saved = save(case_file, judged(stages={stage("detention"): StageJudgement()}), auditor)
    assert not saved.stage_notes.exists()


@pytest.mark.parametrize(
    ("parts", "field", "words"),
    [
        ({"hours": -1}, "answer-appropriate-adult-arrived-at", "is before the answer to"),
        (
            {"answers": {"visit-done-at": Fact(at=AT)}},
            "answer-visit-done-at",
            "is not asked of a file under “Children detained in police custody”",
        ),
        (
            {"answers": {"custody-referral-made": Fact(number=Decimal(1))}},
            "answer-custody-referral-made",
            "choose one",
        ),
        (
            {"stages": {"managing-risk": StageJudgement("good")}},
            "stage-managing-risk-grade",
            "is no stage of this file",
        ),
        ({"stages": {"detention": StageJudgement("fine")}}, "stage-detention-grade", "not a grade"),
        (
            {"stages": {"detention": StageJudgement("good", True)}},
            "stage-detention-grade",
            "not both",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(parts, field, words, case_file, auditor):
    if "answers" in parts:
        parts = {"answers": {question(code): fact for code, fact in parts["answers"].items()}}
    if "stages" in parts:
        parts = {"stages": {stage(code): said for code, said in parts["stages"].items()}}
    with pytest.raises(ValidationError) as refused:
        save(case_file, judged(**parts), auditor)
    assert words in refused.value.message_dict[field][0]
    assert not case_file.assessments.exists()


def test_a_grade_that_sits_oddly_with_its_stages_is_handed_in_with_a_reason_only(
    case_file, auditor
):
    odd = {"stages": {stage("detention"): StageJudgement("inadequate")}, "rationale": ""}
    with pytest.raises(ValidationError, match="Say why the file has this grade"):
        assessment_submit(
            case_file=case_file, judgement=judged("good", **odd), by=auditor, lock=None
        )
    judgement = judged("good", **odd | {"rationale": "All but the first hour was right."})
    submitted = assessment_submit(case_file=case_file, judgement=judgement, by=auditor, lock=None)
    assert submitted.overall_grade == "good"


def test_what_cannot_be_read_yet_is_kept_and_keeps_it_from_being_handed_in(case_file, auditor):
    typed = {"answer-custody-arrived-at": ["2", "", "2026", "", ""]}
    draft = save(case_file, judged(unfinished=typed), auditor)
    assert Assessment.objects.get(pk=draft.pk).unfinished == typed
    with pytest.raises(ValidationError, match="is not right yet"):
        assessment_submit(
            case_file=case_file, judgement=judgement_of(draft), by=auditor, lock=draft.lock
        )


def test_autosaving_writes_the_draft_and_no_trail(case_file, auditor):
    draft = assessment_autosave(case_file=case_file, judgement=judged(), by=auditor, lock=None)
    assert judgement_of(draft).values == judged().values
    assert events() == []
    case_file.refresh_from_db()
    assert case_file.status == "in_progress"


def test_autosaving_what_is_there_already_changes_nothing(case_file, auditor):
    draft = save(case_file, judged(), auditor)
    again = assessment_autosave(
        case_file=case_file, judgement=judged(), by=auditor, lock=draft.lock
    )
    assert (again.lock, again.saved_at) == (draft.lock, draft.saved_at)


def test_a_save_after_autosaving_is_recorded(case_file, auditor):
    draft = assessment_autosave(case_file=case_file, judgement=judged(), by=auditor, lock=None)
    save(case_file, judged(), auditor, draft.lock)
    assert events() == ["assessment.saved"]


@pytest.mark.parametrize("lock", [None, "first"])
def test_a_form_that_is_sent_twice_is_saved_once(lock, case_file, auditor):
    started = save(case_file, judged("good"), auditor).lock if lock else None
    before = len(events())
    first = save(case_file, judged(), auditor, started)
    second = save(case_file, judged(), auditor, started)
    assert (first.pk, first.lock) == (second.pk, second.lock)
    assert len(events()) == before + 1


def test_handing_in_twice_hands_in_once(case_file, auditor):
    draft = save(case_file, judged(), auditor)
    for _ in range(2):
        assessment_submit(case_file=case_file, judgement=judged(), by=auditor, lock=draft.lock)
    assert events() == ["assessment.saved", "assessment.submitted"]


def test_an_old_autosave_does_not_undo_what_was_handed_in(case_file, auditor):
    draft = save(case_file, judged(), auditor)
    assessment_submit(case_file=case_file, judgement=judged(), by=auditor, lock=draft.lock)
    with pytest.raises(TransitionError, match="already"):
        assessment_autosave(case_file=case_file, judgement=judged(), by=auditor, lock=draft.lock)


@pytest.mark.parametrize("act", [assessment_save, assessment_autosave])
def test_a_draft_that_was_saved_elsewhere_is_not_overwritten(act, case_file, auditor):
    draft = save(case_file, judged(), auditor)
    save(case_file, judged(hours=14), auditor, draft.lock)
    with pytest.raises(StaleError):
        act(case_file=case_file, judgement=judged(hours=15), by=auditor, lock=draft.lock)
    answer = Answer.objects.get(question__code="appropriate-adult-arrived-at")
    assert answer.at == AT + timedelta(hours=14)


@pytest.mark.parametrize("files", [1, 60])
def test_saving_a_graded_case_takes_at_most_15_queries_whatever_the_size_of_the_round(
    files, case_file, auditor, person, django_assert_max_num_queries
):
    """With everything in it changed. Two more begin and end the transaction."""
    for _ in range(files):
        graded_file(case_file.round, person("moderator@wexshire"), ("s47", "good"))
    theme, other = Theme.objects.for_area(case_file.area)[:2]
    draft = save(case_file, judged("good", observations=[(theme, "strength")]), auditor)
    changed = judged(hours=20, observations=[(theme, "strength"), (other, "weakness")])
    with django_assert_max_num_queries(15 + 2) as captured:
        save(case_file, changed, auditor, draft.lock)
    own = [row["sql"] for row in captured if "SAVEPOINT" not in row["sql"]]
    assert len(own) <= 15, own
