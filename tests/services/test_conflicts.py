"""Who worked on a case does not grade it, whatever they have written."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import Assessment, CaseFile, Conflict
from audit.rules.transitions import TransitionError
from audit.services.allocation import case_file_allocate
from audit.services.allocation_plans import Wish, plan_allocation
from audit.services.assessments import Judgement, assessment_save, assessment_submit
from audit.services.conflicts import conflict_declare, conflict_remove
from tests.factories import area, assessed

pytestmark = pytest.mark.django_db

WHY = "Supervised the officer in the case"


@pytest.fixture
def amina(person):
    return person("auditor@wexshire")


@pytest.fixture
def ben(person):
    return person("auditor2@wexshire")


@pytest.fixture
def morgan(person):
    return person("moderator@wexshire")


def fresh(case_file) -> CaseFile:
    return CaseFile.objects.get(pk=case_file.pk)


def judged(case_file, by, act=assessment_submit):
    judgement = Judgement(area_grades={area("s47"): "good"})
    return act(case_file=fresh(case_file), judgement=judgement, by=by, lock=None)


def test_the_file_goes_and_the_draft_is_kept_and_not_counted(case_file, amina, events):
    draft = judged(case_file, amina, assessment_save)
    conflict_declare(case_file=fresh(case_file), person=amina, reason=WHY, by=amina)
    draft.refresh_from_db()
    stored = fresh(case_file)
    assert (stored.allocated_to, stored.status, draft.status) == (None, "to_grade", "set_aside")
    assert events()[-3:] == ["conflict.declared", "assessment.set_aside", "case_file.allocated"]


def test_declared_twice_it_is_declared_once(case_file, amina, morgan, events):
    conflict_declare(case_file=case_file, person=amina, reason=WHY, by=amina)
    before = events()
    conflict_declare(case_file=fresh(case_file), person=amina, reason="Again", by=morgan)
    assert events() == before
    assert Conflict.objects.get().reason == WHY


def test_a_submitted_grade_counts_no_more(case_file, amina):
    judged(case_file, amina)
    conflict_declare(case_file=fresh(case_file), person=amina, reason=WHY, by=amina)
    assert fresh(case_file).final_assessment is None


def test_the_second_becomes_the_first_and_does_not_see_the_grade(case_file, amina, ben, morgan):
    case_file_allocate(case_file=case_file, to=amina, second=ben, by=morgan)
    judged(case_file, amina)
    conflict_declare(case_file=fresh(case_file), person=amina, reason=WHY, by=amina)
    stored = fresh(case_file)
    assert (stored.allocated_to, stored.second_assessor, stored.blind) == (ben, None, False)
    assert not Assessment.objects.visible_to(ben).exists()
    own = judged(case_file, ben)
    assert fresh(case_file).final_assessment == own


def test_the_person_is_never_asked_again(case_file, amina, ben, morgan):
    conflict_declare(case_file=case_file, person=amina, reason=WHY, by=amina)
    for asked in ({"to": amina}, {"to": ben, "second": amina}):
        with pytest.raises(ValidationError, match="conflict of interest with this file"):
            case_file_allocate(case_file=fresh(case_file), by=morgan, **asked)
    stored = CaseFile.objects.select_related("area", "round").get(pk=case_file.pk)
    plan = plan_allocation([stored], Wish(first=[amina]), {})
    assert (plan.changes, plan.barred) == ([], 1)


def test_a_moderator_with_a_conflict_cannot_grade_a_file_that_nobody_has(case_file, morgan):
    conflict_declare(case_file=case_file, person=morgan, reason=WHY, by=morgan)
    for act in (assessment_save, assessment_submit):
        with pytest.raises(TransitionError, match="conflict of interest"):
            judged(case_file, morgan, act)


def test_a_moderator_declares_for_others_and_an_auditor_does_not(case_file, amina, ben, morgan):
    with pytest.raises(PermissionDenied):
        conflict_declare(case_file=case_file, person=ben, reason=WHY, by=amina)
    conflict_declare(case_file=case_file, person=amina, reason=WHY, by=morgan)
    assert Conflict.objects.between(case_file, amina).exists()
    assert not Conflict.objects.between(case_file, ben).exists()


def test_it_needs_a_reason(case_file, amina):
    with pytest.raises(ValidationError, match="had to do with the case"):
        conflict_declare(case_file=case_file, person=amina, reason=" ", by=amina)


def test_an_agreed_file_is_reopened_first(case_file, amina):
    judged(case_file, amina)
    assessed(case_file, amina, ("s47", "good"), status="agreed", origin="agreed")
    with pytest.raises(TransitionError, match="must be reopened"):
        conflict_declare(case_file=fresh(case_file), person=amina, reason=WHY, by=amina)
    assert not Conflict.objects.exists()


def test_a_mistake_is_removed_by_somebody_else(case_file, amina, morgan, events):
    conflict = conflict_declare(case_file=case_file, person=amina, reason=WHY, by=amina)
    conflict_remove(conflict=conflict, reason="Another case", by=morgan)
    assert events()[-1] == "conflict.deleted"
    case_file_allocate(case_file=fresh(case_file), to=amina, by=morgan)
    own = conflict_declare(case_file=fresh(case_file), person=morgan, reason=WHY, by=morgan)
    with pytest.raises(TransitionError, match="Ask another moderator"):
        conflict_remove(conflict=own, reason="Not so", by=morgan)
