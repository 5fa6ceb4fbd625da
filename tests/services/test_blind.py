"""Two people grade one file, and neither sees the other's grade before both have submitted."""

import pytest
from django.core.exceptions import ValidationError

from audit.models import AreaGrade, Assessment, CaseFile
from audit.services.assessments import Judgement, assessment_reopen, assessment_submit
from audit.services.finals import refresh_final
from tests.factories import CaseFileFactory, RoundFactory


@pytest.fixture
def case_file(db, person):
    file = CaseFileFactory(
        round=RoundFactory(),
        allocated_to=person("auditor@wexshire"),
        second_assessor=person("moderator@wexshire"),
    )
    refresh_final(file)
    return file


def submits(case_file, who, grade="good"):
    judgement = Judgement(area_grades={case_file.area: grade}, rationale="Because.")
    return assessment_submit(case_file=case_file, judgement=judgement, by=who, lock=None)


def seen_by(who) -> set[str]:
    return {row.assessor.name for row in Assessment.objects.visible_to(who)}


def test_the_first_grade_is_hidden_from_the_second_and_from_every_count(case_file, person):
    first, second = person("auditor@wexshire"), person("moderator@wexshire")
    submits(case_file, first)
    case_file = CaseFile.objects.get(pk=case_file.pk)
    assert case_file.blind
    assert case_file.final_assessment is None
    assert case_file.status == "in_progress"
    assert seen_by(first) == {first.name}
    assert not Assessment.objects.visible_to(second).exists()
    assert not AreaGrade.objects.visible_to(second).exists()


def test_both_see_both_once_both_have_submitted(case_file, person):
    first, second = person("auditor@wexshire"), person("moderator@wexshire")
    submits(case_file, first)
    submits(CaseFile.objects.get(pk=case_file.pk), second, "inadequate")
    assert seen_by(first) == seen_by(second) == {first.name, second.name}
    stored = CaseFile.objects.get(pk=case_file.pk)
    assert (stored.blind, stored.status, stored.final_assessment) == (False, "submitted", None)


def test_nobody_reopens_theirs_once_both_have_submitted(case_file, person):
    first, second = person("auditor@wexshire"), person("moderator@wexshire")
    own = submits(case_file, first)
    submits(CaseFile.objects.get(pk=case_file.pk), second)
    with pytest.raises(ValidationError, match="Ask a moderator to return yours"):
        assessment_reopen(assessment=own, reason="A slip", by=first)
    assert seen_by(second) == {first.name, second.name}


def test_who_submitted_first_may_reopen_theirs_while_the_other_grades(case_file, person):
    own = submits(case_file, person("auditor@wexshire"))
    assessment_reopen(assessment=own, reason="A slip", by=own.assessor)
    assert own.status == "draft"


def test_a_second_assessor_who_moderates_does_not_return_the_other(case_file, person):
    own = submits(case_file, person("auditor@wexshire"))
    with pytest.raises(ValidationError, match="You grade this file yourself"):
        assessment_reopen(assessment=own, reason="A slip", by=person("moderator@wexshire"))


def test_while_one_is_returned_the_other_does_not_reopen_what_they_gave(case_file, person):
    """They have seen the grade that was returned."""
    case_file.second_assessor = person("auditor2@wexshire")
    case_file.save()
    first, second = (
        submits(CaseFile.objects.get(pk=case_file.pk), who) for who in asked(case_file)
    )
    assessment_reopen(assessment=first, reason="A page", by=person("moderator@wexshire"))
    assert seen_by(second.assessor) == {second.assessor.name}
    with pytest.raises(ValidationError, match="Ask a moderator"):
        assessment_reopen(assessment=second, reason="A slip", by=second.assessor)


def asked(case_file):
    return case_file.allocated_to, case_file.second_assessor
