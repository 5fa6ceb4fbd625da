from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.documents.figures import round_figures
from audit.models import CaseFile, LogEntry
from audit.rules.grading import Origin
from audit.rules.transitions import TransitionError
from audit.services.allocation import case_file_allocate
from audit.services.assessments import (
    Judgement,
    assessment_reopen,
    assessment_save,
    assessment_submit,
)
from tests.factories import area, assessed

pytestmark = pytest.mark.django_db

GOOD = ("s47", "good")


@pytest.fixture
def submitted(case_file, person):
    return assessed(case_file, person("auditor@wexshire"), GOOD)


def _final(assessment):
    return CaseFile.objects.get(pk=assessment.case_file_id).final_assessment


def test_its_assessor_reopens_an_assessment(submitted, person, events):
    assessment_reopen(assessment=submitted, reason="Wrong file.", by=person("auditor@wexshire"))
    assert submitted.status == "draft"
    assert events() == ["assessment.reopened"]


def test_a_moderator_returns_it(submitted, person, events):
    assessment_reopen(assessment=submitted, reason="See page 2.", by=person("moderator@wexshire"))
    assert submitted.status == "draft"
    assert events() == ["assessment.returned"]


def test_a_return_tells_the_assessor_what_to_change_until_they_submit_again(submitted, person):
    auditor = person("auditor@wexshire")
    assessment_reopen(assessment=submitted, reason=" See page 2. ", by=person("moderator@wexshire"))
    assert submitted.returned_because == "See page 2."
    again = assessment_submit(
        case_file=submitted.case_file,
        judgement=Judgement(area_grades={area("s47"): "good"}),
        by=auditor,
        lock=submitted.lock,
    )
    assert again.returned_because == ""


def test_from_then_on_it_does_not_count(submitted, person):
    assessment_reopen(assessment=submitted, reason="Wrong file.", by=person("auditor@wexshire"))
    assert _final(submitted) is None
    figures = round_figures(submitted.case_file.round)
    assert (figures.headline.total, figures.areas_total.total, figures.ungraded) == (0, 0, 1)


def test_it_can_be_saved_again_from_the_new_lock_only(submitted, person):
    auditor, before = person("auditor@wexshire"), submitted.lock
    assessment_reopen(assessment=submitted, reason="Wrong file.", by=auditor)
    saved = assessment_save(
        case_file=submitted.case_file,
        judgement=Judgement(area_grades={area("missing"): "good"}),
        by=auditor,
        lock=submitted.lock,
    )
    assert submitted.lock > before
    assert [row.area.code for row in saved.area_grades.all()] == ["missing"]


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_reason_is_needed(reason, submitted, person):
    with pytest.raises(ValidationError, match="Say why the assessment is to be changed"):
        assessment_reopen(assessment=submitted, reason=reason, by=person("auditor@wexshire"))
    assert _final(submitted) == submitted


@pytest.mark.parametrize("name", ["auditor2@wexshire", "manager@wexshire", "moderator@eastmarch"])
def test_nobody_else_reopens_it(name, submitted, person):
    with pytest.raises(PermissionDenied):
        assessment_reopen(assessment=submitted, reason="Because.", by=person(name))


def test_a_draft_cannot_be_reopened(case_file, person):
    auditor = person("auditor@wexshire")
    draft = assessed(case_file, auditor, GOOD, status="draft")
    with pytest.raises(TransitionError, match="Possible: set aside, submitted"):
        assessment_reopen(assessment=draft, reason="Because.", by=auditor)


def test_a_closed_audit_reopens_nothing(submitted, person):
    round = submitted.case_file.round
    round.status, round.published_on = "published", date(2026, 11, 20)
    round.save()
    with pytest.raises(ValidationError, match="is closed"):
        assessment_reopen(assessment=submitted, reason="Because.", by=person("moderator@wexshire"))


def test_neither_an_agreed_assessment_nor_one_behind_it_is_reopened_this_way(submitted, person):
    moderator = person("moderator@wexshire")
    agreed = assessed(submitted.case_file, moderator, GOOD, origin=Origin.AGREED, status="agreed")
    for row, by in ((agreed, moderator), (submitted, person("auditor@wexshire"))):
        with pytest.raises(ValidationError, match="A moderator reopens the agreed grade first"):
            assessment_reopen(assessment=row, reason="A mistake.", by=by)
    assert _final(submitted) == agreed


def test_the_reason_is_kept_apart_from_the_entry(submitted, person):
    assessment_reopen(assessment=submitted, reason="Wrong file.", by=person("auditor@wexshire"))
    entry = LogEntry.objects.about(submitted).first()
    assert entry.text.reason == "Wrong file."
    assert "Wrong" not in str(LogEntry.objects.filter(pk=entry.pk).values().get())


def test_what_was_set_aside_is_not_returned(submitted, person):
    """It would stand again, as the draft of somebody who is not asked any more."""
    moderator = person("moderator@wexshire")
    to = person("auditor2@wexshire")
    case_file_allocate(case_file=submitted.case_file, to=to, reason="Leave", by=moderator)
    submitted.refresh_from_db()
    with pytest.raises(ValidationError, match="was set aside"):
        assessment_reopen(assessment=submitted, reason="See page 2.", by=moderator)
