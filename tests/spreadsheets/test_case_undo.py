"""Undoing an import: all of it is gone and what stood is back, or nothing is touched."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from audit.models import (
    Assessment,
    CaseAction,
    CaseFile,
    Conflict,
    DipCheck,
    ImportRun,
    LocalNumber,
    Observation,
    Query,
    Question,
    Theme,
)
from audit.models.encryption import packed_bytes
from audit.rules.answers import Fact
from audit.rules.transitions import TransitionError
from audit.services.allocation import case_file_allocate
from audit.services.assessments import (
    Judgement,
    assessment_autosave,
    assessment_reopen,
    assessment_save,
)
from audit.services.case_files import local_number_add
from audit.services.import_undo import import_undo
from audit.services.judgements import StageJudgement, judgement_of
from audit.services.moderation import file_agree, settlement_as_given
from audit.spreadsheets.importing import BATCH
from tests.factories import CaseFileFactory, area
from tests.spreadsheets.case_sheets import imported

pytestmark = pytest.mark.django_db


def graded(person, **more) -> dict:
    return {"areas": "s47", "grade": "good", "assessor": person.email, **more}


def test_what_an_import_made_is_gone(audit, moderator, auditor, second):
    rows = [
        graded(auditor, reference="NEW-1", local_number="123", number_kind="crime"),
        graded(second, reference="NEW-1"),
    ]
    run = imported(audit, moderator, rows)
    undone = import_undo(run=run, by=moderator)
    assert (undone.status, undone.undone_by) == (ImportRun.Status.UNDONE, moderator)
    for model in (CaseFile, Assessment, LocalNumber):
        assert not model.objects.exists()
    with pytest.raises(TransitionError):
        import_undo(run=run, by=moderator)


def test_an_import_of_which_nothing_is_kept_is_not_undone(audit, moderator, auditor):
    """As whole workbooks were before what they did was kept."""
    run = imported(audit, moderator, [graded(auditor, reference="NEW-1")])
    run.made = packed_bytes(b"[]")
    run.save()
    with pytest.raises(TransitionError, match="Nothing is kept of what this import did"):
        import_undo(run=run, by=moderator)
    assert CaseFile.objects.get().reference == "NEW-1"


def test_rows_of_one_file_that_stand_far_apart_are_undone(audit, moderator, auditor, second):
    between = [graded(auditor, reference=f"WX-{n}") for n in range(BATCH)]
    first, last = graded(auditor, reference="TWO"), graded(second, reference="TWO")
    import_undo(run=imported(audit, moderator, [first, *between, last]), by=moderator)
    assert not CaseFile.objects.exists()


def test_a_draft_is_again_what_it_was(audit, auditor, moderator, case_file):
    question = Question.objects.get(code="child-spoken-to")
    theme = Theme.objects.get(code="initial-response")
    stage = question.stage
    stood = Judgement(
        {area("s47"): "inadequate"},
        rationale="As it stood.",
        systems_looked_at="Crime record",
        observations=[(theme, "strength")],
        answers={question: Fact(choice="no")},
        stages={stage: StageJudgement("good", went_well="Quick.")},
        unfinished={"answer-risk-known-at": ["3", "", ""]},
    )
    draft = assessment_save(case_file=case_file, judgement=stood, by=auditor, lock=None)
    Assessment.objects.filter(pk=draft.pk).update(returned_because="Look again.")
    Observation.objects.update(note="Two cars within the hour.")
    before = judgement_of(draft).values
    row = {"reference": "WX-1", "grade": "good", "rationale": "Other.", "child-spoken-to": "y"}
    run = imported(audit, auditor, [row | {"strengths": "", "areas": "cse"}])
    changed = Assessment.objects.get()
    assert judgement_of(changed).values != before
    import_undo(run=run, by=moderator)
    again = Assessment.objects.get()
    assert judgement_of(again).values == before
    assert (again.status, again.assessed_on) == ("draft", None)
    assert again.returned_because == "Look again."
    assert Observation.objects.get().note == "Two cars within the hour."
    assert CaseFile.objects.get().status == "in_progress"


def test_what_a_file_that_stands_was_given_is_taken_back(audit, moderator, auditor):
    CaseFileFactory(round=audit, reference="WX-1", chosen_by="unknown")
    row = graded(auditor, reference="WX-1", chosen_by="Inspectorate", local_number="7")
    run = imported(audit, moderator, [row], number_kind="crime")
    case_file = CaseFile.objects.get()
    assert (case_file.allocated_to, case_file.chosen_by) == (auditor, "inspectorate")
    import_undo(run=run, by=moderator)
    case_file = CaseFile.objects.get()
    assert (case_file.allocated_to, case_file.chosen_by) == (None, "unknown")
    assert (case_file.status, case_file.final_assessment) == ("to_grade", None)
    assert not LocalNumber.objects.exists()


def _reopened(world):
    assessment_reopen(assessment=world.assessment, reason="Look again.", by=world.auditor)


def _typed(world):
    """An automatic save leaves no entry."""
    _reopened(world)
    assessment_autosave(
        case_file=world.case_file,
        judgement=Judgement({area("s47"): "good"}, rationale="More."),
        by=world.auditor,
        lock=Assessment.objects.get(pk=world.assessment.pk).lock,
    )


def _agreed(world):
    settlement = settlement_as_given([world.assessment], "As given.")
    file_agree(case_file=world.case_file, settlement=settlement, by=world.moderator)


def _queried(world):
    Query.objects.create(
        case_file=world.case_file,
        assessment=world.assessment,
        field="grade",
        asked_by=world.moderator,
        asked_at=timezone.now(),
    )


def _acted(world):
    CaseAction.objects.create(
        case_file=world.case_file, what="Call.", owner="Team", due_on="2026-12-01"
    )


def _barred(world):
    Conflict.objects.create(
        case_file=world.case_file, person=world.second, declared_by=world.second
    )


def _given(world):
    case_file_allocate(
        case_file=world.case_file, to=world.auditor, second=world.second, by=world.moderator
    )


def _numbered(world):
    local_number_add(case_file=world.case_file, kind="crime", number="99", by=world.moderator)


def _dip_checked(world):
    DipCheck.objects.create(
        case_file=world.case_file,
        drawn_by=world.moderator,
        drawn_at=timezone.now(),
        pool=1,
    )


def _imported_again(world):
    imported(
        world.audit, world.moderator, [graded(world.moderator, reference="WX-8", origin="self")]
    )


def _signed_off(world):
    world.audit.status = "signed_off"
    world.audit.save()


USED = (
    _reopened,
    _typed,
    _agreed,
    _queried,
    _acted,
    _barred,
    _given,
    _numbered,
    _dip_checked,
    _imported_again,
    _signed_off,
)


@pytest.fixture
def world(audit, moderator, auditor, second):
    class World:
        pass

    world = World()
    world.audit, world.moderator, world.auditor, world.second = audit, moderator, auditor, second
    world.run = imported(audit, moderator, [graded(auditor, reference="WX-8")])
    world.case_file = CaseFile.objects.get()
    world.assessment = Assessment.objects.get()
    return world


@pytest.mark.parametrize("use", USED)
def test_nothing_is_undone_once_it_was_used(world, use):
    use(world)
    files = list(CaseFile.objects.values())
    assessments = list(Assessment.objects.values())
    with pytest.raises(ValidationError):
        import_undo(run=world.run, by=world.moderator)
    assert list(CaseFile.objects.values()) == files
    assert list(Assessment.objects.values()) == assessments
    assert ImportRun.objects.order_by("pk").first().status == ImportRun.Status.DONE


@pytest.mark.parametrize("use", [_agreed, _given, _dip_checked])
def test_nor_is_an_assessment_of_a_file_that_stood(audit, moderator, auditor, second, use):
    CaseFileFactory(round=audit, reference="WX-8")

    class World:
        pass

    world = World()
    world.moderator, world.auditor, world.second = moderator, auditor, second
    world.run = imported(audit, moderator, [graded(auditor, reference="WX-8")])
    world.case_file, world.assessment = CaseFile.objects.get(), Assessment.objects.get()
    use(world)
    with pytest.raises(ValidationError):
        import_undo(run=world.run, by=moderator)
    assert Assessment.objects.filter(pk=world.assessment.pk).exists()


def test_looking_at_it_is_no_use_of_it(world, signed_in):
    signed_in("moderator@wexshire").get(world.case_file.get_absolute_url())
    import_undo(run=world.run, by=world.moderator)
    assert not CaseFile.objects.exists()


def test_only_a_moderator_undoes(world):
    with pytest.raises(PermissionDenied):
        import_undo(run=world.run, by=world.auditor)
